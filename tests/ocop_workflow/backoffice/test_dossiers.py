"""A dossier's page as each officer uses it: begun, filled in, checked, reported on, sent on, sent back."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ocop_workflow.domain import clock
from ocop_workflow.models import Dossier, Event, EvidenceUse, Producer, Product, StageVisit
from ocop_workflow.services.checks import record_checks
from ocop_workflow.services.dossiers import save_answers
from tests.factories import dossiers
from tests.factories.city import City, another_producer, new_product
from tests.ocop_workflow.backoffice.council_world import BASE, client_of, events, get, post, text, vi
from tests.ocop_workflow.backoffice.dossier_world import (
    act,
    end_office,
    errors,
    links_of_summary,
    nothing_changed,
    page,
    scan,
    take,
)

pytestmark = [pytest.mark.usefixtures("october"), pytest.mark.either_database]

FIRST = "%(who)s already took the step “%(step)s” at %(time)s on %(day)s. What you typed is kept below."
ANSWERS = {"product_description": "Miến sợi nhỏ", "production": "Làm tại bản", "market": "Chợ San Thàng"}
REPORT = {
    "finding_local_material": "Dong riềng trồng trong xã",
    "level_local_material": "",
    "finding_local_labour": "12 lao động trong xã",
    "finding_idea": "Nghề của bản từ 1990",
    "finding_local_identity": "Cách tráng tay",
    "number": "45/BC-UBND",
    "reported_on": "2024-10-07",
    "meeting_on": "2024-10-05",
    "attendees": "Chủ tịch UBND; Hội Nông dân",
}
APPRAISAL = {
    "surveyed_on": "2024-10-05",
    "samples": "5",
    "findings": "Cơ sở sạch",
    "recommendation": "council",
    "number": "12/BC-TGV",
    "reported_on": "2024-10-07",
}


def first(who: str, time: str) -> str:
    """What is said to who comes after somebody sent the dossier back."""
    return vi(FIRST, {"who": who, "step": "Trả lại để bổ sung", "time": time, "day": "07/10/2024"})


def stage(dossier: Dossier) -> str:
    dossier.refresh_from_db()
    return dossier.stage


def checks(dossier: Dossier, verdict: str = "sufficient", **notes: str) -> dict[str, str]:
    rows = {f"verdict_{kind}": verdict for kind in dossiers.required(dossier)}
    return rows | {f"note_{kind}": note for kind, note in notes.items()}


# ---------------------------------------------------------------- who opens which page


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


# ---------------------------------------------------------------- begun


def new(city: City, account: str, **data: str):
    return post(city.users[account], "ho-so/moi/", {"kind": "first", "intent": "i1", **data})


def test_communes_officer_begins_a_dossier_for_a_producer(city: City):
    form = get(city.users["xa.santhang"], "ho-so/moi/").context["form"]
    assert form["round"].value() == city.round.pk
    assert [product.code for product in form.fields["product"].queryset] == [city.product.code]

    response = new(city, "xa.santhang", product=city.product.code, round=str(city.round.pk))

    dossier = Dossier.objects.get()
    assert response.url == f"{BASE}/ho-so/{dossier.code}/"
    assert (dossier.product, dossier.stage, dossier.round) == (city.product, "draft", city.round)
    assert Event.objects.get(kind="dossier.drafted").behalf == city.producer.code


def test_same_form_sent_twice_begins_one_dossier(city: City):
    answers = [new(city, "xa.santhang", product=city.product.code) for _ in range(2)]

    assert answers[0].url == answers[1].url
    assert (Dossier.objects.count(), events("dossier.drafted")) == (1, 1)


def test_second_dossier_of_a_product_is_refused_beside_the_product(city: City):
    dossier = dossiers.draft(city, complete=False)

    with nothing_changed():
        response = new(city, "xa.santhang", product=city.product.code)

    assert response.status_code == 422
    assert f"{dossier.code}" in str(response.context["form"].errors["product"])
    assert response.context["form"]["product"].value() == city.product.code


def test_dossier_begins_only_for_products_of_ones_commune(city: City):
    theirs = another_producer(city)

    with nothing_changed():
        responses = [
            new(city, "xa.santhang", product=theirs.code),
            new(city, "xa.santhang", product="SP-9999"),
            new(city, "xa.santhang"),
            new(city, "phongkinhte", product=theirs.code),
            new(city, "lanhdao", product=theirs.code),
            new(city, "quantri", product=theirs.code),
        ]

    assert {response.status_code for response in responses} == {422}


PRODUCER = {
    "name": "Hộ kinh doanh Lò Văn (minh họa)",
    "organisation_type": "ho_kinh_doanh",
    "address": "Bản Lùng Thàng",
    "intent": "p1",
}


def test_producer_and_product_are_registered_on_the_way_to_the_dossier(city: City):
    officer = city.users["xa.santhang"]
    assert "Đăng ký chủ thể" in text(get(officer, "ho-so/moi/"))

    first = post(officer, "chu-the/moi/", {**PRODUCER, "commune": str(city.commune.pk)})
    again = post(officer, "chu-the/moi/", {**PRODUCER, "commune": str(city.commune.pk)})
    producer = Producer.objects.exclude(pk=city.producer.pk).get()
    assert {first.url, again.url} == {f"{BASE}/chu-the/{producer.code}/san-pham/moi/"}

    facts = {"name": "Mật ong bạc hà", "set_no": "6", "specification": "Chai 500 ml", "intent": "p2"}
    sent = [post(officer, f"chu-the/{producer.code}/san-pham/moi/", facts) for _ in range(2)]
    product = Product.objects.get(producer=producer)
    assert {response.url for response in sent} == {f"{BASE}/ho-so/moi/?san-pham={product.code}"}
    assert get(officer, f"ho-so/moi/?san-pham={product.code}").context["form"]["product"].value() == product.code

    assert new(city, "xa.santhang", product=product.code).status_code == 302
    assert Dossier.objects.get().product == product


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": "Hợp tác xã miến dong San Thàng (MINH HOẠ)"}, "name"),
        ({"name": ""}, "name"),
        ({"commune": "dong_phong"}, "commune"),
        ({"organisation_type": "chi_nhanh"}, "organisation_type"),
        ({"email": "khong-phai"}, "email"),
    ],
)
def test_malformed_producer_is_refused_beside_its_field(city: City, wrong, field):
    communes = {"commune": str(city.commune.pk)}
    data = {**PRODUCER, **communes, **wrong}
    if wrong.get("commune"):
        data["commune"] = str(city.units["03408"].pk)

    with nothing_changed():
        response = post(city.users["xa.santhang"], "chu-the/moi/", data)

    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert 'value="Bản Lùng Thàng"' in response.content.decode()


@pytest.mark.parametrize(
    ("account", "communes"),
    [("xa.santhang", 1), ("chutich.santhang", 1), ("xa.dongphong", 1), ("phongkinhte", 7), ("quantri", 7)],
)
def test_registry_is_kept_for_ones_own_communes(city: City, account, communes):
    response = get(city.users[account], "chu-the/moi/")

    assert response.context["form"].fields["commune"].queryset.count() == communes


@pytest.mark.parametrize("account", ["togiupviec", "hoidong1", "lanhdao", "thanhtra", "mattran"])
def test_registry_is_not_found_by_others(city: City, account):
    with nothing_changed():
        assert get(city.users[account], "chu-the/moi/").status_code == 404
        assert post(city.users[account], "chu-the/moi/", PRODUCER).status_code == 404
        path = f"chu-the/{city.producer.code}/san-pham/moi/"
        assert get(city.users[account], path).status_code == 404
        assert post(city.users[account], path, {"name": "X", "set_no": "6"}).status_code == 404


def test_product_of_another_communes_producer_is_not_found(city: City):
    theirs = another_producer(city).producer

    assert get(city.users["xa.santhang"], f"chu-the/{theirs.code}/san-pham/moi/").status_code == 404


# ---------------------------------------------------------------- filled in, checked, reported, sent on


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


FORMS = {
    "noi-dung": (dossiers.draft, ANSWERS, "xa.santhang"),
    "tai-giay": (dossiers.draft, {"kind": "awards", "title": "Giấy khen"}, "xa.santhang"),
    "kiem-giay": (dossiers.at_intake, {"verdict_test_report": "missing", "note_test_report": "Thiếu"}, "phongkinhte"),
    "bao-cao": (dossiers.submitted, REPORT, "xa.santhang"),
    "tham-dinh": (dossiers.at_appraisal, APPRAISAL, "togiupviec"),
}
EVERYBODY = [
    *("xa.santhang", "chutich.santhang", "xa.dongphong", "phongkinhte", "togiupviec", "togiupviec2", "hoidong1"),
    *("thuky", "chutichhoidong", "lanhdao", "taichinh", "mattran", "truyenthong", "thanhtra", "quantri"),
]
MAY = {
    "noi-dung": {"xa.santhang", "chutich.santhang"},
    "tai-giay": {"xa.santhang", "chutich.santhang"},
    "kiem-giay": {"phongkinhte"},
    "bao-cao": {"xa.santhang", "chutich.santhang"},
    "tham-dinh": {"togiupviec", "togiupviec2"},
}


def send(account, dossier: Dossier, action: str, data: dict):
    files = {"file": scan()} if action == "tai-giay" else {}
    return act(account, dossier, action, {**data, **files})


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


# ---------------------------------------------------------------- twice, too late, without a reason


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


def test_paper_is_put_in_again_from_the_vault_and_taken_out(city: City):
    officer, dossier = city.users["xa.santhang"], dossiers.draft(city)
    use = EvidenceUse.objects.get(dossier=dossier, kind="test_report")
    data = {"evidence": use.evidence.code, "kind": "test_report"}

    out = [act(officer, dossier, "lay-ra", data).status_code for _ in range(2)]
    use.refresh_from_db()
    assert (out, use.active) == ([302, 302], False)
    offered = page(officer, dossier).context["forms"]["dung_lai"].fields["evidence"].queryset
    assert list(offered) == [use.evidence]

    back = [act(officer, dossier, "dung-lai", {"evidence": use.evidence.code}).status_code for _ in range(2)]
    use.refresh_from_db()
    assert (back, use.active, events("evidence.attached")) == ([302, 302], True, 7)


def test_papers_of_others_are_neither_put_in_nor_taken_out(city: City):
    officer, dossier = city.users["xa.santhang"], dossiers.draft(city)
    theirs = dossiers.paper(city, "awards", product=another_producer(city, commune="03409"))

    with nothing_changed():
        for action in ("dung-lai", "lay-ra"):
            for code in (theirs.code, "TL-9999", ""):
                response = act(officer, dossier, action, {"evidence": code, "kind": "awards"})
                assert (response.status_code, list(errors(response))) == (422, ["evidence"])


def test_papers_of_a_submitted_dossier_stay(city: City):
    dossier = dossiers.submitted(city)
    use = EvidenceUse.objects.filter(dossier=dossier).first()

    with nothing_changed():
        response = act(city.users["xa.santhang"], dossier, "lay-ra", {"evidence": use.evidence.code, "kind": use.kind})

    assert response.status_code == 422
    said = vi("The dossier was submitted and is not changed any more; ask for it to be returned.")
    assert said in text(response)
