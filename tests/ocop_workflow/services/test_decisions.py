"""Decisions: signed once, by an approver, with a number of its own and a day that can be."""

from datetime import date

import pytest

from ocop_workflow.domain import clock
from ocop_workflow.domain.errors import InvalidInput, NotAllowed, WorkflowError
from ocop_workflow.models import Certificate, Decision, Paper
from ocop_workflow.services.bodies import end_membership
from ocop_workflow.services.decisions import draft_decision, sign_decision
from ocop_workflow.services.papers import print_paper
from tests.factories.city import City, another_producer
from tests.factories.dossiers import at_decision, certified, concluded, recognition
from tests.ocop_workflow.refusals import refused

pytestmark = pytest.mark.usefixtures("october")
DAY = date(2024, 10, 7)


@pytest.fixture
def dossier(city: City):
    return at_decision(city)


@pytest.fixture
def decision(city: City, dossier) -> Decision:
    return recognition(city, [dossier])


def sign(
    city: City, decision: Decision, *, number: str = "1520/QĐ-UBND", day: date = DAY, who: str = "lanhdao", **more
):
    return sign_decision(decision, actor=city.users[who], number=number, decided_on=day, **more)


def test_signing_certifies_every_product_for_36_months(city: City, dossier, decision: Decision):
    sign(city, decision)

    certificate = Certificate.objects.get()
    dossier.refresh_from_db()
    assert dossier.stage == "certified"
    assert (certificate.number, certificate.stars, certificate.decision_number) == (
        "001/2024/GCN-OCOP-105", 3, "1520/QĐ-UBND",
    )  # fmt: skip
    assert (certificate.valid_from, certificate.valid_to) == (DAY, date(2027, 10, 7))
    assert len(certificate.token) == 24
    assert (decision.is_signed, decision.signer_name) == (True, "Chủ tịch UBND thành phố (minh họa)")


def test_one_decision_covers_several_products(city: City, dossier):
    second = at_decision(city, product=another_producer(city, account="chuthe1", commune="03409"))
    decision = recognition(city, [second, dossier])

    events = sign(city, decision)

    assert [event.dossier for event in events] == sorted([dossier.code, second.code])
    assert list(Certificate.objects.order_by("number").values_list("number", flat=True)) == [
        "001/2024/GCN-OCOP-105",
        "002/2024/GCN-OCOP-105",
    ]


def test_number_used_twice_in_a_year_is_refused_and_names_the_other_decision(city: City):
    certified(city, number="1520/QĐ-UBND")
    second = at_decision(city, product=another_producer(city, account="chuthe1", commune="03409"))
    decision = recognition(city, [second])

    with refused(InvalidInput, field="number") as caught:
        sign(city, decision, number=" 1520/QĐ-UBND ")

    assert caught.value.params == {"number": "1520/QĐ-UBND", "year": 2024, "subject": "Công nhận sản phẩm OCOP"}


@pytest.mark.parametrize(
    ("number", "day", "field"),
    [
        ("", DAY, "number"),
        ("1521/QĐ-UBND", date(2024, 10, 6), "decided_on"),
        ("1521/QĐ-UBND", date(2024, 10, 8), "decided_on"),
    ],
)
def test_decision_without_number_before_its_session_or_in_the_future_is_refused(
    city: City, decision: Decision, number: str, day: date, field: str
):
    with refused(InvalidInput, field=field):
        sign(city, decision, number=number, day=day)


@pytest.mark.parametrize("who", ["phongkinhte", "chutichhoidong", "thanhtra", "quantri", "chuthe1", "chutich.santhang"])
def test_only_the_approver_signs(city: City, decision: Decision, who: str):
    with refused(NotAllowed):
        sign(city, decision, who=who)


def test_approver_whose_office_ended_signs_no_more(city: City, decision: Decision):
    end_membership(city.members["lanhdao"], last_day=DAY)

    with clock.travel(date(2024, 10, 8)), refused(NotAllowed):
        sign(city, decision, day=DAY)


def test_signed_decision_is_not_signed_again(city: City, decision: Decision):
    sign(city, decision)

    with refused(WorkflowError, code="signed"):
        sign(city, decision, number="1521/QĐ-UBND")


def test_same_signature_sent_twice_has_one_effect(city: City, decision: Decision):
    first = sign(city, decision, idempotency_key="once")

    assert sign(city, decision, idempotency_key="once") == first


def test_decision_lists_only_products_waiting_for_it(city: City):
    dossier = concluded(city)

    with refused(InvalidInput, field="dossiers"):
        recognition(city, [dossier])


@pytest.mark.parametrize("who", ["chuthe1", "xa.dongphong", "hoidong7", "quantri"])
def test_who_has_no_office_or_sight_drafts_no_decision(city: City, dossier, who: str):
    with refused(NotAllowed):
        draft_decision(city.authority, [dossier], actor=city.users[who], subject="Công nhận")


def test_papers_are_printed_once_and_kept_under_their_hash(city: City, decision: Decision):
    sign(city, decision)
    certificate = Certificate.objects.get()

    first = print_paper.call("certificate", certificate.number)
    again = print_paper.call("certificate", certificate.number)
    print_paper.call("decision", decision.code)

    assert first == again
    assert sorted(Paper.objects.values_list("kind", "subject")) == [
        ("certificate", certificate.number),
        ("decision", decision.code),
    ]
