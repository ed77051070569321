"""A dossier before the council: sealed until the chair unseals, then what is agreed and concluded."""

import re

import pytest

from ocop_workflow.models import Ballot, Reading
from ocop_workflow.services.conflicts import declare_conflict
from tests.factories.city import City
from tests.factories.dossiers import at_council, concluded, hand_in, step, unsealed
from tests.ocop_workflow.backoffice.council_world import (
    client_of,
    events,
    full_form,
    get,
    hand_in_as,
    neighbour,
    post,
    session_of,
    text,
    vi,
)

pytestmark = [pytest.mark.usefixtures("october"), pytest.mark.either_database]

CANARY = "Ý kiến niêm phong 7391"
WATCHERS = ["thuky", "chutichhoidong", "hoidong2", "phongkinhte", "togiupviec", "thanhtra", "quantri"]


def page_of(dossier) -> str:
    return f"phien-hop/{session_of(dossier).code}/ho-so/{dossier.code}/"


def take(city: City, name: str, dossier, key: str, **more: object):
    dossier.refresh_from_db()
    return post(city.users[name], f"ho-so/{dossier.code}/buoc/{key}/", {"version": dossier.version, **more})


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
    answer = text(take(city, "chutichhoidong", dossier, "conclude"))

    said = vi("The ballots are still sealed; the chair unseals them first.")
    assert said in page
    assert said in answer
    apart = "The ballots lie %(spread)s points apart; the by-law allows %(limit)s. Open a new reading."
    assert vi(apart, {"spread": 39, "limit": 10}) not in page + answer


def test_unsealing_goes_back_to_the_session_and_shows_the_totals(city: City):
    dossier = at_council(city)
    hand_in(city, dossier, (68, 68, 69, 68, 69))
    path = f"/quan-tri/ocop/{page_of(dossier)}"

    answers = [take(city, "chutichhoidong", dossier, "unseal", next=path, intent="mo-phieu")]
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

    assert take(city, "chutichhoidong", dossier, "unseal", next=target).url == f"/quan-tri/ocop/ho-so/{dossier.code}/"


def test_unsealing_waits_for_every_ballot_and_says_whose(city: City):
    dossier = at_council(city)
    hand_in(city, dossier, (68, 68, 69, 68))
    before = events()

    page = get(city.users["chutichhoidong"], page_of(dossier))
    answer = take(city, "chutichhoidong", dossier, "unseal")

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

    answer = take(city, "chutichhoidong", dossier, "conclude")

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
    without_reason = take(city, "chutichhoidong", dossier, "new_reading")
    answer = take(city, "chutichhoidong", dossier, "new_reading", reason="Chấm lại sau thảo luận")

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


def differing(city: City):
    """A dossier whose members differ on one criterion that carries a minimum."""
    dossier = at_council(city)
    card = dossier.rulebook.scorecard(dossier.set_no)
    for name in city.road.scorers[:5]:
        sent = full_form(dossier, 68)
        if name in {"hoidong1", "hoidong2"}:
            higher = [option.code for option in card.options("1c")]
            sent["chon:1c"] = higher[higher.index(sent["chon:1c"]) + 1]
        assert post(city.users[name], f"phieu/{dossier.code}/nop/", sent).status_code == 302
    step(dossier, "unseal", city.actor("chair"))
    return dossier


def test_chair_records_what_the_council_agreed_once(city: City):
    dossier = differing(city)
    page = get(city.users["chutichhoidong"], page_of(dossier))
    sent = {"option:1c": "1c.2", "note": "Theo hồ sơ", "intent": "thong-nhat"}

    answers = [post(city.users["chutichhoidong"], f"{page_of(dossier)}thong-nhat/", sent) for _ in range(2)]

    (field,) = page.context["agreement_form"].differences()
    labels = dict(field.field.choices)
    who = f"({city.users['hoidong1']}, {city.users['hoidong2']})"
    assert [code for code, label in labels.items() if label.endswith(who)] == ["1c.2"]
    assert [answer.status_code for answer in answers] == [302, 302]
    reading = Reading.objects.get()
    assert list(reading.agreements.values_list("criterion", "option", "note")) == [("1c", "1c.2", "Theo hồ sơ")]
    assert events("agreement.recorded") == 1
    assert take(city, "chutichhoidong", dossier, "conclude").status_code == 302


@pytest.mark.parametrize("name", ["thuky", "hoidong1", "phongkinhte", "quantri"])
def test_agreement_is_the_chairs_to_record(city: City, name):
    dossier = differing(city)
    before = events()

    answer = post(city.users[name], f"{page_of(dossier)}thong-nhat/", {"option:1c": "1c.2"})

    assert (answer.status_code, answer.context["agreement_form"]) == (403, None)
    assert (events(), Reading.objects.get().agreements.count()) == (before, 0)


def test_option_of_another_criterion_cannot_be_agreed(city: City):
    dossier = differing(city)
    before = events()

    answer = post(city.users["chutichhoidong"], f"{page_of(dossier)}thong-nhat/", {"option:1c": "1b.1"})

    assert (answer.status_code, list(answer.context["agreement_form"].errors)) == (422, ["option:1c"])
    assert events() == before


def test_result_lists_the_minimums_that_were_not_met(city: City):
    dossier = concluded(city)

    page = get(city.users["phongkinhte"], page_of(dossier))

    result = page.context["row"].result
    assert (str(result.points), result.stars, result.outcome) == ("68.40", 3, "certify")
    assert {unmet["star"] for unmet in result.unmet} == {4, 5}
    assert all(unmet["label"] in text(page) for unmet in result.unmet)
    assert page.context["steps"] == []


def test_member_declares_an_interest_once_and_scores_no_more(city: City):
    dossier = at_council(city)
    sent = {"membership": city.members["hoidong1"].pk, "reason": "Góp vốn vào hợp tác xã", "intent": "khai-bao"}

    answers = [post(city.users["hoidong1"], f"{page_of(dossier)}xung-dot/", sent) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert events("conflict.declared") == 1
    page = get(city.users["thuky"], page_of(dossier))
    assert "hoidong1" not in [member.user.username for member in page.context["row"].entitled]
    assert sent["reason"] in text(page)
    assert sent["reason"] not in text(get(city.users["phongkinhte"], page_of(dossier)))


def test_secretary_records_the_interest_of_any_member(city: City):
    dossier = at_council(city)

    answer = post(
        city.users["thuky"],
        f"{page_of(dossier)}xung-dot/",
        {"membership": city.members["hoidong3"].pk, "reason": "Họ hàng của chủ thể"},
    )

    assert answer.status_code == 302
    assert list(dossier.conflicts.values_list("membership__user__username", flat=True)) == ["hoidong3"]


def test_member_does_not_declare_for_another(city: City):
    dossier = at_council(city)
    before = events()
    sent = {"membership": city.members["hoidong3"].pk, "reason": "Không phải của tôi"}

    answer = post(city.users["hoidong1"], f"{page_of(dossier)}xung-dot/", sent)

    assert (answer.status_code, list(answer.context["conflict_form"].errors)) == (422, ["membership"])
    assert (events(), dossier.conflicts.count()) == (before, 0)


@pytest.mark.parametrize("name", ["phongkinhte", "togiupviec", "thanhtra"])
def test_offices_only_read(city: City, name):
    dossier = at_council(city)
    before = events()
    sent = {"membership": city.members["hoidong3"].pk, "reason": "…"}

    assert post(city.users[name], f"{page_of(dossier)}xung-dot/", sent).status_code == 403
    assert events() == before


def test_interest_is_refused_once_the_ballot_is_in(city: City):
    dossier = at_council(city)
    hand_in_as(city.users["hoidong1"], dossier, 68)
    before = events()
    sent = {"membership": city.members["hoidong1"].pk, "reason": "Góp vốn"}

    answer = post(city.users["hoidong1"], f"{page_of(dossier)}xung-dot/", sent)

    said = vi("This member's ballot is already in; the chair opens a new reading first.")
    assert (answer.status_code, answer.context["refused"].non_field_errors()) == (422, [said])
    assert (events(), answer.context["refused"]["reason"].value()) == (before, "Góp vốn")


def test_dossier_of_another_session_is_not_found(city: City):
    first, second = at_council(city), at_council(city, product=neighbour(city, 1))

    path = f"phien-hop/{session_of(first).code}/ho-so/{second.code}/"

    assert get(city.users["thuky"], path).status_code == 404


def test_conflict_declared_before_the_session_bars_the_ballot(city: City):
    dossier = at_council(city)
    declare_conflict(dossier, actor=city.users["hoidong1"], membership=city.members["hoidong1"], reason="Góp vốn")

    answer = get(city.users["hoidong1"], f"phieu/{dossier.code}/")

    said = vi("You declared a conflict of interest for this product and do not score it.")
    assert (answer.status_code, said in text(answer)) == (403, True)


def test_session_shows_several_products_on_one_chart(city: City):
    dossiers = [unsealed(city), at_council(city, product=neighbour(city, 1))]

    page = get(city.users["hoidong2"], f"phien-hop/{session_of(dossiers[0]).code}/")

    (row,) = page.context["chart"].rows
    assert (row.name, row.shown, len(row.dots), row.is_wide) == (str(city.product), "68,40", 5, False)
    assert 'style="' not in str(page.content.decode().partition("<figure")[2].partition("</figure>")[0])
