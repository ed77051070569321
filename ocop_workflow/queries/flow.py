"""The course of one dossier as a row of stages: where it has been, where it is, where it goes if all is well."""

from collections import deque
from dataclasses import dataclass
from datetime import date

from ocop_workflow.domain.rulebook import Label, Rulebook
from ocop_workflow.models import Dossier

GOAL = "certified"


@dataclass(frozen=True, slots=True)
class FlowStage:
    """One stage of the course; `state` is done, returned, now or ahead, `day` when it was entered."""

    label: str
    state: str
    day: date | None = None


def dossier_flow(dossier: Dossier, *, audience: str = "staff", language: str = "vi") -> tuple[FlowStage, ...]:
    """Return the stages a dossier passed, its present one, and the shortest way on to a certificate."""
    rulebook = dossier.rulebook

    def name(key: str) -> str:
        names: Label = getattr(rulebook.stage(key).names, audience)
        return names.text(language)

    visits = list(dossier.visits.order_by("number").values_list("stage", "kind", "entered_on"))
    passed = [
        FlowStage(name(stage), "returned" if kind == "returned" else "done", day) for stage, kind, day in visits[:-1]
    ]
    now = [FlowStage(name(stage), "now", day) for stage, _, day in visits[-1:]]
    ahead = [FlowStage(name(key), "ahead") for key in way_on(rulebook, dossier.stage)]
    return (*passed, *now, *ahead)


def way_on(rulebook: Rulebook, start: str) -> tuple[str, ...]:
    """Return the stages of the shortest way of forward steps to a certificate, without the first; empty without one."""
    before: dict[str, str | None] = {start: None}
    queue = deque([start])
    while queue:
        stage = queue.popleft()
        if rulebook.stage(stage).kind == GOAL:
            return _unwound(before, stage)
        for step in rulebook.steps_from(stage):
            target = step.target_from(stage)
            if step.tone == "forward" and target not in before:
                before[target] = stage
                queue.append(target)
    return ()


def _unwound(before: dict[str, str | None], stage: str) -> tuple[str, ...]:
    way: list[str] = []
    at: str | None = stage
    while at is not None and before[at] is not None:
        way.append(at)
        at = before[at]
    return tuple(reversed(way))
