"""Taking every product one after the other: complete, without doubles, whatever comes and goes meanwhile."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ocop_workflow.models import Counter
from ocop_workflow.services.products import register_product
from tests.search.conftest import Market, certify, revoked_on

Between = Callable[[int], None]


def gathered(client: Client, asked: str = "", between: Between = lambda _number: None) -> list[list[str]]:
    """Follow `next` to its end; return the codes of each page. `between` is called after each."""
    address: str | None = f"/api/v1/products?cursor=&{asked}"
    pages: list[list[str]] = []
    while address:
        answer = client.get(address).json()
        pages.append([one["code"] for one in answer["results"]])
        address = answer["next"]
        between(len(pages))
    return pages


def everything(pages: list[list[str]]) -> list[str]:
    return [code for page in pages for code in page]


def codes(market: Market, *names: str) -> list[str]:
    return sorted(market.products[name].code for name in names)


def test_all_products_come_once_by_code(client: Client, market: Market):
    pages = gathered(client, "status=all&page_size=2")

    assert [len(page) for page in pages] == [2, 2, 2, 1]
    assert everything(pages) == codes(market, "noodles", "plain", "east", "honey", "tea", "rice", "old")


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("", ["noodles", "plain", "east", "honey", "tea"]),
        ("status=valid", ["noodles", "plain", "east", "honey"]),
        ("status=expired&status=revoked", ["old", "rice"]),
        ("set=6", ["noodles", "plain"]),
        ("stars=4&stars=5&status=all", ["noodles", "east", "old"]),
        ("group=thuc-pham", ["noodles", "plain", "honey", "east", "tea"]),
        ("group=thuc-pham&set=4", ["honey"]),
        ("commune=03408", ["east", "tea"]),
        ("organisation=ho_kinh_doanh", []),
    ],
)
def test_filters_narrow_a_harvest(client: Client, market: Market, asked: str, names: list[str]):
    found = client.get(f"/api/v1/products?cursor=&{asked}").json()
    listed = client.get(f"/api/v1/products?{asked}").json()

    assert everything(gathered(client, f"page_size=1&{asked}")) == codes(market, *names)
    assert found["count"] == listed["count"] == len(names)
    assert sorted(one["code"] for one in listed["results"]) == codes(market, *names)


def test_a_producers_products_are_harvested(client: Client, market: Market):
    asked = f"status=all&producer={market.producers['maker'].code}"

    assert everything(gathered(client, asked)) == codes(market, "east", "tea", "rice")


def test_what_is_there_all_the_while_comes_once_while_rows_are_added(client: Client, market: Market):
    there = codes(market, "noodles", "plain", "east", "honey", "tea", "rice", "old")

    def between(number: int) -> None:
        if number <= 3:
            certify(register_product(market.producers["starch"], name=f"Miến số {number}", set_no=6))

    found = everything(gathered(client, "status=all&page_size=2", between))

    assert [code for code in found if code in there] == there
    assert len(found) == len(set(found)) == len(there) + 3


def test_a_product_revoked_meanwhile_does_not_come_any_more(client: Client, market: Market):
    def between(number: int) -> None:
        if number == 1:
            certificate = market.products["honey"].certificates.get()
            for name, value in revoked_on(date(2024, 10, 1)).items():
                setattr(certificate, name, value)
            certificate.save_as(None)

    assert everything(gathered(client, "page_size=2", between)) == codes(market, "noodles", "plain", "east", "tea")


def test_a_cursor_need_not_be_a_code_that_is_there(client: Client, market: Market):
    after = client.get(f"/api/v1/products?status=all&cursor={market.products['tea'].code}x").json()

    assert [one["code"] for one in after["results"]] == codes(market, "rice", "old")
    assert client.get("/api/v1/products?cursor=ZZ").json()["results"] == []


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ("cursor=SP 1", "cursor"),
        ("cursor=" + "9" * 21, "cursor"),
        ("cursor=%00", "cursor"),
        ("cursor=&cursor=", "cursor"),
        ("cursor=&q=mien", "q"),
        ("cursor=&sort=stars", "sort"),
        ("cursor=&page=2", "page"),
        ("cursor=&page_size=101", "page_size"),
        ("cursor=&stars=9", "stars"),
    ],
)
def test_what_cannot_be_harvested_is_refused(client: Client, market: Market, asked: str, field: str):
    response = client.get(f"/api/v1/products?{asked}")

    assert (response.status_code, [error["field"] for error in response.json()["errors"]]) == (422, [field])


def test_codes_of_any_length_come_once(client: Client, market: Market):
    Counter.objects.filter(series="code/SP").update(last=99_998)
    long = [register_product(market.producers["starch"], name=f"Miến số {number}", set_no=6) for number in range(3)]
    for product in long:
        certify(product)
    Counter.objects.filter(series="code/SP").update(last=9_998)
    short = [register_product(market.producers["starch"], name=f"Miến gói {number}", set_no=6) for number in range(3)]
    for product in short:
        certify(product)

    found = everything(gathered(client, "set=6&page_size=1"))

    assert [product.code for product in (*short, *long)] == [
        "SP-9999", "SP-10000", "SP-10001", "SP-99999", "SP-100000", "SP-100001",
    ]  # fmt: skip
    assert sorted(found) == sorted([*codes(market, "noodles", "plain"), *(one.code for one in (*short, *long))])


def test_a_harvest_asks_as_many_queries_for_many_as_for_few(client: Client, market: Market):
    client.get("/api/v1/products?cursor=")
    asked = []
    for size in (1, 7):
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/api/v1/products?cursor=&status=all&page_size={size}")
        asked.append(len(queries))

    assert asked[0] == asked[1] <= 15


def test_pages_of_a_search_lead_on_until_the_last(client: Client, market: Market):
    address: str | None = "/api/v1/products?q=mien+dong&page_size=3"
    found: list[str] = []
    while address:
        answer = client.get(address).json()
        found += [one["code"] for one in answer["results"]]
        address = answer["next"]

    assert market.names(found) == ["plain", "noodles", "east", "honey"]
