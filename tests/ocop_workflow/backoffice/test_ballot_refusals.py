"""Ballots that are refused: why, in words, and with everything that was filled in still there."""

import re

import pytest

from ocop_workflow.models import Attendance, Ballot, BallotLine
from ocop_workflow.services.conflicts import declare_conflict
from tests.factories.city import City
from tests.factories.dossiers import at_council, before_council, hand_in, step
from tests.ocop_workflow.backoffice.council_world import (
    events,
    full_form,
    get,
    post,
    session_of,
    text,
    vi,
)
from tests.ocop_workflow.backoffice.dossier_world import nothing_changed

pytestmark = [pytest.mark.usefixtures("october"), pytest.mark.either_database]


def handing_in(city: City, name: str, dossier, sent):
    return post(city.users[name], f"phieu/{dossier.code}/nop/", sent)


def test_second_ballot_of_a_member_is_refused(city: City):
    dossier = at_council(city)
    handing_in(city, "hoidong1", dossier, full_form(dossier, 68))
    before = events(), BallotLine.objects.count()

    second = {**full_form(dossier, 69), "y-kien": "Phiếu ở thẻ thứ hai", "loai:2a": "Nguyên liệu mua ngoài"}
    answer = handing_in(city, "hoidong1", dossier, second)

    said = vi("You have handed in your ballot for this product.")
    assert (answer.status_code, said in text(answer)) == (409, True)
    assert all(words in text(answer) for words in ("Phiếu ở thẻ thứ hai", "Nguyên liệu mua ngoài"))
    assert answer.context["typed"].total == 69
    assert (events(), BallotLine.objects.count()) == before
    assert Ballot.objects.get().total == 68


def test_criteria_left_open_are_all_marked_and_nothing_typed_is_lost(city: City):
    dossier = at_council(city)
    sent = {**full_form(dossier), "y-kien": "Bao bì <b>đẹp</b>", "loai:2a": "", "intent": "k"}
    for criterion in ("1a", "6b", "10"):
        del sent[f"chon:{criterion}"]
    before = events()

    answer = handing_in(city, "hoidong1", dossier, sent)

    sheet = answer.context["sheet"]
    assert (answer.status_code, events()) == (422, before)
    assert [place for place, _, _ in sheet.faults] == ["tc-1a", "tc-6b", "tc-10"]
    assert [row.code for row in sheet.criteria if row.faults] == ["1a", "6b", "10"]
    assert vi("The ballot has %(count)s open points.", {"count": 3}) in text(answer)
    html = answer.content.decode()
    assert len(re.findall(r'value="[^"]+" data-points="\d+" checked', html)) == len(sheet.criteria) - 3
    assert "Bao bì &lt;b&gt;đẹp&lt;/b&gt;" in html
    assert 'role="alert" tabindex="-1" id="loi"' in html
    assert (answer.context["form"]["intent"].value(), Ballot.objects.count()) == ("k", 0)


@pytest.mark.parametrize(
    ("criterion", "option", "code"),
    [("1a", "1b.1", "other_criterion"), ("1a", "zz", "unknown_option"), ("zz", "1a.1", "unknown_criterion")],
)
def test_option_that_is_not_the_criterions_own_is_refused(city: City, criterion, option, code):
    dossier = at_council(city)
    before = events()

    answer = handing_in(city, "hoidong1", dossier, {**full_form(dossier), f"chon:{criterion}": option})

    (fault,) = answer.context["sheet"].faults
    expected = {
        "other_criterion": "The option belongs to another criterion. Choose one of this criterion.",
        "unknown_option": "The sheet has no such option.",
        "unknown_criterion": "The sheet has no such criterion.",
    }
    assert (answer.status_code, str(fault[2])) == (422, vi(expected[code]))
    assert (events(), Ballot.objects.count()) == (before, 0)


NOT_A_SCORER = "You are not among the members who score this product in this session."


@pytest.mark.parametrize("name", ["thuky", "chutichhoidong", "hoidong7", "phongkinhte", "togiupviec", "thanhtra"])
def test_who_does_not_score_is_told_so(city: City, name):
    dossier = at_council(city)
    before = events()

    answers = [
        get(city.users[name], f"phieu/{dossier.code}/"),
        post(city.users[name], f"phieu/{dossier.code}/nhap/", full_form(dossier)),
        handing_in(city, name, dossier, full_form(dossier)),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert all(vi(NOT_A_SCORER) in text(answer) for answer in answers)
    assert (events(), Ballot.objects.count()) == (before, 0)


def test_member_with_a_conflict_is_told_so(city: City):
    dossier = at_council(city)
    member = city.users["hoidong1"]
    declare_conflict(dossier, actor=member, membership=city.members["hoidong1"], reason="Góp vốn")
    before = events()

    answer = handing_in(city, "hoidong1", dossier, {**full_form(dossier), "y-kien": "Sợi miến đều"})

    said = vi("You declared a conflict of interest for this product and do not score it.")
    assert (answer.status_code, said in text(answer), events()) == (403, True, before)
    assert "Sợi miến đều" in text(answer)


def test_member_marked_absent_afterwards_cannot_hand_in(city: City):
    dossier = at_council(city)
    row = Attendance.objects.get(session=session_of(dossier), membership=city.members["hoidong1"])
    row.present = False
    row.save_as(None)

    assert handing_in(city, "hoidong1", dossier, full_form(dossier)).status_code == 403


@pytest.mark.parametrize("name", ["xa.dongphong", "lanhdao", "taichinh"])
def test_ballot_of_a_dossier_out_of_sight_is_not_found(city: City, name):
    dossier = at_council(city)
    paths = ["", "nhap/", "nop/"]

    answers = [get(city.users[name], f"phieu/{dossier.code}/")]
    answers += [post(city.users[name], f"phieu/{dossier.code}/{path}", {}) for path in paths[1:]]

    assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_ballot_waits_for_the_session(city: City):
    dossier = before_council(city)

    answer = get(city.users["hoidong1"], f"phieu/{dossier.code}/")

    assert (answer.status_code, vi("The council session is not open.") in text(answer)) == (409, True)


def test_no_ballot_is_handed_in_after_unsealing(city: City):
    dossier = at_council(city, present=6)
    hand_in(city, dossier, (68, 68, 69, 68, 69, 68))
    step(dossier, "unseal", city.actor("chair"))
    row = Attendance.objects.get(session=session_of(dossier), membership=city.members["hoidong7"])
    row.present = True
    row.save_as(None)
    before = events()

    answer = handing_in(city, "hoidong7", dossier, {**full_form(dossier), "y-kien": "Sợi miến đều"})

    said = vi("The ballots are unsealed; no ballot changes any more.")
    assert (answer.status_code, said in text(answer), events()) == (409, True, before)
    assert "Sợi miến đều" in text(answer)


TOO_LONG = "This text has %(length)s characters; at most %(limit)s fit."


@pytest.mark.parametrize("act", ["nop", "nhap"])
@pytest.mark.parametrize(
    ("field", "place", "most"),
    [("y-kien", "o-y-kien", 5000), ("loai:2a", "tc-2a", 300), ("loai:*", "loai-*", 300)],
)
def test_text_that_is_too_long_is_refused_at_its_place_and_kept_whole(city: City, act, field, place, most):
    dossier = at_council(city)
    long = "dài " * (most // 4) + "hết"
    sent = {**full_form(dossier), field: long}

    with nothing_changed():
        answer = post(city.users["hoidong1"], f"phieu/{dossier.code}/{act}/", sent)

    said = vi(TOO_LONG, {"length": len(long), "limit": most})
    assert (answer.status_code, [(where, what) for where, _, what in answer.context["sheet"].faults]) == (
        422,
        [(place, said)],
    )
    assert f">{long}</textarea>" in answer.content.decode()
    assert f'id="{place}"' in answer.content.decode()
    assert answer.context["sheet"].total == 68


def test_text_of_several_lines_up_to_the_limit_is_kept_whole(city: City):
    dossier = at_council(city)
    lines = "\r\n".join(["dòng"] * 1000)

    answer = handing_in(city, "hoidong1", dossier, {**full_form(dossier), "y-kien": lines})

    assert (answer.status_code, Ballot.objects.get().opinion) == (302, "\n".join(["dòng"] * 1000))


def test_ballot_on_a_withheld_scorecard_says_why_and_keeps_the_words(city: City):
    dossier = at_council(city)
    dossier.set_no = 11
    dossier.save_as(None)
    reason = dossier.rulebook.scorecard(11).withheld

    with nothing_changed():
        answer = handing_in(city, "hoidong1", dossier, {**full_form(dossier), "y-kien": "Trà thơm"})

    said = vi("The scorecard of set %(set)s is withheld: %(reason)s", {"set": 11, "reason": reason})
    assert (answer.status_code, said in text(answer), "Trà thơm" in text(answer)) == (409, True, True)
