"""A dossier's page: who opens it, and what it says to whom."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ocop_workflow.models import StageVisit
from ocop_workflow.services.checks import record_checks
from tests.factories import dossiers
from tests.factories.city import City, new_product
from tests.ocop_workflow.backoffice.council_world import BASE, client_of, get, text, vi
from tests.ocop_workflow.backoffice.dossier_world import act, nothing_changed, page
from tests.ocop_workflow.backoffice.forms_world import checks

pytestmark = [pytest.mark.usefixtures("october"), pytest.mark.either_database]


COMMUNE_AND_WATCH = {"xa.santhang", "chutich.santhang", "thanhtra", "quantri"}


@pytest.mark.parametrize(
    ("bring", "seen_by"),
    [
        (dossiers.draft, COMMUNE_AND_WATCH),
        (dossiers.at_intake, {*COMMUNE_AND_WATCH, "phongkinhte"}),
        (dossiers.before_council, {*COMMUNE_AND_WATCH, "phongkinhte", "togiupviec", "hoidong1", "thuky"}),
    ],
)
def test_dossier_opens_for_its_commune_and_the_bodies_it_has_reached(city: City, bring, seen_by):
    dossier = bring(city)
    accounts = {
        *("xa.santhang", "chutich.santhang", "xa.dongphong", "phongkinhte", "togiupviec", "hoidong1", "thuky"),
        *("lanhdao", "taichinh", "mattran", "truyenthong", "thanhtra", "quantri"),
    }

    found = {account: page(city.users[account], dossier).status_code for account in accounts}

    assert found == {account: 200 if account in seen_by else 404 for account in accounts}


@pytest.mark.parametrize("code", ["HS-2024-9999", "HS-2024-0001'--", "0", "%00"])
def test_guessed_code_is_not_found(city: City, code):
    assert get(city.users["quantri"], f"ho-so/{code}/").status_code == 404


def test_opening_a_dossier_changes_nothing(city: City):
    dossier = dossiers.at_intake(city)

    with nothing_changed():
        assert page(city.users["phongkinhte"], dossier).status_code == 200
        assert page(city.users["xa.santhang"], dossier, "?giay=TL-0001").status_code == 200


def test_dossier_page_asks_the_same_however_much_happened(city: City):
    officer, dossier = city.users["phongkinhte"], dossiers.at_intake(city)
    page(officer, dossier)
    counts = []
    for _ in range(2):
        client = client_of(officer)
        with CaptureQueriesContext(connection) as asked:
            client.get(f"{BASE}/ho-so/{dossier.code}/")
        counts.append(len(asked))
        record_checks(dossier, {"test_report": ("missing", "Thiếu")}, actor=officer)
        record_checks(dossier, {"test_report": ("sufficient", "")}, actor=officer)

    assert counts[0] == counts[1]


def test_reason_for_sending_back_names_what_is_missing(city: City):
    dossier, officer = dossiers.at_intake(city), city.users["phongkinhte"]
    data = checks(dossier) | {"verdict_test_report": "insufficient", "note_test_report": "Quá 12 tháng"}
    act(officer, dossier, "kiem-giay", data)

    steps = {row.step.key: row for row in page(officer, dossier).context["steps"]}

    expected = "Đề nghị bổ sung:\n- Phiếu kiểm nghiệm (chất lượng, an toàn thực phẩm): Cần bổ sung. Quá 12 tháng"
    assert steps["return_from_intake"].form["reason"].value() == expected
    assert steps["return_to_commune"].form["reason"].value() == expected
    assert [str(reason) for reason in steps["accept"].reasons] == [
        "Chưa được xác nhận đạt yêu cầu: Phiếu kiểm nghiệm (chất lượng, an toàn thực phẩm)."
    ]


def test_steps_name_their_law_and_those_of_others_whose_they_are(city: City):
    dossier = dossiers.at_intake(city)
    response = page(city.users["phongkinhte"], dossier)

    assert "Quyết định 148/QĐ-TTg, Phụ lục II" in text(response)
    others = {row.step.key: row.reasons for row in page(city.users["thanhtra"], dossier).context["other_steps"]}
    office = {"bodies": "Phòng Kinh tế (cơ quan thường trực)"}
    assert others["accept"] == (vi("This step is taken by: %(bodies)s.", office),)


def test_step_taken_by_a_decision_leads_to_the_decision(city: City):
    dossier = dossiers.at_decision(city)
    decision = dossiers.recognition(city, [dossier])

    row = next(row for row in page(city.users["lanhdao"], dossier).context["steps"] if row.step.key == "recognise")

    assert row.place == (f"{BASE}/quyet-dinh/{decision.code}/", f"Mở quyết định {decision.code}")
    assert row.reasons == ("Bước này thực hiện bằng việc ký quyết định có sản phẩm này.",)


def test_step_of_the_council_leads_to_its_session(city: City):
    dossier = dossiers.at_council(city)

    places = {row.step.key: row.place for row in page(city.users["chutichhoidong"], dossier).context["steps"]}

    assert {place[0].split("/ho-so/")[0] for place in places.values()} == {f"{BASE}/phien-hop/PH-0001"}


def test_page_of_a_recognised_dossier_shows_result_and_printed_papers(city: City):
    dossier = dossiers.certified(city)

    response = page(city.users["phongkinhte"], dossier)

    assert response.context["steps"] == response.context["other_steps"] == []
    assert "68,40" in text(response)
    assert "Hồ sơ đã đi hết quy trình." in text(response)


def test_what_people_typed_is_printed_and_not_run(city: City):
    evil = "<script>alert(1)</script>"
    product = new_product(city.producer, f"Miến {evil}")
    dossier = dossiers.draft(city, product=product, complete=False)
    act(city.users["xa.santhang"], dossier, "noi-dung", {"market": evil})

    for account in ("xa.santhang", "thanhtra"):
        html = page(city.users[account], dossier).content.decode()
        assert "<script>alert(1)" not in html
        assert "&lt;script&gt;alert(1)" in html


def test_deadline_is_told_in_working_days_with_its_law(merged: City, november):
    dossier = dossiers.at_intake(merged)
    situation = page(merged.actor("office"), dossier).context["situation"]
    visit = StageVisit.objects.get(dossier=dossier, left_at=None)

    assert situation.due_on == visit.due_on
    assert (situation.left is None) == (visit.due_on is None)
