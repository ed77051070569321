"""What a valid scoring sheet is: a tree whose points add up and whose marks rise with the points."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from ocop_workflow.domain.rulebook_faults import FaultList
from ocop_workflow.domain.scorecard import Node
from ocop_workflow.domain.scorecard_reader import Row

PARENT_KINDS: Mapping[str, frozenset[str | None]] = {
    "part": frozenset({None}),
    "group": frozenset({"part", "group"}),
    "criterion": frozenset({"part", "group"}),
    "option": frozenset({"criterion"}),
}
RULE_KINDS: Mapping[str, frozenset[str]] = {
    "": frozenset(PARENT_KINDS),
    "eliminates": frozenset({"part", "group", "criterion"}),
    "only_if": frozenset({"group", "criterion"}),
    "one_of": frozenset({"group", "criterion"}),
    "evidence": frozenset({"criterion", "option"}),
    "implicit_zero": frozenset({"option"}),
}
Findings = Iterator[tuple[str, dict[str, object]]]


@dataclass(frozen=True, slots=True)
class PointsRule:
    """What the parts of a sheet add up to and, where the act says so, the points of each part."""

    total: int = 100
    parts: Mapping[str, int] | None = None


def lint_sheet(name: str, rows: list[Row], rule: PointsRule, faults: FaultList, *, withheld: bool) -> None:
    """Note what is wrong with a sheet; a withheld one is forgiven its figures, never its shape."""
    tree = _link(name, rows, faults)
    criteria = {row.node.code for row in rows if row.node.kind == "criterion"}
    for row in rows:
        _note(name, row, _rule_faults(row.node, criteria), faults)
    if withheld:
        return
    _note(name, rows[0] if rows else None, _part_faults(rows, rule), faults)
    for row, below in tree.values():
        if row.node.kind == "criterion":
            _note(name, row, _option_faults(row.node, below), faults)
        elif row.node.kind != "option":
            _note(name, row, _sum_faults(row.node, below), faults)


def _note(name: str, row: Row | None, findings: Findings, faults: FaultList) -> None:
    for code, params in findings:
        known = {"code": row.node.code, "kind": row.node.kind, "points": row.node.points} if row else {}
        faults.note(name, row.line if row else 1, code, **{**known, **params})


def _link(name: str, rows: list[Row], faults: FaultList) -> dict[str, tuple[Row, list[Node]]]:
    """Return each row with the rows below it; note those that stand in the wrong place, and leave out repeated ones."""
    tree: dict[str, tuple[Row, list[Node]]] = {}
    for row in rows:
        node = row.node
        if node.code in tree:
            faults.note(name, row.line, "repeated_code", code=node.code, line=tree[node.code][0].line)
            continue
        parent, siblings = tree.get(node.parent or "", (None, []))
        tree[node.code] = (row, [])
        _note(name, row, _place_faults(node, parent.node if parent else None), faults)
        siblings.append(node)
    return tree


def _place_faults(node: Node, parent: Node | None) -> Findings:
    if node.parent and parent is None:
        yield "no_parent", {"parent": node.parent}
    elif (parent and parent.kind) not in PARENT_KINDS[node.kind]:
        yield "wrong_parent", {"parent": node.parent or ""}
    elif parent and node.kind == "option" and not (node.code.startswith(parent.code) and node.code != parent.code):
        yield "foreign_option", {"parent": parent.code}


def _part_faults(rows: list[Row], rule: PointsRule) -> Findings:
    parts = {row.node.code: row.node.points for row in rows if row.node.kind == "part"}
    if rule.parts is not None and parts != dict(rule.parts):
        yield "parts_differ", {"parts": _listed(parts), "expected": _listed(rule.parts)}
    elif sum(parts.values()) != rule.total:
        yield "total_differs", {"sum": sum(parts.values()), "total": rule.total}


def _listed(parts: Mapping[str, int]) -> str:
    return ", ".join(f"{code} {points}" for code, points in parts.items()) or "none"


def _sum_faults(node: Node, below: list[Node]) -> Findings:
    """A part or group: the rows below add up to its maximum, in every case."""
    if not below:
        yield "childless", {}
        return
    plain = sum(child.points for child in below if child.rule != "one_of")
    cases: Counter[str] = Counter()
    for child in below:
        if child.rule == "one_of":
            cases[child.argument] += child.points
    if len(cases) == 1:
        yield "single_case", {}
    if not cases and plain != node.points:
        yield "sum_differs", {"sum": plain}
    for case, points in cases.items():
        if plain + points != node.points:
            yield "case_sum_differs", {"sum": plain + points, "case": case}


def _option_faults(node: Node, options: list[Node]) -> Findings:
    """A criterion: its options start at 0 and reach its maximum, and the marks rise."""
    if len(options) < 2:  # noqa: PLR2004 -- something to choose from
        yield "too_few_options", {}
        return
    points = [option.points for option in options]
    if max(points) != node.points:
        yield "best_option_differs", {"best": max(points)}
    if 0 not in points:
        yield "no_zero_option", {}
    if points.count(0) > 1 and any(option.rule == "implicit_zero" for option in options):
        yield "two_zero_options", {}
    if points != sorted(points):
        yield "options_unordered", {}
    yield from _mark_faults(option for option in options if option.min_star)


def _mark_faults(marked: Iterable[Node]) -> Findings:
    for low, high in pairwise(marked):
        if not (low.points < high.points and (low.min_star or 0) < (high.min_star or 0)):
            yield "marks_fall", {"low": low.code, "high": high.code}


def _rule_faults(node: Node, criteria: set[str]) -> Findings:
    """One row's rule: known, in its place, with an argument that makes sense."""
    if node.rule not in RULE_KINDS or (node.argument and not node.rule):
        yield "unknown_rule", {"rule": node.rule or f":{node.argument}"}
        return
    if node.kind not in RULE_KINDS[node.rule]:
        yield "rule_out_of_place", {"rule": node.rule}
    if node.rule == "implicit_zero":
        if node.argument or node.points:
            yield "implicit_zero_points", {}
    elif node.rule and not node.argument:
        yield "rule_without_argument", {"rule": node.rule}
    elif node.rule == "only_if" and node.argument not in criteria - {node.code}:
        yield "bad_only_if", {"argument": node.argument}
    elif node.rule == "one_of" and not re.fullmatch("[a-z0-9_]+", node.argument):
        yield "bad_case_key", {"argument": node.argument}
