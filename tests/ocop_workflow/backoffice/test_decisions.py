"""Decisions: who sees them, drafting over several products, signing, the printed paper."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ocop_workflow.domain import clock
from ocop_workflow.domain.errors import NotAllowed
from ocop_workflow.models import Certificate, Decision, Paper
from ocop_workflow.services.decisions import draft_decision
from ocop_workflow.services.files import store
from ocop_workflow.services.signing import sign_decision
from tests.factories.city import City
from tests.factories.dossiers import at_decision, certified, concluded, recognition
from tests.ocop_workflow.backoffice.council_world import events, get, neighbour, post, text, vi
from tests.ocop_workflow.backoffice.dossier_world import nothing_changed

pytestmark = [pytest.mark.usefixtures("october"), pytest.mark.either_database]
SEE_NOT = ["xa.santhang", "hoidong1", "thuky", "togiupviec", "taichinh", "truyenthong"]


@pytest.mark.parametrize("name", ["lanhdao", "phongkinhte", "thanhtra", "quantri"])
def test_decisions_are_listed_for_authority_office_and_inspectorate(city: City, name):
    decision = recognition(city, [at_decision(city)])

    response = get(city.users[name], "quyet-dinh/")

    assert [row.code for row in response.context["page_obj"]] == [decision.code]
    assert get(city.users[name], f"quyet-dinh/{decision.code}/").status_code == 200


@pytest.mark.parametrize("name", SEE_NOT)
def test_decisions_are_not_found_by_others(city: City, name):
    code = recognition(city, [at_decision(city)]).code
    paths = ["", f"{code}/", "moi/", f"{code}/ban-in.pdf"]
    before = events()

    answers = [get(city.users[name], f"quyet-dinh/{path}") for path in paths]
    answers.append(post(city.users[name], f"quyet-dinh/{code}/ky/", signing()))

    assert [answer.status_code for answer in answers] == [404] * 5
    assert events() == before


def test_list_asks_as_many_queries_for_three_decisions_as_for_one(city: City):
    dossiers = [at_decision(city), *(at_decision(city, product=neighbour(city, number)) for number in (1, 2))]
    get(city.users["phongkinhte"], "quyet-dinh/")
    asked = []
    for dossier in dossiers:
        recognition(city, [dossier])
        with CaptureQueriesContext(connection) as queries:
            get(city.users["phongkinhte"], "quyet-dinh/")
        asked.append(len(queries))

    assert asked[0] == asked[2]


def test_page_asks_as_many_queries_for_three_products_as_for_one(city: City):
    dossiers = [at_decision(city), *(at_decision(city, product=neighbour(city, number)) for number in (1, 2))]
    decisions = [recognition(city, dossiers[:1]), recognition(city, dossiers)]
    get(city.users["phongkinhte"], f"quyet-dinh/{decisions[0].code}/")
    asked = []
    for decision in decisions:
        with CaptureQueriesContext(connection) as queries:
            get(city.users["phongkinhte"], f"quyet-dinh/{decision.code}/")
        asked.append(len(queries))

    assert asked[0] == asked[1]


def test_office_drafts_one_decision_however_often_the_form_is_sent(city: City):
    dossiers = [at_decision(city), at_decision(city, product=neighbour(city, 1))]
    sent = {"dossiers": [one.pk for one in dossiers], "subject": "Công nhận sản phẩm", "intent": "du-thao"}

    answers = [post(city.users["phongkinhte"], "quyet-dinh/moi/", sent) for _ in range(2)]

    decision = Decision.objects.get()
    assert [answer.url for answer in answers] == [f"/quan-tri/ocop/quyet-dinh/{decision.code}/"] * 2
    assert (decision.body, decision.subject, decision.round) == (city.authority, "Công nhận sản phẩm", city.round)
    assert [(item.dossier, item.stars) for item in decision.items.all()] == [(dossiers[0], 3), (dossiers[1], 3)]
    assert events("decision.drafted") == 1


def test_only_products_before_the_authority_can_be_drafted(city: City):
    waiting, not_yet = at_decision(city), concluded(city, product=neighbour(city, 1))
    before = events()

    page = get(city.users["phongkinhte"], "quyet-dinh/moi/")
    sent = {"dossiers": [waiting.pk, not_yet.pk], "subject": "Công nhận"}
    answer = post(city.users["phongkinhte"], "quyet-dinh/moi/", sent)

    assert list(page.context["form"].fields["dossiers"].queryset) == [waiting]
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["dossiers"])
    assert (events(), Decision.objects.count(), answer.context["form"]["subject"].value()) == (before, 0, "Công nhận")


def test_inspectorate_reads_and_drafts_nothing(city: City):
    dossier = at_decision(city)
    before = events()

    answer = post(city.users["thanhtra"], "quyet-dinh/moi/", {"dossiers": [dossier.pk], "subject": "…"})

    assert (answer.status_code, events()) == (404, before)


def signing(**more: object) -> dict[str, object]:
    return {
        "number": "1520/QĐ-UBND",
        "decided_on": "2024-10-07",
        "signer_capacity": "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH",
        "intent": "ky",
        **more,
    }


def test_approver_signs_once_and_every_product_is_certified(city: City):
    dossiers = [at_decision(city), at_decision(city, product=neighbour(city, 1))]
    code = recognition(city, dossiers).code

    answers = [post(city.users["lanhdao"], f"quyet-dinh/{code}/ky/", signing()) for _ in range(2)]

    decision = Decision.objects.get()
    assert [answer.url for answer in answers] == [f"/quan-tri/ocop/quyet-dinh/{code}/"] * 2
    assert (decision.number, decision.decided_on) == ("1520/QĐ-UBND", date(2024, 10, 7))
    assert decision.signer_capacity.split() == ["KT.", "CHỦ", "TỊCH", "PHÓ", "CHỦ", "TỊCH"]
    assert (events("decision.signed"), Certificate.objects.count()) == (1, 2)
    page = text(get(city.users["phongkinhte"], f"quyet-dinh/{code}/"))
    assert all(number in page for number in Certificate.objects.values_list("number", flat=True))


BAD = [
    (
        {"decided_on": "2024-10-08"},
        "decided_on",
        "The day %(day)s lies in the future.",
        {"day": "08/10/2024"},
    ),
    (
        {"decided_on": "2024-10-06"},
        "decided_on",
        "The decision cannot be dated before the council's session of %(day)s.",
        {"day": "07/10/2024"},
    ),
    ({"number": "   "}, "number", None, None),
    ({"decided_on": "ngày mai"}, "decided_on", None, None),
]


@pytest.mark.parametrize(("change", "field", "message", "params"), BAD)
def test_signing_refuses_what_cannot_be_and_changes_nothing(city: City, change, field, message, params):
    code = recognition(city, [at_decision(city)]).code
    before = events()

    answer = post(city.users["lanhdao"], f"quyet-dinh/{code}/ky/", signing(**change))

    errors = answer.context["form"].errors
    assert (answer.status_code, list(errors)) == (422, [field])
    assert message is None or errors[field] == [vi(message, params)]
    assert answer.context["form"]["signer_capacity"].value() == "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH"
    assert (events(), Decision.objects.get().is_signed, Certificate.objects.count()) == (before, False, 0)


def test_number_used_twice_is_refused_by_name(city: City):
    first = recognition(city, [at_decision(city)])
    second = recognition(city, [at_decision(city, product=neighbour(city, 1))])
    sign_decision(first, actor=city.users["lanhdao"], number="1520/QĐ-UBND", decided_on=clock.today())
    before = events()

    answer = post(city.users["lanhdao"], f"quyet-dinh/{second.code}/ky/", signing())

    said = vi(
        "Number %(number)s of %(year)s is already used by the decision “%(subject)s”.",
        {"number": "1520/QĐ-UBND", "year": 2024, "subject": "Công nhận sản phẩm OCOP"},
    )
    assert (answer.status_code, answer.context["form"].errors) == (422, {"number": [said]})
    assert (events(), Certificate.objects.count()) == (before, 1)


@pytest.mark.parametrize("name", ["phongkinhte", "thanhtra", "quantri"])
def test_only_the_approver_signs(city: City, name):
    code = recognition(city, [at_decision(city)]).code
    before = events()

    page = get(city.users[name], f"quyet-dinh/{code}/")
    answer = post(city.users[name], f"quyet-dinh/{code}/ky/", signing())

    waits = vi("This decision waits for the signature of %(body)s.", {"body": str(city.authority)})
    assert (page.context["form"], waits in text(page), str(city.users["lanhdao"]) in text(page)) == (None, True, True)
    said = vi(
        "You hold no office in “%(body)s” on %(day)s that may do this.",
        {"body": str(city.authority), "day": "07/10/2024"},
    )
    assert (answer.status_code, answer.context["refused"].non_field_errors()) == (403, [said])
    assert (events(), Certificate.objects.count()) == (before, 0)


def test_decision_signed_meanwhile_is_said(city: City):
    code = recognition(city, [at_decision(city)]).code
    post(city.users["lanhdao"], f"quyet-dinh/{code}/ky/", signing())
    before = events()

    answer = post(city.users["lanhdao"], f"quyet-dinh/{code}/ky/", signing(intent="again", number="1/QĐ-UBND"))

    said = vi(
        "This decision was signed by %(who)s as number %(number)s.",
        {"who": str(city.users["lanhdao"]), "number": "1520/QĐ-UBND"},
    )
    assert (answer.status_code, answer.context["refused"].non_field_errors()) == (422, [said])
    assert events() == before
    assert answer.context["typed"] == ["1/QĐ-UBND", "2024-10-07", "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH"]
    assert "1/QĐ-UBND" in text(answer)


def test_withdrawal_that_comes_after_the_signature_keeps_its_reason(city: City):
    code = recognition(city, [at_decision(city)]).code
    post(city.users["lanhdao"], f"quyet-dinh/{code}/ky/", signing())

    with nothing_changed():
        answer = post(
            city.users["phongkinhte"], f"quyet-dinh/{code}/rut/", {"reason": "Sai tên sản phẩm", "intent": "r"}
        )

    assert (answer.status_code, answer.context["typed"]) == (422, ["Sai tên sản phẩm"])
    assert "Sai tên sản phẩm" in text(answer)


def printed(decision: Decision, content: bytes = b"%PDF-1.7 quyet dinh") -> Paper:
    return Paper.objects.create(
        kind="decision",
        subject=decision.code,
        decision=decision,
        sha256=store(content),
        size=len(content),
        template_version="1",
        rendered_at=clock.now(),
    )


def test_paper_is_linked_once_it_is_printed(city: City):
    certified(city)
    decision = Decision.objects.get()
    path = f"quyet-dinh/{decision.code}/ban-in.pdf"
    before = get(city.users["phongkinhte"], f"quyet-dinh/{decision.code}/")
    missing = get(city.users["phongkinhte"], path)

    printed(decision)

    after = get(city.users["phongkinhte"], f"quyet-dinh/{decision.code}/")
    file = get(city.users["phongkinhte"], path)
    waiting = vi("The papers are being printed. Load the page again in a moment.")
    assert (waiting in text(before), path in before.content.decode(), missing.status_code) == (True, False, 404)
    assert (waiting in text(after), path in after.content.decode()) == (False, True)
    assert (b"".join(file.streaming_content), file["Content-Type"]) == (b"%PDF-1.7 quyet dinh", "application/pdf")
    assert ("no-store" in file["Cache-Control"], get(city.users["hoidong1"], path).status_code) == (True, 404)


def test_draft_by_somebody_without_such_an_office_is_refused_by_the_service(city: City):
    dossier = at_decision(city)
    before = events()

    with pytest.raises(NotAllowed, match="You may not draft a decision over these products"):
        draft_decision(city.authority, [dossier], actor=city.users["hoidong1"], subject="…")
    assert events() == before


def test_draft_is_withdrawn_with_a_reason_that_stays_on_its_page(city: City):
    dossier = at_decision(city)
    code = recognition(city, [dossier]).code
    office = city.users["phongkinhte"]

    without = post(office, f"quyet-dinh/{code}/rut/", {"reason": "", "intent": "rut"})
    answers = [post(office, f"quyet-dinh/{code}/rut/", {"reason": "Sai tên", "intent": "rut"}) for _ in range(2)]

    assert (without.status_code, [answer.status_code for answer in answers]) == (422, [302, 302])
    assert (events("decision.withdrawn"), Decision.objects.get().is_withdrawn) == (1, True)
    page = get(office, f"quyet-dinh/{code}/")
    assert "Sai tên" in text(page)
    assert (page.context["form"], page.context["withdraw"]) == (None, None)
    assert post(city.users["lanhdao"], f"quyet-dinh/{code}/ky/", signing()).status_code == 422
    assert "Đã rút dự thảo quyết định" in text(get(office, f"ho-so/{dossier.code}/"))
