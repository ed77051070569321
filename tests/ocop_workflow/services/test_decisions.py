"""Decisions: signed once, by an approver, with a number of its own and a day that can be."""

import json
import re
import shutil
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from django_tasks_db.models import DBTaskResult

from ocop_workflow.domain import clock
from ocop_workflow.domain.errors import InvalidInput, NotAllowed, WorkflowError
from ocop_workflow.models import Certificate, Counter, Decision, Event, Paper, Reading
from ocop_workflow.services.decisions import draft_decision
from ocop_workflow.services.earlier_certificates import register_earlier_certificate
from ocop_workflow.services.memberships import end_membership
from ocop_workflow.services.papers import decision_paper, print_paper
from ocop_workflow.services.rulebooks import load_rulebook
from ocop_workflow.services.signing import sign_decision
from tests.factories.city import City, another_producer
from tests.factories.dossiers import at_decision, certified, concluded, recognition
from tests.factories.scorecards import RULEBOOKS
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


@pytest.mark.parametrize("number", ["1520 /qđ-ubnd", unicodedata.normalize("NFD", "1520  /QĐ-UBND")])
def test_number_is_kept_on_one_line_and_used_once_however_it_is_written(city: City, number: str):
    certified(city, number=unicodedata.normalize("NFD", " 1520\t/QĐ-UBND"))
    second = at_decision(city, product=another_producer(city, account="chuthe1", commune="03409"))
    decision = recognition(city, [second])

    with refused(InvalidInput, field="number"):
        sign(city, decision, number=number)

    assert Decision.objects.get(year=2024).number == "1520 /QĐ-UBND"


def test_certificate_number_registered_before_is_passed_over(city: City, decision: Decision):
    earlier = {"stars": 3, "issuer": "UBND", "decision_number": "5/QĐ-UBND", "decision_date": date(2024, 1, 5)}
    other = another_producer(city, account="chuthe1", commune="03409")
    register_earlier_certificate(other, number="001/2024/gcn-ocop-105", **earlier)

    sign(city, decision)

    assert Certificate.objects.get(decision=decision).number == "002/2024/GCN-OCOP-105"


def test_certificates_are_numbered_within_what_is_printed_after_the_number(city: City, decision: Decision):
    sign(city, decision)

    assert list(Counter.objects.filter(series__startswith="certificate/").values_list("series", "last")) == [
        ("certificate/2024/GCN-OCOP-105", 1)
    ]


def replaced(decision: Decision, city: City) -> None:
    reading = Reading.objects.get()
    reading.replaced_at = clock.now()
    reading.save_as(None, reason="new_reading")


def raised(decision: Decision, city: City) -> None:
    item = decision.items.get()
    item.stars = 5
    item.save_as(None, reason="decision.drafted")


@pytest.mark.parametrize("change", [replaced, raised])
def test_decision_over_an_outdated_result_is_refused_and_names_the_product(city: City, dossier, decision, change):
    change(decision, city)

    with refused(InvalidInput, field="dossiers") as caught:
        sign(city, decision)

    assert caught.value.params == {"dossier": dossier.code}
    assert not Certificate.objects.exists()


@pytest.fixture
def law(city: City, tmp_path: Path) -> Path:
    """A copy of the law of 2023 to be changed before it is loaded."""
    return Path(shutil.copytree(RULEBOOKS / "2023-148", tmp_path / "2023-148"))


def change(path: Path, *words: tuple[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for old, new in words:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def test_papers_are_found_by_their_template_whatever_their_keys(city: City, law: Path):
    keys = [('"decision"', '"quyet_dinh"'), ('"certificate"', '"giay"')]
    change(law / "papers.toml", *[(f"key = {old}", f"key = {new}") for old, new in keys], ("QĐ-UBND", "QĐ-HỘI"))
    change(law / "process.toml", ('papers = ["decision", "certificate"]', 'papers = ["quyet_dinh", "giay"]'))
    load_rulebook(law)

    dossier = certified(city)

    payload = json.loads(Event.objects.get(dossier=dossier.code, step="recognise").payload)
    assert payload["effects"]["draw_papers"] == {"papers": ["quyet_dinh", "giay"]}
    tasks = DBTaskResult.objects.filter(task_path__endswith="print_paper").values_list("args_kwargs__args", flat=True)
    assert sorted(tasks) == [["certificate", "001/2024/GCN-OCOP-105"], ["decision", "QD-0001"]]
    assert decision_paper("QD-0001")[0].symbol == "QĐ-HỘI"


def test_long_legal_basis_is_shortened_at_a_word(city: City, law: Path):
    basis = "Quyết định " + "số 148 " * 40
    printed = (law / "rulebook.toml").read_text(encoding="utf-8")
    first = re.search(r"Quyết định số 148/[^\"]+", printed).group()
    change(law / "rulebook.toml", (f'"{first}"', f'"{basis.strip()}"'))
    load_rulebook(law)

    kept = certified(city).certificate.legal_basis

    assert kept == "Quyết định" + " số 148" * 27 + "…"
    assert len(kept) == 200


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
