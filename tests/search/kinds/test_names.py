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

    for kind in ("product", "producer"):
        listed = REGISTRY[kind].facts(codes(kind), catalogue)
        shown = {
            code: Name(code, facts.name, facts.url, getattr(facts, "status", None)) for code, facts in listed.items()
        }
        assert REGISTRY[kind].names(codes(kind), catalogue) == shown


def test_of_two_certificates_the_one_in_force_counts(market: Market):
    rice = market.products["rice"]
    certify(rice, on=clock.today() - timedelta(days=1))

    assert [one.state_on(clock.today()) for one in rice.certificates.order_by("pk")] == ["revoked", "valid"]
    assert REGISTRY["product"].names([rice.code], catalogue_on())[rice.code].status == "valid"
