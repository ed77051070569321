"""What a council agrees on, and the interests its members declare, beside a dossier before it."""

import pytest

from ocop_workflow.models import Reading
from ocop_workflow.services.conflicts import declare_conflict
from tests.factories.city import City
from tests.factories.dossiers import at_council, concluded, step
from tests.ocop_workflow.backoffice.council_world import (
    chair_takes,
    events,
    full_form,
    get,
    hand_in_as,
    page_of,
    post,
    text,
    vi,
)
from tests.ocop_workflow.backoffice.dossier_world import nothing_changed

pytestmark = [pytest.mark.usefixtures("october"), pytest.mark.either_database]


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
    assert chair_takes(city, dossier, "conclude").status_code == 302


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


NOT_THEIRS = (
    "Nothing was recorded: the council is done with this, or it is for another member to do. "
    "What you typed is kept below."
)


@pytest.mark.parametrize("name", ["phongkinhte", "togiupviec", "thanhtra"])
def test_offices_only_read(city: City, name):
    dossier = at_council(city)
    before = events()
    sent = {"membership": city.members["hoidong3"].pk, "reason": "…"}

    answer = post(city.users[name], f"{page_of(dossier)}xung-dot/", sent)

    assert (answer.status_code, events()) == (403, before)
    assert vi(NOT_THEIRS) in text(answer)


def test_interest_is_refused_once_the_ballot_is_in(city: City):
    dossier = at_council(city)
    hand_in_as(city.users["hoidong1"], dossier, 68)
    before = events()
    sent = {"membership": city.members["hoidong1"].pk, "reason": "Góp vốn"}

    answer = post(city.users["hoidong1"], f"{page_of(dossier)}xung-dot/", sent)

    said = vi("This member's ballot is already in; the chair opens a new reading first.")
    assert (answer.status_code, answer.context["refused"].non_field_errors()) == (422, [said])
    assert (events(), answer.context["refused"]["reason"].value()) == (before, "Góp vốn")


def test_conflict_declared_before_the_session_bars_the_ballot(city: City):
    dossier = at_council(city)
    declare_conflict(dossier, actor=city.users["hoidong1"], membership=city.members["hoidong1"], reason="Góp vốn")

    answer = get(city.users["hoidong1"], f"phieu/{dossier.code}/")

    said = vi("You declared a conflict of interest for this product and do not score it.")
    assert (answer.status_code, said in text(answer)) == (403, True)


def test_interest_declared_after_the_conclusion_is_refused_and_its_words_are_kept(city: City):
    dossier = concluded(city)
    sent = {"membership": city.members["hoidong7"].pk, "reason": "Em vợ của giám đốc hợp tác xã"}

    with nothing_changed():
        answer = post(city.users["thuky"], f"{page_of(dossier)}xung-dot/", sent)

    assert (answer.status_code, vi(NOT_THEIRS) in text(answer)) == (403, True)
    assert sent["reason"] in answer.context["typed"]
    assert sent["reason"] in text(answer)


def test_agreement_after_the_conclusion_is_refused_and_its_words_are_kept(city: City):
    dossier = differing(city)
    chair = city.users["chutichhoidong"]
    post(chair, f"{page_of(dossier)}thong-nhat/", {"option:1c": "1c.2"})
    assert chair_takes(city, dossier, "conclude").status_code == 302

    with nothing_changed():
        answer = post(chair, f"{page_of(dossier)}thong-nhat/", {"option:1c": "1c.3", "note": "Xét lại hồ sơ đất"})

    assert (answer.status_code, answer.context["typed"]) == (403, ["1c.3", "Xét lại hồ sơ đất"])
    assert "Xét lại hồ sơ đất" in text(answer)
