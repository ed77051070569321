"""What holds for every step before its guards are asked: the law of the day, the office, the day itself."""

from datetime import date
from typing import TYPE_CHECKING

from ocop_workflow.domain import clock
from ocop_workflow.domain.errors import InvalidInput, NotAllowed, UnknownStep
from ocop_workflow.domain.rulebook import Step, UnknownKey
from ocop_workflow.models import Dossier
from ocop_workflow.queries.rights import Authority, OfficeHeld
from ocop_workflow.queries.rulebooks import version_for

if TYPE_CHECKING:
    from accounts.models import User


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
