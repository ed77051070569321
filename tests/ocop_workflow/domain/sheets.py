"""Small sheets and ballots by which the scoring rules are tried."""

from ocop_workflow.domain.scoring import Ballot, evaluate, minimums, points
from tests.factories.scorecards import BANDS, ballot_with, drawn

CITY, PROVINCE = frozenset({3}), frozenset({3, 4})

# One criterion that takes any whole number of points; from 10 points up no minimum is missed.
ANY_POINTS = drawn("1 100\n" + "\n".join(f"  1.{points} {points}" for points in range(101)))

MARKED = drawn("""
1 80
  1.0 0
  1.50 50
  1.68 68
  1.72 72
  1.80 80
2 10 *4
  2a 0
  2b 2
  2c 10
3 10
  3a 0
  3b 4 *3
  3c 8 *5
  3d 10
""")


def result_of(scorecard, ballots, **law):
    return evaluate(scorecard, ballots, **{"bands": BANDS, "level_certifies": CITY, "forward_on": "points"} | law)


def totals(*numbers):
    return [Ballot(f"m{place}", {"1": f"1.{number}"}) for place, number in enumerate(numbers, start=1)]


def marked(first, second, third, member="m1", **eliminations):
    return Ballot(member, {"1": f"1.{first}", "2": second, "3": third}, None, eliminations)


def ballot_of_total(scorecard, total, member, *, star, **fixed):
    """A ballot of so many points that meets the minimums of a star, with some options fixed."""
    ballot = ballot_with(scorecard, member)
    choices = dict(ballot.choices) | fixed
    for criterion in scorecard.criteria:
        needed = [option.points for mark, option in minimums(scorecard, criterion.code).items() if mark <= star]
        allowed = [option for option in scorecard.options(criterion.code) if option.points >= max(needed, default=0)]
        for option in reversed(allowed):
            lower = Ballot(member, choices | {criterion.code: option.code})
            if criterion.code not in fixed and points(scorecard, lower).total >= total:
                choices = dict(lower.choices)
    return Ballot(member, choices)
