"""A dossier before the council: sealed until the chair unseals, then what is agreed and concluded."""

import re

import pytest

from ocop_workflow.models import Ballot, Reading
from tests.factories.city import City
from tests.factories.dossiers import at_council, concluded, hand_in, step, unsealed
from tests.ocop_workflow.backoffice.council_world import (
    chair_takes,
    client_of,
    events,
    get,
    hand_in_as,
    neighbour,
    page_of,
    post,
    session_of,
    text,
    vi,
)

pytestmark = [pytest.mark.usefixtures("october"), pytest.mark.either_database]

CANARY = "Ý kiến niêm phong 7391"
WATCHERS = ["thuky", "chutichhoidong", "hoidong2", "phongkinhte", "togiupviec", "thanhtra", "quantri"]


def test_names_of_those_who_handed_in_are_shown_while_sealed(city: City):
    dossier = at_council(city)
    hand_in_as(city.users["hoidong1"], dossier, 61)

    page = get(city.users["thuky"], page_of(dossier))

    row = page.context["row"]
    assert row.handed_in == {city.users["hoidong1"].pk}
    assert [member.user.username for member in row.waiting] == ["hoidong2", "hoidong3", "hoidong4", "hoidong5"]
    assert vi("%(done)s of %(due)s members who score have handed in.", {"done": 1, "due": 5}) in text(page)


@pytest.mark.parametrize("name", WATCHERS)
def test_sealed_ballot_is_in_no_answer_to_anybody_else(city: City, name):
    dossier = at_council(city)
    hand_in_as(city.users["hoidong1"], dossier, 97, opinion=CANARY)
    client = client_of(city.users[name])
    held = session_of(dossier).code
    paths = ["", "ho-so/", f"ho-so/{dossier.code}/", "phien-hop/", f"phien-hop/{held}/", page_of(dossier)]
    paths += [f"phieu/{dossier.code}/", "quyet-dinh/", "giay-chung-nhan/"]

    answers = [client.get(f"/quan-tri/ocop/{path}").content.decode() for path in paths]
    refused = client.post(f"/quan-tri/ocop/{page_of(dossier)}thong-nhat/", {"option:1a": "1a.3"})

    assert Ballot.objects.get().total == 97
    for answer in [*answers, refused.content.decode()]:
        assert CANARY not in answer
        ours = answer.partition('<div class="ocop">')[2]
        assert not re.search(r"\b97\b", re.sub(r"<[^>]+>", " ", ours))


def test_chair_is_not_told_how_far_sealed_ballots_lie_apart(city: City):
    dossier = at_council(city)
    hand_in(city, dossier, (51, 90, 60, 60, 60))

    page = text(get(city.users["chutichhoidong"], page_of(dossier)))
    answer = text(chair_takes(city, dossier, "conclude"))

    said = vi("The ballots are still sealed; the chair unseals them first.")
    assert said in page
    assert said in answer
    apart = "The ballots lie %(spread)s points apart; the by-law allows %(limit)s. Open a new reading."
    assert vi(apart, {"spread": 39, "limit": 10}) not in page + answer


def test_unsealing_goes_back_to_the_session_and_shows_the_totals(city: City):
    dossier = at_council(city)
    hand_in(city, dossier, (68, 68, 69, 68, 69))
    path = f"/quan-tri/ocop/{page_of(dossier)}"

    answers = [chair_takes(city, dossier, "unseal", next=path, intent="mo-phieu")]
    dossier.version -= 1
    again = {"version": dossier.version, "next": path, "intent": "mo-phieu"}
    answers.append(post(city.users["chutichhoidong"], f"ho-so/{dossier.code}/buoc/unseal/", again))

    assert [answer.url for answer in answers] == [path, path]
    page = get(city.users["hoidong2"], page_of(dossier))
    assert [sheet.ballot.total for sheet in page.context["current"].sheets] == [68, 68, 69, 68, 69]
    assert [sum(sheet.parts) for sheet in page.context["current"].sheets] == [68, 68, 69, 68, 69]
    assert (str(page.context["line"].mean), page.context["line"].spread) == ("68.40", 1)


@pytest.mark.parametrize("target", ["https://example.com/", "//example.com/", "javascript:alert(1)"])
def test_step_never_goes_on_to_another_site(city: City, target):
    dossier = at_council(city)
    hand_in(city, dossier, (68, 68, 69, 68, 69))

    assert chair_takes(city, dossier, "unseal", next=target).url == f"/quan-tri/ocop/ho-so/{dossier.code}/"


def test_unsealing_waits_for_every_ballot_and_says_whose(city: City):
    dossier = at_council(city)
    hand_in(city, dossier, (68, 68, 69, 68))
    before = events()

    page = get(city.users["chutichhoidong"], page_of(dossier))
    answer = chair_takes(city, dossier, "unseal")

    said = vi("Ballots not yet handed in: %(members)s.", {"members": str(city.users["hoidong5"])})
    assert said in text(page)
    assert (answer.status_code, said in text(answer)) == (422, True)
    assert (events(), Reading.objects.get().is_sealed) == (before, True)


def test_conclusion_without_quorum_is_barred_in_words(city: City):
    dossier = unsealed(city)
    for name in ("hoidong4", "hoidong5"):
        row = session_of(dossier).attendance.get(membership=city.members[name])
        row.present = False
        row.save_as(None)
    before = events()

    answer = chair_takes(city, dossier, "conclude")

    said = vi(
        "No quorum: %(present)s of %(appointed)s members are present; the by-law %(bylaw)s asks for %(share)s.",
        {"present": 4, "appointed": 8, "bylaw": "313/QĐ-UBND", "share": "2/3"},
    )
    assert (answer.status_code, said in text(answer)) == (422, True)
    assert said in text(get(city.users["chutichhoidong"], page_of(dossier)))
    assert events() == before


def test_spread_too_wide_is_said_and_a_new_reading_keeps_the_old_ballots(city: City):
    dossier = unsealed(city, totals=(60, 61, 65, 68, 71))
    said = vi(
        "The ballots lie %(spread)s points apart; the by-law allows %(limit)s. Open a new reading.",
        {"spread": 11, "limit": 10},
    )

    page = get(city.users["chutichhoidong"], page_of(dossier))
    without_reason = chair_takes(city, dossier, "new_reading")
    answer = chair_takes(city, dossier, "new_reading", reason="Chấm lại sau thảo luận")

    assert said in text(page)
    assert (without_reason.status_code, answer.status_code) == (422, 302)
    later = get(city.users["hoidong1"], page_of(dossier))
    assert (later.context["row"].reading.number, later.context["current"]) == (2, None)
    assert [view.line.row.totals for view in later.context["earlier"]] == [(60, 61, 65, 68, 71)]


def test_ballots_of_two_readings_are_not_mixed(city: City):
    dossier = unsealed(city, totals=(60, 61, 65, 68, 71))
    step(dossier, "new_reading", city.actor("chair"), reason="Chấm lại")
    hand_in_as(city.users["hoidong1"], dossier, 66, opinion=CANARY)

    page = get(city.users["hoidong2"], page_of(dossier))

    assert (page.context["row"].totals, CANARY in page.content.decode()) == ((), False)


def test_result_lists_the_minimums_that_were_not_met(city: City):
    dossier = concluded(city)

    page = get(city.users["phongkinhte"], page_of(dossier))

    result = page.context["row"].result
    assert (str(result.points), result.stars, result.outcome) == ("68.40", 3, "certify")
    assert {unmet["star"] for unmet in result.unmet} == {4, 5}
    assert all(unmet["label"] in text(page) for unmet in result.unmet)
    assert page.context["steps"] == []


def test_dossier_of_another_session_is_not_found(city: City):
    first, second = at_council(city), at_council(city, product=neighbour(city, 1))

    path = f"phien-hop/{session_of(first).code}/ho-so/{second.code}/"

    assert get(city.users["thuky"], path).status_code == 404


def test_session_shows_several_products_on_one_chart(city: City):
    dossiers = [unsealed(city), at_council(city, product=neighbour(city, 1))]

    page = get(city.users["hoidong2"], f"phien-hop/{session_of(dossiers[0]).code}/")

    (row,) = page.context["chart"].rows
    assert (row.name, row.shown, len(row.dots), row.is_wide) == (str(city.product), "68,40", 5, False)
    assert 'style="' not in str(page.content.decode().partition("<figure")[2].partition("</figure>")[0])
