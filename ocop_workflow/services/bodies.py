"""Bodies, their members and by-laws: changed by an administrator, or by the installation itself."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from ocop_workflow.domain.cleaning import clean_line
from ocop_workflow.domain.errors import InvalidInput
from ocop_workflow.models import AdministrativeUnit, Body, BodySuccession, ByLaw, Membership, Substitution, one_act
from ocop_workflow.models.validity import Dated
from ocop_workflow.services import body_rules
from ocop_workflow.services.administration import checked, require_administrator, require_period
from ocop_workflow.services.recording import Happening, Note, record

if TYPE_CHECKING:
    from uuid import UUID

    from accounts.models import User


def establish_body(
    *,
    code: str,
    kind: str,
    name: str,
    unit: AdministrativeUnit,
    valid_from: date,
    valid_to: date | None = None,
    decision_number: str = "",
    decision_date: date | None = None,
    actor: "User | None" = None,
) -> Body:
    """Set up a body of a unit from a day on.

    Councils and assistance teams need a decision with number and date. Raises InvalidInput for a code used before, a
    kind that does not fit the unit, a second body of a kind that a unit has once, and days outside of the unit's time
    or before the decision; NotAllowed for anybody but an administrator.
    """
    require_administrator(actor)
    body = Body(
        code=code.strip(),
        kind=kind,
        name=clean_line(name),
        unit=unit,
        decision_number=clean_line(decision_number),
        decision_date=decision_date,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    require_period(valid_from, valid_to)
    with transaction.atomic(), one_act() as act:
        body_rules.require_body(checked(body))
        body.save_as(actor, reason="body.established")
        payload = {**_decided(body), "kind": kind, "unit": unit.key}
        _note("body.established", body, actor, act, payload, on=decision_date)
    return body


def dissolve_body(body: Body, *, last_day: date, decision_number: str = "", actor: "User | None" = None) -> Body:
    """End a body; its members and by-laws end with it.

    Raises InvalidInput for a last day before the first or after an end already set, and while somebody is appointed
    only for a later time or acted for the body after that day.
    """
    require_administrator(actor)
    with transaction.atomic(), one_act() as act:
        current = Body.objects.select_for_update(of=("self",), no_key=True).get(pk=body.pk)
        _end_body(current, last_day, actor, "body.dissolved")
        _note("body.dissolved", current, actor, act, {"to": last_day, "decision": clean_line(decision_number)})
    body.refresh_from_db()
    return current


def _end_body(body: Body, last_day: date, actor: "User | None", reason: str) -> None:
    if not body.is_valid_on(last_day):
        raise InvalidInput(
            "“%(body)s” does not exist on %(day)s.",
            {"body": body.name, "day": f"{last_day:%d/%m/%Y}"},
            field="last_day",
        )
    if body.valid_to != last_day:
        body.valid_to = last_day
        body.save_as(actor, reason=reason)
    beyond = Q(valid_to__isnull=True) | Q(valid_to__gt=last_day)
    for membership in body.memberships.filter(beyond).select_related("user", "body"):
        body_rules.require_not_acted(membership, last_day)
        _end(membership, last_day, actor, reason)
    for bylaw in body.bylaws.filter(beyond):
        _end(bylaw, last_day, actor, reason)


def _end(row: Dated, last_day: date, actor: "User | None", reason: str) -> None:
    if row.valid_from > last_day:
        raise InvalidInput("“%(row)s” begins only after that day.", {"row": str(row)}, field="last_day")
    row.valid_to = last_day
    row.save_as(actor, reason=reason)


def succeed_body(
    predecessor: Body, successor: Body, *, since: date, source: str = "", actor: "User | None" = None
) -> BodySuccession:
    """Let a body take over from another of its kind on a day, by a legal act; the other one ends the day before.

    From then on the successor's people see and finish what lies with the predecessor. Raises InvalidInput for bodies
    of different kinds, a successor not there on that day, a predecessor that had not begun, and a second time.
    """
    require_administrator(actor)
    if predecessor.kind != successor.kind or predecessor.pk == successor.pk:
        raise InvalidInput("A body is succeeded by another one of its kind.", field="successor")
    if not successor.is_valid_on(since):
        raise InvalidInput(
            "“%(body)s” does not exist on %(day)s.", {"body": successor.name, "day": f"{since:%d/%m/%Y}"}, field="since"
        )
    with transaction.atomic(), one_act() as act:
        current = Body.objects.select_for_update(of=("self",), no_key=True).get(pk=predecessor.pk)
        if current.succeeded_by.filter(successor=successor).exists():
            raise InvalidInput("This succession is already recorded.", field="successor")
        if current.valid_to is None or current.valid_to >= since:
            _end_body(current, body_rules.day_before(since), actor, "body.succeeded")
        link = BodySuccession(predecessor=current, successor=successor, since=since, source=clean_line(source))
        link.save_as(actor, reason="body.succeeded")
        _note("body.succeeded", current, actor, act, {"successor": successor.code, "since": since, "law": link.source})
    predecessor.refresh_from_db()
    return link


def grant_membership(
    body: Body,
    user: "User",
    role: str,
    *,
    decision_number: str,
    decision_date: date,
    valid_from: date,
    valid_to: date | None = None,
    title: str = "",
    actor: "User | None" = None,
) -> Membership:
    """Let a person hold a role in a body, by a decision, from a day to a day: the only source of authority.

    Raises InvalidInput for a role the kind of body does not know, days outside of the body's time or before the
    decision, somebody who already belongs to the body, and a second chair or head; NotAllowed for anybody but an
    administrator.
    """
    require_administrator(actor)
    membership = Membership(
        user=user,
        body=body,
        role=role,
        title=clean_line(title),
        decision_number=clean_line(decision_number),
        decision_date=decision_date,
        valid_from=valid_from,
        valid_to=valid_to or body.valid_to,
    )
    require_period(valid_from, valid_to)
    with transaction.atomic(), one_act() as act:
        Body.objects.select_for_update(of=("self",), no_key=True).get(pk=body.pk)
        body_rules.require_member(checked(membership))
        membership.save_as(actor, reason="membership.granted")
        payload = {**_decided(membership), "membership": membership.pk, "user": user.pk, "role": role}
        _note("membership.granted", body, actor, act, payload, on=decision_date, person=user)
    return membership


def end_membership(membership: Membership, *, last_day: date, actor: "User | None" = None) -> Membership:
    """End a membership; `last_day` is its last.

    Raises InvalidInput for a day outside of its time, and for one after which the person acted by it.
    """
    require_administrator(actor)
    with transaction.atomic(), one_act() as act:
        rows = Membership.objects.select_for_update(of=("self",), no_key=True).select_related("user", "body")
        current = rows.get(pk=membership.pk)
        if not current.is_valid_on(last_day):
            raise InvalidInput(
                "The membership is not in force on %(day)s.", {"day": f"{last_day:%d/%m/%Y}"}, field="last_day"
            )
        body_rules.require_not_acted(current, last_day)
        _end(current, last_day, actor, "membership.ended")
        payload = {"membership": current.pk, "user": current.user_id, "role": current.role, "to": last_day}
        _note("membership.ended", current.body, actor, act, payload, person=current.user)
    membership.refresh_from_db()
    return current


def appoint_substitute(
    membership: Membership,
    substitute: "User",
    *,
    decision_number: str,
    valid_from: date,
    valid_to: date | None = None,
    actor: "User | None" = None,
) -> Substitution:
    """Let somebody act for a member who is away, within the member's own time.

    Raises InvalidInput for days outside of it, somebody of the same body, and a second substitute at the same time.
    """
    require_administrator(actor)
    substitution = Substitution(
        membership=membership,
        substitute=substitute,
        decision_number=clean_line(decision_number),
        valid_from=valid_from,
        valid_to=valid_to or membership.valid_to,
    )
    require_period(valid_from, valid_to)
    with transaction.atomic(), one_act() as act:
        Membership.objects.select_for_update(of=("self",), no_key=True).get(pk=membership.pk)
        body_rules.require_substitution(checked(substitution))
        substitution.save_as(actor, reason="substitute.appointed")
        payload = {
            "membership": membership.pk,
            "user": substitute.pk,
            "decision": substitution.decision_number,
            "from": valid_from,
            "to": substitution.valid_to,
        }
        _note("substitute.appointed", membership.body, actor, act, payload, person=substitute)
    return substitution


BYLAW_RULES = (
    "quorum_numerator", "quorum_denominator", "chair_votes", "chair_or_deputy_present", "min_ballots", "max_spread",
    "rounding_places", "separate_duties",
)  # fmt: skip


def adopt_bylaw(
    body: Body,
    *,
    decision_number: str,
    decision_date: date,
    valid_from: date,
    valid_to: date | None = None,
    quorum: Fraction = Fraction(2, 3),
    actor: "User | None" = None,
    **rules: int | bool | None,
) -> ByLaw:
    """Adopt the by-law a council works by from a day on; the one before ends the day before.

    `rules` are the fields of ByLaw (chair_votes, min_ballots, max_spread, rounding_places …), its defaults otherwise.
    Raises InvalidInput for a body that is no council, a quorum that is no share, days outside of the council's time or
    before the decision, and a period that overlaps a later by-law.
    """
    require_administrator(actor)
    bylaw = ByLaw(
        body=body,
        decision_number=clean_line(decision_number),
        decision_date=decision_date,
        valid_from=valid_from,
        valid_to=valid_to or body.valid_to,
        quorum_numerator=quorum.numerator,
        quorum_denominator=quorum.denominator,
        **rules,
    )
    require_period(valid_from, valid_to)
    with transaction.atomic(), one_act() as act:
        Body.objects.select_for_update(of=("self",), no_key=True).get(pk=body.pk)
        previous = body_rules.require_bylaw(checked(bylaw))
        if previous:
            _end(previous, body_rules.day_before(valid_from), actor, "bylaw.adopted")
        bylaw.save_as(actor, reason="bylaw.adopted")
        payload = {
            **_decided(bylaw),
            "bylaw": bylaw.pk,
            "replaces": previous.decision_number if previous else "",
            "rules": {name: getattr(bylaw, name) for name in BYLAW_RULES},
        }
        _note("bylaw.adopted", body, actor, act, payload, on=decision_date)
    return bylaw


def _decided(row: Body | Membership | ByLaw) -> dict[str, object]:
    return {
        "decision": row.decision_number,
        "decided_on": row.decision_date,
        "from": row.valid_from,
        "to": row.valid_to,
    }


def _note(
    kind: str,
    body: Body,
    actor: "User | None",
    act: "UUID",
    payload: Mapping[str, object],
    *,
    on: date | None = None,
    person: "User | None" = None,
) -> None:
    notes = [Note("person", str(person), person.pk)] if person else []
    record(Happening(kind=kind, subject=body.code, act=act, actor=actor, occurred_on=on, payload=payload, notes=notes))
