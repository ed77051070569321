"""The one door: nothing else moves a dossier from stage to stage."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from ocop_workflow.domain import clock
from ocop_workflow.domain.calendar import due_day, known_holidays
from ocop_workflow.domain.errors import (
    InvalidInput,
    NotAllowed,
    ReasonRequired,
    Stale,
    StepBarred,
    UnknownStep,
    WorkflowError,
)
from ocop_workflow.domain.rulebook import Step, UnknownKey
from ocop_workflow.models import Body, Dossier, Event, StageVisit, one_act, rulebook_name, unit_on
from ocop_workflow.queries.events import last_step_words
from ocop_workflow.queries.responsible import responsible_body
from ocop_workflow.queries.rights import PRODUCER, Authority, OfficeHeld
from ocop_workflow.queries.rulebooks import version_for
from ocop_workflow.services.context import StepContext
from ocop_workflow.services.effects import apply_effects
from ocop_workflow.services.guards import barriers
from ocop_workflow.services.recording import Happening, Note, record
from ocop_workflow.services.sight import note_other_bodies

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


@dataclass(frozen=True, slots=True)
class AvailableStep:
    """A step of the present stage as one person sees it: barred by `reasons`, or open when there are none."""

    step: Step
    office: OfficeHeld | None
    reasons: tuple[WorkflowError, ...]

    @property
    def is_open(self) -> bool:
        return self.office is not None and not self.reasons


@dataclass(frozen=True, slots=True)
class Simulation:
    """What a step would do, had it not been rolled back."""

    source: str
    target: str
    payload: str


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
        try:
            events = record(*happenings)
        except IntegrityError as error:
            raise Stale("This was already sent with another act.", code="key_reused") from error
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
        _enter(context, target, body)
    dossier.version += 1
    dossier.save_as(actor, reason=step.key)
    return _happening(context, intent, source, effects, body)


def follow_law(dossier: Dossier, day: date) -> None:
    """Let a dossier that was never submitted follow the law of the day, in memory; a submitted one keeps its own.

    So the law that a first submission pins is the one whose step it takes and whose guards it passes.
    """
    if dossier.is_pinned or dossier.stage_data.kind != "draft":
        return
    dossier.rulebook_version_id = version_for(day)
    dossier.stage = dossier.rulebook.initial.key


def find_step(dossier: Dossier, key: str) -> Step:
    """Return a step that leads out of the dossier's stage; UnknownStep for any other."""
    try:
        step = dossier.rulebook.step(key)
    except UnknownKey:
        step = None
    if step is None or dossier.stage not in step.sources:
        raise UnknownStep("There is no step “%(step)s” from this stage.", {"step": key})
    return step


def require_authority(dossier: Dossier, step: Step, actor: "User", day: date) -> OfficeHeld:
    """Return the office by which the actor takes a step; NotAllowed without one on that day and today."""
    office = Authority(actor, dossier, day).for_step(step)
    holds_today = day == clock.today() or Authority(actor, dossier, clock.today()).for_step(step) is not None
    if office is None or not holds_today:
        raise NotAllowed(
            "You hold no office on %(day)s that may take the step “%(step)s”.",
            {"day": f"{day:%d/%m/%Y}", "step": step.label.vi},
        )
    return office


def require_no_earlier_than_stay(dossier: Dossier, step: Step, day: date) -> None:
    """Refuse a business day before the dossier came into its stage, unless a paper decided it: its own day rules."""
    entered = dossier.visits.filter(left_at__isnull=True).values_list("entered_on", flat=True).first()
    if entered and day < entered and not step_decides(step):
        raise InvalidInput(
            "The dossier came into this stage on %(day)s; an earlier day cannot be.",
            {"day": f"{entered:%d/%m/%Y}"},
            field="occurred_on",
        )


def step_decides(step: Step) -> bool:
    """Whether a step is taken by signing a decision, whose date may lie before the file reached the authority."""
    return any(call.name == "decision_signed" for call in step.guards)


def receiving_body(context: StepContext, target: str) -> Body | None:
    """Return the body that gets the dossier in hand with a stage; refuse a stage whose body does not exist."""
    rulebook = context.rulebook
    stage = rulebook.stage(target)
    body = responsible_body(context.dossier, stage, context.day)
    if body is None and stage.body not in (None, PRODUCER):
        raise WorkflowError(
            "“%(body)s”, which takes over in the stage “%(stage)s”, does not exist on %(day)s.",
            {
                "body": rulebook.body(str(stage.body)).label.vi,
                "stage": stage.names.staff.vi,
                "day": f"{context.day:%d/%m/%Y}",
            },
            code="no_body",
        )
    return body


def _enter(context: StepContext, target: str, body: Body | None) -> None:
    dossier, stage, moment = context.dossier, context.rulebook.stage(target), clock.now()
    dossier.visits.filter(left_at__isnull=True).update(left_at=moment)
    dossier.stage = target
    dossier.visits_entered += 1
    visit = StageVisit.objects.create(
        dossier=dossier,
        number=dossier.visits_entered,
        stage=target,
        kind=stage.kind,
        body=body,
        entered_at=moment,
        entered_on=context.day,
        due_on=due_day(context.day, stage.deadline, known_holidays()) if stage.deadline else None,
        entered_by_act=context.act,
    )
    note_other_bodies(visit, dossier, context.day)


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
        idempotency_key=intent.idempotency_key or None,
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


def available_steps(dossier: Dossier, actor: "User", *, day: date | None = None) -> list[AvailableStep]:
    """Return the steps from the dossier's stage, each with what bars it for this person, by the same guards."""
    day = day or clock.today()
    follow_law(dossier, day)
    authority = Authority(actor, dossier, day)
    return [_considered(dossier, step, actor, authority, day) for step in dossier.rulebook.steps_from(dossier.stage)]


def _considered(dossier: Dossier, step: Step, actor: "User", authority: Authority, day: date) -> AvailableStep:
    office = authority.for_step(step)
    if office is None:
        return AvailableStep(step, None, (_others(dossier, step),))
    context = StepContext(dossier, step, actor, office, day, uuid.uuid4(), reason="?" if step.needs_reason else "")
    return AvailableStep(step, office, barriers(context))


def _others(dossier: Dossier, step: Step) -> WorkflowError:
    bodies = [dossier.rulebook.body(office.body).label.vi for office in step.by if office.body != PRODUCER]
    names = ", ".join(dict.fromkeys(bodies)) or dossier.producer.name
    return NotAllowed("This step is taken by: %(bodies)s.", {"bodies": names})


class _RolledBack(Exception):
    def __init__(self, simulation: Simulation) -> None:
        self.simulation = simulation


def simulate(
    dossier: Dossier, step: str, *, actor: "User", reason: str = "", payload: Mapping[str, object] | None = None
) -> Simulation:
    """Run the same code as `take_step` and roll everything back; raises the same refusals."""
    source = dossier.stage
    key = f"simulation-{uuid.uuid4()}"
    try:
        with transaction.atomic():
            event = take_step(
                dossier,
                step,
                actor=actor,
                expected_version=dossier.version,
                idempotency_key=key,
                reason=reason,
                payload=payload,
            )
            raise _RolledBack(Simulation(source, dossier.stage, event.payload))
    except _RolledBack as rolled:
        dossier.refresh_from_db()
        return rolled.simulation
