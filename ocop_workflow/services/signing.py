"""Signing a decision: it gets its number and its day, and every product on it takes its step."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from ocop_workflow.domain import clock
from ocop_workflow.domain.cleaning import fitting_line, fitting_text
from ocop_workflow.domain.errors import InvalidInput, WorkflowError
from ocop_workflow.models import Decision, DecisionItem, Dossier, Event, Result, one_act
from ocop_workflow.queries.decisions import current_result, decision_step, signing_roles
from ocop_workflow.services.authority import lock_dossiers, require_body_office
from ocop_workflow.services.intents import done_before
from ocop_workflow.services.recording import Happening, record
from ocop_workflow.services.steps import Intent, take_steps

if TYPE_CHECKING:
    from accounts.models import User

NUMBER_LIMIT, CAPACITY_LIMIT = 40, 200


def sign_decision(
    decision: Decision,
    *,
    actor: "User",
    number: str,
    decided_on: date,
    signer_capacity: str = "",
    idempotency_key: str = "",
) -> list[Event]:
    """Sign a decision: it gets its number and date, and every product on it takes its step, or nothing happens.

    Refused: a draft withdrawn meanwhile, a product whose result is no longer the one the draft lists, a number used
    before by the same body in that year (in capitals or not), a day before the session that concluded or in the
    future, an actor without an office that may take these steps on that day and today.
    """
    number = fitting_line(number, NUMBER_LIMIT, "number")
    capacity = fitting_text(signer_capacity, CAPACITY_LIMIT, "signer_capacity")
    key = idempotency_key or f"sign-{decision.code}-{uuid.uuid4()}"
    with transaction.atomic(), one_act() as act:
        current = locked_decision(decision)
        if event := done_before(actor, key, "decision.signed", subject=current.code):
            return list(Event.objects.filter(act=event.act, kind="step").order_by("seq"))
        require_draft(current)
        items = list(current.items.select_related("result__reading__session"))
        dossiers = lock_dossiers(item.dossier_id for item in items)
        roles = signing_roles(dossiers.values(), current.body, current.kind)
        office = require_body_office(current.body, actor, roles=tuple(sorted(roles)), day=decided_on)
        _require_number_and_day(current, items, number, decided_on)
        _require_current_results(items, dossiers)
        current.number, current.year, current.decided_on = number, decided_on.year, decided_on
        current.signed_at = clock.now()
        current.signer_id = office.membership_id
        current.signer_name, current.signer_capacity = str(actor), capacity
        _save_signed(current, actor)
        intents = [_intent(dossiers[item.dossier_id], item.result, current, key) for item in items]
        events = take_steps(intents, actor=actor, occurred_on=decided_on)
        record(
            Happening(
                kind="decision.signed",
                subject=current.code,
                act=act,
                actor=actor,
                office=office,
                occurred_on=decided_on,
                idempotency_key=key,
                payload={
                    "number": number,
                    "kind": current.kind,
                    "body": current.body.code,
                    "dossiers": [dossiers[item.dossier_id].code for item in items],
                },
            )
        )
    decision.refresh_from_db()
    return events


def locked_decision(decision: Decision) -> Decision:
    """Lock a decision's row for the rest of the transaction and return it fresh."""
    rows = Decision.objects.select_for_update(of=("self",), no_key=True).select_related("body")
    return rows.get(pk=decision.pk)


def require_draft(decision: Decision) -> None:
    """Refuse to change a decision that was signed or withdrawn."""
    if decision.is_signed:
        raise WorkflowError(
            "This decision was signed by %(who)s as number %(number)s.",
            {"who": decision.signer_name, "number": decision.number},
            code="signed",
        )
    if decision.is_withdrawn:
        raise WorkflowError("This draft was withdrawn.", code="withdrawn")


def _require_number_and_day(decision: Decision, items: Sequence[DecisionItem], number: str, decided_on: date) -> None:
    if not number:
        raise InvalidInput("Enter the number of the decision.", field="number")
    if decided_on > clock.today():
        raise InvalidInput("The day %(day)s lies in the future.", {"day": f"{decided_on:%d/%m/%Y}"}, field="decided_on")
    for item in items:
        held_on = item.result.reading.session.held_on if item.result else decided_on
        if decided_on < held_on:
            raise InvalidInput(
                "The decision cannot be dated before the council's session of %(day)s.",
                {"day": f"{held_on:%d/%m/%Y}"},
                field="decided_on",
            )
    signed = Decision.objects.filter(body=decision.body, year=decided_on.year).exclude(number="")
    used = next((other for other in signed if other.number.casefold() == number.casefold()), None)
    if used:
        raise InvalidInput(
            "Number %(number)s of %(year)s is already used by the decision “%(subject)s”.",
            {"number": number, "year": decided_on.year, "subject": used.subject},
            field="number",
        )


def _require_current_results(items: Sequence[DecisionItem], dossiers: Mapping[int, Dossier]) -> None:
    for item in items:
        result = current_result(dossiers[item.dossier_id])
        same = (result.pk, result.stars) if result else (None, None)
        if same != (item.result_id, item.stars):
            raise _changed(dossiers[item.dossier_id])


def _changed(dossier: Dossier) -> InvalidInput:
    return InvalidInput(
        "The result of %(dossier)s is no longer the one this draft lists. Draft the decision anew.",
        {"dossier": dossier.code},
        field="dossiers",
    )


def _save_signed(decision: Decision, actor: "User") -> None:
    try:
        with transaction.atomic():
            decision.save_as(actor, reason="decision.signed")
    except IntegrityError as error:
        raise InvalidInput(
            "Number %(number)s of %(year)s is already used by the decision “%(subject)s”.",
            {"number": decision.number, "year": decision.year, "subject": "…"},
            field="number",
        ) from error


def _intent(dossier: Dossier, result: Result | None, decision: Decision, key: str) -> Intent:
    step = decision_step(dossier, decision.kind, result)
    if step is None:
        raise WorkflowError("%(dossier)s is not waiting for a decision.", {"dossier": dossier.code}, code="wrong_stage")
    return Intent(dossier, step.key, dossier.version, f"{key}:{dossier.code}", {"decision": decision.code})
