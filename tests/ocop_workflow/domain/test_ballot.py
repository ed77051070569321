from ocop_workflow.domain.ballot import Ballot, BallotFault, BallotPoints, ballot_faults, points
from tests.factories.scorecards import SHIPPED, ballot_with, drawn, shipped

STORY = drawn("""
1 40 group
  1.1 40 eliminates:imported
    1.1a 0
    1.1b 15
    1.1c 40
2 60 group
  2.1 30
    2.1a 0
    2.1b 30
  2.2 20 only_if:2.1
    2.2a 0
    2.2b 20
  2.3 10 only_if:2.2
    2.3a 0
    2.3b 10
""")
TOURISM = drawn("""
1 60
  1a 0
  1b 60
2 40 group
  2.1 40 one_of:village
    2.1a 0
    2.1b 40
  2.2 40 one_of:site
    2.2a 0
    2.2b 40
""")


def story(**choices):
    return Ballot("m1", {"1.1": "1.1b", "2.1": "2.1b", "2.2": "2.2b", "2.3": "2.3b"} | choices)


def test_points_add_up_by_criterion_and_part():
    assert points(STORY, story()) == BallotPoints(
        total=75, parts={"A": 75}, criteria={"1.1": 15, "2.1": 30, "2.2": 20, "2.3": 10}, disabled=frozenset()
    )


def test_points_of_a_disabled_criterion_and_of_those_behind_it_are_zero():
    ballot = story(**{"2.1": "2.1a"})

    assert points(STORY, ballot) == BallotPoints(
        total=15,
        parts={"A": 15},
        criteria={"1.1": 15, "2.1": 0, "2.2": 0, "2.3": 0},
        disabled=frozenset({"2.2", "2.3"}),
    )


def test_points_of_an_unfinished_ballot_count_what_can_be_read():
    ballot = Ballot("m1", {"1.1": "1.1c", "2.1": "1.1c", "2.2": "2.2b", "9": "9a"})

    assert points(STORY, ballot) == BallotPoints(
        total=60, parts={"A": 60}, criteria={"1.1": 40, "2.2": 20}, disabled=frozenset()
    )


def test_points_leave_out_the_case_not_chosen():
    ballot = Ballot("m1", {"1": "1b", "2.1": "2.1b", "2.2": "2.2b"}, "site")

    assert points(TOURISM, ballot) == BallotPoints(
        total=100, parts={"A": 100}, criteria={"1": 60, "2.2": 40}, disabled=frozenset()
    )


def test_conditions_are_inherited_from_the_group():
    scorecard = drawn("""
1 50
  1a 0
  1b 50
2 50 only_if:1 group
  2.1 50
    2.1a 0
    2.1b 50
""")

    assert scorecard.conditions("2.1") == ("1",)
    assert points(scorecard, Ballot("m1", {"1": "1a", "2.1": "2.1b"})).total == 0


def test_ballot_faults_of_a_complete_ballot_are_none():
    assert ballot_faults(STORY, story()) == ()
    assert ballot_faults(TOURISM, Ballot("m1", {"1": "1b", "2.1": "2.1b"}, "village")) == ()


def test_ballot_faults_excuse_a_disabled_criterion_answered_or_not():
    assert ballot_faults(STORY, Ballot("m1", {"1.1": "1.1b", "2.1": "2.1a"})) == ()
    assert ballot_faults(STORY, story(**{"2.1": "2.1a"})) == ()


def test_ballot_faults_name_each_criterion_without_an_option():
    assert ballot_faults(STORY, Ballot("m1", {"2.1": "2.1b", "2.2": "2.2a"})) == (BallotFault("1.1", "missing"),)


def test_ballot_faults_name_options_that_do_not_belong():
    ballot = story(**{"1.1": "2.1b", "2.1": "2.1z", "2.2": "A", "7": "7a"})

    assert ballot_faults(STORY, ballot) == (
        BallotFault("1.1", "other_criterion", {"option": "2.1b"}),
        BallotFault("2.1", "unknown_option", {"option": "2.1z"}),
        BallotFault("2.2", "unknown_option", {"option": "A"}),
        BallotFault("7", "unknown_criterion"),
    )


def test_ballot_faults_name_what_is_wrong_with_the_case():
    neither = Ballot("m1", {"1": "1b"})
    both = Ballot("m1", {"1": "1b", "2.1": "2.1b", "2.2": "2.2b"}, "village")
    unknown = Ballot("m1", {"1": "1b"}, "moon")

    assert ballot_faults(TOURISM, neither) == (BallotFault("", "missing_case"),)
    assert ballot_faults(TOURISM, both) == (BallotFault("2.2", "two_cases"),)
    assert ballot_faults(TOURISM, unknown) == (BallotFault("", "unknown_case", {"case": "moon"}),)
    assert ballot_faults(STORY, Ballot("m1", story().choices, "moon")) == (
        BallotFault("", "unknown_case", {"case": "moon"}),
    )


def test_ballot_faults_hold_an_elimination_to_its_clause_and_reason():
    ballot = Ballot("m1", story().choices, None, {"*": "forged papers", "1.1": " ", "2.1": "reason"})

    assert ballot_faults(STORY, ballot) == (
        BallotFault("1.1", "elimination_without_reason"),
        BallotFault("2.1", "unknown_elimination"),
    )


def test_ballot_faults_do_not_excuse_an_eliminating_member_from_scoring():
    ballot = Ballot("m1", {}, None, {"*": "forged papers"})

    assert [fault.code for fault in ballot_faults(STORY, ballot)] == ["missing"] * 4


def test_best_ballot_on_every_shipped_sheet_is_complete_and_has_100_points():
    for rulebook, set_no in SHIPPED:
        scorecard = shipped(rulebook, set_no)
        for case in scorecard.cases or (None,):
            ballot = ballot_with(scorecard, case=case)

            assert ballot_faults(scorecard, ballot) == ()
            assert points(scorecard, ballot).parts == {"A": 40, "B": 25, "C": 35}
