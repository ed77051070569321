import pytest

from ocop_workflow.domain.ballot import Ballot
from ocop_workflow.domain.council import BadAgreement, Disagreement, disagreements, minimums
from tests.factories.scorecards import drawn, shipped

SHEET = drawn("""
1 40 eliminates:imported
  1a 0
  1b 20 *3
  1c 40
2 30
  2a 0
  2b 30
3 20 only_if:2
  3a 0
  3b 10 *3
  3c 20 *4
4 10
  4a 0
  4b 10
""")
CASES = drawn("""
1 60
  1a 0
  1b 60
2 40 one_of:village
  2a 0
  2b 40 *3
3 40 one_of:site
  3a 0
  3b 40 *3
""")


def member(name, choices, case=None, eliminations=()):
    return Ballot(name, dict(zip("1234", choices.split(), strict=False)), case, dict.fromkeys(eliminations, "reason"))


def sheet(*choices):
    return [member(f"m{number}", choice) for number, choice in enumerate(choices, start=1)]


VILLAGE = Ballot("m1", {"1": "1b", "2": "2b"}, "village")
SITE = Ballot("m2", {"1": "1b", "3": "3b"}, "site")


def least(scorecard, criterion):
    return {star: option.code for star, option in minimums(scorecard, criterion).items()}


def test_minimums_are_the_marked_options():
    assert least(SHEET, "1") == {3: "1b"}
    assert least(SHEET, "3") == {3: "3b", 4: "3c"}
    assert least(SHEET, "4") == {}


def test_minimums_of_a_marked_title_are_the_lowest_option_above_zero():
    scorecard = drawn("""
1 100 *4
  1a 0
  1b 10
  1c 50 *5
  1d 100
""")

    assert least(scorecard, "1") == {4: "1b", 5: "1c"}


def test_minimums_of_a_marked_title_yield_to_a_higher_option_of_the_same_star():
    scorecard = drawn("""
1 100 *4
  1a 0
  1b 10
  1c 50 *3
  1d 100
""")

    assert least(scorecard, "1") == {3: "1c"}


def test_minimums_of_shipped_sheets():
    assert least(shipped("2023-148", 6), "3e") == {4: "3e.1"}
    assert least(shipped("2023-148", 6), "5c") == {5: "5c.3"}
    assert least(shipped("2026-26", 11), "3.5") == {3: "3.5a", 4: "3.5b"}
    assert least(shipped("2026-26", 11), "4.1") == {3: "4.1b", 4: "4.1c", 5: "4.1d"}


def test_disagreements_are_none_when_all_choose_the_same():
    assert disagreements(SHEET, sheet("1b 2b 3b 4b", "1b 2b 3b 4b")) == ()


def test_disagreements_concern_only_criteria_with_a_minimum():
    assert disagreements(SHEET, sheet("1b 2b 3c 4a", "1c 2b 3c 4b")) == (Disagreement("1", "minimum", ("1b", "1c")),)


def test_disagreements_count_not_scored_as_a_position_of_its_own():
    ballots = sheet("1b 2a 3c 4b", "1b 2b 3c 4b", "1b 2b 3b 4b")

    assert disagreements(SHEET, ballots) == (Disagreement("3", "minimum", ("3b", "3c", None)),)


def test_disagreements_end_with_the_agreed_option():
    ballots = sheet("1b 2b 3b 4b", "1c 2b 3c 4b")

    assert disagreements(SHEET, ballots, agreed={"1": "1c"}) == (Disagreement("3", "minimum", ("3b", "3c")),)
    assert disagreements(SHEET, ballots, agreed={"1": "1c", "3": "3a"}) == ()


def test_disagreements_on_a_disabled_criterion_end_when_its_condition_is_agreed_to_earn_nothing():
    ballots = sheet("1b 2a 3c 4b", "1b 2b 3c 4b")

    assert disagreements(SHEET, ballots, agreed={"2": "2a"}) == ()
    assert disagreements(SHEET, ballots, agreed={"2": "2b"}) == (Disagreement("3", "minimum", ("3c", None)),)


def test_disagreements_end_along_a_chain_of_conditions():
    chain = drawn("""
1 50
  1a 0
  1b 50
2 30 only_if:1
  2a 0
  2b 30
3 20 only_if:2
  3a 0
  3b 20 *3
""")
    ballots = sheet("1a 2b 3b", "1b 2b 3b")

    assert disagreements(chain, ballots) == (Disagreement("3", "minimum", ("3b", None)),)
    assert disagreements(chain, ballots, agreed={"1": "1a"}) == ()


def test_disagreements_name_the_case_before_the_criteria_of_a_case():
    village = (Disagreement("2", "minimum", ("2b", None)),)

    assert disagreements(CASES, [VILLAGE, SITE]) == (Disagreement("case", "case", ("village", "site")),)
    assert disagreements(CASES, [VILLAGE, SITE], agreed_case="village") == village
    assert disagreements(CASES, [VILLAGE, SITE], agreed_case="village", agreed={"2": "2a"}) == ()


def test_disagreements_on_an_elimination_name_who_holds_it():
    ballots = [member("m1", "1b 2b 3b 4b", None, ["1"]), member("m2", "1c 2b 3b 4b")]

    assert disagreements(SHEET, ballots) == (
        Disagreement("1", "elimination", ("m1",)),
        Disagreement("1", "minimum", ("1b", "1c")),
    )
    assert disagreements(SHEET, ballots, agreed_eliminations={"1": True}) == ()
    assert disagreements(SHEET, ballots, agreed_eliminations={"1": False}) == (
        Disagreement("1", "minimum", ("1b", "1c")),
    )


def test_disagreements_on_minimums_do_not_matter_once_all_eliminate():
    ballots = [member("m1", "1b 2b 3b 4b", None, ["*"]), member("m2", "1c 2b 3b 4b", None, ["*", "1"])]

    assert disagreements(SHEET, ballots) == (Disagreement("1", "elimination", ("m2",)),)


@pytest.mark.parametrize(
    "agreement",
    [
        {"agreed": {"9": "9a"}},
        {"agreed": {"1": "2b"}},
        {"agreed": {"2": "2a"}},
        {"agreed_case": "village"},
        {"agreed_eliminations": {"*": True}},
        {"agreed_eliminations": {"1": False}},
    ],
)
def test_agreements_cannot_contradict_the_sheet_or_what_all_said(agreement):
    ballots = [member("m1", "1b 2b 3b 4b", None, ["1"]), member("m2", "1c 2b 3b 4b", None, ["1"])]

    with pytest.raises(BadAgreement):
        disagreements(SHEET, ballots, **agreement)


def test_agreements_that_repeat_what_all_said_are_harmless():
    ballots = sheet("1b 2b 3b 4b", "1b 2b 3b 4b")

    assert disagreements(SHEET, ballots, agreed={"2": "2b"}, agreed_eliminations={"1": False}) == ()
    assert disagreements(CASES, [VILLAGE], agreed_case="village") == ()


def test_agreed_case_must_be_one_of_the_sheet():
    with pytest.raises(BadAgreement):
        disagreements(CASES, [VILLAGE, SITE], agreed_case="moon")
