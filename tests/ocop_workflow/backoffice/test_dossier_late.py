"""A dossier's forms sent twice, too late or without a reason: one effect, and what was typed is kept."""

import pytest

from ocop_workflow.domain import clock
from ocop_workflow.services.dossiers import save_answers
from tests.factories import dossiers
from tests.factories.city import City
from tests.ocop_workflow.backoffice.council_world import BASE, events, text, vi
from tests.ocop_workflow.backoffice.dossier_world import act, errors, links_of_summary, nothing_changed, page, take
from tests.ocop_workflow.backoffice.forms_world import ANSWERS, FORMS, send, stage

pytestmark = [pytest.mark.usefixtures("october"), pytest.mark.either_database]

FIRST = "%(who)s already took the step “%(step)s” at %(time)s on %(day)s. What you typed is kept below."


def first(who: str, time: str) -> str:
    """What is said to who comes after somebody sent the dossier back."""
    return vi(FIRST, {"who": who, "step": "Trả lại để bổ sung", "time": time, "day": "07/10/2024"})


def test_same_button_twice_has_one_effect_and_the_same_answer(city: City):
    dossier = dossiers.draft(city)
    version = dossier.version

    sent = [take(city.users["xa.santhang"], dossier, "submit", intent="one", version=version) for _ in range(2)]

    assert sent[0].url == sent[1].url == f"{BASE}/ho-so/{dossier.code}/"
    assert events("step") == 1


@pytest.mark.parametrize("action", FORMS)
def test_same_form_sent_twice_leaves_one_event(city: City, action):
    bring, data, account = FORMS[action]
    dossier = bring(city)
    before = events()
    sent = [send(city.users[account], dossier, action, data).status_code for _ in range(2)]

    assert sent == [302, 302]
    assert events() == before + (2 if action == "tai-giay" else 1)


def test_stale_step_says_who_was_first_and_keeps_what_was_typed(city: City):
    dossier = dossiers.submitted(city)
    seen = dossier.version
    with clock.travel(clock.at(clock.today(), 9)):
        take(city.users["xa.santhang"], dossier, "return_from_commune", "Thiếu phiếu", intent="first")

        with nothing_changed():
            late = take(
                city.users["chutich.santhang"], dossier, "return_from_commune", "Ảnh mờ", intent="late", version=seen
            )

    assert late.status_code == 409
    said = text(late)
    assert first("Cán bộ xã San Thàng (minh họa)", "09:00") in said
    assert "Ảnh mờ" in said


def test_stale_step_that_is_still_there_can_be_pressed_again_on_purpose(city: City):
    dossier = dossiers.draft(city)
    seen = dossier.version
    save_answers(dossier, {"plan": "Mở xưởng"}, actor=city.users["chuthe1"], expected_version=seen)

    late = take(city.users["xa.santhang"], dossier, "withdraw", "Chủ thể xin rút", version=seen)
    form = next(row.form for row in late.context["steps"] if row.step.key == "withdraw")

    assert (late.status_code, form["reason"].value()) == (409, "Chủ thể xin rút")
    again = take(
        city.users["xa.santhang"], dossier, "withdraw", form["reason"].value(), intent=form["intent"].value(),
        version=form["version"].value(),
    )  # fmt: skip
    assert (again.status_code, stage(dossier)) == (302, "withdrawn")


def test_stale_texts_are_kept_beside_what_was_saved_meanwhile(city: City):
    dossier = dossiers.draft(city)
    seen = dossier.version
    save_answers(dossier, {"market": "Siêu thị"}, actor=city.users["chuthe1"], expected_version=seen)

    with nothing_changed():
        late = act(city.users["xa.santhang"], dossier, "noi-dung", {**ANSWERS, "version": seen})

    assert late.status_code == 409
    changed = "%(who)s changed the dossier at %(time)s on %(day)s. What you typed is kept below."
    assert vi(changed, {"who": "Chủ thể 1 (minh họa)", "time": "08:00", "day": "07/10/2024"}) in text(late)
    form = late.context["forms"]["noi_dung"]
    assert (form["market"].value(), dict(form.differing())["Bán ở đâu"]) == ("Chợ San Thàng", "Siêu thị")
    again = act(city.users["xa.santhang"], dossier, "noi-dung", {**ANSWERS, "version": form["version"].value()})
    assert again.status_code == 302


def test_form_left_open_while_the_dossier_moved_on_says_who_moved_it(city: City):
    dossier = dossiers.at_intake(city)
    seen = dossier.version
    dossiers.step(dossier, "return_from_intake", city.users["truongphongkinhte"], reason="Thiếu")

    with nothing_changed():
        late = act(city.users["phongkinhte"], dossier, "kiem-giay", {**FORMS["kiem-giay"][1], "version": seen})

    assert late.status_code == 409
    assert first("Trưởng Phòng Kinh tế (minh họa)", "08:00") in text(late)
    assert late.context["forms"]["kiem_giay"]["note_test_report"].value() == "Thiếu"


def test_step_without_its_reason_is_refused_beside_the_reason(city: City):
    dossier = dossiers.submitted(city)

    with nothing_changed():
        response = take(city.users["xa.santhang"], dossier, "return_from_commune", "  ")

    assert (response.status_code, list(errors(response))) == (422, ["reason"])
    assert links_of_summary(response) == ["return_from_commune_reason"]


def test_barred_step_says_everything_that_bars_it(city: City):
    dossier = dossiers.draft(city, complete=False)
    row = next(row for row in page(city.users["xa.santhang"], dossier).context["steps"] if row.step.key == "submit")

    with nothing_changed():
        response = take(city.users["xa.santhang"], dossier, "submit")

    assert (row.form, len(row.reasons)) == (None, 9)
    assert response.status_code == 422
    assert vi("A paper is missing: %(paper)s.", {"paper": "Bản công bố chất lượng"}) in text(response)
