"""Bodies: established, dissolved and succeeded by an administrator, or by the installation itself."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from ocop_workflow.domain.cleaning import clean_line
from ocop_workflow.domain.errors import InvalidInput
from ocop_workflow.models import AdministrativeUnit, Body, BodySuccession, one_act
from ocop_workflow.services import body_rules
from ocop_workflow.services.administration import checked, require_administrator, require_period
from ocop_workflow.services.body_acts import decided_by, end_validity, note_act

if TYPE_CHECKING:
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
        payload = {**decided_by(body), "kind": kind, "unit": unit.key}
        note_act("body.established", body, actor, act, payload, on=decision_date)
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
        note_act("body.dissolved", current, actor, act, {"to": last_day, "decision": clean_line(decision_number)})
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
        end_validity(membership, last_day, actor, reason)
    for bylaw in body.bylaws.filter(beyond):
        end_validity(bylaw, last_day, actor, reason)


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
        note_act(
            "body.succeeded", current, actor, act, {"successor": successor.code, "since": since, "law": link.source}
        )
    predecessor.refresh_from_db()
    return link
