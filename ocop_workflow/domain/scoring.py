"""From ballots to points, star and outcome, in exact arithmetic: a pure function anyone can recompute."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Literal

from ocop_workflow.domain.ballot import WHOLE_DOSSIER, Ballot, BallotFault, BallotPoints, ballot_faults, count, points
from ocop_workflow.domain.council import MARKS, BadAgreement, Council, Disagreement, disagreements, minimums
from ocop_workflow.domain.errors import WorkflowError
from ocop_workflow.domain.rulebook_data import Band
from ocop_workflow.domain.scorecard import Scorecard

__all__ = [
    "WHOLE_DOSSIER", "BadAgreement", "Ballot", "BallotFault", "BallotPoints", "Disagreement", "NotCountable", "Result",
    "Unmet", "Unsettled", "ballot_faults", "band_of", "disagreements", "evaluate", "minimums", "points", "quorum",
    "spread_within",
]  # fmt: skip

Outcome = Literal["certify", "forward", "not_recognised", "eliminated"]


class NotCountable(WorkflowError):
    """The ballots give no result: the sheet is withheld, there are none, one is incomplete or a member has two."""

    code = "not_countable"


class Unsettled(WorkflowError):
    """Members differ where the council must agree; `open` holds every such point."""

    code = "unsettled"

    def __init__(self, message: str, params: Mapping[str, object], *, open_points: tuple[Disagreement, ...]) -> None:
        super().__init__(message, params)
        self.open = open_points


@dataclass(frozen=True, slots=True)
class Unmet:
    """A minimum that was missed: products of `star` stars and more need at least `needed_option` (`label` is its text).

    `achieved_option` is None where the criterion was not scored (only_if).
    """

    star: int
    criterion: str
    needed_option: str
    achieved_option: str | None
    label: str


@dataclass(frozen=True, slots=True)
class Result:
    """The council's result for one dossier.

    `total` is the exact mean of the ballots' totals and `shown` the same rounded half up for people; `criterion_means`
    add up to `total`. `band` is the star of the points alone, `final_star` the one that all minimums allow, None when
    not recognised or eliminated. `unmet` lists the missed minimums of all stars, those above the band too, lowest star
    first; it is empty for an eliminated dossier. `eliminations` are the clauses held to be met.
    """

    total: Fraction
    shown: Decimal
    spread: int
    minimum: int
    maximum: int
    criterion_means: Mapping[str, Fraction]
    band: int
    final_star: int | None
    unmet: tuple[Unmet, ...]
    outcome: Outcome
    eliminations: tuple[str, ...]


def band_of(total: Fraction | Decimal | int, bands: Sequence[Band]) -> int:
    """Return the star of the half-open band floor <= total < below; ValueError when no band holds the total."""
    exact = Fraction(total)
    for band in bands:
        if Fraction(band.floor) <= exact and (band.below is None or exact < Fraction(band.below)):
            return band.star
    raise ValueError(f"no star band holds {exact}")


def evaluate(
    scorecard: Scorecard,
    ballots: Sequence[Ballot],
    *,
    bands: Sequence[Band],
    level_certifies: Collection[int],
    forward_on: Literal["points", "star"],
    agreed: Mapping[str, str] | None = None,
    agreed_case: str | None = None,
    agreed_eliminations: Mapping[str, bool] | None = None,
    places: int = 2,
) -> Result:
    """Return the result of a dossier's ballots (QĐ 148 and QĐ 26/2026, the notes of the scoring sheets).

    The band compares the unrounded mean. Minimums are tested on the option all chose, else on the agreed one.
    Raises NotCountable, BadAgreement, or Unsettled while members differ where they must agree.
    """
    _require_countable(scorecard, ballots)
    council = Council(scorecard, ballots, agreed or {}, agreed_case, agreed_eliminations or {})
    _require_settled(council.disagreements())
    counts = [count(scorecard, sheet) for sheet in council.sheets]
    totals = [counted.total for counted in counts]
    mean = Fraction(sum(totals), len(totals))
    band = band_of(mean, bands)
    unmet = () if council.eliminations else _unmet(council)
    final_star = None if council.eliminations else _final_star(band, unmet)
    return Result(
        total=mean,
        shown=_half_up(mean, places),
        spread=max(totals) - min(totals),
        minimum=min(totals),
        maximum=max(totals),
        criterion_means=_criterion_means(scorecard, counts),
        band=band,
        final_star=final_star,
        unmet=unmet,
        outcome="eliminated" if council.eliminations else _outcome(band, final_star, level_certifies, forward_on),
        eliminations=council.eliminations,
    )


def _require_countable(scorecard: Scorecard, ballots: Sequence[Ballot]) -> None:
    if scorecard.withheld is not None:
        raise NotCountable("The scorecard is withheld: %(reason)s", {"reason": scorecard.withheld}, code="withheld")
    if not ballots:
        raise NotCountable("No ballot was handed in.", code="no_ballots")
    if len({ballot.member for ballot in ballots}) < len(ballots):
        raise NotCountable("A member has two ballots in this reading.", code="two_ballots")
    for ballot in ballots:
        if ballot_faults(scorecard, ballot):
            raise NotCountable("The ballot of %(member)s is incomplete.", {"member": ballot.member}, code="incomplete")


def _require_settled(open_points: tuple[Disagreement, ...]) -> None:
    if open_points:
        named = ", ".join(point.criterion for point in open_points)
        raise Unsettled("The council has not agreed on: %(points)s.", {"points": named}, open_points=open_points)


def _criterion_means(scorecard: Scorecard, counts: Sequence[BallotPoints]) -> dict[str, Fraction]:
    return {
        criterion.code: Fraction(sum(counted.criteria.get(criterion.code, 0) for counted in counts), len(counts))
        for criterion in scorecard.criteria
        if any(criterion.code in counted.criteria for counted in counts)
    }


def _unmet(council: Council) -> tuple[Unmet, ...]:
    scorecard = council.scorecard
    missed = []
    for criterion in scorecard.criteria_for(council.case):
        for star, needed in minimums(scorecard, criterion.code).items():
            (achieved,) = council.stands(criterion.code)
            if achieved is None or scorecard.node(achieved).points < needed.points:
                missed.append(Unmet(star, criterion.code, needed.code, achieved, needed.label))
    return tuple(sorted(missed, key=lambda minimum: minimum.star))


def _final_star(band: int, unmet: Sequence[Unmet]) -> int | None:
    reachable = [star for star in MARKS if star <= band and all(minimum.star > star for minimum in unmet)]
    return max(reachable, default=None)


def _outcome(
    band: int, final_star: int | None, level_certifies: Collection[int], forward_on: Literal["points", "star"]
) -> Outcome:
    if final_star is None:
        return "not_recognised"
    target = band if forward_on == "points" else final_star
    return "forward" if target > max(level_certifies, default=0) else "certify"


def _half_up(value: Fraction, places: int) -> Decimal:
    return Decimal(floor(value * 10**places + Fraction(1, 2))).scaleb(-places)


def quorum(present: int, appointed: int, fraction: Fraction) -> bool:
    """Whether those present are at least that fraction of those appointed; never without anybody appointed."""
    return appointed > 0 and present >= fraction * appointed


def spread_within(totals: Collection[int], limit: Decimal | None) -> bool:
    """Whether the highest total is at most `limit` points above the lowest; always when the by-law sets no limit."""
    return limit is None or not totals or max(totals) - min(totals) <= limit
