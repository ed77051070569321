"""A new index takes the old one's place in one act, with all that changed meanwhile; a broken build changes nothing."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from elasticsearch import Elasticsearch

from ocop_workflow.services.products import change_product
from search.index import building, sending
from search.index.building import build_index, clear_remains, followers, point_alias
from search.index.lock import AlreadyBuilding
from search.index.models import SearchChange, SearchIndex
from search.index.names import fingerprint, is_ours
from search.index.outbox import live_index, record
from search.models import SearchDocument
from tests.search.conftest import Market, build_market
from tests.search.index.conftest import in_index, in_table
from tests.services.copies import Copy


class BrokenOff(Exception):
    """The build ends here."""


def indices(server: Elasticsearch, alias: str) -> list[str]:
    return sorted(server.indices.get(index=f"{alias}*"))


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "LAST_QUESTIONS", 0)


def test_all_documents_are_in_the_new_index_under_the_alias(server: Elasticsearch, market: Market, settings):
    told: list[int] = []

    count = build_index(told.append)

    index = live_index()
    assert (count, sum(told)) == (9, 9)
    assert in_index(server) == in_table()
    assert indices(server, settings.ELASTICSEARCH_INDEX) == [index.name] == followers()
    assert (index.fingerprint, is_ours(index.name)) == (fingerprint(), True)
    assert SearchChange.objects.count() == 0


def test_the_index_is_strict_and_remembers_removals_for_an_hour(server: Elasticsearch, market: Market):
    build_index()

    (index,) = server.indices.get(index=live_index().name).values()
    assert index["mappings"]["dynamic"] == "strict"
    usual = {name: index["settings"]["index"].get(name) for name in ("gc_deletes", "refresh_interval")}
    assert usual == {"gc_deletes": "1h", "refresh_interval": None}


def test_the_index_is_soon_in_one_piece(server: Elasticsearch, market: Market, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sending, "AT_ONCE", 2)

    build_index()

    end = time.monotonic() + 30
    while pieces(server) != ["9"] and time.monotonic() < end:
        time.sleep(0.1)
    assert pieces(server) == ["9"]


def pieces(server: Elasticsearch) -> list[str]:
    server.indices.refresh(index=live_index().name)
    return [piece["docs.count"] for piece in server.cat.segments(index=live_index().name, format="json")]


def test_a_second_build_replaces_the_first(server: Elasticsearch, market: Market, settings):
    build_index()
    first = live_index().name

    build_index()

    second = live_index().name
    assert second != first
    assert indices(server, settings.ELASTICSEARCH_INDEX) == [second] == followers()
    assert list(SearchIndex.objects.values_list("name", flat=True)) == [second]
    assert in_index(server) == in_table()


def test_what_changes_during_a_build_is_in_the_new_index(
    server: Elasticsearch, market: Market, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(building, "REPORTED", 3)
    changes = iter(
        [
            lambda: change_product(market.products["noodles"], {"name": "Miến mới"}),
            lambda: remove(market.products["tea"].code),
            lambda: change_product(market.products["honey"], {"name": "Mật ong rừng"}),
        ]
    )

    build_index(lambda _done: next(changes, lambda: None)())

    assert in_index(server) == in_table()
    assert in_index(server)[market.products["noodles"].code] == "Miến mới"
    assert market.products["tea"].code not in in_table()
    assert SearchChange.objects.count() == 0


def remove(code: str) -> None:
    SearchDocument.objects.filter(code=code).delete()
    record([("product", code)])


def test_a_build_broken_off_leaves_the_old_index_and_the_next_clears_its_remains(
    server: Elasticsearch, market: Market, settings
):
    build_index()
    old = live_index().name
    alias = settings.ELASTICSEARCH_INDEX

    def break_off(_done: int) -> None:
        raise BrokenOff

    with pytest.raises(BrokenOff):
        build_index(break_off)

    assert live_index().name == old
    assert followers() == [old]
    assert len(indices(server, alias)) == SearchIndex.objects.count() == 2
    assert in_index(server) == in_table()

    build_index()

    assert indices(server, alias) == [live_index().name]
    assert SearchIndex.objects.count() == 1


def test_the_remains_of_others_stay(server: Elasticsearch, market: Market, settings):
    alias = settings.ELASTICSEARCH_INDEX
    others = [f"{alias}-staging-20261122033000-abcd", f"{alias}-mine"]
    for name in others:
        server.indices.create(index=name)

    build_index()
    clear_remains()

    assert indices(server, alias) == sorted([*others, live_index().name])


def test_an_index_made_by_somebodys_write_gives_way_to_the_alias(server: Elasticsearch, market: Market, settings):
    server.index(index=settings.ELASTICSEARCH_INDEX, document={"wrong": 1})

    build_index()

    assert indices(server, settings.ELASTICSEARCH_INDEX) == [live_index().name] == followers()
    assert in_index(server) == in_table()


def test_an_alias_that_leads_elsewhere_is_pointed_back(server: Elasticsearch, market: Market, settings):
    build_index()
    alias, name = settings.ELASTICSEARCH_INDEX, live_index().name
    server.indices.create(index=f"{alias}-other", aliases={alias: {}})

    point_alias(name)

    assert followers() == [name]


def test_names_are_told_from_those_of_other_sites(settings):
    settings.ELASTICSEARCH_INDEX = "ocop"

    assert is_ours("ocop-20261122033000-0f1a")
    assert not any(map(is_ours, ["ocop", "ocop-staging-20261122033000-0f1a", "ocop-20261122033000", "xocop-2026-0f1a"]))


@pytest.mark.commits
def test_of_two_builds_at_once_one_is_refused(server: Elasticsearch, committed: Copy, october: None):
    build_market()
    entered, leave = threading.Event(), threading.Event()

    def slowly(_done: int) -> None:
        entered.set()
        leave.wait(30)

    def first() -> int:
        try:
            return build_index(slowly)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        building_now = pool.submit(first)
        assert entered.wait(30)
        with pytest.raises(AlreadyBuilding):
            build_index()
        leave.set()
        assert building_now.result(timeout=60) == 9

    assert in_index(server) == in_table()
    assert build_index() == 9
