"""Which answers are openings of a product page: GET, whole, found, by somebody who is not signed in."""

from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.db import DatabaseError
from django.test import Client

from cms.tree import ensure_tree
from search import popularity
from search.models import ProductOpening
from search.popularity import openings
from tests.cms.shelf import producer_page, showcase
from tests.search.conftest import Market
from tests.search.test_page import PART

OCTOBER_2024 = date(2024, 10, 1)


@pytest.fixture
def shop(market: Market, monkeypatch: pytest.MonkeyPatch) -> Market:
    """The market with pages; whatever is counted is written at once."""
    ensure_tree()
    showcase(market.products["noodles"], slug="mien-dong", pictures=0)
    producer_page(market.producers["starch"])
    monkeypatch.setattr(popularity, "EVERY", 0.0)
    return market


def counted() -> list[tuple[str, date, int]]:
    return list(ProductOpening.objects.order_by("code", "month").values_list("code", "month", "count"))


def test_pages_with_and_without_a_showcase_count_by_code(client: Client, shop: Market):
    noodles, plain = shop.products["noodles"], shop.products["plain"]

    for address in ("/san-pham/mien-dong/", "/san-pham/mien-dong/", plain.get_absolute_url()):
        assert client.get(address).status_code == 200

    assert counted() == [(noodles.code, OCTOBER_2024, 2), (plain.code, OCTOBER_2024, 1)]


def test_what_is_expired_counts_too(client: Client, shop: Market):
    client.get(shop.products["old"].get_absolute_url())

    assert counted() == [(shop.products["old"].code, OCTOBER_2024, 1)]


@pytest.mark.parametrize(
    ("method", "address", "headers", "status"),
    [
        ("HEAD", "/san-pham/mien-dong/", {}, 200),
        ("GET", "/san-pham/mien-dong/", PART, 200),
        ("GET", "/san-pham/mien-dong/", {"Sec-Purpose": "prefetch;prerender"}, 200),
        ("POST", "/san-pham/{plain}/", {}, 405),
        ("GET", "/san-pham/{noodles}/", {}, 302),
        ("GET", "/san-pham/{hidden}/", {}, 404),
        ("GET", "/san-pham/SP-9999/", {}, 404),
        ("GET", "/san-pham/", {}, 200),
        ("GET", "/chu-the/{maker}/", {}, 200),
        ("GET", "/xac-thuc/{token}/", {}, 200),
        ("GET", "/tim-kiem/?q=mien", {}, 200),
        ("GET", "/api/v1/products/{noodles}", {}, 200),
        ("GET", "/", {}, 200),
    ],
)
def test_nothing_else_counts(
    client: Client, shop: Market, method: str, address: str, headers: dict[str, str], status: int
):
    codes = {name: thing.code for name, thing in (shop.products | shop.producers).items()}
    path = address.format(**codes, token=shop.products["noodles"].certificates.get().token)

    assert client.generic(method, path, headers=headers).status_code == status
    assert counted() == []


def test_who_is_signed_in_counts_for_nothing(client: Client, shop: Market):
    client.force_login(get_user_model().objects.get(username="quantri"))

    assert client.get("/san-pham/mien-dong/").status_code == 200
    assert counted() == []


def test_counting_sets_no_cookie_and_leaves_caches_alone(client: Client, shop: Market):
    response = client.get("/san-pham/mien-dong/")

    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")


@pytest.mark.parametrize("failing", [(openings, "note"), (popularity, "write")], ids=["count", "write"])
def test_a_page_outlives_its_counting(
    client: Client, shop: Market, monkeypatch: pytest.MonkeyPatch, failing: tuple[object, str]
):
    def broken(*_args: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(*failing, broken)

    assert client.get("/san-pham/mien-dong/").status_code == 200
    assert counted() == []
