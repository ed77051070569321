"""The public register: only what ever held a certificate, with what it is worth on the day asked for."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ocop_workflow.domain import clock
from ocop_workflow.models import Certificate, Producer, Product
from ocop_workflow.queries.register import (
    CertificateFacts,
    ProducerFacts,
    certificate_by_token,
    producer_facts,
    producers_facts,
    product_facts,
    products_facts,
    register_counts,
)
from ocop_workflow.services.earlier_certificates import register_earlier_certificate
from tests.factories import dossiers
from tests.factories.city import City, another_producer, new_product

pytestmark = pytest.mark.django_db

TODAY = date(2024, 10, 7)
FIRST = date(2024, 1, 31)


def certificate(product: Product, number: str, decided: date, **more: object) -> Certificate:
    more = {"stars": 3, "issuer": "UBND tỉnh", "decision_number": f"{number}/QĐ-UBND", **more}
    return register_earlier_certificate(product, number=number, decision_date=decided, **more)


@pytest.fixture
def city(city: City, october: None) -> City:
    return city


def test_product_facts_of_a_product_in_force(city: City):
    earlier = certificate(city.product, "01", date(2020, 10, 1))
    current = certificate(city.product, "02", date(2023, 10, 10), stars=4)

    facts = product_facts(city.product, TODAY)

    assert facts.producer == ProducerFacts(
        code="CT-0001",
        name="Hợp tác xã miến dong San Thàng (minh họa)",
        url="/chu-the/CT-0001/",
        kind_label="Hợp tác xã",
        commune_name="Xã San Thàng",
        address="Bản San Thàng, xã San Thàng, thành phố Lai Châu",
        phone="0213 000 001",
        website="",
        illustrative=True,
        product_count=1,
    )
    assert facts.certificate == CertificateFacts(
        number="02",
        stars=4,
        status="valid",
        decision_number="02/QĐ-UBND",
        decision_date=date(2023, 10, 10),
        issuer="UBND tỉnh",
        valid_from=date(2023, 10, 10),
        valid_to=date(2026, 10, 10),
        extended_to=None,
        suspended_on=None,
        revoked_on=None,
        revocation_decision="",
        ground="",
        superseded_by="",
        verify_path=f"/xac-thuc/{current.token}/",
        months=36,
        elapsed_fraction=363 / 1096,
        days_left=733,
    )
    assert (facts.code, facts.name, facts.url) == ("SP-0001", "Miến dong San Thàng (minh họa)", "/san-pham/SP-0001/")
    assert (facts.set_no, facts.set_name) == (6, "Chế biến từ gạo, ngũ cốc")
    assert (facts.group, facts.subgroup) == ("Thực phẩm", "Thực phẩm chế biến")
    assert (facts.commune_name, facts.commune_now) == ("Xã San Thàng", "")
    assert (facts.stars, facts.status, facts.illustrative) == (4, "valid", True)
    assert [(one.number, one.status, one.days_left) for one in facts.earlier] == [(earlier.number, "expired", 0)]
    assert product_facts("SP-0001", TODAY) == facts


def test_product_facts_are_of_the_day_asked_for(city: City):
    certificate(city.product, "01", date(2020, 10, 1))
    certificate(city.product, "02", date(2023, 10, 10), stars=4)

    days = (date(2020, 9, 30), date(2022, 1, 1), date(2023, 10, 5), TODAY, date(2026, 5, 1), date(2027, 1, 1))
    facts = [product_facts(city.product, day) for day in days]

    assert facts[0] is None
    assert [(one.certificate.number, one.stars, one.status) for one in facts[1:]] == [
        ("01", 3, "valid"),
        ("01", 3, "expired"),
        ("02", 4, "valid"),
        ("02", 4, "expiring"),
        ("02", 4, "expired"),
    ]


def test_product_facts_take_the_one_in_force_before_the_latest(city: City):
    valid = certificate(city.product, "01", date(2022, 10, 1))
    later = Certificate(
        product=city.product,
        number="02",
        stars=4,
        product_name="x",
        producer_name="x",
        producer_address="x",
        issuer="x",
        decision_number="02",
        decision_date=date(2023, 1, 1),
        valid_from=date(2023, 1, 1),
        valid_to=date(2026, 1, 1),
        revoked_on=date(2024, 1, 1),
        revocation_ground="Sai nhãn",
        revocation_decision="9/QĐ-UBND",
    ).save_as(None)

    facts = product_facts(city.product, TODAY)

    assert facts.certificate.number == valid.number
    revoked = facts.earlier[0]
    assert (revoked.number, revoked.status, revoked.ground) == (later.number, "revoked", "Sai nhãn")
    assert (revoked.revoked_on, revoked.revocation_decision) == (date(2024, 1, 1), "9/QĐ-UBND")


def test_product_facts_count_the_days_of_an_extension_and_name_the_successor(city: City):
    old = certificate(city.product, "01", date(2021, 6, 1))
    old.extended_to = date(2024, 11, 1)
    old.save_as(None)
    assert [product_facts(city.product, TODAY).certificate.days_left] == [25]

    new = certificate(city.product, "02", TODAY)
    old.superseded_on, old.superseded_by = TODAY, new
    old.save_as(None)
    facts = product_facts(city.product, TODAY)
    assert [(one.status, one.superseded_by, one.days_left) for one in facts.earlier] == [("superseded", "02", 0)]


def test_product_facts_of_a_product_that_never_held_a_certificate_are_none(city: City):
    dossiers.at_decision(city)

    assert product_facts(city.product, TODAY) is None
    assert products_facts(Product.objects.all(), TODAY) == ()
    assert producer_facts(city.producer, TODAY) is None
    assert product_facts("SP-9999", TODAY) is None


def test_product_facts_after_the_merger_name_the_commune_then_and_the_ward_now(merged: City):
    with clock.travel(date(2026, 11, 9)):
        certificate(merged.product, "01", date(2024, 10, 10))

        before, after = (product_facts(merged.product, day) for day in (date(2025, 6, 30), date(2025, 7, 1)))

    assert (before.commune_name, before.commune_now) == ("Xã San Thàng", "")
    assert (after.commune_name, after.commune_now) == ("Xã San Thàng", "Phường Tân Phong")


def test_products_facts_keep_the_order_and_take_as_many_queries_for_one_as_for_three(city: City):
    products = [city.product, new_product(city.producer, "Bánh đa"), another_producer(city)]
    for number, product in enumerate(products):
        certificate(product, f"{number}", date(2023, 1, 1))
    new_product(city.producer, "Chưa có gì")

    def queries(rows: list[Product]) -> tuple[list[str], int]:
        with CaptureQueriesContext(connection) as captured:
            facts = products_facts(rows, TODAY)
        return [one.code for one in facts], len(captured)

    queries(products)
    one, three = queries(products[:1]), queries([products[2], products[0], products[1]])

    assert (one[0], three[0]) == (["SP-0001"], ["SP-0003", "SP-0001", "SP-0002"])
    assert one[1] == three[1]
    assert [one.product_count for one in producers_facts(Producer.objects.all(), TODAY)] == [1, 2]


def test_register_counts_count_products_once_and_none_expired_that_has_another_in_force(city: City):
    second, third, fourth = (new_product(city.producer, f"Sản phẩm {number}") for number in range(3))
    certificate(city.product, "01", date(2020, 10, 1))
    certificate(city.product, "02", date(2023, 10, 10))
    certificate(second, "03", date(2021, 11, 1))
    certificate(third, "04", date(2020, 1, 1))
    certificate(fourth, "05", date(2023, 1, 1), revoked_on=TODAY, revocation_ground="x", revocation_decision="y")

    assert register_counts(TODAY) == {"valid": 2, "expiring": 1, "producers": 1, "expired": 1}
    assert register_counts(date(2019, 1, 1)) == {"valid": 0, "expiring": 0, "producers": 0, "expired": 0}


def test_certificate_by_token_finds_also_what_counts_no_more(city: City):
    old = certificate(city.product, "01", date(2020, 10, 1))
    certificate(city.product, "02", date(2023, 10, 10))

    found = certificate_by_token(old.token, TODAY)

    assert (found.certificate.number, found.certificate.status) == ("01", "expired")
    assert (found.facts.code, found.facts.certificate.number) == ("SP-0001", "02")


@pytest.mark.parametrize("token", ["", "x", "01", "SP-0001"])
def test_certificate_by_token_knows_no_other_key(city: City, token):
    certificate(city.product, "01", date(2023, 10, 1))

    assert certificate_by_token(token, TODAY) is None


def test_certificate_issued_by_the_road_is_found_by_its_token(city: City):
    issued = dossiers.certified(city).certificate

    facts, found = certificate_by_token(issued.token, TODAY)

    assert (found.number, found.status, found.stars) == (issued.number, "valid", 3)
    assert (facts.status, found.valid_to) == ("valid", date(2027, 10, 7))
