"""Who may see and do what: role × stage × unit, asked for a day. Roles come from memberships alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from django.contrib.auth.backends import BaseBackend
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from ocop_workflow.domain import clock
from ocop_workflow.domain.rulebook import Office, Rulebook, Step
from ocop_workflow.models import (
    AdministrativeUnit,
    Body,
    BodyKind,
    BodySuccession,
    Dossier,
    Evidence,
    EvidenceUse,
    Membership,
    Producer,
    ProducerMember,
    StageVisit,
    UnitSuccession,
    UnitType,
    unit_on,
)
from ocop_workflow.models.validity import valid_on

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

PRODUCER = "producer"


@dataclass(frozen=True, slots=True)
class OfficeHeld:
    """An office a person acts by on a day; `behalf` names whose, when it is held as a substitute."""

    membership_id: int | None
    body_id: int | None
    body_code: str
    body_kind: str
    unit_id: int | None
    unit_type: str
    role: str
    decision_number: str = ""
    behalf: str = ""
    unit_key: str = ""

    @property
    def name(self) -> str:
        return f"{self.body_code}.{self.role}"


def offices_held(user: "User", day: date) -> tuple[OfficeHeld, ...]:
    """Return the offices a user may act by on a day, own ones first; nothing for a deactivated account."""
    if not user.is_active or user.pk is None:
        return ()
    memberships = Membership.objects.of(user, day).filter(valid_on(day, "body__")).select_related("body__unit")
    held = [_held(membership, user) for membership in memberships]
    return tuple(sorted(held, key=lambda office: bool(office.behalf)))


def _held(membership: Membership, user: "User") -> OfficeHeld:
    body = membership.body
    return OfficeHeld(
        membership_id=membership.pk,
        body_id=body.pk,
        body_code=body.code,
        body_kind=body.kind,
        unit_id=body.unit_id,
        unit_type=body.unit.unit_type,
        role=membership.role,
        decision_number=membership.decision_number,
        unit_key=body.unit.key,
        behalf="" if membership.user_id == user.pk else f"{body.code}.{membership.role}#{membership.user_id}",
    )


def producer_office(user: "User", producer_id: int, producer_code: str, day: date) -> OfficeHeld | None:
    """Return the office of a producer's own account, or None."""
    if not user.is_active:
        return None
    if not ProducerMember.objects.on(day).filter(user=user, producer_id=producer_id).exists():
        return None
    return OfficeHeld(None, None, producer_code, PRODUCER, None, "", PRODUCER)


class Authority:
    """The offices one person holds for one dossier on one day; reads the database at most twice."""

    def __init__(self, actor: "User", dossier: Dossier, day: date) -> None:
        self.actor, self.dossier, self.day = actor, dossier, day
        self._offices: tuple[OfficeHeld, ...] | None = None
        self._producer: tuple[OfficeHeld | None] | None = None

    def for_step(self, step: Step) -> OfficeHeld | None:
        """Return the office by which the actor may take a step, or None."""
        rulebook = self.dossier.rulebook
        return next(filter(None, (self.by_office(office, rulebook) for office in step.by)), None)

    def by_office(self, office: Office, rulebook: Rulebook) -> OfficeHeld | None:
        """Return the held office that is the rulebook's `body.role` for this dossier, or None."""
        if office.body == PRODUCER:
            return self._as_producer()
        body = rulebook.body(office.body)
        types = rulebook.level(body.level).unit_types
        candidates = [held for held in self._held() if held.body_kind == body.kind and held.role == office.role]
        return next((held for held in candidates if self._covers(held, types)), None)

    def _covers(self, held: OfficeHeld, unit_types: Iterable[str]) -> bool:
        over = (
            [unit.pk for unit in units_over(self.dossier, self.day, unit_types)] if held.unit_type in unit_types else []
        )
        if held.unit_id in over:
            return True
        return held.body_id is not None and self._took_over(held.body_id, unit_types)

    def _took_over(self, body_id: int, unit_types: Iterable[str]) -> bool:
        """Whether a body took over from one of that level over the dossier's unit, as the province from the city."""
        before = predecessors({body_id}, BodySuccession, self.day) - {body_id}
        units = [unit.pk for unit in self.dossier.unit.chain() if unit.unit_type in unit_types] if before else []
        return bool(units) and Body.objects.filter(pk__in=before, unit__in=units).exists()

    def _held(self) -> tuple[OfficeHeld, ...]:
        if self._offices is None:
            self._offices = offices_held(self.actor, self.day)
        return self._offices

    def _as_producer(self) -> OfficeHeld | None:
        if self._producer is None:
            producer = self.dossier.producer
            self._producer = (producer_office(self.actor, producer.pk, producer.code, self.day),)
        return self._producer[0]


def units_over(dossier: Dossier, day: date, unit_types: Iterable[str]) -> list[AdministrativeUnit]:
    """Return the units of some types that stand over a dossier on a day, the nearest first, its own among them.

    The country stands over every province, whether or not that says so.
    """
    chain = unit_on(dossier.unit, day).chain()
    if UnitType.CENTRAL in unit_types and chain[-1].unit_type != UnitType.CENTRAL:
        chain += AdministrativeUnit.objects.on(day).filter(unit_type=UnitType.CENTRAL)
    return [unit for unit in chain if unit.unit_type in unit_types]


def predecessors(ids: set[int], links: type[BodySuccession] | type[UnitSuccession], day: date) -> set[int]:
    """Return the ids and all those they took over from by a day, through any number of links."""
    found, newest = set(ids), set(ids)
    while newest:
        rows = links.objects.filter(successor_id__in=newest, since__lte=day)
        newest = set(rows.values_list("predecessor_id", flat=True)) - found
        found |= newest
    return found


SeesAll = frozenset({BodyKind.INSPECTORATE.value})


def visible_dossiers(user: "User", day: date | None = None) -> QuerySet[Dossier]:
    """Return the dossiers a user may open on a day.

    A producer's account sees the producer's own; a commune those of its area, from the first draft on; every other
    body those that have reached it, or one it took over from, and those it could take a step with; the inspectorate
    all of them. An administrator sees all of them, their papers excepted.
    """
    day = day or clock.today()
    if not user.is_authenticated or not user.is_active:
        return Dossier.objects.none()
    return Dossier.objects.all() if user.is_superuser else _in_reach(user, day)


def _in_reach(user: "User", day: date) -> QuerySet[Dossier]:
    """Return what an office, or the own producer's account, gives sight of."""
    offices = offices_held(user, day)
    if any(office.body_kind in SeesAll for office in offices):
        return Dossier.objects.all()
    return Dossier.objects.filter(_reach(user, offices, day))


def _reach(user: "User", offices: tuple[OfficeHeld, ...], day: date) -> Q:
    communes = {held.unit_id for held in offices if held.body_kind == BodyKind.COMMUNE_COMMITTEE and held.unit_id}
    bodies = {held.body_id for held in offices if held.body_kind != BodyKind.COMMUNE_COMMITTEE and held.body_id}
    own = ProducerMember.objects.on(day).filter(user=user, producer=OuterRef("producer"))
    reach = Q(Exists(own))
    if communes:
        reach |= Q(unit__in=predecessors(communes, UnitSuccession, day))
    if bodies:
        known = predecessors(bodies, BodySuccession, day)
        visits = StageVisit.objects.filter(Q(body__in=known) | Q(others__body__in=known))
        reach |= Q(Exists(visits.filter(dossier=OuterRef("pk"))))
    return reach


def visible_evidence(user: "User", day: date | None = None) -> QuerySet[Evidence]:
    """Return the papers a user may open: those in dossiers in sight, and the vaults of producers in their hands.

    To administer the site opens none: that takes an office.
    """
    day = day or clock.today()
    if not user.is_authenticated or not user.is_active:
        return Evidence.objects.none()
    seen = EvidenceUse.objects.filter(evidence=OuterRef("pk"), active=True, dossier__in=_in_reach(user, day))
    return Evidence.objects.filter(Q(Exists(seen)) | Q(producer__in=prepared_producers(user, day)))


def prepared_producers(user: "User", day: date | None = None) -> QuerySet[Producer]:
    """Return the producers a user may prepare a dossier for: the own one, or those of the user's commune."""
    day = day or clock.today()
    if not user.is_authenticated or not user.is_active:
        return Producer.objects.none()
    officers = [held for held in offices_held(user, day) if held.body_kind == BodyKind.COMMUNE_COMMITTEE]
    units = predecessors({held.unit_id for held in officers if held.unit_id}, UnitSuccession, day)
    own = ProducerMember.objects.on(day).filter(user=user, producer=OuterRef("pk"))
    return Producer.objects.filter(Q(Exists(own)) | Q(commune__in=units))


T = TypeVar("T", bound=Model)


def visible_to(queryset: QuerySet[T], user: "User", day: date | None = None) -> QuerySet[T]:
    """Narrow the rows of a model that hangs on a dossier to those of dossiers in the user's sight."""
    if queryset.model is Dossier:
        return queryset.filter(pk__in=visible_dossiers(user, day).values("pk"))
    return queryset.filter(dossier__in=visible_dossiers(user, day))


class OfficeBackend(BaseBackend):
    """Lets whoever holds or held an office enter the staff area; what they find there is decided object by object."""

    def has_perm(self, user_obj: "User | AnonymousUser", perm: str, obj: object = None) -> bool:
        if perm != "wagtailadmin.access_admin" or not user_obj.is_active or user_obj.is_anonymous:
            return False
        return user_obj.memberships.exists() or user_obj.substitutions.exists()

    def get_user_permissions(self, user_obj: "User | AnonymousUser", obj: object = None) -> set[str]:
        return {"wagtailadmin.access_admin"} if self.has_perm(user_obj, "wagtailadmin.access_admin", obj) else set()

    def get_all_permissions(self, user_obj: "User | AnonymousUser", obj: object = None) -> set[str]:
        return self.get_user_permissions(user_obj, obj)
