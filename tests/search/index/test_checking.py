"""The index is compared with the documents both ways; what differs is sent again."""

import pytest
from elasticsearch import Elasticsearch

from ocop_workflow.services.products import change_product
from search.index import building, checking
from search.index.building import build_index
from search.index.checking import index_drift, repair_index
from search.index.drift import Drift
from search.index.models import SearchChange
from search.index.outbox import live_index
from search.models import SearchDocument
from tests.search.conftest import Market
from tests.search.index.conftest import in_index, in_table


@pytest.fixture
def built(server: Elasticsearch, market: Market, monkeypatch: pytest.MonkeyPatch) -> Market:
    monkeypatch.setattr(building, "LAST_QUESTIONS", 0)
    build_index()
    return market


@pytest.fixture
def spoilt(built: Market, server: Elasticsearch) -> Drift:
    """An index that somebody spoilt in every way, and how."""
    name, code = live_index().name, {name: thing.code for name, thing in built.products.items()}
    server.delete(index=name, id=f"product:{code['honey']}")
    server.update(index=name, id=f"product:{code['tea']}", doc={"stars": 5})
    kept = server.get(index=name, id=f"product:{code['rice']}")["_source"]
    server.index(index=name, id="product:SP-9999", document=kept)
    server.index(index=name, id="news:7", document=kept)
    return Drift((("product", code["honey"]),), (("news", "7"), ("product", "SP-9999")), (("product", code["tea"]),))


def test_nothing_differs_after_a_build(built: Market):
    told: list[int] = []

    assert index_drift(told.append) == Drift()
    assert sum(told) == 9


def test_what_differs_is_named_and_sent_again(spoilt: Drift, server: Elasticsearch):
    assert index_drift() == spoilt
    before = live_index().name

    assert repair_index() == spoilt

    assert index_drift() == Drift()
    assert in_index(server) == in_table()
    assert live_index().name == before
    assert SearchChange.objects.count() == 0


def test_portions_change_nothing(spoilt: Drift, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(checking, "PORTION", 2)

    assert index_drift() == spoilt


def test_waiting_changes_are_no_drift(built: Market):
    change_product(built.products["honey"], {"name": "Mật ong rừng"})

    assert index_drift() == Drift()
    assert SearchChange.objects.count() == 0


def test_without_an_index_all_is_missing_and_repair_builds_one(server: Elasticsearch, market: Market):
    everything = tuple(sorted(SearchDocument.objects.values_list("kind", "code")))

    assert index_drift() == Drift(missing=everything)
    repair_index()

    assert in_index(server) == in_table()
    assert index_drift() == Drift()


def test_an_index_from_the_future_is_built_anew(built: Market, server: Elasticsearch):
    """After a restored backup numbers begin again, and the index holds later ones: nothing sent would win."""
    old, code = live_index().name, built.products["honey"].code
    source = server.get(index=old, id=f"product:{code}")["_source"]
    server.index(
        index=old, id=f"product:{code}", document=source | {"stars": 5}, version=10**9, version_type="external_gte"
    )

    assert repair_index() == Drift(stale=(("product", code),))

    assert live_index().name != old
    assert index_drift() == Drift()
