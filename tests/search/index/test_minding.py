"""The worker keeps an index that can be asked, and says once a minute why not."""

import logging

import pytest
from elasticsearch import Elasticsearch

from ocop_workflow.services.duties import Postponed
from ocop_workflow.services.products import change_product
from search.index import building, names
from search.index.building import build_index, followers
from search.index.minding import carry, mind
from search.index.models import SearchIndex
from search.index.outbox import live_index
from tests.search.conftest import Market
from tests.search.index.conftest import in_index, in_table


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "LAST_QUESTIONS", 0)


def test_the_first_index_is_built(server: Elasticsearch, market: Market):
    mind()

    assert followers() == [live_index().name]
    assert in_index(server) == in_table()


def test_an_index_in_good_order_is_left_alone(server: Elasticsearch, market: Market):
    build_index()
    before = SearchIndex.objects.values().get()

    mind()

    assert SearchIndex.objects.values().get() == before


def test_a_lost_index_is_built_anew(server: Elasticsearch, market: Market):
    build_index()
    lost = live_index().name
    server.indices.delete(index=lost)

    mind()

    assert live_index().name != lost
    assert in_index(server) == in_table()


def test_an_index_of_another_layout_is_built_anew(server: Elasticsearch, market: Market):
    build_index()
    old = live_index().name
    SearchIndex.objects.update(fingerprint="of another layout")

    mind()

    assert live_index().name != old
    assert live_index().fingerprint == names.fingerprint()


def test_a_lost_alias_is_laid_again(server: Elasticsearch, market: Market, settings):
    build_index()
    alias, name = settings.ELASTICSEARCH_INDEX, live_index().name
    server.indices.delete_alias(index=name, name=alias)

    mind()

    assert followers() == [name] == [live_index().name]


def test_while_the_server_is_stopped_both_are_postponed_with_one_alarm(
    server: Elasticsearch, market: Market, settings, caplog: pytest.LogCaptureFixture
):
    build_index()
    change_product(market.products["honey"], {"name": "Mật ong rừng"})
    settings.ELASTICSEARCH_NODES = ("http://127.0.0.1:9",)

    with caplog.at_level(logging.ERROR, "search.elasticsearch"):
        for duty in (carry, mind, carry, mind):
            with pytest.raises(Postponed):
                duty()

    assert [record.name for record in caplog.records if record.levelno == logging.ERROR] == ["search.elasticsearch"]
