"""What a person could do with a dossier now, and what would come of it; nothing is written."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from ocop_workflow.domain import clock
from ocop_workflow.domain.errors import NotAllowed, WorkflowError
from ocop_workflow.domain.rulebook import Step
from ocop_workflow.models import Dossier
from ocop_workflow.queries.rights import PRODUCER, Authority, OfficeHeld
from ocop_workflow.services.context import StepContext
from ocop_workflow.services.guards import barriers
from ocop_workflow.services.step_rules import follow_law
from ocop_workflow.services.steps import take_step

if TYPE_CHECKING:
    from accounts.models import User


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
