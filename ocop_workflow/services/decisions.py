"""Decisions: drafted over several products, signed once; signing is what moves the dossiers."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from ocop_workflow.domain import clock
from ocop_workflow.domain.cleaning import clean_line
from ocop_workflow.domain.errors import InvalidInput, NotAllowed, WorkflowError
from ocop_workflow.domain.rulebook import Step
from ocop_workflow.models import (
    Body,
    BodyKind,
    Decision,
    DecisionItem,
    DecisionKind,
    Dossier,
    Event,
    Outcome,
    Role,
    Round,
    one_act,
)
from ocop_workflow.queries import council
from ocop_workflow.queries.rights import offices_held, visible_dossiers
from ocop_workflow.services.authority import require_body_office
from ocop_workflow.services.intents import done_before
from ocop_workflow.services.numbering import next_code
from ocop_workflow.services.recording import Happening, record
from ocop_workflow.services.steps import Intent, take_steps

if TYPE_CHECKING:
    from accounts.models import User

DRAFTING_KINDS = (BodyKind.AUTHORITY, BodyKind.STANDING_OFFICE)


def draft_decision(
    body: Body,
    dossiers: Sequence[Dossier],
    *,
    actor: "User",
    subject: str,
    round_: Round | None = None,
    idempotency_key: str = "",
) -> Decision:
    """Draft the recognition of several products, each with the stars of its result.

    The authority's own people or a standing office that sees all these dossiers draft it. Raises InvalidInput for a
    dossier whose result is not to be recognised. The same intent gives the same draft.
    """
    held = offices_held(actor, clock.today())
    office = next((office for office in held if office.body_kind in DRAFTING_KINDS), None)
    if office is None or visible_dossiers(actor).filter(pk__in=[dossier.pk for dossier in dossiers]).count() < len(
        dossiers
    ):
        raise NotAllowed("You may not draft a decision over these products.")
    if not dossiers:
        raise InvalidInput("A decision lists at least one product.", field="dossiers")
    with transaction.atomic(), one_act() as act:
        Body.objects.select_for_update(no_key=True).get(pk=body.pk)
        if event := done_before(actor, idempotency_key, "decision.drafted"):
            return Decision.objects.get(code=event.subject)
        decision = Decision(code=next_code("QD"), body=body, round=round_, subject=subject.strip())
        decision.save_as(actor, reason="decision.drafted")
        for position, dossier in enumerate(sorted(dossiers, key=lambda dossier: dossier.code), start=1):
            _item(decision, dossier, position).save_as(actor, reason="decision.drafted")
        record(
            Happening(
                kind="decision.drafted",
                subject=decision.code,
                act=act,
                actor=actor,
                office=office,
                idempotency_key=idempotency_key or None,
                payload={"body": body.code, "dossiers": sorted(dossier.code for dossier in dossiers)},
            )
        )
    return decision


def _item(decision: Decision, dossier: Dossier, position: int) -> DecisionItem:
    reading = council.current_reading(dossier)
    result = getattr(reading, "result", None)
    if result is None or result.outcome != Outcome.CERTIFY or decision_step(dossier, decision.kind) is None:
        raise InvalidInput(
            "%(dossier)s is not waiting for a decision of recognition.", {"dossier": dossier.code}, field="dossiers"
        )
    return DecisionItem(decision=decision, dossier=dossier, result=result, position=position, stars=result.stars)


def decision_step(dossier: Dossier, kind: str) -> Step | None:
    """Return the step from the dossier's stage that a signed decision of this kind takes, or None."""
    for step in dossier.rulebook.steps_from(dossier.stage):
        if any(call.name == "decision_signed" and call.params["kind"] == kind for call in step.guards):
            return step
    return None


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

    Refused: a product whose result is no longer the one the draft lists, a number used before by the same authority in
    that year (in capitals or not), a day before the session that concluded or in
    the future, an actor without office as approver on that day and today.
    """
    number = clean_line(number)
    key = idempotency_key or f"sign-{decision.code}-{uuid.uuid4()}"
    with transaction.atomic(), one_act() as act:
        current = (
            Decision.objects.select_for_update(of=("self",), no_key=True).select_related("body").get(pk=decision.pk)
        )
        items = list(current.items.select_related("dossier", "result__reading__session"))
        if current.is_signed:
            return _signed_before(current, items, actor, key)
        office = require_body_office(current.body, actor, roles=(Role.APPROVER,), day=decided_on)
        _require_number_and_day(current, items, number, decided_on)
        _require_current_results(current, items)
        current.number, current.year, current.decided_on = number, decided_on.year, decided_on
        current.signed_at = clock.now()
        current.signer_id = office.membership_id
        current.signer_name, current.signer_capacity = str(actor), signer_capacity
        _save_signed(current, actor)
        intents = [_intent(item.dossier, current, key) for item in items]
        events = take_steps(intents, actor=actor, occurred_on=decided_on)
        record(
            Happening(
                kind="decision.signed",
                subject=current.code,
                act=act,
                actor=actor,
                office=office,
                occurred_on=decided_on,
                payload={
                    "number": number,
                    "body": current.body.code,
                    "dossiers": [item.dossier.code for item in items],
                },
            )
        )
    decision.refresh_from_db()
    return events


def _signed_before(decision: Decision, items: Sequence[DecisionItem], actor: "User", key: str) -> list[Event]:
    keys = [f"{key}:{item.dossier.code}" for item in items]
    events = list(Event.objects.filter(actor=actor.pk, idempotency_key__in=keys).order_by("seq"))
    if len(events) == len(keys):
        return events
    raise WorkflowError(
        "This decision was signed by %(who)s as number %(number)s.",
        {"who": decision.signer_name, "number": decision.number},
        code="signed",
    )


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


def _require_current_results(decision: Decision, items: Sequence[DecisionItem]) -> None:
    if decision.kind != DecisionKind.RECOGNITION:
        return
    dossiers = Dossier.objects.select_for_update(of=("self",), no_key=True).order_by("code")
    locked = {dossier.pk: dossier for dossier in dossiers.filter(decision_items__decision=decision)}
    for item in items:
        result = getattr(council.current_reading(locked[item.dossier_id]), "result", None)
        if result is None or (result.pk, result.outcome, result.stars) != (item.result_id, Outcome.CERTIFY, item.stars):
            raise InvalidInput(
                "The result of %(dossier)s is no longer the one this draft lists. Draft the decision anew.",
                {"dossier": item.dossier.code},
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


def _intent(dossier: Dossier, decision: Decision, key: str) -> Intent:
    step = decision_step(dossier, DecisionKind(decision.kind))
    if step is None:
        raise WorkflowError("%(dossier)s is not waiting for a decision.", {"dossier": dossier.code}, code="wrong_stage")
    return Intent(dossier, step.key, dossier.version, f"{key}:{dossier.code}", {"decision": decision.code})
