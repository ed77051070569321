"""Where the steps of a process lead: a graph of stages."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

from ocop_workflow.domain.process import STAY, Stage, Step

Edges = Mapping[str, AbstractSet[str]]


def edges(stages: Iterable[Stage], steps: Iterable[Step]) -> dict[str, set[str]]:
    """Return where each stage leads by these steps, itself and acts without a move aside."""
    leads: dict[str, set[str]] = defaultdict(set)
    for step in steps:
        for source in step.sources:
            if step.target not in (STAY, source):
                leads[source].add(step.target)
    return {stage.key: leads[stage.key] for stage in stages if stage.key}


def reached(starts: Iterable[str], leads: Edges) -> set[str]:
    """Return the stages that can be reached from some, those among them."""
    found = set(starts)
    waiting = list(found)
    while waiting:
        fresh = leads.get(waiting.pop(), set()) - found
        found |= fresh
        waiting.extend(fresh)
    return found
