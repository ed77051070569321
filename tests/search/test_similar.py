"""Products like the one shown: in force, the likest first, and never in the way of the page itself."""

import re

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.tree import ensure_tree
from ocop_workflow.models import Product
from ocop_workflow.public.register import facts_and_similar
from ocop_workflow.services.products import register_product
from search.engines.embedded import EmbeddedEngine
from tests.cms.shelf import showcase
from tests.factories.city import OCTOBER
from tests.search.conftest import Market, certify
from tests.search.test_views import get

DAY = OCTOBER


def alike(html: str) -> list[str]:
    """Return the names under “Sản phẩm tương tự” of a page."""
    _before, _title, section = html.partition('id="tuong-tu"')
    return re.findall(r'<h3><a href="[^"]+">([^<]+)</a></h3>', section)


def test_product_page_shows_what_is_like_it(client: Client, market: Market):
    ensure_tree()
    page = showcase(market.products["noodles"], slug="mien-dong")

    assert "Mien dong khô" in alike(get(client, page.url))
    assert alike(get(client, "/san-pham/mien-dong/"))[0] == "Mien dong khô"


def test_product_without_a_page_shows_it_too(client: Client, market: Market):
    ensure_tree()

    assert alike(get(client, market.products["noodles"].get_absolute_url()))[0] == "Mien dong khô"


def test_only_what_counts_today_is_shown_and_never_itself(market: Market):
    _facts, similar = facts_and_similar(market.products["plain"].code, DAY)

    shown = {facts.code for facts in similar}

    assert market.products["noodles"].code in shown
    assert shown.isdisjoint(market.products[name].code for name in ("plain", "old", "rice", "hidden"))


def test_what_fails_takes_nothing_from_the_page(client: Client, market: Market, monkeypatch: pytest.MonkeyPatch):
    def broken(*asked: object) -> None:
        raise DatabaseError

    ensure_tree()
    monkeypatch.setattr(EmbeddedEngine, "resembling", broken)

    html = get(client, market.products["noodles"].get_absolute_url())

    assert "Miến dong San Thàng" in html
    assert alike(html) == []


def test_unknown_product_is_like_nothing(market: Market):
    assert facts_and_similar("SP-9999", DAY) == (None, ())


def test_page_takes_the_same_queries_for_one_and_three_similar(client: Client, market: Market):
    def queries(product: Product) -> int:
        with CaptureQueriesContext(connection) as captured:
            found = len(alike(get(client, product.get_absolute_url())))
        counted.append(found)
        return len(captured)

    ensure_tree()
    counted: list[int] = []
    for name in ("Mật ong rừng", "Mật ong bạc hà"):
        certify(register_product(market.producers["starch"], name=name, set_no=4))
    get(client, market.products["honey"].get_absolute_url())
    before = queries(market.products["honey"])
    for number in range(2):
        certify(register_product(market.producers["starch"], name=f"Mật ong mẻ {number}", set_no=4))

    assert queries(market.products["honey"]) == before <= 25
    assert counted[1] > 0
