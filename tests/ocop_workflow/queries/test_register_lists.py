"""What lists show agrees with the whole facts, on any day, and is read by one query."""

from datetime import date, timedelta

import pytest

from ocop_workflow.domain import clock
from ocop_workflow.models import Producer, Product
from ocop_workflow.queries.register import producers_facts, products_facts
from ocop_workflow.queries.register_lists import listed_producers, listed_products
from search.catalogue import catalogue_on
from tests.factories.merger import after_merger
from tests.search.conftest import Market, build_market, certify

pytestmark = pytest.mark.django_db

DAYS = [date(2021, 5, 1), date(2021, 6, 1), date(2024, 1, 15), date(2024, 9, 3), date(2024, 10, 7), date(2027, 6, 1)]
OF_PRODUCTS = (
    "code",
    "name",
    "url",
    "set_no",
    "group",
    "commune_name",
    "commune_now",
    "stars",
    "status",
    "illustrative",
)
OF_CERTIFICATES = (
    "number", "stars", "decision_number", "valid_from", "valid_to", "extended_to", "status", "verify_path",
    "is_in_force",
)  # fmt: skip
OF_PRODUCERS = ("code", "name", "url", "kind_label", "commune_name", "illustrative", "product_count")


@pytest.fixture
def market(db: None, october: None) -> Market:
    return build_market()


def said(thing: object, names: tuple[str, ...]) -> tuple[object, ...]:
    return tuple(getattr(thing, name) for name in names)


def listed(day: date) -> dict[str, tuple[object, ...]]:
    catalogue = catalogue_on(day)
    codes = list(Product.objects.values_list("code", flat=True))
    found = listed_products(codes, day, called=catalogue.places.called, group_name=catalogue.group_name)
    return {
        code: (*said(one, OF_PRODUCTS), *said(one.certificate, OF_CERTIFICATES), one.producer.name, one.producer.url)
        for code, one in found.items()
    }


def whole(day: date) -> dict[str, tuple[object, ...]]:
    return {
        one.code: (
            *said(one, OF_PRODUCTS),
            *said(one.certificate, OF_CERTIFICATES),
            one.producer.name,
            one.producer.url,
        )
        for one in products_facts(Product.objects.all(), day)
    }


@pytest.mark.parametrize("day", DAYS)
def test_listed_products_say_what_the_register_says(market: Market, day: date) -> None:
    certify(market.products["old"], on=date(2024, 10, 1), stars=5)
    certify(market.products["noodles"], on=date(2018, 3, 1))

    assert listed(day) == whole(day)


def test_listed_products_name_the_ward_a_commune_became(market: Market) -> None:
    after_merger(market.city)
    day = date(2025, 7, 5)

    assert listed(day) == whole(day)
    assert {one[6] for one in listed(day).values()} == {"Phường Tân Phong"}


@pytest.mark.parametrize("day", DAYS)
def test_listed_producers_say_what_the_register_says(market: Market, day: date) -> None:
    codes = list(Producer.objects.values_list("code", flat=True))
    found = listed_producers(codes, day, called=catalogue_on(day).places.called)

    public = [one for one in producers_facts(Producer.objects.all(), day) if one.product_count]
    assert {code: said(one, OF_PRODUCERS) for code, one in found.items()} == {
        one.code: said(one, OF_PRODUCERS) for one in public
    }


def test_lists_take_one_query_each(market: Market, django_assert_num_queries) -> None:
    catalogue, day = catalogue_on(), clock.today() + timedelta(days=1)
    codes = [product.code for product in market.products.values()]

    with django_assert_num_queries(1):
        listed_products(codes, day, called=catalogue.places.called, group_name=catalogue.group_name)
    with django_assert_num_queries(1):
        listed_producers(["CT-0001", "CT-0002"], day, called=catalogue.places.called)


def test_nobody_is_listed_for_a_code_nobody_has(market: Market) -> None:
    called = catalogue_on().places.called

    assert listed_products(["SP-9999"], clock.today(), called=called, group_name=str) == {}
    assert listed_producers(["CT-9999"], clock.today(), called=called) == {}
