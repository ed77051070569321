"""From ballots to points, spread, minimums and stars."""

from decimal import Decimal
from fractions import Fraction

import pytest

from ocop_workflow.domain.scoring import (
    Ballot,
    NotCountable,
    Result,
    Unmet,
    band_of,
    quorum,
    spread_within,
)
from tests.factories.scorecards import BANDS, drawn, shipped
from tests.ocop_workflow.domain.sheets import (
    ANY_POINTS,
    CITY,
    MARKED,
    PROVINCE,
    ballot_of_total,
    marked,
    result_of,
    totals,
)


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
