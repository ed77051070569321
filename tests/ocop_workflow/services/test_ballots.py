"""Ballots: one a member, complete, sealed until the chair unseals, unchangeable once handed in (design 6, I5)."""

import json

import pytest
from django.db import DatabaseError, transaction

from ocop_workflow.domain import scoring
from ocop_workflow.domain.errors import InvalidInput, NotAllowed, Stale, WorkflowError
from ocop_workflow.models import Ballot, BallotLine, Event, EventNote, Role
from ocop_workflow.queries.council import current_reading, sheets
from ocop_workflow.services.ballots import BallotInput, BallotRefused, hand_in_ballot, save_ballot_draft
from ocop_workflow.services.conflicts import declare_conflict
from ocop_workflow.services.memberships import end_membership
from tests.factories.ballots import full_ballot
from tests.factories.city import City, another_producer
from tests.factories.dossiers import at_council, before_council, hand_in, session, step, unsealed
from tests.ocop_workflow.refusals import refused

pytestmark = pytest.mark.usefixtures("october")
WITHHELD = 11  # the sheet of tea, until its signed annex is there


@pytest.fixture
def dossier(city: City):
    return at_council(city)


def filled(dossier, total: int = 68, **more: object) -> BallotInput:
    return BallotInput(full_ballot(dossier.rulebook.scorecard(dossier.set_no), total), **more)


def test_ballot_handed_in_keeps_its_lines_total_and_a_salted_digest(city: City, dossier):
    event = hand_in_ballot(dossier, filled(dossier, opinion="Sợi dai."), actor=city.scorers[0])

    ballot = Ballot.objects.get()
    card = dossier.rulebook.scorecard(6)
    assert (ballot.total, ballot.opinion, ballot.draft) == (68, "Sợi dai.", {})
    assert sum(BallotLine.objects.values_list("points", flat=True)) == 68
    assert BallotLine.objects.count() == len(card.criteria)
    assert json.loads(event.payload)["ballot"] == ballot.digest
    assert sheets(current_reading(dossier))[0].choices == filled(dossier).choices


def test_nothing_of_a_ballot_can_be_read_out_of_the_chain(city: City, dossier):
    event = hand_in_ballot(dossier, filled(dossier, opinion="Sợi dai."), actor=city.scorers[0])

    payload = json.loads(event.payload)
    assert set(payload) == {"format", "by", "session", "reading", "ballot", "notes"}
    assert set(EventNote.objects.filter(event=event).values_list("key", flat=True)) == {"actor"}


def test_two_ballots_of_one_member_are_refused(city: City, dossier):
    hand_in_ballot(dossier, filled(dossier), actor=city.scorers[0], idempotency_key="first")

    with refused(WorkflowError, code="two_ballots"):
        hand_in_ballot(dossier, filled(dossier, 90), actor=city.scorers[0], idempotency_key="second")


def test_same_ballot_sent_twice_has_one_effect(city: City, dossier):
    first = hand_in_ballot(dossier, filled(dossier), actor=city.scorers[0], idempotency_key="once")

    assert hand_in_ballot(dossier, filled(dossier), actor=city.scorers[0], idempotency_key="once") == first
    assert Event.objects.filter(kind="ballot.handed_in").count() == 1


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"1a": "1b.1"}, ("1a", "other_criterion")),
        ({"1a": None}, ("1a", "missing")),
        ({"1a": "1a.99"}, ("1a", "unknown_option")),
        ({"99": "99.1"}, ("99", "unknown_criterion")),
    ],
)
def test_incomplete_or_foreign_choices_are_refused_by_name(city: City, dossier, change: dict, fault: tuple[str, str]):
    choices = {**filled(dossier).choices, **change}
    choices = {criterion: option for criterion, option in choices.items() if option}

    with refused(BallotRefused) as caught:
        hand_in_ballot(dossier, BallotInput(choices), actor=city.scorers[0])

    assert [(found.criterion, found.code) for found in caught.value.faults] == [fault]


def test_elimination_needs_a_reason(city: City, dossier):
    with refused(BallotRefused) as caught:
        hand_in_ballot(dossier, filled(dossier, eliminations={"6a": " "}), actor=city.scorers[0])

    assert [(found.criterion, found.code) for found in caught.value.faults] == [("6a", "elimination_without_reason")]


def test_member_with_a_declared_conflict_does_not_score(city: City, dossier):
    member = city.members["hoidong1"]
    declare_conflict(dossier, actor=city.users["hoidong1"], membership=member, reason="Là người nhà của giám đốc")

    with refused(NotAllowed, code="conflict"):
        hand_in_ballot(dossier, filled(dossier), actor=city.users["hoidong1"])


@pytest.mark.parametrize("who", ["hoidong7", "thuky", "chutichhoidong", "togiupviec", "lanhdao", "chuthe1", "quantri"])
def test_only_present_members_with_a_vote_score(city: City, dossier, who: str):
    with refused(NotAllowed):
        hand_in_ballot(dossier, filled(dossier), actor=city.users[who])


def test_member_whose_membership_ended_does_not_score(city: City, dossier):
    end_membership(city.members["hoidong1"], last_day=dossier.readings.get().session.held_on.replace(day=6))

    with pytest.raises(NotAllowed):
        hand_in_ballot(dossier, filled(dossier), actor=city.users["hoidong1"])


def test_draft_leaves_no_line_event_or_history(city: City, dossier):
    before = Event.objects.count()

    save_ballot_draft(dossier, BallotInput({"1a": "1a.2"}, opinion="nháp"), actor=city.scorers[0])

    ballot = Ballot.objects.get()
    assert ballot.draft["choices"] == {"1a": "1a.2"}
    assert (ballot.handed_in_at, BallotLine.objects.count(), Event.objects.count()) == (None, 0, before)
    assert not hasattr(Ballot, "history")


def test_no_ballot_changes_or_comes_in_after_unsealing(city: City):
    dossier = unsealed(city)

    with refused(WorkflowError, code="unsealed"):
        hand_in_ballot(dossier, filled(dossier), actor=city.scorers[5])
    with pytest.raises(DatabaseError), transaction.atomic():
        Ballot.objects.update(total=100)


def test_choice_on_a_criterion_whose_condition_earned_nothing_counts_0_and_leaves_no_line(city: City, dossier):
    choices = {**filled(dossier).choices, "5a": "5a.1", "5b": "5b.4", "5c": "5c.3"}

    hand_in_ballot(dossier, BallotInput(choices), actor=city.scorers[0])

    card = dossier.rulebook.scorecard(6)
    expected = scoring.points(card, scoring.Ballot("x", choices)).total
    assert Ballot.objects.get().total == expected
    assert not BallotLine.objects.filter(criterion__in=("5b", "5c")).exists()


def test_each_member_scores_once_more_in_a_new_reading(city: City):
    dossier = unsealed(city)
    step(dossier, "new_reading", city.users["chutichhoidong"], reason="Điểm chênh nhau quá xa")

    hand_in(city, dossier, (60, 61, 62, 61, 60))

    assert [ballot.reading.number for ballot in Ballot.objects.order_by("pk")] == [1] * 5 + [2] * 5
    assert city.members["chutichhoidong"].role == Role.CHAIR


def test_key_of_a_ballot_does_not_serve_for_another_dossier(city: City):
    dossiers = [before_council(city), before_council(city, product=another_producer(city, commune="03409"))]
    session(city, dossiers)
    hand_in_ballot(dossiers[0], filled(dossiers[0]), actor=city.scorers[0], idempotency_key="once")

    with refused(Stale, code="key_reused"):
        hand_in_ballot(dossiers[1], filled(dossiers[1]), actor=city.scorers[0], idempotency_key="once")


def test_words_of_a_ballot_are_kept_composed_and_without_unseen_signs(city: City, dossier):
    words = filled(
        dossier, opinion=" So\u031b\u0323i\x00 dai.\r\nTo\u0302\u0301t. ", eliminations={"6a": "Vay\x00\n mượn"}
    )

    hand_in_ballot(dossier, words, actor=city.scorers[0])

    assert Ballot.objects.get().opinion == "Sợi dai.\nTốt."
    assert BallotLine.objects.exclude(eliminates="").get().eliminates == "Vay mượn"


@pytest.mark.parametrize("act", [hand_in_ballot, save_ballot_draft])
@pytest.mark.parametrize(
    ("words", "field"), [({"opinion": "x" * 5001}, "opinion"), ({"eliminations": {"6a": "x" * 301}}, "6a")]
)
def test_words_longer_than_a_ballot_holds_are_refused_not_cut(city: City, dossier, act, words: dict, field: str):
    with refused(InvalidInput, field=field):
        act(dossier, filled(dossier, **words), actor=city.scorers[0])


def test_draft_keeps_only_what_a_ballot_can_hold(city: City, dossier):
    sent = {"1a": "1a.2\x00", "1b": 3, "2\x00a": "2a.1", "3" * 41: "x", **{f"x{number}": "y" for number in range(300)}}

    save_ballot_draft(dossier, BallotInput(sent, None, {"6a": None}, "nh\x00áp"), actor=city.scorers[0])

    draft = Ballot.objects.get().draft
    assert (draft["choices"]["1a"], draft["choices"]["2a"], len(draft["choices"])) == ("1a.2", "2a.1", 200)
    assert (draft["case"], draft["eliminations"], draft["opinion"]) == ("", {}, "nháp")


def test_ballot_on_a_withheld_scorecard_is_refused(city: City, dossier):
    sheet = filled(dossier)
    dossier.set_no = WITHHELD
    dossier.save_as(None)

    with refused(WorkflowError, code="withheld"):
        hand_in_ballot(dossier, sheet, actor=city.scorers[0])
