"""A member's ballot: filled in, saved as a draft, handed in once, read by its owner alone."""

import re

import pytest

from ocop_workflow.models import Attendance, Ballot, BallotLine
from ocop_workflow.services.ballots import BallotInput, save_ballot_draft
from ocop_workflow.services.conflicts import declare_conflict
from tests.factories.city import SAN_THANG, City, another_producer, new_product
from tests.factories.dossiers import at_council, before_council, hand_in, step, unsealed
from tests.ocop_workflow.backoffice.council_world import (
    client_of,
    events,
    full_form,
    get,
    hand_in_as,
    post,
    session_of,
    text,
    vi,
)

pytestmark = [pytest.mark.usefixtures("october"), pytest.mark.either_database]
TOURISM = 26


def handing_in(city: City, name: str, dossier, sent):
    return post(city.users[name], f"phieu/{dossier.code}/nop/", sent)


def test_page_shows_every_criterion_with_its_options(city: City):
    dossier = at_council(city)
    card = dossier.rulebook.scorecard(dossier.set_no)

    page = get(city.users["hoidong1"], f"phieu/{dossier.code}/")

    html = page.content.decode()
    assert re.findall(r'id="tc-([^"]+)"', html) == [criterion.code for criterion in card.criteria]
    offered = [option.code for criterion in card.criteria for option in card.options(criterion.code)]
    assert re.findall(r'type="radio" name="chon:[^"]+" value="([^"]+)"', html) == offered
    assert vi("least for %(stars)s stars", {"stars": 3}) in text(page)
    condition = {"code": "5a", "label": card.node("5a").label}
    assert vi("Scored only when %(code)s (%(label)s) has points", condition) in text(page)


def test_commune_finding_stands_beside_its_criterion(city: City):
    dossier = at_council(city)

    page = get(city.users["hoidong1"], f"phieu/{dossier.code}/")

    beside = {row.code: row.findings for row in page.context["sheet"].criteria if row.findings}
    expected = {
        content.criteria[dossier.set_no]: ((content.label.vi, f"Đạt: {content.label.vi}."),)
        for content in dossier.rulebook.commune
    }
    assert beside == expected
    assert f"/quan-tri/ocop/giay-to/{dossier.evidence_uses.first().evidence.code}/" in page.content.decode()


def test_page_has_no_script_of_its_own_and_no_style_attribute(city: City):
    html = get(city.users["hoidong1"], f"phieu/{at_council(city).code}/").content.decode()

    assert re.findall(r"<script(?![^>]*\bsrc=)", html) == []
    assert re.findall(r'\sstyle="', html) == []


def test_draft_is_kept_without_an_event_and_counted(city: City):
    dossier = at_council(city)
    sent = {"chon:1a": "1a.3", "chon:1b": "1b.1", "y-kien": "Sạch", "loai:1a": "Nguyên liệu nhập"}
    before = events()

    answer = post(city.users["hoidong1"], f"phieu/{dossier.code}/nhap/", sent)

    page = get(city.users["hoidong1"], f"phieu/{dossier.code}/")
    sheet = page.context["sheet"]
    card = dossier.rulebook.scorecard(dossier.set_no)
    total = card.node("1a.3").points + card.node("1b.1").points
    assert (answer.status_code, events() - before) == (302, 0)
    assert (sheet.total, sheet.filled.opinion, len(sheet.missing)) == (total, "Sạch", len(card.criteria) - 2)
    assert sheet.filled.choices == {"1a": "1a.3", "1b": "1b.1"}
    assert [row.reason for row in sheet.eliminations] == ["Nguyên liệu nhập"]


def test_draft_saved_in_the_background_answers_with_the_count(city: City):
    dossier = at_council(city)
    sent = full_form(dossier)
    del sent["chon:1a"]

    answer = post(city.users["hoidong1"], f"phieu/{dossier.code}/nhap/", sent, HTTP_ACCEPT="application/json")

    said = answer.json()
    assert (answer.status_code, said["missing"]) == (200, ["1a"])
    assert said["saved"].startswith(vi("Saved at %(time)s", {"time": "08:"}))


def test_draft_in_the_background_says_when_it_is_too_late(city: City):
    dossier = unsealed(city)

    answer = post(city.users["hoidong1"], f"phieu/{dossier.code}/nhap/", {}, HTTP_ACCEPT="application/json")

    assert (answer.status_code, answer.json()["error"]) == (
        422,
        vi("The ballots are unsealed; no ballot changes any more."),
    )


def test_same_hand_in_sent_twice_has_one_effect(city: City):
    dossier = at_council(city)
    sent = {**full_form(dossier), "intent": "phieu-1"}

    answers = [handing_in(city, "hoidong1", dossier, sent) for _ in range(2)]

    assert [answer.url for answer in answers] == [f"/quan-tri/ocop/phieu/{dossier.code}/"] * 2
    assert (Ballot.objects.get().total, events("ballot.handed_in")) == (68, 1)


def test_second_ballot_of_a_member_is_refused(city: City):
    dossier = at_council(city)
    handing_in(city, "hoidong1", dossier, full_form(dossier, 68))
    before = events(), BallotLine.objects.count()

    answer = handing_in(city, "hoidong1", dossier, full_form(dossier, 69))

    said = vi("You have handed in your ballot for this product.")
    assert (answer.status_code, said in text(answer)) == (409, True)
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


def test_own_ballot_is_read_again_after_hand_in(city: City):
    dossier = at_council(city)
    hand_in_as(city.users["hoidong1"], dossier, 68, opinion="Sợi miến đều")

    page = get(city.users["hoidong1"], f"phieu/{dossier.code}/")

    assert (page.status_code, page.context["ballot"].total) == (200, 68)
    assert "Sợi miến đều" in text(page)
    assert "<form" not in page.content.decode()


def test_member_sees_only_the_own_draft(city: City):
    dossier = at_council(city)
    save_ballot_draft(dossier, BallotInput({"1a": "1a.3"}, opinion="Nháp 5512"), actor=city.users["hoidong1"])

    page = get(city.users["hoidong2"], f"phieu/{dossier.code}/")

    assert (page.context["sheet"].total, "Nháp 5512" in page.content.decode()) == (0, False)


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

    answer = handing_in(city, "hoidong1", dossier, full_form(dossier))

    said = vi("You declared a conflict of interest for this product and do not score it.")
    assert (answer.status_code, said in text(answer), events()) == (403, True, before)


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

    answer = handing_in(city, "hoidong7", dossier, full_form(dossier))

    said = vi("The ballots are unsealed; no ballot changes any more.")
    assert (answer.status_code, said in text(answer), events()) == (409, True, before)


def tourism(city: City):
    producer = another_producer(city, account="chuthe3", commune=SAN_THANG).producer
    return at_council(city, product=new_product(producer, "Du lịch bản (minh họa)", set_no=TOURISM))


def test_case_must_be_chosen_where_the_sheet_has_cases(city: City):
    dossier = tourism(city)
    sent = full_form(dossier, 70)
    del sent["truong-hop"]

    answer = handing_in(city, "hoidong1", dossier, sent)

    places = {place: what for place, _, what in answer.context["sheet"].faults}
    assert answer.status_code == 422
    assert places["truong-hop"] == vi("Choose which case is scored.")


def test_choices_of_the_other_case_are_left_out(city: City):
    dossier = tourism(city)
    card = dossier.rulebook.scorecard(TOURISM)
    sent = full_form(dossier, 70)
    other = [node for node in card.criteria if card.case_of(node.code) not in (None, sent["truong-hop"])]
    sent |= {f"chon:{node.code}": card.options(node.code)[-1].code for node in other}

    answer = handing_in(city, "hoidong1", dossier, sent)

    kept = set(Ballot.objects.get().lines.values_list("criterion", flat=True))
    assert (answer.status_code, Ballot.objects.get().total) == (302, 70)
    assert len(other) == 3
    assert kept.isdisjoint({node.code for node in other})


def test_elimination_is_handed_in_with_its_reason(city: City):
    dossier = at_council(city)
    sent = {**full_form(dossier), "loai:2a": "Phổ biến ở nhiều tỉnh", "loai:*": ""}

    handing_in(city, "hoidong1", dossier, sent)

    flagged = BallotLine.objects.exclude(eliminates="").values_list("criterion", "eliminates")
    assert list(flagged) == [("2a", "Phổ biến ở nhiều tỉnh")]
    assert "Phổ biến ở nhiều tỉnh" in text(get(city.users["hoidong1"], f"phieu/{dossier.code}/"))


def test_handing_in_and_saving_are_not_done_by_reading_an_address(city: City):
    dossier = at_council(city)
    client = client_of(city.users["hoidong1"])

    addresses = [f"/quan-tri/ocop/phieu/{dossier.code}/{act}/" for act in ("nop", "nhap")]

    assert [client.get(address).status_code for address in addresses] == [405, 405]
