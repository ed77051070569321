"""The description of the API is true: each real answer fits the schema of its address and status, and says no more."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator, FormatChecker

from tests.search.conftest import Market

pytestmark = pytest.mark.either_database

Json = Mapping[str, Any]
ASKED = (
    ("/products", "", 200),
    ("/products", "?status=all&page_size=100", 200),
    ("/products", "?q=mien+dong&stars=4&set=6&commune=03409&group=thuc-pham&sort=stars&page_size=1", 200),
    ("/products", "?q=mat+onng", 200),
    ("/products", "?page=1000000000", 200),
    ("/products", "?cursor=&page_size=2&status=all", 200),
    ("/products", "?page=0&stars=x&y=1", 422),
    ("/products/{code}", "SP-0002", 200),
    ("/products/{code}", "SP-0006", 200),
    ("/products/{code}", "SP-9999", 404),
    ("/producers", "", 200),
    ("/producers", "?q=suoi&page=2", 200),
    ("/producers", "?stars=4", 422),
    ("/producers/{code}", "CT-0002", 200),
    ("/producers/{code}", "x", 404),
    ("/suggest", "?q=mi", 200),
    ("/suggest", "", 200),
    ("/suggest", "?q=" + "x" * 201, 422),
    ("/certificates/{token}", "TOKEN", 200),
    ("/certificates/{token}", "none", 404),
    ("/rulebooks", "", 200),
    ("/rulebooks/{code}", "2023-148", 200),
    ("/rulebooks/{code}", "2026-26", 200),
    ("/rulebooks/{code}", "1999-1", 404),
)


@pytest.fixture
def described(client: Client, db: None) -> Json:
    return client.get("/api/v1/openapi.json").json()


def closed(schema: Any) -> Any:
    """Return a schema under which an object may hold nothing that is not described."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    inside = {key: closed(value) for key, value in schema.items()}
    return inside | {"additionalProperties": False} if "properties" in schema else inside


def faults(described: Json, path: str, status: int, answer: Json) -> list[str]:
    """Return what in an answer does not fit its description."""
    operation = described["paths"][f"/api/v1{path}"]["get"]
    schema = operation["responses"][str(status)]["content"]["application/json"]["schema"]
    whole = closed({**schema, "components": described["components"]})
    checker = Draft202012Validator(whole, format_checker=FormatChecker())
    return [f"{error.json_path}: {error.message}" for error in checker.iter_errors(answer)]


@pytest.mark.parametrize(("path", "asked", "status"), ASKED)
def test_answers_are_as_described(client: Client, market: Market, described: Json, path: str, asked: str, status: int):
    token = market.products["noodles"].certificates.get().token
    response = client.get(f"/api/v1{path.partition('{')[0]}{asked.replace('TOKEN', token)}")

    assert response.status_code == status
    assert faults(described, path, status, response.json()) == []


def test_a_wrong_answer_would_be_noticed(client: Client, market: Market, described: Json):
    answer = client.get("/api/v1/products/SP-0002").json()

    assert faults(described, "/products/{code}", 200, answer | {"secret": 1}) != []
    assert faults(described, "/products/{code}", 200, answer | {"status": "good"}) != []
    assert faults(described, "/products/{code}", 200, answer | {"name": None}) != []


def test_every_address_is_tried_with_every_answer_but_the_common_ones(described: Json):
    told = {
        (path.removeprefix("/api/v1"), int(status))
        for path, methods in described["paths"].items()
        for status in methods["get"]["responses"]
        if status not in {"304", "429"}
    }

    assert {(path, status) for path, _asked, status in ASKED} == told


def parameters(described: Json, path: str) -> Iterator[tuple[str, Json]]:
    for one in described["paths"][f"/api/v1{path}"]["get"]["parameters"]:
        yield one["name"], one["schema"]


def test_parameters_say_what_they_take(described: Json):
    said = dict(parameters(described, "/products"))
    size = said["page_size"]

    assert {*said} == {
        *("q", "group", "set", "stars", "commune", "producer", "status", "organisation", "price"),
        *("literal", "sort", "page", "page_size", "cursor"),
    }
    assert (size["type"], size["minimum"], size["maximum"], size["default"]) == ("integer", 1, 100, 20)
    assert said["sort"]["enum"] == ["relevance", "stars", "newest"]
    assert said["q"]["maxLength"] == 200
    assert said["stars"]["items"] == {"type": "integer", "minimum": 1, "maximum": 5}
    assert said["set"]["items"] == {"type": "integer", "minimum": 1}


@pytest.mark.parametrize("path", ["/products", "/producers"])
def test_values_a_parameter_names_are_taken_and_others_refused(
    client: Client, market: Market, described: Json, path: str
):
    for name, schema in parameters(described, path):
        of_each = schema.get("items", schema)
        values = of_each.get("enum") or [of_each[key] for key in ("minimum", "maximum") if key in of_each]
        assert {client.get(f"/api/v1{path}?{name}={value}").status_code for value in values} <= {200}
        if values:
            assert client.get(f"/api/v1{path}?{name}=no-such-value").status_code == 422
