"""Why a dossier is where it is: in whose hands, since when, until when, and what comes next."""

from dataclasses import dataclass
from datetime import date

from ocop_workflow.domain.calendar import days_left, known_holidays
from ocop_workflow.domain.rulebook import Stage, Step
from ocop_workflow.models import Dossier


@dataclass(frozen=True, slots=True)
class Situation:
    """The present stay of a dossier. `body` is empty while the producer has it; `left` counts days of the deadline."""

    stage: Stage
    body: str
    since: date | None
    due_on: date | None
    left: int | None
    unit: str
    source: str
    onward: tuple[Step, ...]

    @property
    def tone(self) -> str:
        """`bad` when overdue, `soon` within three days, else empty."""
        if self.left is None:
            return ""
        return "bad" if self.left < 0 else "soon" if self.left <= 3 else ""  # noqa: PLR2004 -- as on the desk

    @property
    def over(self) -> int:
        return -(self.left or 0)


def dossier_situation(dossier: Dossier, day: date) -> Situation:
    """Return where a dossier stands on a day, with the forward steps that lead on and the law of its deadline."""
    visit = dossier.visits.filter(left_at__isnull=True).select_related("body").first()
    stage = dossier.stage_data
    unit = stage.deadline.unit if stage.deadline else "working_days"
    due = visit.due_on if visit else None
    return Situation(
        stage=stage,
        body=visit.body.name if visit and visit.body else "",
        since=visit.entered_on if visit else None,
        due_on=due,
        left=days_left(day, due, unit, known_holidays()) if due else None,
        unit=unit,
        source=stage.deadline.source if stage.deadline else "",
        onward=tuple(step for step in dossier.rulebook.steps_from(dossier.stage) if step.tone == "forward"),
    )
