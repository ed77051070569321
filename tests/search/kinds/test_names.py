"""What a suggestion shows of a thing is what every list shows of it, for less."""

from datetime import timedelta

import pytest

from ocop_workflow.domain import clock
from search.catalogue import catalogue_on
from search.kinds.base import Name
from search.kinds.registry import REGISTRY
from tests.search.conftest import Market, certify

pytestmark = pytest.mark.django_db


def codes(kind: str) -> list[str]:
    return [*REGISTRY[kind].rows().values_list("code", flat=True), "none"]


@pytest.mark.parametrize("days", [-4000, -400, 0, 400, 4000])
def test_names_say_what_lists_say(market: Market, days: int):
    catalogue = catalogue_on(clock.today() + timedelta(days=days))

    products = REGISTRY["product"].facts(codes("product"), catalogue)
    assert REGISTRY["product"].names(codes("product"), catalogue) == {
        code: Name(code, facts.name, facts.url, facts.status, facts.producer.name) for code, facts in products.items()
    }
    producers = REGISTRY["producer"].facts(codes("producer"), catalogue)
    assert REGISTRY["producer"].names(codes("producer"), catalogue) == {
        code: Name(code, facts.name, facts.url, None, facts.commune_name) for code, facts in producers.items()
    }


def test_of_two_certificates_the_one_in_force_counts(market: Market):
    rice = market.products["rice"]
    certify(rice, on=clock.today() - timedelta(days=1))

    assert [one.state_on(clock.today()) for one in rice.certificates.order_by("pk")] == ["revoked", "valid"]
    assert REGISTRY["product"].names([rice.code], catalogue_on())[rice.code].status == "valid"
