"""What must hold between stages, steps, bodies and papers: a road without traps that somebody can walk."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet

from ocop_workflow.domain.process import STAY, Call, Stage, Step
from ocop_workflow.domain.process_reader import PRODUCER, UNREAD, Process
from ocop_workflow.domain.registry import EFFECTS, GUARDS, Entry
from ocop_workflow.domain.reporting import REPORTS, ReportKind, asks_for, written_in
from ocop_workflow.domain.roads import Edges, edges, reached
from ocop_workflow.domain.rulebook_data import BodyRef
from ocop_workflow.domain.rulebook_table import Table

CLOSED_ENDS = frozenset({"certified", "closed"})
AFTER_SCORING = frozenset({"scoring", "result", "decision", "forwarded", "certified"})
HANDED_TO = frozenset({"intake", "evaluation", "appraisal", "scoring", "result", "decision", "forwarded", "certified"})
# What makes no sense while the ballots are sealed: without a step that unseals them it could never be done.
NEEDS_UNSEALED = frozenset({"ballots_unsealed", "spread_within", "disagreements_settled", "compute_result"})


def lint_process(
    root: Table, process: Process, *, bodies: Mapping[str, BodyRef] | None, papers: AbstractSet[str] | None
) -> None:
    """Note everything wrong with the process; `bodies` and `papers` are None where their file cannot be read."""
    stages = {stage.key: stage for _, stage in process.stages if stage.key}
    if root.readable and not process.stages:
        root.fault("no_stages")
        return
    _lint_drafts(root, process)
    _lint_bodies(process, bodies)
    _lint_papers(process, papers)
    _lint_graph(process, stages)
    for table, step in process.steps:
        for source in step.sources:
            if source in stages and stages[source].kind:
                _lint_step(table, step, stages[source], stages)
    _lint_scoring(process)
    _lint_reports(process, stages)
    if not any(fault.file == root.source.name for fault in root.faults):
        _lint_unscored(process, stages)


def _lint_drafts(root: Table, process: Process) -> None:
    drafts = [(table, stage) for table, stage in process.stages if stage.kind == "draft"]
    if not drafts and root.readable and all(stage.kind for _, stage in process.stages):
        root.fault("no_draft")
    for table, _ in drafts[1:]:
        table.fault("two_drafts", "kind", stage=drafts[0][1].key, line=drafts[0][0].line())


def _lint_bodies(process: Process, bodies: Mapping[str, BodyRef] | None) -> None:
    if bodies is None or "" in bodies:
        return
    for table, stage in process.stages:
        body = bodies.get(stage.body or "")
        if stage.body and body is None:
            table.fault("unknown_body", "body", value=stage.body)
        elif stage.kind == "scoring" and (body is None or body.kind not in ("council", "")):
            table.fault("scoring_without_council", "body", stage=stage.key)
    for table, step in process.steps:
        for key in dict.fromkeys(office.body for office in step.by if office != PRODUCER):
            if key not in bodies:
                table.fault("unknown_body", "by", value=key)


def _lint_papers(process: Process, papers: AbstractSet[str] | None) -> None:
    if papers is None or "" in papers:
        return
    for table, step in process.steps:
        for index, effect in enumerate(step.effects):
            named = effect.params.get("papers", ())
            for key in named if isinstance(named, tuple) else ():
                if key not in papers:
                    table.fault("unknown_paper", "effects", index, "papers", value=key)


# ---------------------------------------------------------------- the graph


def _lint_graph(process: Process, stages: Mapping[str, Stage]) -> None:
    unknown = list(_unknown_stages(process, stages))
    for table, key, value in unknown:
        table.fault("unknown_stage", key, value=value)
    leads = edges(stages.values(), [step for _, step in process.steps])
    ends = {stage.key for stage in stages.values() if stage.is_terminal or not stage.kind}
    stuck = _lint_dead_ends(process, leads, ends)
    if unknown or not all(step.sources and step.target for _, step in process.steps):
        return
    _lint_exits(process, leads, ends | stuck)
    _lint_reach(process, leads)


def _unknown_stages(process: Process, stages: Mapping[str, Stage]) -> Iterator[tuple[Table, str, str]]:
    for table, step in process.steps:
        yield from ((table, "from", source) for source in step.sources if source not in stages)
        if step.target and step.target != STAY and step.target not in stages:
            yield table, "to", step.target


def _lint_dead_ends(process: Process, leads: Edges, ends: AbstractSet[str]) -> set[str]:
    stuck = set()
    for table, stage in process.stages:
        if stage.key and stage.key not in ends and not leads[stage.key]:
            table.fault("dead_end", stage=stage.key)
            stuck.add(stage.key)
    return stuck


def _lint_exits(process: Process, leads: Edges, ends: AbstractSet[str]) -> None:
    """Note stages that only lead to each other, one fault for each such circle."""
    comes_from: dict[str, set[str]] = defaultdict(set)
    for source, targets in leads.items():
        for target in targets:
            comes_from[target].add(source)
    caught = leads.keys() - reached(ends, comes_from)
    told: set[str] = set()
    for table, stage in process.stages:
        if stage.key in caught and stage.key not in told:
            circle = {stage.key} | reached({stage.key}, leads) | reached({stage.key}, comes_from) & caught
            told |= circle
            names = [other.key for _, other in process.stages if other.key in circle]
            table.fault("no_exit", stages=", ".join(names))


def _lint_reach(process: Process, leads: Edges) -> None:
    drafts = {stage.key for _, stage in process.stages if stage.kind == "draft"}
    if not drafts:
        return
    reachable = reached(drafts, leads)
    for table, stage in process.stages:
        if stage.key and stage.key not in reachable:
            table.fault("unreachable", stage=stage.key)


# ---------------------------------------------------------------- guards and effects in their places


def _lint_step(table: Table, step: Step, stage: Stage, stages: Mapping[str, Stage]) -> None:
    """Note what makes no sense when a step is taken in that stage."""
    if stage.kind in CLOSED_ENDS:
        table.fault("leaves_end", "from", stage=stage.key, kind=stage.kind)
        return
    _lint_places(table, "guards", step, stage, GUARDS)
    _lint_places(table, "effects", step, stage, EFFECTS)
    target = stages.get(step.target_from(stage.key))
    if target is None or not target.kind:
        return
    _lint_certificate(table, step, target)
    moved = target.key != stage.key
    if moved and stage.kind == "scoring" and target.kind in AFTER_SCORING and _lacks(step.effects, "compute_result"):
        table.fault("scoring_without_result", "to", step=step.key, stage=stage.key, target=target.key)
    if stage.kind in ("draft", "returned") and target.kind in HANDED_TO and _lacks(step.effects, "freeze_revision"):
        table.fault("submission_not_frozen", "to", step=step.key)


def _lacks(calls: Iterable[Call], name: str) -> bool:
    """Whether no call has that name; one that cannot be read may have been it."""
    return not any(call.name == name or call == UNREAD for call in calls)


def _lint_places(table: Table, key: str, step: Step, stage: Stage, registry: Mapping[str, Entry]) -> None:
    for index, call in enumerate(step.guards if key == "guards" else step.effects):
        if call != UNREAD and stage.kind not in registry[call.name].kinds:
            table.fault("call_out_of_place", key, index, name=call.name, kind=stage.kind, stage=stage.key)


def _lint_certificate(table: Table, step: Step, target: Stage) -> None:
    issues = any(effect.name == "issue_certificate" for effect in step.effects)
    if target.kind == "certified" and _lacks(step.effects, "issue_certificate"):
        table.fault("certified_without_certificate", "to", step=step.key)
    if issues and target.kind != "certified":
        table.fault("certificate_without_certified", "to", step=step.key)
    if issues and _lacks(step.guards, "decision_signed"):
        table.fault("certificate_without_decision", "effects", step=step.key)
    decides = any(guard.name == "decision_signed" for guard in step.guards)
    if decides and step.by and set(step.by) == {PRODUCER}:
        table.fault("decision_without_office", "by", step=step.key)


def _lint_scoring(process: Process) -> None:
    """Note scoring stages whose ballots are never counted, or are needed unsealed and never unsealed."""
    for table, stage in process.stages:
        if stage.kind != "scoring":
            continue
        steps = [(place, step) for place, step in process.steps if stage.key in step.sources]
        effects = [effect for _, step in steps for effect in step.effects]
        if steps and _lacks(effects, "compute_result"):
            table.fault("never_computed", stage=stage.key)
        for place, step in steps if _lacks(effects, "unseal_ballots") else ():
            key = next((key for key in ("guards", "effects") if _needs_unsealed(getattr(step, key))), None)
            if key:
                place.fault("never_unsealed", key, step=step.key, stage=stage.key)


def _needs_unsealed(calls: Iterable[Call]) -> bool:
    return any(call.name in NEEDS_UNSEALED for call in calls)


def _lint_reports(process: Process, stages: Mapping[str, Stage]) -> None:
    """Note steps that ask for a report which nobody can have written by then."""
    for report in REPORTS:
        after = _after_writing(report, process, stages)
        for table, step in process.steps:
            for source in step.sources if _asks_soundly(step, report) else ():
                if source in stages and source not in after:
                    table.fault("report_nowhere", "guards", step=step.key, stage=source)


def _asks_soundly(step: Step, report: ReportKind) -> bool:
    """Whether a guard that can be read asks for a report."""
    asking = (guard for guard in step.guards if guard.name in report.guards)
    return any(len(guard.params) == len(GUARDS[guard.name].params) for guard in asking)


def _after_writing(report: ReportKind, process: Process, stages: Mapping[str, Stage]) -> set[str]:
    """Return the stages in which a report can be there, by steps that do not wait for it themselves."""
    steps = [step for _, step in process.steps]
    writing = written_in(report, list(stages.values()), steps)
    drafts = {stage.key for stage in stages.values() if stage.kind == "draft"}
    after: set[str] = set()
    while True:
        open_now = [step for step in steps if not asks_for(step, report) or after & set(step.sources)]
        leads = edges(stages.values(), open_now)
        found = reached(writing & reached(drafts, leads), leads)
        if found == after:
            return after
        after = found


def _lint_unscored(process: Process, stages: Mapping[str, Stage]) -> None:
    """Note steps that issue a certificate where a dossier can come without ever having been scored."""
    unscored = [step for _, step in process.steps if _lacks(step.effects, "compute_result")]
    drafts = [stage.key for stage in stages.values() if stage.kind == "draft"]
    without = reached(drafts, edges(stages.values(), unscored))
    for table, step in process.steps:
        if any(effect.name == "issue_certificate" for effect in step.effects) and without & set(step.sources):
            table.fault("certificate_unscored", "effects", step=step.key)
