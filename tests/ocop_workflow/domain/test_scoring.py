from decimal import Decimal
from fractions import Fraction

import pytest

from ocop_workflow.domain.scoring import (
    BadAgreement,
    Ballot,
    Disagreement,
    NotCountable,
    Result,
    Unmet,
    Unsettled,
    band_of,
    evaluate,
    minimums,
    points,
    quorum,
    spread_within,
)
from tests.factories.scorecards import BANDS, ballot_with, drawn, shipped

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


@pytest.mark.parametrize(
    ("total", "star"),
    [
        ("0", 1), ("29.99", 1), ("30", 2), ("30.01", 2),
        ("49.99", 2), ("50", 3), ("50.01", 3),
        ("69.99", 3), ("70", 4), ("70.01", 4),
        ("89.99", 4), ("90", 5), ("90.01", 5), ("100", 5),
    ],
)  # fmt: skip
def test_bands_are_half_open(total, star):
    assert band_of(Decimal(total), BANDS) == star


def test_bands_refuse_what_none_of_them_holds():
    with pytest.raises(ValueError, match="no star band holds -1"):
        band_of(-1, BANDS)


@pytest.mark.parametrize(
    ("numbers", "total", "shown", "star"),
    [
        ((70, 70, 69), Fraction(209, 3), "69.67", 3),
        ((70, 70, 70), Fraction(70), "70.00", 4),
        ((70, 71, 70), Fraction(211, 3), "70.33", 4),
        ((90, 90, 89), Fraction(269, 3), "89.67", 4),
        ((50, 49, 50), Fraction(149, 3), "49.67", 2),
        ((50, 50, 51), Fraction(151, 3), "50.33", 3),
        ((29, 30, 30), Fraction(89, 3), "29.67", 1),
    ],
)
def test_mean_of_thirds_is_exact(numbers, total, shown, star):
    result = result_of(ANY_POINTS, totals(*numbers))

    assert (result.total, result.shown, result.band) == (total, Decimal(shown), star)


def test_band_compares_the_mean_before_rounding():
    numbers = [70] * 249 + [69]

    result = result_of(ANY_POINTS, totals(*numbers))

    assert (result.total, result.shown, result.band) == (Fraction(17499, 250), Decimal("70.00"), 3)


@pytest.mark.parametrize(("places", "shown"), [(0, "68"), (1, "68.4"), (2, "68.38"), (3, "68.375")])
def test_shown_total_is_rounded_half_up_to_the_places_of_the_by_law(places, shown):
    result = result_of(ANY_POINTS, totals(68, 68, 68, 68, 68, 69, 69, 69), places=places)

    assert str(result.shown) == shown


def test_spread_runs_from_the_lowest_to_the_highest_ballot():
    result = result_of(ANY_POINTS, totals(61, 55, 66))

    assert (result.minimum, result.maximum, result.spread) == (55, 66, 11)


def test_result_of_five_ballots_with_68_4_points_is_three_stars():
    noodles = shipped("2023-148", 6)
    ballots = [
        ballot_of_total(noodles, total, f"m{place}", star=3)
        for place, total in enumerate((68, 69, 67, 70, 68), start=1)
    ]

    result = result_of(noodles, ballots, agreed={"3d": "3d.2"})

    assert (result.total, result.shown, result.spread) == (Fraction(342, 5), Decimal("68.40"), 3)
    assert (result.band, result.final_star, result.outcome) == (3, 3, "certify")
    assert sum(result.criterion_means.values()) == result.total


@pytest.mark.parametrize(
    ("forward_on", "level", "outcome"),
    [
        ("points", CITY, "forward"),
        ("star", CITY, "certify"),
        ("points", PROVINCE, "certify"),
        ("star", PROVINCE, "certify"),
    ],
)
def test_result_of_72_points_without_a_four_star_minimum_is_three_stars(forward_on, level, outcome):
    noodles = shipped("2023-148", 6)
    ballots = [ballot_of_total(noodles, 72, f"m{place}", star=4, **{"3e": "3e.0"}) for place in range(1, 6)]

    result = result_of(noodles, ballots, forward_on=forward_on, level_certifies=level)

    assert (result.shown, result.band, result.final_star, result.outcome) == (Decimal("72.00"), 4, 3, outcome)
    assert [minimum for minimum in result.unmet if minimum.star <= result.band] == [
        Unmet(4, "3e", "3e.1", "3e.0", "Nhãn hiệu dùng trên sản phẩm được cấp giấy chứng nhận đăng ký")
    ]


def test_result_is_told_in_full():
    result = result_of(MARKED, [marked(68, "2b", "3b", "m1"), marked(72, "2b", "3b", "m2")])

    assert result == Result(
        total=Fraction(76),
        shown=Decimal("76.00"),
        spread=4,
        minimum=74,
        maximum=78,
        criterion_means={"1": Fraction(70), "2": Fraction(2), "3": Fraction(4)},
        band=4,
        final_star=4,
        unmet=(Unmet(5, "3", "3c", "3b", "label of 3c"),),
        outcome="forward",
        eliminations=(),
    )


@pytest.mark.parametrize(
    ("choices", "forward_on", "level", "expected"),
    [
        # points, what is missing, and who may certify: (band, final star, outcome)
        ((80, "2c", "3d"), "points", CITY, (5, 5, "forward")),
        ((80, "2c", "3d"), "points", PROVINCE, (5, 5, "forward")),
        ((80, "2c", "3d"), "points", {5}, (5, 5, "certify")),
        ((80, "2c", "3b"), "points", PROVINCE, (5, 4, "forward")),
        ((80, "2c", "3b"), "star", PROVINCE, (5, 4, "certify")),
        ((80, "2a", "3d"), "points", PROVINCE, (5, 3, "forward")),
        ((80, "2a", "3d"), "star", PROVINCE, (5, 3, "certify")),
        ((72, "2b", "3b"), "points", PROVINCE, (4, 4, "certify")),
        ((72, "2a", "3b"), "points", PROVINCE, (4, 3, "certify")),
        ((50, "2a", "3b"), "points", CITY, (3, 3, "certify")),
        ((50, "2a", "3b"), "star", {4}, (3, 3, "certify")),
        ((80, "2c", "3a"), "points", CITY, (5, None, "not_recognised")),
        ((0, "2c", "3d"), "points", CITY, (1, None, "not_recognised")),
        ((50, "2a", "3b"), "points", (), (3, 3, "forward")),
    ],
)
def test_outcome_follows_from_points_minimums_and_level(choices, forward_on, level, expected):
    result = result_of(MARKED, [marked(*choices)], forward_on=forward_on, level_certifies=level)

    assert (result.band, result.final_star, result.outcome) == expected


def test_unmet_minimums_are_told_for_every_star_the_lowest_first():
    result = result_of(MARKED, [marked(80, "2a", "3a")])

    assert result.unmet == (
        Unmet(3, "3", "3b", "3a", "label of 3b"),
        Unmet(4, "2", "2b", "2a", "label of 2b"),
        Unmet(5, "3", "3c", "3a", "label of 3c"),
    )


def test_minimum_is_tested_on_the_agreed_option_not_on_the_mean():
    ballots = [marked(80, "2c", "3d", "m1"), marked(80, "2c", "3d", "m2"), marked(80, "2c", "3a", "m3")]

    lenient = result_of(MARKED, ballots, agreed={"3": "3c"})
    strict = result_of(MARKED, ballots, agreed={"3": "3a"})

    assert (lenient.total, lenient.final_star) == (Fraction(290, 3), 5)
    assert (strict.total, strict.final_star) == (Fraction(290, 3), None)


def test_evaluate_refuses_while_members_differ_on_a_minimum():
    ballots = [marked(80, "2c", "3d", "m1"), marked(72, "2b", "3d", "m2")]

    with pytest.raises(Unsettled) as refusal:
        result_of(MARKED, ballots)

    assert refusal.value.open == (Disagreement("2", "minimum", ("2b", "2c")),)
    assert str(refusal.value) == "The council has not agreed on: 2."


def test_evaluate_refuses_an_agreement_against_what_all_said():
    with pytest.raises(BadAgreement):
        result_of(MARKED, [marked(80, "2c", "3d")], agreed={"2": "2a"})


def test_disabled_criterion_counts_nothing_and_its_minimum_stays_unmet():
    scorecard = drawn("""
1 70
  1a 0
  1b 70
2 20
  2a 0
  2b 20
3 10 only_if:2
  3a 0
  3b 10 *3
""")

    result = result_of(scorecard, [Ballot("m1", {"1": "1b", "2": "2a", "3": "3b"})])

    assert (result.total, result.band, result.final_star) == (70, 4, None)
    assert result.criterion_means == {"1": 70, "2": 0, "3": 0}
    assert result.unmet == (Unmet(3, "3", "3b", None, "label of 3b"),)


def test_only_the_agreed_case_is_asked_for_its_minimums():
    scorecard = drawn("""
1 60
  1a 0
  1b 60
2 40 one_of:village
  2a 0
  2b 40 *4
3 40 one_of:site
  3a 0
  3b 40
""")
    village = Ballot("m1", {"1": "1b", "2": "2a"}, "village")
    site = Ballot("m2", {"1": "1b", "3": "3b"}, "site")

    alone = result_of(scorecard, [village])
    as_site = result_of(scorecard, [village, site], agreed_case="site")
    as_village = result_of(scorecard, [village, site], agreed_case="village", agreed={"2": "2a"})

    assert (alone.total, alone.unmet) == (60, (Unmet(4, "2", "2b", "2a", "label of 2b"),))
    assert (as_site.total, as_site.final_star, as_site.unmet) == (80, 4, ())
    assert (as_village.total, as_village.final_star) == (80, 3)
    assert as_village.criterion_means == {"1": 60, "2": 0, "3": 20}


def test_elimination_by_all_members_ends_the_evaluation():
    ballots = [marked(80, "2c", "3d", "m1", **{"*": "forged"}), marked(80, "2a", "3a", "m2", **{"*": "forged"})]

    result = result_of(MARKED, ballots)

    assert (result.total, result.band, result.final_star) == (90, 5, None)
    assert (result.outcome, result.eliminations, result.unmet) == ("eliminated", ("*",), ())


def test_elimination_by_some_members_is_what_the_council_agrees():
    ballots = [marked(80, "2c", "3d", "m1", **{"*": "forged"}), marked(80, "2c", "3d", "m2")]

    upheld = result_of(MARKED, ballots, agreed_eliminations={"*": True})
    dropped = result_of(MARKED, ballots, agreed_eliminations={"*": False})

    assert (upheld.outcome, upheld.eliminations) == ("eliminated", ("*",))
    assert (dropped.outcome, dropped.eliminations, dropped.final_star) == ("forward", (), 5)
    with pytest.raises(Unsettled):
        result_of(MARKED, ballots)


@pytest.mark.parametrize(
    ("scorecard", "ballots", "code"),
    [
        (MARKED, [], "no_ballots"),
        (MARKED, [marked(80, "2c", "3d"), marked(72, "2c", "3d")], "two_ballots"),
        (MARKED, [marked(80, "2c", "2c")], "incomplete"),
        (drawn("1 100", withheld="The sums do not close."), [Ballot("m1", {})], "withheld"),
    ],
)
def test_evaluate_refuses_what_cannot_be_counted(scorecard, ballots, code):
    with pytest.raises(NotCountable) as refusal:
        result_of(scorecard, ballots)

    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("present", "appointed", "fraction", "reached"),
    [
        (4, 7, Fraction(2, 3), False), (5, 7, Fraction(2, 3), True), (6, 9, Fraction(2, 3), True),
        (5, 9, Fraction(2, 3), False), (6, 8, Fraction(3, 4), True), (5, 7, Fraction(3, 4), False),
        (0, 0, Fraction(2, 3), False), (7, 7, Fraction(1), True),
    ],
)  # fmt: skip
def test_quorum_is_an_exact_fraction_of_those_appointed(present, appointed, fraction, reached):
    assert quorum(present, appointed, fraction) is reached


@pytest.mark.parametrize(
    ("numbers", "limit", "within"),
    [
        ((60, 70), "10", True), ((60, 71), "10", False), ((60, 71), "10.5", False), ((60, 71), "11", True),
        ((60, 99), None, True), ((60,), "0", True), ((), "10", True),
    ],
)  # fmt: skip
def test_spread_may_reach_the_limit_but_not_pass_it(numbers, limit, within):
    assert spread_within(numbers, None if limit is None else Decimal(limit)) is within
