"""The forms of a dossier's page: what they show, what they keep when refused, where a refusal stands."""

import pytest

from ocop_workflow.models import EvidenceCheck
from ocop_workflow.services.checks import record_checks
from ocop_workflow.services.evidence import attach_evidence
from tests.factories import dossiers
from tests.factories.city import City
from tests.ocop_workflow.backoffice.council_world import text
from tests.ocop_workflow.backoffice.dossier_world import act, errors, links_of_summary, nothing_changed, page
from tests.ocop_workflow.backoffice.forms_world import ANSWERS, APPRAISAL, REPORT

pytestmark = [pytest.mark.usefixtures("october"), pytest.mark.either_database]


def test_texts_show_what_is_written_and_hint_at_what_is_needed(city: City):
    dossier = dossiers.draft(city)

    form = page(city.users["xa.santhang"], dossier).context["forms"]["noi_dung"]

    assert form["market"].value() == "Bán tại chợ San Thàng và hai siêu thị."
    hinted = [name for name, field in form.fields.items() if field.help_text]
    assert hinted == ["product_description", "production", "market"]


def test_text_over_its_limit_is_refused_beside_it_and_nothing_typed_is_lost(city: City):
    dossier = dossiers.draft(city)
    data = {**ANSWERS, "market": "x" * 20_001, "plan": "Mở xưởng năm 2025"}

    with nothing_changed():
        response = act(city.users["xa.santhang"], dossier, "noi-dung", data)

    assert (response.status_code, list(errors(response)), links_of_summary(response)) == (
        422,
        ["market"],
        ["noi-dung_market"],
    )
    form = response.context["forms"]["noi_dung"]
    assert {key: form[key].value() for key in data} == data


def test_checks_are_offered_for_each_paper_needed_or_there(city: City):
    dossier, officer = dossiers.draft(city), city.users["phongkinhte"]
    owner = city.users["chuthe1"]
    attach_evidence(dossier, dossiers.paper(city, "awards"), actor=owner)
    dossiers.step(dossier, "submit", owner)
    dossiers.report(city, dossier)
    dossiers.step(dossier, "send_to_city", city.users["chutich.santhang"])

    lines = page(officer, dossier).context["papers"]

    checked = [line.row.kind.key for line in lines if line.check]
    assert checked == [*dossiers.required(dossier), "awards"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"verdict_test_report": "missing"}, "note_test_report"),
        ({"verdict_test_report": "insufficient", "note_test_report": "   "}, "note_test_report"),
        ({"verdict_test_report": "perfect"}, "verdict_test_report"),
        ({"verdict_test_report": "missing", "note_test_report": "x" * 301}, "note_test_report"),
        ({"note_test_report": "Quá hạn"}, "verdict_test_report"),
    ],
)
def test_faulty_check_is_refused_beside_its_paper_and_the_others_are_kept(city: City, given, field):
    dossier = dossiers.at_intake(city)
    others = {"verdict_registration_form": "sufficient"}

    with nothing_changed():
        response = act(city.users["phongkinhte"], dossier, "kiem-giay", {**others, **given})

    assert (response.status_code, list(errors(response))) == (422, [field])
    assert links_of_summary(response) == [f"kiem-giay_{field}"]
    form = response.context["forms"]["kiem_giay"]
    assert {name: form[name].value() for name in {**others, **given}} == {**others, **given}


def test_checks_show_what_was_found_in_this_stay_and_say_what_was_found_before(city: City):
    dossier = dossiers.at_appraisal(city)
    team = city.users["togiupviec"]

    assert "Kết luận trước đó: Đạt yêu cầu" in text(page(team, dossier))
    act(team, dossier, "kiem-giay", {"verdict_test_report": "insufficient", "note_test_report": "Thiếu chỉ tiêu"})

    form = page(team, dossier).context["forms"]["kiem_giay"]
    assert (form["verdict_test_report"].initial, form["note_test_report"].initial) == ("insufficient", "Thiếu chỉ tiêu")
    assert EvidenceCheck.objects.filter(dossier=dossier, kind="test_report").count() == 2


def test_report_stands_beside_the_criteria_and_proposes_a_level_of_them(city: City):
    dossier, officer = dossiers.submitted(city), city.users["xa.santhang"]
    rows = {row[0].key: row for row in page(officer, dossier).context["forms"]["bao_cao"].rows()}

    assert {key: row[1].code for key, row in rows.items()} == {
        "local_material": "1a",
        "local_labour": "3c",
        "idea": "2a",
        "local_identity": "5b",
    }
    level = rows["local_labour"][2][-1]
    assert act(officer, dossier, "bao-cao", {**REPORT, "level_local_labour": level.code}).status_code == 302
    assert dossier.commune_reports.get().findings["local_labour"]["level"] == level.code
    assert level.label in text(page(city.users["thanhtra"], dossier))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"meeting_on": "2024-10-08"}, "meeting_on"),
        ({"reported_on": "2024-10-01"}, "meeting_on"),
        ({"meeting_on": "hôm qua"}, "meeting_on"),
        ({"number": "x" * 41}, "number"),
        ({"finding_idea": "x" * 20_001}, "finding_idea"),
        ({"level_idea": "9z.9"}, "level_idea"),
    ],
)
def test_faulty_report_is_refused_beside_its_field_and_kept(city: City, wrong, field):
    dossier = dossiers.submitted(city)
    data = {**REPORT, **wrong}

    with nothing_changed():
        response = act(city.users["xa.santhang"], dossier, "bao-cao", data)

    assert (response.status_code, list(errors(response))) == (422, [field])
    form = response.context["forms"]["bao_cao"]
    assert {name: form[name].value() for name in data} == data


def test_unfinished_report_is_kept_and_the_step_says_what_it_lacks(city: City):
    dossier = dossiers.submitted(city)

    sent = act(city.users["xa.santhang"], dossier, "bao-cao", {"finding_idea": "Nghề của bản"})

    assert sent.status_code == 302
    steps = {row.step.key: row for row in page(city.users["chutich.santhang"], dossier).context["steps"]}
    assert len(steps["send_to_city"].reasons) == 5


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"samples": "-1"}, "samples"),
        ({"samples": "năm"}, "samples"),
        ({"surveyed_on": "2024-10-09"}, "surveyed_on"),
        ({"reported_on": "2024-10-01"}, "surveyed_on"),
        ({"recommendation": "praise"}, "recommendation"),
        ({"elimination_ground": "Hàng giả"}, "elimination_ground"),
    ],
)
def test_faulty_appraisal_is_refused_beside_its_field_and_kept(city: City, wrong, field):
    dossier = dossiers.at_appraisal(city)
    data = {**APPRAISAL, **wrong}

    with nothing_changed():
        response = act(city.users["togiupviec"], dossier, "tham-dinh", data)

    assert (response.status_code, list(errors(response)), links_of_summary(response)) == (
        422,
        [field],
        [f"tham-dinh_{field}"],
    )
    form = response.context["forms"]["tham_dinh"]
    assert {name: form[name].value() for name in data} == data


def test_appraisal_shows_what_was_written_before(city: City):
    dossier, team = dossiers.at_appraisal(city), city.users["togiupviec"]
    act(team, dossier, "tham-dinh", APPRAISAL)

    form = page(city.users["togiupviec2"], dossier).context["forms"]["tham_dinh"]

    assert (form["samples"].value(), form["findings"].value(), form["recommendation"].value()) == (
        5,
        "Cơ sở sạch",
        "council",
    )


def test_open_points_stand_beside_the_papers_of_a_returned_dossier(city: City):
    dossier = dossiers.at_intake(city)
    office = city.users["phongkinhte"]
    record_checks(dossier, {"test_report": ("insufficient", "Quá 12 tháng")}, actor=office)
    dossiers.step(dossier, "return_from_intake", office, reason="Bổ sung phiếu kiểm nghiệm")

    said = text(page(city.users["xa.santhang"], dossier))

    assert "Cần bổ sung : Quá 12 tháng" in said
    assert "Bổ sung phiếu kiểm nghiệm" in said
