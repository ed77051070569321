"""Which report is written in which stage, and by whom: as the steps of the rulebook say."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from ocop_workflow.domain.process import ROLES, Office, Stage, Step
from ocop_workflow.domain.registry import REVIEWING
from ocop_workflow.domain.roads import edges, reached
from ocop_workflow.domain.rulebook_data import Rulebook

PRODUCER = "producer"
READERS = frozenset({PRODUCER, "auditor"})
# In the producer's hands, or in nobody's.
NOBODYS = frozenset({"draft", "returned", "certified", "closed"})


@dataclass(frozen=True, slots=True)
class ReportKind:
    """A report: the kind of stage that is there for it, and the guards that ask for it."""

    key: str
    stage_kind: str
    guards: frozenset[str]


COMMUNE_REPORT = ReportKind("commune_report", "evaluation", frozenset({"commune_report_complete"}))
APPRAISAL = ReportKind("appraisal", "appraisal", frozenset({"appraisal_complete", "samples_received"}))
REPORTS = (COMMUNE_REPORT, APPRAISAL)


def asks_for(step: Step, report: ReportKind) -> bool:
    """Whether a step can be taken only when the report says enough."""
    return any(guard.name in report.guards for guard in step.guards)


def written_in(report: ReportKind, stages: Collection[Stage], steps: Collection[Step]) -> frozenset[str]:
    """Return the keys of the stages in which a report is written.

    Those of its own kind, and those in officers' hands whose steps ask for it before any stage of its own kind was
    passed on the way forward.
    """
    own = {stage.key for stage in stages if stage.kind == report.stage_kind}
    passed = reached(own, edges(stages, [step for step in steps if step.tone == "forward"]))
    asking = {source for step in steps if asks_for(step, report) for source in step.sources}
    return frozenset(
        own | {stage.key for stage in stages if stage.kind not in NOBODYS and stage.key in asking - passed}
    )


def report_stages(rulebook: Rulebook, report: ReportKind) -> frozenset[str]:
    """Return the keys of the stages of a rulebook in which a report is written."""
    return written_in(report, rulebook.stages, rulebook.steps)


def reviewing_stages(rulebook: Rulebook) -> frozenset[str]:
    """Return the keys of the stages in which papers are checked."""
    return frozenset(stage.key for stage in rulebook.stages if stage.kind in REVIEWING)


def working_offices(rulebook: Rulebook, stage: Stage) -> tuple[Office, ...]:
    """Return the offices that do the work of a stage, apart from its steps.

    They are the offices of the stage's body that take its steps; of a body that takes none there, every role but the
    auditor's; in a stage without a body, the offices that take its forward steps.
    """
    steps = rulebook.steps_from(stage.key)
    if stage.body in (None, PRODUCER):
        return _offices(step for step in steps if step.tone == "forward")
    acting = tuple(office for office in _offices(steps) if office.body == stage.body)
    return acting or tuple(Office(str(stage.body), role) for role in ROLES if role not in READERS)


def _offices(steps: Iterable[Step]) -> tuple[Office, ...]:
    named = (office for step in steps for office in step.by if office.body != PRODUCER)
    return tuple(dict.fromkeys(named))
