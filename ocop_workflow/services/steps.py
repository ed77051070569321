"""The one door: nothing else moves a dossier from stage to stage."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from ocop_workflow.domain import clock
from ocop_workflow.domain.errors import InvalidInput, ReasonRequired, Stale, StepBarred
from ocop_workflow.models import Body, Dossier, Event, one_act, rulebook_name, unit_on
from ocop_workflow.queries.events import last_step_words
from ocop_workflow.queries.rights import PRODUCER
from ocop_workflow.services.context import StepContext
from ocop_workflow.services.effects import apply_effects
from ocop_workflow.services.guards import barriers
from ocop_workflow.services.recording import Happening, Note, record
from ocop_workflow.services.stage_entry import enter_stage, receiving_body
from ocop_workflow.services.step_rules import find_step, follow_law, require_authority, require_no_earlier_than_stay

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class Intent:
    """One dossier's part of an act: which step, seen at which version, under which key."""

    dossier: Dossier
    step: str
    expected_version: int
    idempotency_key: str
    payload: Mapping[str, object] = field(default_factory=dict)


def take_step(
    dossier: Dossier,
    step: str,
    *,
    actor: "User",
    expected_version: int,
    idempotency_key: str,
    reason: str = "",
    payload: Mapping[str, object] | None = None,
    occurred_on: date | None = None,
) -> Event:
    """Take a step with a dossier and return its event.

    Dossier, stage visit, effects, event and follow-up tasks are written together or not at all. The row is locked
    first: of two who press at once one succeeds, the other gets `Stale` naming who was first. The same key sent
    again gives the first event back. `occurred_on` is the business day, today unless a paper says an earlier one;
    authority is asked for both days. Refusals: NotAllowed, Stale, StepBarred, UnknownStep, ReasonRequired.
    """
    intent = Intent(dossier, step, expected_version, idempotency_key, payload or {})
    return take_steps([intent], actor=actor, reason=reason, occurred_on=occurred_on)[0]


def take_steps(
    intents: Sequence[Intent], *, actor: "User", reason: str = "", occurred_on: date | None = None
) -> list[Event]:
    """Take one act over several dossiers: all are locked, in the order of their codes, before anything is written."""
    day = occurred_on or clock.today()
    if day > clock.today():
        raise InvalidInput("The day %(day)s lies in the future.", {"day": f"{day:%d/%m/%Y}"}, field="occurred_on")
    with transaction.atomic(), one_act() as act:
        locked = _lock(intents)
        earlier = [_earlier(intent, locked[intent.dossier.pk], actor) for intent in intents]
        if all(earlier):
            return [event for event in earlier if event]
        happenings = []
        for intent in sorted(intents, key=lambda intent: locked[intent.dossier.pk].code):
            current = locked[intent.dossier.pk]
            happenings.append(_perform(intent, current, actor, reason, day, act))
        events = record(*happenings)
    for intent in intents:
        _bring_up_to_date(intent.dossier, locked[intent.dossier.pk])
    return events


def _bring_up_to_date(seen: Dossier, current: Dossier) -> None:
    for column in Dossier._meta.concrete_fields:
        setattr(seen, column.attname, getattr(current, column.attname))


def _lock(intents: Sequence[Intent]) -> dict[int, Dossier]:
    ids = [intent.dossier.pk for intent in intents]
    rows = (
        Dossier.objects.select_for_update(of=("self",), no_key=True)
        .select_related("unit__parent__parent", "producer", "product")
        .filter(pk__in=ids)
        .order_by("code")
    )
    return {row.pk: row for row in rows}


def _earlier(intent: Intent, dossier: Dossier, actor: "User") -> Event | None:
    """Return the event of the same intent when the dossier moved since; refuse when another act moved it."""
    if dossier.version == intent.expected_version:
        return None
    event = Event.objects.filter(actor=actor.pk, idempotency_key=intent.idempotency_key).first()
    if event and event.dossier == dossier.code and event.step == intent.step:
        return event
    message, params = last_step_words(dossier)
    raise Stale(message, params)


def _perform(intent: Intent, dossier: Dossier, actor: "User", reason: str, day: date, act: uuid.UUID) -> Happening:
    follow_law(dossier, day)
    step = find_step(dossier, intent.step)
    office = require_authority(dossier, step, actor, day)
    if step.needs_reason and not reason.strip():
        raise ReasonRequired("“%(step)s” needs a reason.", {"step": step.label.vi}, field="reason")
    if day < clock.today():
        require_no_earlier_than_stay(dossier, step, day)
    context = StepContext(dossier, step, actor, office, day, act, reason.strip(), intent.payload)
    reasons = barriers(context)
    if reasons:
        raise StepBarred("“%(step)s” is barred.", {"step": step.label.vi}, reasons=reasons)
    source = dossier.stage
    target = step.target_from(source)
    body = receiving_body(context, target) if target != source else None
    effects = apply_effects(context, body)
    if target != source:
        enter_stage(context, target, body)
    dossier.version += 1
    dossier.save_as(actor, reason=step.key)
    return _happening(context, intent, source, effects, body)


def _happening(
    context: StepContext, intent: Intent, source: str, effects: Mapping[str, object], body: Body | None
) -> Happening:
    dossier, office = context.dossier, context.office
    name, checksum = rulebook_name(dossier.rulebook_version_id)
    in_hands = context.rulebook.stage(source).kind in {"draft", "returned"}
    for_producer = in_hands and office is not None and office.role != PRODUCER
    return Happening(
        kind="step",
        subject=dossier.code,
        act=context.act,
        actor=context.actor,
        office=office,
        behalf=dossier.producer.code if for_producer else "",
        dossier=dossier.code,
        occurred_on=context.day,
        step=context.step.key,
        revision=dossier.last_revision or None,
        rulebook=name,
        idempotency_key=intent.idempotency_key,
        payload={
            "from": source,
            "to": dossier.stage,
            "version": dossier.version,
            "rulebook": checksum,
            "law": context.step.source,
            "unit": unit_on(dossier.unit, context.day).key,
            "visit": dossier.visits_entered,
            "body": body.code if body else "",
            "input": {key: value for key, value in context.payload.items() if key == "decision"},
            "effects": effects,
        },
        notes=[*([Note("reason", context.reason)] if context.reason else []), *context.notes],
    )
