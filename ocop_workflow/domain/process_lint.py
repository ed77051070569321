"""What must hold between stages, steps, bodies and papers: a road without traps that somebody can walk."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet

from ocop_workflow.domain.process import STAY, Call, Stage, Step
from ocop_workflow.domain.process_reader import PRODUCER, UNREAD, Process
from ocop_workflow.domain.registry import EFFECTS, GUARDS, Entry
from ocop_workflow.domain.rulebook_data import BodyRef
from ocop_workflow.domain.rulebook_table import Table

CLOSED_ENDS = frozenset({"certified", "closed"})
AFTER_SCORING = frozenset({"scoring", "result", "decision", "forwarded", "certified"})
HANDED_TO = frozenset({"intake", "evaluation", "appraisal", "scoring", "result", "decision", "forwarded", "certified"})

Edges = Mapping[str, AbstractSet[str]]


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
    leads = _edges(process, stages)
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


def _edges(process: Process, stages: Mapping[str, Stage]) -> dict[str, set[str]]:
    """Return where each stage leads, itself and acts without a move aside."""
    leads: dict[str, set[str]] = defaultdict(set)
    for _, step in process.steps:
        for source in step.sources:
            if step.target not in (STAY, source):
                leads[source].add(step.target)
    return {key: leads[key] for key in stages}


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
    caught = leads.keys() - _reached(ends, comes_from)
    told: set[str] = set()
    for table, stage in process.stages:
        if stage.key in caught and stage.key not in told:
            circle = {stage.key} | _reached({stage.key}, leads) | _reached({stage.key}, comes_from) & caught
            told |= circle
            names = [other.key for _, other in process.stages if other.key in circle]
            table.fault("no_exit", stages=", ".join(names))


def _lint_reach(process: Process, leads: Edges) -> None:
    drafts = {stage.key for _, stage in process.stages if stage.kind == "draft"}
    if not drafts:
        return
    reached = _reached(drafts, leads)
    for table, stage in process.stages:
        if stage.key and stage.key not in reached:
            table.fault("unreachable", stage=stage.key)


def _reached(starts: Iterable[str], leads: Edges) -> set[str]:
    found = set(starts)
    waiting = list(found)
    while waiting:
        fresh = leads.get(waiting.pop(), set()) - found
        found |= fresh
        waiting.extend(fresh)
    return found


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
            if any(guard.name == "ballots_unsealed" for guard in step.guards):
                place.fault("never_unsealed", "guards", step=step.key, stage=stage.key)
