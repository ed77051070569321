"""The officers' list of certificates: state of the day, search, who sees which, the printed paper."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ocop_workflow.domain import clock
from ocop_workflow.models import Certificate, Paper
from ocop_workflow.services.files import store
from tests.factories.city import City, another_producer
from tests.factories.dossiers import certified
from tests.ocop_workflow.backoffice.council_world import get, neighbour, text, vi

pytestmark = [pytest.mark.usefixtures("october"), pytest.mark.either_database]


def listed(user, question: str = "") -> list[tuple[str, str, bool]]:
    rows = get(user, f"giay-chung-nhan/{question}").context["rows"]
    return [(certificate.number, state, printed) for certificate, state, printed in rows]


@pytest.mark.parametrize(
    ("day", "state"),
    [(date(2024, 10, 7), "valid"), (date(2027, 10, 1), "expiring"), (date(2027, 10, 8), "expired")],
)
def test_state_is_computed_for_the_day(city: City, day, state):
    number = certified(city).certificate.number

    with clock.travel(day):
        assert listed(city.users["phongkinhte"]) == [(number, state, False)]


def test_row_shows_number_product_dates_and_the_way_to_check_it(city: City):
    certificate = certified(city).certificate

    page = get(city.users["phongkinhte"], "giay-chung-nhan/")

    said = text(page)
    facts = [certificate.number, certificate.product_name, "07/10/2024", vi("until %(day)s", {"day": "07/10/2027"})]
    assert all(fact in said for fact in facts)
    assert f'href="/xac-thuc/{certificate.token}/"' in page.content.decode()
    assert vi("being printed") in said


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("?q=Miến dong San", True),
        ("?q=miến", True),
        ("?q=GCN-OCOP-105", True),
        ("?q=cà phê", False),
        ("?trang-thai=valid", True),
        ("?trang-thai=revoked", False),
        ("?trang-thai=made-up", True),
        ("?q=%27%22%3Cscript%3E", False),
        (f"?q={'x' * 5000}", False),
    ],
)
def test_search_narrows_the_list(city: City, question, found):
    number = certified(city).certificate.number

    assert listed(city.users["phongkinhte"], question) == ([(number, "valid", False)] if found else [])


def test_commune_sees_the_certificates_of_its_own_producers(city: City):
    first = certified(city).certificate.number
    city.road = replace(city.road, commune_officer="xa.dongphong", commune_chair="chutich.dongphong")
    second = certified(city, product=another_producer(city), number="1521/QĐ-UBND").certificate.number

    assert [row[0] for row in listed(city.users["xa.santhang"])] == [first]
    assert [row[0] for row in listed(city.users["xa.dongphong"])] == [second]
    assert [row[0] for row in listed(city.users["thanhtra"])] == [second, first]


def test_list_asks_as_many_queries_for_three_certificates_as_for_one(city: City):
    user, asked = city.users["phongkinhte"], []
    get(user, "giay-chung-nhan/")
    for number, product in enumerate([None, neighbour(city, 1), neighbour(city, 2)], start=1520):
        certified(city, product=product, number=f"{number}/QĐ-UBND")
        with CaptureQueriesContext(connection) as queries:
            get(user, "giay-chung-nhan/")
        asked.append(len(queries))

    assert (asked[0], len(listed(user))) == (asked[2], 3)


def test_printed_certificate_is_for_those_who_see_it(city: City):
    certificate = certified(city).certificate
    path = f"giay-chung-nhan/{certificate.token}/ban-in.pdf"
    assert get(city.users["phongkinhte"], path).status_code == 404
    Paper.objects.create(
        kind="certificate",
        subject=certificate.number,
        certificate=certificate,
        sha256=store(b"%PDF-1.7 giay"),
        size=13,
        template_version="1",
        rendered_at=clock.now(),
    )

    file = get(city.users["phongkinhte"], path)

    assert (b"".join(file.streaming_content), file["Content-Type"]) == (b"%PDF-1.7 giay", "application/pdf")
    assert listed(city.users["phongkinhte"]) == [(certificate.number, "valid", True)]
    assert get(city.users["xa.dongphong"], path).status_code == 404
    other = certificate.token[:-1] + ("a" if certificate.token[-1] != "a" else "b")
    assert get(city.users["phongkinhte"], f"giay-chung-nhan/{other}/ban-in.pdf").status_code == 404


def test_list_is_empty_for_a_unit_without_certificates(city: City):
    certified(city)

    page = get(city.users["chutich.dongphong"], "giay-chung-nhan/")

    assert (page.context["rows"], Certificate.objects.count()) == ([], 1)
