"""What the council holds as one: what all members chose, else what they agreed and the chair recorded."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, TypeVar

from ocop_workflow.domain.ballot import Ballot, positions
from ocop_workflow.domain.errors import WorkflowError
from ocop_workflow.domain.scorecard import Node, Scorecard, UnknownKey

MARKS = (3, 4, 5)  # the stars that a row of a scorecard can be marked with

Position = TypeVar("Position")


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A point the council must agree on before a result exists.

    `criterion` is the criterion, the row with the elimination clause, or "case". `options` are the codes members chose
    (None: not scored by a member), the cases they chose, or the members who hold the clause to be met.
    """

    criterion: str
    kind: Literal["minimum", "case", "elimination"]
    options: tuple[str | None, ...]


class BadAgreement(WorkflowError):
    """An agreement names something the scorecard lacks, or contradicts what every member said."""

    code = "bad_agreement"


def minimums(scorecard: Scorecard, criterion: str) -> dict[int, Node]:
    """Return, for each star that demands more of a criterion than the star below it, the least option it demands.

    An option marked with a star is demanded from that star upwards; a mark on the criterion's own title demands the
    lowest option above 0 points.
    """
    title, options = scorecard.node(criterion), scorecard.options(criterion)
    positive = [option for option in options if option.points > 0][:1]
    demanded: dict[int, Node] = {}
    for star in MARKS:
        marked = [option for option in options if option.min_star and option.min_star <= star]
        lowest = positive if title.min_star and title.min_star <= star else []
        least = max([*marked, *lowest], key=lambda option: option.points, default=None)
        if least and all(least.points > lower.points for lower in demanded.values()):
            demanded[star] = least
    return demanded


def _distinct(items: Sequence[Position]) -> tuple[Position, ...]:
    return tuple(dict.fromkeys(items))


@dataclass(frozen=True)
class Council:
    """Complete ballots of one dossier beside the agreements recorded so far.

    An agreement may repeat what all members said, never contradict it. Raises BadAgreement.
    """

    scorecard: Scorecard
    ballots: Sequence[Ballot]
    agreed: Mapping[str, str] = field(default_factory=dict)
    agreed_case: str | None = None
    agreed_eliminations: Mapping[str, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for criterion, option in self.agreed.items():
            _require(option in self._option_codes(criterion), criterion, option)
            _require(len(self._taken(criterion)) > 1 or self._taken(criterion)[0] == option, criterion, option)
        if self.agreed_case is not None:
            known = (
                self.agreed_case in self._cases if len(self._cases) == 1 else self.agreed_case in self.scorecard.cases
            )
            _require(known, "case", self.agreed_case)
        for clause, met in self.agreed_eliminations.items():
            _require(len(self._holders(clause)) != (0 if met else len(self.ballots)), clause, met)

    def _option_codes(self, criterion: str) -> tuple[str, ...]:
        try:
            return tuple(option.code for option in self.scorecard.options(criterion))
        except UnknownKey:
            return ()

    @cached_property
    def sheets(self) -> tuple[Mapping[str, Node | None], ...]:
        """What each member holds of each criterion of the case he or she chose; None where it is not scored."""
        return tuple(positions(self.scorecard, ballot) for ballot in self.ballots)

    @cached_property
    def _cases(self) -> tuple[str | None, ...]:
        return _distinct([ballot.case for ballot in self.ballots])

    def _taken(self, criterion: str) -> tuple[str | None, ...]:
        """What members hold of a criterion, in the order of the sheet, None last; one item when all hold the same."""
        taken = {option.code if (option := sheet.get(criterion)) else None for sheet in self.sheets}
        return (*(code for code in self._option_codes(criterion) if code in taken), *({None} & taken))

    def _holders(self, clause: str) -> tuple[str, ...]:
        return tuple(ballot.member for ballot in self.ballots if clause in ballot.eliminations)

    @property
    def case(self) -> str | None:
        """The case all chose or agreed; None where the sheet has none or it is still open."""
        return self._cases[0] if len(self._cases) == 1 else self.agreed_case

    def stands(self, criterion: str) -> tuple[str | None, ...]:
        """Return what the council holds of a criterion: one item when settled, None standing for "not scored"."""
        if any(self._earns_nothing(condition) for condition in self.scorecard.conditions(criterion)):
            return (None,)
        return (self.agreed[criterion],) if criterion in self.agreed else self._taken(criterion)

    def _earns_nothing(self, criterion: str) -> bool:
        return all(code is None or self.scorecard.node(code).points == 0 for code in self.stands(criterion))

    @cached_property
    def eliminations(self) -> tuple[str, ...]:
        """The clauses the council holds to be met: all members do, or some do and the council agreed."""
        flagged = _distinct([clause for ballot in self.ballots for clause in ballot.eliminations])
        everyone = len(self.ballots)
        return tuple(
            clause
            for clause in flagged
            if len(self._holders(clause)) == everyone or self.agreed_eliminations.get(clause, False)
        )

    def disagreements(self) -> tuple[Disagreement, ...]:
        """Return what is still open; once the dossier is eliminated only other elimination clauses can be."""
        clauses = tuple(self._open_clauses())
        return clauses if self.eliminations else (*clauses, *self._open_case(), *self._open_minimums())

    def _open_clauses(self) -> Iterator[Disagreement]:
        for clause in _distinct([clause for ballot in self.ballots for clause in ballot.eliminations]):
            holders = self._holders(clause)
            if len(holders) < len(self.ballots) and clause not in self.agreed_eliminations:
                yield Disagreement(clause, "elimination", holders)

    def _open_case(self) -> Iterator[Disagreement]:
        if len(self._cases) > 1 and self.agreed_case is None:
            yield Disagreement("case", "case", self._cases)

    def _open_minimums(self) -> Iterator[Disagreement]:
        for criterion in self.scorecard.criteria_for(self.case):
            stands = self.stands(criterion.code)
            if len(stands) > 1 and minimums(self.scorecard, criterion.code):
                yield Disagreement(criterion.code, "minimum", stands)


def _require(holds: bool, subject: str, agreed: object) -> None:
    if not holds:
        raise BadAgreement(
            "The council cannot agree on “%(agreed)s” for %(subject)s.", {"agreed": agreed, "subject": subject}
        )


def disagreements(
    scorecard: Scorecard,
    ballots: Sequence[Ballot],
    *,
    agreed: Mapping[str, str] | None = None,
    agreed_case: str | None = None,
    agreed_eliminations: Mapping[str, bool] | None = None,
) -> tuple[Disagreement, ...]:
    """Return what the council of these complete ballots must still agree on, given what it agreed so far.

    Members differ on a criterion that carries a minimum, on the case, or on an elimination clause. Raises BadAgreement.
    """
    return Council(scorecard, ballots, agreed or {}, agreed_case, agreed_eliminations or {}).disagreements()
