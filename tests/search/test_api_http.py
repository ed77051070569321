"""What HTTP promises around the API's answers: who may read, what may be kept, what has not changed."""

from datetime import date

import pytest
from django.test import Client

from ocop_workflow.domain import clock
from search.models import SearchDocument
from tests.search.conftest import Market

pytestmark = pytest.mark.either_database

ADDRESSES = (
    "openapi.json",
    "products",
    "products?cursor=",
    "products/{product}",
    "producers",
    "producers/{producer}",
    "suggest?q=mi",
    "certificates/{token}",
    "rulebooks",
    "rulebooks/2023-148",
)
KEPT_FIVE_MINUTES = ("openapi.json", "rulebooks", "rulebooks/2023-148")


def filled(address: str, market: Market) -> str:
    product = market.products["noodles"]
    token = product.certificates.get().token
    return "/api/v1/" + address.format(product=product.code, producer=product.producer.code, token=token)


@pytest.mark.parametrize("address", ADDRESSES)
def test_anybody_may_read_from_anywhere(client: Client, market: Market, address: str):
    path = filled(address, market)

    got = client.get(path, HTTP_ORIGIN="https://example.org")
    head = client.head(path)
    asked = client.options(path, HTTP_ORIGIN="https://example.org", HTTP_ACCESS_CONTROL_REQUEST_METHOD="GET")

    assert (got.status_code, head.status_code, asked.status_code) == (200, 200, 204)
    for response in (got, head, asked):
        assert response["Access-Control-Allow-Origin"] == "*"
        assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert "Access-Control-Allow-Credentials" not in response
        assert response.cookies == {}
    assert (head.content, asked.content) == (b"", b"")
    assert asked["Access-Control-Allow-Methods"] == asked["Allow"] == "GET, HEAD, OPTIONS"
    assert head["Content-Length"] == str(len(got.content))


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_nothing_can_be_written(client: Client, db: None, method: str):
    response = getattr(client, method)("/api/v1/products")

    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert response.json() == {"detail": "Địa chỉ này chỉ để đọc."}


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_may_be_kept_is_said(client: Client, market: Market, address: str):
    kept = client.get(filled(address, market))["Cache-Control"]

    if address in KEPT_FIVE_MINUTES:
        assert kept == "public, max-age=300"
    else:
        assert kept == ("no-store" if address.startswith("certificates") else "public, no-cache")


@pytest.mark.parametrize("address", [one for one in ADDRESSES if not one.startswith("certificates")])
def test_what_has_not_changed_is_not_sent_again(client: Client, market: Market, address: str):
    path = filled(address, market)
    first = client.get(path)

    again = client.get(path, HTTP_IF_NONE_MATCH=first["ETag"])
    head = client.head(path, HTTP_IF_NONE_MATCH=f'"other", W/{first["ETag"]}')
    other = client.get(path, HTTP_IF_NONE_MATCH='"other"')

    assert [(one.status_code, one.content) for one in (again, head)] == [(304, b"")] * 2
    assert (again["ETag"], again["Cache-Control"]) == (first["ETag"], first["Cache-Control"])
    assert again["Access-Control-Allow-Origin"] == "*"
    assert (other.status_code, other.content) == (200, first.content)


@pytest.mark.parametrize("address", ["products?status=all&q=mien+dong", "products/{product}", "producers/{producer}"])
def test_a_revocation_changes_the_answer_at_once(client: Client, market: Market, address: str):
    path, certificate = filled(address, market), market.products["noodles"].certificates.get()
    known = client.get(path)["ETag"]

    certificate.revoked_on = date(2024, 10, 7)
    certificate.save_as(None)
    now = client.get(path, HTTP_IF_NONE_MATCH=known)

    if address == "producers/{producer}":
        assert now.status_code == 304  # it says nothing of what the products are worth
    else:
        assert (now.status_code, "revoked" in now.content.decode()) == (200, True)


def test_a_revoked_product_is_gone_even_while_the_documents_are_stale(client: Client, market: Market):
    product = market.products["noodles"]
    stale = dict(SearchDocument.objects.filter(code=product.code).values().get())
    certificate = product.certificates.get()
    certificate.revoked_on = date(2024, 10, 7)
    certificate.save_as(None)
    SearchDocument.objects.filter(code=product.code).update(**stale)

    for address in ("products?q=mien+dong", "products?cursor=", "suggest?q=mien"):
        assert product.code not in client.get(f"/api/v1/{address}").content.decode()


def test_a_new_day_changes_the_answer(client: Client, market: Market):
    known = client.get(filled("products/{product}", market))["ETag"]

    with clock.travel(date(2027, 1, 16)):
        now = client.get(filled("products/{product}", market), HTTP_IF_NONE_MATCH=known)

    assert (now.status_code, now.json()["status"]) == (200, "expired")


@pytest.mark.parametrize("path", ["", "x", "products/", "products/a/b", "v2/products", "docs", "%F0%9F%8D%AF"])
def test_an_address_that_is_none_says_so_in_json(client: Client, db: None, path: str):
    response = client.get(f"/api/v1/{path}")

    assert (response.status_code, response["Content-Type"], response["Cache-Control"]) == (
        404,
        "application/json",
        "no-store",
    )
    assert response.json() == {"detail": "Không có gì ở địa chỉ này."}


def test_refusals_are_never_kept(client: Client, db: None):
    for address in ("products?page=0", "products/SP-9999", "certificates/x"):
        assert client.get(f"/api/v1/{address}")["Cache-Control"] == "no-store"


def test_a_thousand_parameters_are_refused(client: Client, db: None):
    response = client.get("/api/v1/products?" + "&".join(["stars=4"] * 1001))

    assert (response.status_code, response.json()) == (
        422,
        {"errors": [{"field": "*", "reason": "Có quá nhiều tham số."}]},
    )
