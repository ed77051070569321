"""One member's ballot: whether it is complete, and what it earns on the scorecard."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ocop_workflow.domain.scorecard import Node, Scorecard, UnknownKey

WHOLE_DOSSIER = "*"


@dataclass(frozen=True, slots=True)
class Ballot:
    """What one member handed in.

    `choices` gives the option chosen for each criterion; `case` the case chosen once for the whole sheet, where it has
    cases; `eliminations` the reason for each elimination clause the member holds to be met, by the code of the row that
    carries the clause, or `WHOLE_DOSSIER`.
    """

    member: str
    choices: Mapping[str, str]
    case: str | None = None
    eliminations: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BallotFault:
    """Why a ballot cannot be counted.

    `code` is one of: missing, unknown_criterion, unknown_option, other_criterion (params: option), two_cases,
    missing_case, unknown_case (params: case), unknown_elimination, elimination_without_reason. `criterion` names the
    row it is about and is empty when it is about the whole ballot.
    """

    criterion: str
    code: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BallotPoints:
    """The points of one ballot: in all, by part and by criterion; `disabled` criteria stand in it with 0."""

    total: int
    parts: Mapping[str, int]
    criteria: Mapping[str, int]
    disabled: frozenset[str]


def _disabled(scorecard: Scorecard, criterion: str, chosen: Mapping[str, Node]) -> bool:
    return any(
        (condition in chosen and chosen[condition].points == 0) or _disabled(scorecard, condition, chosen)
        for condition in scorecard.conditions(criterion)
    )


def positions(scorecard: Scorecard, ballot: Ballot) -> dict[str, Node | None]:
    """Return what the member holds of each answered criterion: the option, or None where it is not scored (only_if)."""
    criteria = [criterion.code for criterion in scorecard.criteria_for(ballot.case)]
    answers = ((code, ballot.choices.get(code)) for code in criteria)
    chosen = {code: option for code, answer in answers for option in scorecard.options(code) if option.code == answer}
    disabled = {code for code in criteria if _disabled(scorecard, code, chosen)}
    return {code: None if code in disabled else chosen[code] for code in criteria if code in disabled or code in chosen}


def points(scorecard: Scorecard, ballot: Ballot) -> BallotPoints:
    """Count a ballot, also an unfinished one: what is not answered, or cannot be read, counts nothing.

    A criterion whose only_if condition earned 0 counts 0 whatever was chosen; criteria of another case are left out.
    """
    return count(scorecard, positions(scorecard, ballot))


def count(scorecard: Scorecard, held: Mapping[str, Node | None]) -> BallotPoints:
    """Return the points of what a member holds of each criterion, as `positions` gives it."""
    criteria = {code: option.points if option else 0 for code, option in held.items()}
    parts = {part.code: 0 for part in scorecard.parts}
    for code, earned in criteria.items():
        parts[scorecard.ancestors(code)[-1].code] += earned
    disabled = frozenset(code for code, option in held.items() if option is None)
    return BallotPoints(total=sum(parts.values()), parts=parts, criteria=criteria, disabled=disabled)


def ballot_faults(scorecard: Scorecard, ballot: Ballot) -> tuple[BallotFault, ...]:
    """Return everything that keeps a ballot from being handed in; empty when it is complete.

    Each criterion of the case needs one option of its own, unless its only_if condition earned nothing; what is chosen
    for such a disabled criterion is no fault and counts nothing. An elimination does not excuse from scoring.
    """
    return (
        *_case_faults(scorecard, ballot),
        *_choice_faults(scorecard, ballot),
        *_missing(scorecard, ballot),
        *_elimination_faults(scorecard, ballot),
    )


def _case_faults(scorecard: Scorecard, ballot: Ballot) -> Iterator[BallotFault]:
    if ballot.case is None and scorecard.cases:
        yield BallotFault("", "missing_case")
    elif ballot.case is not None and ballot.case not in scorecard.cases:
        yield BallotFault("", "unknown_case", {"case": ballot.case})


def _choice_faults(scorecard: Scorecard, ballot: Ballot) -> Iterator[BallotFault]:
    known = {criterion.code for criterion in scorecard.criteria}
    for criterion, option in ballot.choices.items():
        if criterion not in known:
            yield BallotFault(criterion, "unknown_criterion")
        elif ballot.case and scorecard.case_of(criterion) not in (None, ballot.case):
            yield BallotFault(criterion, "two_cases")
        elif (fault := _option_fault(scorecard, criterion, option)) is not None:
            yield BallotFault(criterion, fault, {"option": option})


def _option_fault(scorecard: Scorecard, criterion: str, option: str) -> str | None:
    try:
        node = scorecard.node(option)
    except UnknownKey:
        return "unknown_option"
    if node.kind != "option":
        return "unknown_option"
    return None if node.parent == criterion else "other_criterion"


def _missing(scorecard: Scorecard, ballot: Ballot) -> Iterator[BallotFault]:
    held = positions(scorecard, ballot)
    for criterion in scorecard.criteria_for(ballot.case):
        if criterion.code not in held and criterion.code not in ballot.choices:
            yield BallotFault(criterion.code, "missing")


def _elimination_faults(scorecard: Scorecard, ballot: Ballot) -> Iterator[BallotFault]:
    clauses = {WHOLE_DOSSIER, *(node.code for node in scorecard.nodes if node.rule == "eliminates")}
    for code, reason in ballot.eliminations.items():
        if code not in clauses:
            yield BallotFault(code, "unknown_elimination")
        elif not reason.strip():
            yield BallotFault(code, "elimination_without_reason")
