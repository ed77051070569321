"""Where members differ: what the council must agree on, and what its agreement decides."""

from fractions import Fraction

import pytest

from ocop_workflow.domain.scoring import (
    BadAgreement,
    Ballot,
    Disagreement,
    Unmet,
    Unsettled,
)
from tests.factories.scorecards import drawn
from tests.ocop_workflow.domain.sheets import MARKED, marked, result_of


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
