"""A member's ballot: filled in, saved as a draft, handed in once, read by its owner alone."""

import re

import pytest

from ocop_workflow.models import Ballot, BallotLine
from ocop_workflow.services.ballots import BallotInput, save_ballot_draft
from tests.factories.city import SAN_THANG, City, another_producer, new_product
from tests.factories.dossiers import at_council, unsealed
from tests.ocop_workflow.backoffice.council_world import (
    client_of,
    events,
    full_form,
    get,
    hand_in_as,
    post,
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
