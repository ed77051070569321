"""How often pages are opened: counted in the process, written together, read for three months."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ocop_workflow.domain import clock
from search import memory, popularity
from search.index import nightly
from search.index.nightly import check_nightly
from search.models import ProductOpening
from search.popularity import Openings, first_month, forget_old_openings, most_opened, popular, write
from search.queries import search_catalogue
from search.question import SearchQuery
from tests.factories.city import OCTOBER
from tests.search.conftest import Market, revoke
from tests.search.test_views import get
from tests.services.copies import Copy

AUGUST, SEPTEMBER, MONTH = date(2024, 8, 1), date(2024, 9, 1), date(2024, 10, 1)


def stored() -> list[tuple[str, date, int]]:
    return list(ProductOpening.objects.order_by("code", "month").values_list("code", "month", "count"))


def opened(market: Market, month: date = MONTH, **times: int) -> None:
    write({(market.products[name].code, month): number for name, number in times.items()})


@pytest.fixture
def seconds() -> list[float]:
    return [100.0]


@pytest.fixture
def counting(seconds: list[float]) -> Openings:
    """A process's counts, by a clock that shows the last of these seconds."""
    return Openings(lambda: seconds[-1])


def test_nothing_but_a_number_is_stored():
    assert {field.name for field in ProductOpening._meta.get_fields()} == {"id", "code", "month", "count"}


@pytest.mark.django_db
def test_openings_are_written_together_a_minute_later(counting: Openings, seconds: list[float], october: None):
    for second, code in ((100.0, "SP-2"), (101.0, "SP-1"), (159.9, "SP-2")):
        seconds.append(second)
        counting.note(code)
    assert stored() == []

    seconds.append(160.0)
    with CaptureQueriesContext(connection) as asked:
        counting.note("SP-2")

    assert stored() == [("SP-1", MONTH, 1), ("SP-2", MONTH, 3)]
    assert len(asked) == 1


@pytest.mark.django_db
def test_the_next_minute_begins_with_the_next_opening(counting: Openings, seconds: list[float], october: None):
    for second in (100.0, 160.0, 400.0, 459.9):
        seconds.append(second)
        counting.note("SP-1")
    assert stored() == [("SP-1", MONTH, 2)]

    seconds.append(460.0)
    counting.note("SP-1")

    assert stored() == [("SP-1", MONTH, 5)]


@pytest.mark.django_db
def test_many_products_are_written_sooner(counting: Openings, october: None, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(popularity, "MOST_KEPT", 3)

    for code in ("SP-1", "SP-2", "SP-1", "SP-3", "SP-4"):
        counting.note(code)

    assert stored() == [("SP-1", MONTH, 2), ("SP-2", MONTH, 1), ("SP-3", MONTH, 1)]


@pytest.mark.django_db
def test_as_many_as_are_ever_kept_fit_into_one_statement():
    write({(f"SP-{number:05}", MONTH): 1 for number in range(popularity.MOST_KEPT)})

    assert ProductOpening.objects.count() == popularity.MOST_KEPT


@pytest.mark.django_db
def test_each_month_counts_for_itself(counting: Openings, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(popularity, "EVERY", 0.0)

    for day in (date(2024, 9, 30), date(2024, 10, 1), date(2024, 10, 31)):
        with clock.travel(day):
            counting.note("SP-1")

    assert stored() == [("SP-1", SEPTEMBER, 1), ("SP-1", MONTH, 2)]


@pytest.mark.commits
def test_processes_that_write_at_once_lose_nothing(committed: Copy) -> None:
    def add(number: int) -> None:
        codes = [f"SP-{code}" for code in range(20)]
        write({(code, MONTH): 1 for code in (codes if number % 2 else reversed(codes))})
        connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add, range(40), timeout=60))

    assert {number for _code, _month, number in stored()} == {40}


@pytest.mark.django_db
def test_threads_that_count_at_once_lose_nothing(counting: Openings, seconds: list[float], october: None) -> None:
    def note(code: str) -> None:
        with clock.travel(OCTOBER):
            counting.note(code)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(note, ["SP-1", "SP-2"] * 2000))
    seconds.append(160.0)
    counting.note("SP-2")

    assert stored() == [("SP-1", MONTH, 2000), ("SP-2", MONTH, 2001)]


def test_the_most_opened_of_three_months_in_force_come_first(market: Market):
    opened(market, AUGUST, noodles=5, honey=4)
    opened(market, honey=4, plain=5, old=90, rice=90, east=4, hidden=90)
    opened(market, date(2024, 7, 1), noodles=50, east=50)
    opened(market, date(2024, 11, 1), plain=50)

    # Noodles and plain were opened equally often: by code.
    assert market.names(most_opened(OCTOBER)) == ["honey", "noodles", "plain"]


def test_only_products_of_the_highest_counts_are_looked_at(market: Market, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(popularity, "HIGHEST", 2)
    opened(market, SEPTEMBER, honey=8)
    opened(market, honey=1, noodles=8, plain=7, old=7)

    assert market.names(most_opened(OCTOBER)) == ["honey", "noodles"]


def test_few_openings_say_nothing(market: Market):
    opened(market, noodles=4)
    opened(market, SEPTEMBER, honey=2)
    opened(market, honey=2)

    assert most_opened(OCTOBER) == ()


def test_what_is_popular_is_read_once_a_minute_by_one_query(market: Market, monkeypatch: pytest.MonkeyPatch):
    now = [6000.0]
    monkeypatch.setattr(popularity.time, "monotonic", lambda: now[-1])
    opened(market, noodles=5)
    with CaptureQueriesContext(connection) as asked:
        first = popular(OCTOBER)
    opened(market, honey=6)
    with CaptureQueriesContext(connection) as asked_again:
        again = popular(OCTOBER)
    now.append(6060.0)

    assert (len(asked), len(asked_again)) == (1, 0)
    assert market.names(first) == market.names(again) == ["noodles"]
    assert market.names(popular(OCTOBER)) == ["honey", "noodles"]


def test_each_day_is_asked_for_itself(market: Market):
    opened(market, noodles=5)

    assert market.names(popular(OCTOBER)) == ["noodles"]
    assert popular(date(2025, 1, 1)) == ()
    revoke(market.products["noodles"])
    assert most_opened(OCTOBER) == ()


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (date(2024, 10, 7), date(2024, 8, 1)),
        (date(2024, 12, 31), date(2024, 10, 1)),
        (date(2025, 1, 1), date(2024, 11, 1)),
        (date(2025, 2, 28), date(2024, 12, 1)),
    ],
)
def test_three_months_begin_with_a_first_day(day: date, first: date):
    assert first_month(day) == first


@pytest.mark.django_db
@pytest.mark.parametrize("act", [forget_old_openings, check_nightly], ids=["itself", "nightly"])
def test_older_months_are_forgotten(october: None, monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]):
    monkeypatch.setattr(nightly, "HOUR", 0)
    write({("SP-1", month): 7 for month in (date(2023, 10, 1), date(2024, 7, 1), AUGUST, MONTH)})

    act()

    assert stored() == [("SP-1", AUGUST, 7), ("SP-1", MONTH, 7)]


def offered(client: Client) -> list[tuple[str, list[str]]]:
    """Return what the page without results offers of products: headings, and the names under each."""
    html = get(client, "/tim-kiem/?q=zzz")
    lists = re.findall(r'<h3>([^<]+)</h3>\s*<ul class="zero__list">(.*?)</ul>', html, re.DOTALL)
    return [(heading, re.findall(r"<a [^>]+>([^<]+)</a>", names)) for heading, names in lists]


def test_a_page_without_results_offers_what_is_popular_then_what_is_new(client: Client, market: Market):
    assert offered(client) == [
        ("Sản phẩm mới được công nhận", ["Mật ong hoa", "Mien dong khô", "Miến dong San Thàng"]),
    ]

    opened(market, noodles=5, east=7, old=9)
    memory.forget()

    assert offered(client) == [
        ("Được xem nhiều", ["Trà Miền Đông", "Miến dong San Thàng"]),
        ("Sản phẩm mới được công nhận", ["Mật ong hoa"]),
    ]


def test_enough_that_is_popular_stands_alone(client: Client, market: Market):
    opened(market, honey=5, noodles=6, plain=8, east=7)

    assert offered(client) == [("Được xem nhiều", ["Mien dong khô", "Trà Miền Đông", "Miến dong San Thàng"])]


def test_what_was_revoked_is_offered_no_more_although_it_is_remembered(client: Client, market: Market):
    opened(market, noodles=5, honey=6)
    before = offered(client)
    revoke(market.products["honey"])

    assert before[0] == ("Được xem nhiều", ["Mật ong hoa", "Miến dong San Thàng"])
    assert offered(client) == [
        ("Được xem nhiều", ["Miến dong San Thàng"]),
        ("Sản phẩm mới được công nhận", ["Mien dong khô", "Trà Miền Đông"]),
    ]


def test_what_is_popular_changes_no_order(market: Market):
    def found(text: str) -> list[str]:
        return [hit.code for hit in search_catalogue(SearchQuery(text)).hits]

    before = [found(text) for text in ("", "miến", "chè")]
    opened(market, plain=90, tea=70, honey=50)
    memory.forget()

    assert [found(text) for text in ("", "miến", "chè")] == before


def test_only_a_page_without_results_asks_for_it_by_one_query(client: Client, market: Market):
    def asked(address: str) -> list[str]:
        with CaptureQueriesContext(connection) as queries:
            get(client, address)
        return [query["sql"] for query in queries if "search_productopening" in query["sql"]]

    assert len(asked("/tim-kiem/?q=mien")) == 0
    assert [len(asked("/tim-kiem/?q=zzz")) for _ in range(2)] == [1, 0]
