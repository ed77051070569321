"""I8: what was committed reaches the real server, once or often, in order."""

import logging

import pytest
from elasticsearch import Elasticsearch

from ocop_workflow.services.products import change_product
from search.engines.failures import MISSING, STOPPED, Unanswered
from search.index.building import build_index
from search.index.models import SearchChange
from search.index.outbox import live_index, record
from search.index.pushing import push
from search.index.sending import removed, send, written
from search.models import SearchDocument
from tests.search.conftest import Market
from tests.search.index.conftest import in_index, in_table


@pytest.fixture
def built(server: Elasticsearch, market: Market) -> Market:
    """The market, all of it in an index of its own."""
    build_index()
    return market


def test_a_change_is_there_after_a_push_and_not_before(built: Market, server: Elasticsearch):
    honey = built.products["honey"]
    before = in_index(server)

    change_product(honey, {"name": "Mật ong rừng"})

    assert in_index(server) == before
    assert push() == 2
    assert in_index(server) == before | {honey.code: "Mật ong rừng"} == in_table()
    assert SearchChange.objects.count() == 0
    assert push() == 0


def test_what_is_gone_from_the_table_goes_from_the_index(built: Market, server: Elasticsearch):
    code = built.products["tea"].code
    SearchDocument.objects.filter(code=code).delete()
    record([("product", code), ("product", "never-there")])

    assert push() == 2

    assert code not in in_index(server)
    assert in_index(server) == in_table()


def test_a_late_write_of_an_older_change_is_lost(built: Market, server: Elasticsearch, settings):
    index, honey = live_index(), built.products["honey"]
    late = SearchDocument.objects.get(code=honey.code)
    change_product(honey, {"name": "Mới"})
    push()
    SearchDocument.objects.filter(code=built.products["tea"].code).delete()
    record([("product", built.products["tea"].code)])
    push()
    tea = SearchDocument(kind="product", code=built.products["tea"].code, title="Chè", sort_key="che")

    acts = [written(late, index.position), written(tea, index.position), removed(("product", honey.code), 0)]

    assert list(send(acts, through=settings.ELASTICSEARCH_INDEX, to=index.name)) == [True, True, True]
    assert in_index(server) == in_table()


def test_a_document_the_server_never_takes_is_left_out_with_an_alarm(
    built: Market, server: Elasticsearch, caplog: pytest.LogCaptureFixture
):
    code = built.products["honey"].code
    SearchDocument.objects.filter(code=code).update(title="w" * 250, sort_key="w" * 600, codes="v" * 40_000)
    change_product(built.products["tea"], {"name": "Chè Tủa Thàng mới"})
    record([("product", code)])

    with caplog.at_level(logging.ERROR):
        push()

    assert in_index(server)[built.products["tea"].code] == "Chè Tủa Thàng mới"
    assert in_index(server)[code] == "Mật ong hoa"
    assert SearchChange.objects.count() == 0
    assert [record.name for record in caplog.records] == ["search.elasticsearch"]
    assert f"product:{code}" in caplog.text


def test_changes_wait_while_the_server_is_stopped(built: Market, server: Elasticsearch, settings):
    nodes = settings.ELASTICSEARCH_NODES
    settings.ELASTICSEARCH_NODES = ("http://127.0.0.1:9",)
    change_product(built.products["honey"], {"name": "Mật ong rừng"})

    with pytest.raises(Unanswered) as refused:
        push()

    assert refused.value.kind == STOPPED
    assert SearchChange.objects.count() == 2
    settings.ELASTICSEARCH_NODES = nodes
    assert push() == 2
    assert in_index(server) == in_table()


def test_no_index_is_made_by_a_write(built: Market, server: Elasticsearch, settings):
    server.indices.delete(index=live_index().name)
    change_product(built.products["honey"], {"name": "Mật ong rừng"})

    with pytest.raises(Unanswered) as refused:
        push()

    assert refused.value.kind == MISSING
    assert SearchChange.objects.count() == 2
    assert dict(server.indices.get(index=f"{settings.ELASTICSEARCH_INDEX}*")) == {}


def test_an_alias_that_leads_elsewhere_gets_nothing_that_counts(built: Market, server: Elasticsearch, settings):
    alias, name = settings.ELASTICSEARCH_INDEX, live_index().name
    server.indices.create(index=f"{alias}-other")
    acts = [{"remove": {"index": name, "alias": alias}}, {"add": {"index": f"{alias}-other", "alias": alias}}]
    server.indices.update_aliases(actions=acts)
    change_product(built.products["honey"], {"name": "Mật ong rừng"})

    with pytest.raises(Unanswered) as refused:
        push()

    assert refused.value.kind == MISSING
    assert SearchChange.objects.count() == 2
