"""Scorecards for tests: small ones drawn from a few lines, the shipped ones, and ballots on both."""

import csv
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random

from ocop_workflow.domain.ballot import Ballot
from ocop_workflow.domain.council import Council
from ocop_workflow.domain.process import Label
from ocop_workflow.domain.rulebook_data import Band
from ocop_workflow.domain.scorecard import Node, Scorecard

RULEBOOKS = Path(__file__).parents[2] / "ocop_workflow" / "rulebooks"
# Withheld under 148: their sums do not close in the only public transcription.
WITHHELD = {("2023-148", 11), ("2023-148", 12), ("2023-148", 13)}

BANDS = tuple(
    Band(star, Decimal(floor), None if below is None else Decimal(below), Label(f"{star} sao", f"{star} stars"))
    for star, floor, below in [(1, 0, 30), (2, 30, 50), (3, 50, 70), (4, 70, 90), (5, 90, None)]
)


def node_of(row: Mapping[str, str]) -> Node:
    """Return the node that one record of a scorecard file describes."""
    rule, _, argument = row["rule"].partition(":")
    star = int(row["min_star"]) if row["min_star"] else None
    return Node(row["kind"], row["code"], row["parent"] or None, row["label"], int(row["points"]), star, rule, argument)


def scorecard_of(rows, *, set_no: int = 1, withheld: str | None = None) -> Scorecard:
    """Return a scorecard of records as they stand in a scorecard file."""
    return Scorecard(set_no, "bo", "I", "1", "Bộ", "NNMT", tuple(map(node_of, rows)), withheld)


def drawn(text: str, *, withheld: str | None = None) -> Scorecard:
    """Return a scorecard drawn as lines "code points [*star] [rule] [group]" under one part A of 100 points.

    Two spaces more make a row a child of the one above; a child of a criterion is an option.
    """
    rows = {"A": {"kind": "part", "code": "A", "parent": "", "label": "A", "points": "100", "min_star": "", "rule": ""}}
    path = ["A"]
    for line in filter(str.strip, text.splitlines()):
        code, points, *marks = line.split()
        path = path[: (len(line) - len(line.lstrip())) // 2 + 1]
        kind = "option" if rows[path[-1]]["kind"] == "criterion" else "criterion"
        rows[code] = {
            "kind": "group" if "group" in marks else kind,
            "code": code,
            "parent": path[-1],
            "label": f"label of {code}",
            "points": points,
            "min_star": next((mark[1:] for mark in marks if mark.startswith("*")), ""),
            "rule": next((mark for mark in marks if ":" in mark), ""),
        }
        path.append(code)
    return scorecard_of(rows.values(), withheld=withheld)


@cache
def shipped_rows(rulebook: str, set_no: int) -> tuple[dict[str, str], ...]:
    """Return the records of a shipped scorecard file."""
    (path,) = (RULEBOOKS / rulebook / "scorecards").glob(f"{set_no:02}-*.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def shipped(rulebook: str, set_no: int) -> Scorecard:
    """Return a shipped scorecard."""
    return scorecard_of(shipped_rows(rulebook, set_no), set_no=set_no)


SHIPPED = [
    (rulebook, number)
    for rulebook in ("2023-148", "2026-26")
    for number in range(1, 27)
    if (rulebook, number) not in WITHHELD
]


def ballot_with(scorecard: Scorecard, member: str = "m1", *, case: str | None = None, **points: int) -> Ballot:
    """Return a complete ballot with the option of those points for the named criteria, the best one elsewhere."""
    choices = {}
    for criterion in scorecard.criteria_for(case):
        wanted = points.get(criterion.code, criterion.points)
        choices[criterion.code] = next(
            option.code for option in scorecard.options(criterion.code) if option.points == wanted
        )
    return Ballot(member, choices, case)


def random_ballots(random: Random, scorecard: Scorecard, members: int) -> list[Ballot]:
    """Return complete ballots of a council that leans one way and differs here and there."""
    height, freedom = random.choice([0.0, 0.3, 0.5, 0.7, 1.0]), random.choice([0.0, 0.05, 0.3])
    leaning = {criterion.code: _lean(random, scorecard, criterion.code, height) for criterion in scorecard.criteria}
    case = random.choice(scorecard.cases or (None,))
    return [_random_ballot(random, scorecard, f"m{number}", leaning, case, freedom) for number in range(1, members + 1)]


def _lean(random: Random, scorecard: Scorecard, criterion: str, height: float) -> str:
    options = scorecard.options(criterion)
    least = round(height * (len(options) - 1))
    return options[random.randint(least, len(options) - 1)].code


def _random_ballot(random, scorecard, member, leaning, case, freedom) -> Ballot:
    if random.random() < freedom / 3:
        case = random.choice(scorecard.cases or (None,))
    choices = {}
    for criterion in scorecard.criteria_for(case):
        own = random.choice(scorecard.options(criterion.code)).code
        choices[criterion.code] = own if random.random() < freedom else leaning[criterion.code]
    clauses = ["*", *(node.code for node in scorecard.nodes if node.rule == "eliminates")]
    flagged = {random.choice(clauses): "lý do"} if random.random() < freedom / 10 else {}
    return Ballot(member, choices, case, flagged)


def random_agreements(random: Random, scorecard: Scorecard, ballots: list[Ballot]) -> dict:
    """Return agreements, drawn at random, on everything these ballots leave open."""
    agreed, case, eliminations = {}, None, {}
    while still := Council(scorecard, ballots, agreed, case, eliminations).disagreements():
        for point in still:
            if point.kind == "elimination":
                eliminations[point.criterion] = random.random() < 1 / 2
            elif point.kind == "case":
                case = random.choice(point.options)
            else:
                agreed[point.criterion] = random.choice(scorecard.options(point.criterion)).code
        if {point.kind for point in still} == {"minimum"}:
            break
    return {"agreed": agreed, "agreed_case": case, "agreed_eliminations": eliminations}
