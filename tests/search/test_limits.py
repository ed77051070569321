"""How often one address may ask: counted exactly, by whom a trusted proxy heard, and never at the search's cost."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from ocop_workflow.domain import clock
from search.counters import counted
from search.limits import caller
from tests.search.test_views import words

NINE = datetime(2024, 10, 7, 2, 0, 12, tzinfo=UTC)
REASON = "Có quá nhiều yêu cầu từ địa chỉ mạng của bạn. Hãy thử lại sau 48 giây."


@pytest.fixture(autouse=True)
def limits(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Two calls a minute on every surface; it is 12 seconds past the minute."""
    settings.OCOP_LIMITS = {"api": (2, 60), "search": (2, 60), "suggest": (2, 60)}
    settings.OCOP_LIMITS_FILE = tmp_path / "limits.sqlite3"
    at(monkeypatch, NINE)
    return settings


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr(clock, "machine_now", lambda: moment)


def statuses(client: Client, address: str, times: int = 3, **more: str) -> list[int]:
    return [client.get(address, **more).status_code for _ in range(times)]


@pytest.mark.parametrize("address", ["/api/v1/products", "/api/v1/openapi.json", "/api/v1/x", "/tim-kiem/goi-y/?q=mi"])
def test_within_the_limit_nobody_is_refused_and_over_it_everybody(client: Client, db: None, address: str):
    found = statuses(client, address)

    assert [status == 429 for status in found] == [False, False, True]


def test_refusal_says_in_words_and_seconds_when_to_return(client: Client, db: None):
    statuses(client, "/api/v1/products", 2)

    refused = client.get("/api/v1/products")

    assert (refused.status_code, refused["Retry-After"], refused["Cache-Control"]) == (429, "48", "no-store")
    assert refused.json() == {"detail": REASON}
    assert refused["Access-Control-Expose-Headers"] == "ETag, Retry-After"


def test_the_page_is_readable_and_keeps_what_was_typed(client: Client, db: None):
    statuses(client, "/tim-kiem/?q=mien", 2)

    refused = client.get("/tim-kiem/?q=miến+<dong>")

    assert (refused.status_code, refused["Retry-After"], refused["Cache-Control"]) == (429, "48", "no-store")
    assert f"Vui lòng thử lại sau ít giây {REASON}" in words(refused.content.decode())
    assert 'value="miến &lt;dong&gt;"' in refused.content.decode()


def test_a_new_window_begins_after_the_seconds_told(client: Client, db: None, monkeypatch: pytest.MonkeyPatch):
    assert statuses(client, "/api/v1/rulebooks") == [200, 200, 429]

    at(monkeypatch, NINE.replace(second=59))
    assert statuses(client, "/api/v1/rulebooks", 1) == [429]

    at(monkeypatch, NINE.replace(minute=1, second=0))
    assert statuses(client, "/api/v1/rulebooks") == [200, 200, 429]


def test_surfaces_and_addresses_are_counted_apart(client: Client, db: None):
    assert statuses(client, "/api/v1/rulebooks") == [200, 200, 429]

    assert statuses(client, "/tim-kiem/") == [200, 200, 429]
    assert statuses(client, "/api/v1/rulebooks", REMOTE_ADDR="203.0.113.9") == [200, 200, 429]


def test_a_preflight_and_what_is_refused_anyway_do_not_count(client: Client, db: None):
    for _ in range(5):
        assert client.options("/api/v1/rulebooks").status_code == 204
        assert client.post("/api/v1/rulebooks").status_code == 405

    assert statuses(client, "/api/v1/rulebooks", 1) == [200]


def test_forged_addresses_do_not_escape_the_limit(client: Client, db: None, limits: Settings):
    forged = [client.get("/api/v1/rulebooks", HTTP_X_FORWARDED_FOR=f"198.51.100.{n}").status_code for n in range(3)]
    assert forged == [200, 200, 429]

    limits.OCOP_PROXIES = 1
    behind = [f"198.51.100.{number}, 203.0.113.7" for number in range(3)]
    assert [client.get("/api/v1/rulebooks", HTTP_X_FORWARDED_FOR=heard).status_code for heard in behind] == [
        200,
        200,
        429,
    ]


@pytest.mark.parametrize(
    ("proxies", "heard", "counted_as"),
    [
        (0, "198.51.100.1", "127.0.0.1"),
        (1, "", "127.0.0.1"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "10.0.0.1, 198.51.100.1", "198.51.100.1"),
        (2, "10.0.0.1, 198.51.100.1, 192.0.2.5", "198.51.100.1"),
        (2, "198.51.100.1", "127.0.0.1"),
        (1, "no address", "127.0.0.1"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (1, "2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        (1, "::ffff:198.51.100.1", "198.51.100.1"),
    ],
)
def test_only_what_our_own_proxies_heard_counts(limits: Settings, proxies: int, heard: str, counted_as: str):
    limits.OCOP_PROXIES = proxies

    assert caller(RequestFactory().get("/", HTTP_X_FORWARDED_FOR=heard)) == counted_as


def test_no_call_is_lost_between_threads(tmp_path: Path):
    with ThreadPoolExecutor(8) as threads:
        numbers = list(threads.map(lambda _: counted(tmp_path / "calls", "one", 60, 30), range(400)))

    assert sorted(numbers) == list(range(1, 401))


def test_windows_that_ended_are_forgotten(tmp_path: Path):
    file = tmp_path / "calls"
    for name in ("one", "two", "two"):
        counted(file, name, 60, now=59)
    counted(file, "one", 120, now=60)

    assert kept(file) == [(120, "one", 1)]


def test_a_longer_window_leaves_the_shorter_ones_that_run_alone(tmp_path: Path):
    file = tmp_path / "calls"
    for name, ends in (("short", 20), ("long", 60), ("short", 20)):
        counted(file, name, ends, now=15)

    assert kept(file) == [(20, "short", 2), (60, "long", 1)]


def kept(file: Path) -> list[tuple[int, str, int]]:
    with sqlite3.connect(file) as counters:
        return counters.execute("SELECT ends, name, number FROM calls ORDER BY ends").fetchall()


def test_where_nothing_can_be_counted_everybody_is_answered(client: Client, db: None, limits: Settings):
    limits.OCOP_LIMITS_FILE = Path("/nowhere/limits.sqlite3")

    assert statuses(client, "/api/v1/rulebooks", 4) == [200] * 4


def test_a_spoiled_file_is_thrown_away(client: Client, db: None, limits: Settings):
    limits.OCOP_LIMITS_FILE.write_bytes(b"spoiled" * 1000)

    assert statuses(client, "/api/v1/rulebooks", 4) == [200, 200, 200, 429]


def test_a_scope_without_a_limit_is_open(client: Client, db: None, limits: Settings):
    limits.OCOP_LIMITS = {"api": (0, 60)}

    assert statuses(client, "/api/v1/rulebooks", 5) == [200] * 5
    assert not limits.OCOP_LIMITS_FILE.exists()
