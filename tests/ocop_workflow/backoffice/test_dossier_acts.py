"""A dossier's page as each officer uses it: filled in, checked, reported on, sent on, by the right office alone."""

import re
from datetime import date

import pytest
from django.test import Client

from ocop_workflow.models import Dossier
from tests.factories import dossiers
from tests.factories.city import City
from tests.ocop_workflow.backoffice.council_world import BASE, client_of, get, post, text
from tests.ocop_workflow.backoffice.dossier_world import (
    act,
    end_office,
    nothing_changed,
    page,
    scan,
    take,
)
from tests.ocop_workflow.backoffice.forms_world import (
    ANSWERS,
    APPRAISAL,
    EVERYBODY,
    FORMS,
    MAY,
    REPORT,
    checks,
    new,
    send,
    stage,
)

pytestmark = [pytest.mark.usefixtures("october"), pytest.mark.either_database]


def test_officers_carry_a_dossier_from_draft_to_the_council_on_its_page(city: City):
    commune, chair = city.users["xa.santhang"], city.users["chutich.santhang"]
    office, team = city.users["phongkinhte"], city.users["togiupviec"]
    new(city, "xa.santhang", product=city.product.code, round=str(city.round.pk))
    dossier = Dossier.objects.get()

    assert act(commune, dossier, "noi-dung", ANSWERS).status_code == 302
    for number, kind in enumerate(dossiers.required(dossier)):
        sent = act(commune, dossier, "tai-giay", {"kind": kind, "file": scan(name=f"{number}.png")})
        assert sent.status_code == 302
    assert take(commune, dossier, "submit", intent="a").status_code == 302
    assert act(commune, dossier, "bao-cao", REPORT).status_code == 302
    assert take(chair, dossier, "send_to_city", intent="b").status_code == 302
    assert act(office, dossier, "kiem-giay", checks(dossier)).status_code == 302
    assert take(office, dossier, "accept", intent="c").status_code == 302
    assert act(team, dossier, "tham-dinh", APPRAISAL).status_code == 302
    sent_on = take(team, dossier, "send_to_council", intent="d")

    assert (sent_on.status_code, stage(dossier)) == (302, "council")
    kept = dossier.commune_reports.get()
    assert (kept.findings["local_labour"]["finding"], kept.meeting_on) == ("12 lao động trong xã", date(2024, 10, 5))
    assert (dossier.appraisals.get().samples, dossier.receipt_number) == (5, "1/PĐK-03409-2024")
    said = text(page(city.users["thanhtra"], dossier))
    for words in ("Dong riềng trồng trong xã", "45/BC-UBND", "Cơ sở sạch", "Trình Hội đồng", "Miến sợi nhỏ"):
        assert words in said


def test_step_says_where_the_dossier_is_now_and_leads_back(city: City):
    dossier = dossiers.draft(city)
    client = client_of(city.users["xa.santhang"])

    sent = client.post(
        f"{BASE}/ho-so/{dossier.code}/buoc/submit/", {"version": dossier.version, "intent": "x"}, follow=True
    )

    assert f"Hồ sơ {dossier.code} đã sang giai đoạn “UBND cấp xã đánh giá”." in text(sent)


@pytest.mark.parametrize("evil", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_step_leads_back_to_this_site_alone(city: City, evil):
    dossier = dossiers.draft(city)

    assert take(city.users["xa.santhang"], dossier, "submit", next=evil).url == f"{BASE}/ho-so/{dossier.code}/"


@pytest.mark.parametrize("action", FORMS)
def test_form_is_saved_by_the_right_office_and_shown_to_nobody_else(city: City, action):
    bring, data, account = FORMS[action]
    dossier = bring(city)
    shown = {
        name
        for name in EVERYBODY
        if (response := page(city.users[name], dossier)).status_code == 200
        and action.replace("-", "_") in response.context["forms"]
    }

    assert shown == MAY[action]
    assert send(city.users[account], dossier, action, data).status_code == 302


@pytest.mark.parametrize("action", FORMS)
def test_form_of_anybody_else_changes_nothing(city: City, action):
    bring, data, account = FORMS[action]
    dossier = bring(city)
    ended = end_office(city, account)
    others = [name for name in EVERYBODY if name not in MAY[action]]

    with nothing_changed():
        statuses = {name: send(city.users[name], dossier, action, data).status_code for name in others}
        assert send(ended, dossier, action, data).status_code == 404

    assert set(statuses.values()) <= {403, 404}
    seen = {name for name, status in statuses.items() if status == 403}
    assert seen == {name for name in others if page(city.users[name], dossier).status_code == 200}


STEPS = {
    "submit": (dossiers.draft, {"xa.santhang"}),
    "return_from_commune": (dossiers.submitted, {"xa.santhang", "chutich.santhang"}),
    "return_from_intake": (dossiers.at_intake, {"phongkinhte"}),
    "return_from_appraisal": (dossiers.at_appraisal, {"togiupviec", "togiupviec2"}),
    "propose_recognition": (dossiers.concluded, {"phongkinhte"}),
    "return_to_result": (dossiers.at_decision, {"lanhdao"}),
}


@pytest.mark.parametrize("key", STEPS)
def test_step_is_taken_by_its_office_and_by_nobody_else(city: City, key):
    bring, may = STEPS[key]
    dossier = bring(city)
    others = [name for name in EVERYBODY if name not in may]

    with nothing_changed():
        statuses = {name: take(city.users[name], dossier, key, "Lý do").status_code for name in others}
    taken = take(city.users[min(may)], dossier, key, "Lý do")

    assert (set(statuses.values()), taken.status_code) == ({403, 404}, 302)


def test_step_of_an_office_that_ended_yesterday_changes_nothing(city: City):
    dossier = dossiers.at_intake(city)
    ended = end_office(city, "phongkinhte")

    with nothing_changed():
        assert take(ended, dossier, "return_from_intake", "Thiếu").status_code == 404


@pytest.mark.parametrize("path", ["buoc/submit/", "noi-dung/", "tai-giay/", "lay-ra/"])
def test_looking_at_an_act_does_not_do_it(city: City, path):
    dossier = dossiers.draft(city)

    with nothing_changed():
        assert get(city.users["xa.santhang"], f"ho-so/{dossier.code}/{path}").status_code == 405


@pytest.mark.parametrize(("path", "status"), [("xoa/", 404), ("buoc/khong-co/", 422), ("buoc/accept/", 422)])
def test_unknown_act_changes_nothing(city: City, path, status):
    dossier = dossiers.draft(city)

    with nothing_changed():
        data = {"version": dossier.version, "intent": "x", "reason": "x"}
        response = post(city.users["xa.santhang"], f"ho-so/{dossier.code}/{path}", data)

    assert response.status_code == status


def test_forged_request_is_refused_and_the_pages_own_forms_are_not(city: City):
    dossier = dossiers.draft(city)
    client = Client(enforce_csrf_checks=True)
    client.force_login(city.users["xa.santhang"])
    address = f"{BASE}/ho-so/{dossier.code}/"
    html = client.get(address).content.decode()
    forms = [form for form in re.findall(r"(?s)<form[^>]*method=\"post\".*?</form>", html) if "/ocop/" in form]

    assert len(forms) >= 5
    assert [form for form in forms if "csrfmiddlewaretoken" not in form] == []
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', forms[0]).group(1)
    data = {"version": dossier.version, "intent": "x"}
    assert client.post(f"{address}buoc/submit/", data).status_code == 403
    assert stage(dossier) == "draft"
    assert client.post(f"{address}buoc/submit/", {**data, "csrfmiddlewaretoken": token}).status_code == 302
