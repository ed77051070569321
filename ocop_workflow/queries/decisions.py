"""Decisions and certificates for those who may see them in the staff area."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from ocop_workflow.domain import clock
from ocop_workflow.domain.process import Call
from ocop_workflow.domain.rulebook import Rulebook, Stage, Step
from ocop_workflow.models import (
    Body,
    BodyKind,
    BodySuccession,
    Certificate,
    Decision,
    DecisionKind,
    Dossier,
    EventNote,
    Outcome,
    Result,
    Role,
    UnitSuccession,
)
from ocop_workflow.queries import council
from ocop_workflow.queries.responsible import bodies_of
from ocop_workflow.queries.rights import PRODUCER, OfficeHeld, SeesAll, offices_held, predecessors, visible_dossiers
from ocop_workflow.queries.rulebooks import every_rulebook, in_stages

if TYPE_CHECKING:
    from accounts.models import User

WATCHING_KINDS = frozenset({BodyKind.STANDING_OFFICE, BodyKind.INSPECTORATE})
DRAFTING_KINDS = frozenset({BodyKind.AUTHORITY, BodyKind.STANDING_OFFICE})


def visible_decisions(user: "User", day: date | None = None) -> QuerySet[Decision]:
    """Return the decisions, drafts too, that a user may open on a day.

    Those of the bodies the user belongs to; for a standing office and an inspectorate those of all bodies of their
    unit. What a body took over from another counts as its own.
    """
    day = day or clock.today()
    if not user.is_authenticated or not user.is_active:
        return Decision.objects.none()
    if user.is_superuser:
        return Decision.objects.all()
    offices = offices_held(user, day)
    own = {held.body_id for held in offices if held.body_id}
    watching = {held.body_id for held in offices if held.body_kind in WATCHING_KINDS and held.body_id}
    units = Body.objects.filter(pk__in=predecessors(watching, BodySuccession, day)).values("unit")
    return Decision.objects.filter(Q(body__in=predecessors(own, BodySuccession, day)) | Q(body__unit__in=units))


def signed_kind(step: Step) -> str | None:
    """Return the kind of decision whose signature takes a step, or None."""
    call = _guard(step, "decision_signed")
    return str(call.params["kind"]) if call else None


def _guard(step: Step, name: str) -> Call | None:
    return next((call for call in step.guards if call.name == name), None)


def fits_result(step: Step, result: Result | None) -> bool:
    """Whether a decision that takes this step can be founded on a result.

    On one of the outcomes the rulebook names; where it names none, a certificate is founded on a recognition alone.
    """
    call = _guard(step, "outcome_is")
    certifies = any(effect.name == "issue_certificate" for effect in step.effects)
    if call is None and not certifies:
        return True
    outcomes = call.params["outcomes"] if call else (Outcome.CERTIFY,)
    return (
        result is not None
        and result.outcome in outcomes  # type: ignore[operator]  # choices are a tuple of texts
        and (result.stars is not None or not certifies)
    )


def decision_step(dossier: Dossier, kind: str, result: Result | None) -> Step | None:
    """Return the step from the dossier's stage that a signed decision of this kind takes by its result, or None."""
    steps = dossier.rulebook.steps_from(dossier.stage)
    return next((step for step in steps if signed_kind(step) == kind and fits_result(step, result)), None)


def deciding_bodies(dossier: Dossier, step: Step, day: date) -> list[Body]:
    """Return the bodies whose people may take a step by their signature."""
    return bodies_of(dossier, step.by, day)


def signing_roles(dossiers: Iterable[Dossier], body: Body, kind: str) -> frozenset[str]:
    """Return the roles that may sign a decision of a body over dossiers, as every step it takes names them.

    The approver's where the steps name none of this body: dossiers that have gone on since.
    """
    roles = [_roles(dossier, body, kind) for dossier in dossiers]
    common = frozenset.intersection(*roles) if roles else frozenset()
    return common or frozenset({Role.APPROVER.value})


def _roles(dossier: Dossier, body: Body, kind: str) -> frozenset[str]:
    rulebook = dossier.rulebook
    return frozenset(
        office.role
        for step in rulebook.steps_from(dossier.stage)
        if signed_kind(step) == kind
        for office in step.by
        if office.body != PRODUCER and rulebook.body(office.body).kind == body.kind
    )


def deciding_kinds() -> frozenset[str]:
    """Return the kinds of bodies that sign decisions by any law in use, and those that watch over them."""
    named = {
        rulebook.body(office.body).kind
        for _, rulebook in every_rulebook()
        for step in rulebook.steps
        if signed_kind(step)
        for office in step.by
        if office.body != PRODUCER
    }
    return frozenset({*WATCHING_KINDS, BodyKind.AUTHORITY.value, *named})


def may_draft(held: OfficeHeld, dossiers: Iterable[Dossier], bodies: Iterable[Body]) -> bool:
    """Whether an office drafts decisions over dossiers: of the deciding body, of a standing office, or in whose hands
    they lie."""
    if held.body_kind in DRAFTING_KINDS or held.body_id in {body.pk for body in bodies}:
        return True
    ids = [dossier.pk for dossier in dossiers]
    in_hand = Dossier.objects.filter(pk__in=ids, visits__left_at__isnull=True, visits__body=held.body_id)
    return held.body_id is not None and in_hand.count() == len(ids)


def _is_decided(rulebook: Rulebook, stage: Stage) -> bool:
    return any(signed_kind(step) for step in rulebook.steps_from(stage.key))


def awaiting_decision(user: "User", day: date | None = None) -> dict[str, list[Dossier]]:
    """Return the dossiers in sight that a signed decision would take further, by the kind of decision, by their codes.

    Kinds for which none waits are left out. As many queries for one as for many.
    """
    rows = visible_dossiers(user, day).filter(in_stages(_is_decided))
    waiting = list(rows.select_related("product", "producer", "round", "unit").order_by("code"))
    results = Result.objects.filter(reading__dossier__in=waiting, reading__replaced_at__isnull=True)
    by_dossier = {result.reading.dossier_id: result for result in results.select_related("reading")}
    found = {
        kind: [dossier for dossier in waiting if decision_step(dossier, kind, by_dossier.get(dossier.pk))]
        for kind in DecisionKind.values
    }
    return {kind: dossiers for kind, dossiers in found.items() if dossiers}


def deciding_body(dossiers: Iterable[Dossier], kind: str, day: date) -> Body | None:
    """Return the first body that may sign a decision of a kind over all these dossiers, or None."""
    common: list[Body] | None = None
    for dossier in dossiers:
        step = decision_step(dossier, kind, current_result(dossier))
        bodies = deciding_bodies(dossier, step, day) if step else []
        common = bodies if common is None else [body for body in common if body in bodies]
    return common[0] if common else None


def current_result(dossier: Dossier) -> Result | None:
    """Return the result of the reading that counts, or None."""
    return getattr(council.current_reading(dossier), "result", None)


def withdrawal_reason(decision: Decision) -> str:
    """Return why a draft was withdrawn, in the words given; empty once they are erased."""
    note = EventNote.objects.filter(event__kind="decision.withdrawn", event__subject=decision.code, key="reason")
    return note.values_list("text", flat=True).first() or ""


def visible_certificates(user: "User", day: date | None = None) -> QuerySet[Certificate]:
    """Return the certificates of the units a user holds an office for, those from before the site among them."""
    day = day or clock.today()
    if not user.is_authenticated or not user.is_active:
        return Certificate.objects.none()
    offices = offices_held(user, day)
    if user.is_superuser or any(held.body_kind in SeesAll for held in offices):
        return Certificate.objects.all()
    units = predecessors({held.unit_id for held in offices if held.unit_id}, UnitSuccession, day)
    place, within = "product__producer__commune", Q()
    for above in ("", "__parent", "__parent__parent", "__parent__parent__parent"):
        within |= Q(**{f"{place}{above}__in": units})
    return Certificate.objects.filter(within)
