"""What anybody may read of the law as loaded."""

from datetime import date
from urllib.parse import quote

import pytest
from django.test import Client

from ocop_workflow.domain import clock
from ocop_workflow.models import RulebookVersion
from tests.search.conftest import Market

BASE = "/api/v1/rulebooks"


def test_rulebooks_are_listed_with_what_is_in_force_today(client: Client, market: Market):
    found = client.get(BASE).json()["results"]

    assert [(one["code"], one["version"], one["is_in_force"]) for one in found] == [
        ("2026-26", 1, False),
        ("2025-1489", 1, False),
        ("2023-148", 1, True),
    ]
    last = found[-1]
    assert (last["in_force_from"], last["in_force_to"]) == ("2023-02-24", "2025-07-05")
    assert (last["applies_from"], last["applies_to"]) == ("2023-02-24", "2025-06-30")
    assert last["url"] == f"http://testserver{BASE}/2023-148"
    assert last["checksum"] == RulebookVersion.objects.get(code="2023-148").checksum
    assert last["legal_basis"][0].startswith("Quyết định số 148/QĐ-TTg ngày 24/02/2023 của Thủ tướng Chính phủ")


@pytest.mark.parametrize(
    ("day", "code"), [(date(2025, 7, 5), "2023-148"), (date(2025, 7, 6), "2025-1489"), (date(2026, 5, 22), "2026-26")]
)
def test_force_begins_and_ends_on_its_days(client: Client, market: Market, day: date, code: str):
    with clock.travel(day):
        found = client.get(BASE).json()["results"]

    assert code in [one["code"] for one in found if one["is_in_force"]]


def test_a_rulebook_tells_bands_levels_sets_and_what_is_withheld(client: Client, market: Market):
    told = client.get(f"{BASE}/2023-148").json()

    assert [(band["stars"], band["floor"], band["below"]) for band in told["bands"]] == [
        (5, 90.0, None),
        (4, 70.0, 90.0),
        (3, 50.0, 70.0),
        (2, 30.0, 50.0),
        (1, 0.0, 30.0),
    ]
    assert (told["points"], told["validity_months"]) == (100, 36)
    assert [(level["key"], level["certifies"]) for level in told["levels"]] == [
        ("commune", []),
        ("city", [3]),
        ("province", [4]),
        ("centre", [5]),
    ]
    assert [one["set"] for one in told["sets"]] == list(range(1, 27))
    assert [one["set"] for one in told["sets"] if one["withheld"]] == [11, 12, 13]
    assert told["sets"][5] | {"subgroup": ""} == {
        "set": 6,
        "name": "Chế biến từ gạo, ngũ cốc",
        "group": "Thực phẩm",
        "subgroup": "",
        "points": 100,
        "withheld": None,
    }


@pytest.mark.parametrize(
    "code",
    ["2023-149", "2023-148@1", "2023-148 ", "2023_148", "%00", "%F0%9F%8D%AF", "../rulebooks", "x" * 5000, "'; --"],
)
def test_an_odd_code_is_not_found(client: Client, market: Market, code: str):
    assert client.get(f"{BASE}/{quote(code, safe='%')}").status_code == 404


def test_before_any_is_loaded_the_list_is_empty(client: Client, db: None):
    assert client.get(BASE).json() == {"results": []}
