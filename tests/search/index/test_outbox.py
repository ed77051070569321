"""Changes are noted with the documents, in one transaction; nothing is sent from there."""

from django.db import transaction

from ocop_workflow.domain import clock
from ocop_workflow.services.products import change_product
from search.index.models import SearchChange, SearchIndex
from search.index.outbox import arrived, live_index, position, record, waiting_for
from search.models import SearchDocument
from tests.search.conftest import Market

NOWHERE = ("http://127.0.0.1:9",)


def noted() -> list[tuple[str, str]]:
    return list(SearchChange.objects.order_by("pk").values_list("kind", "code"))


def an_index(name: str, at: int, *, live: bool = True) -> SearchIndex:
    return SearchIndex.objects.create(name=name, fingerprint="", position=at, is_live=live, made_at=clock.machine_now())


def test_each_document_written_is_noted_without_asking_the_server(market: Market, settings):
    settings.ELASTICSEARCH_NODES = NOWHERE
    honey = market.products["honey"]

    change_product(honey, {"name": "Mật ong rừng"})

    assert noted() == [("product", honey.code), ("producer", honey.producer.code)]


def test_a_change_rolled_back_is_not_noted(market: Market, settings):
    settings.ELASTICSEARCH_NODES = NOWHERE

    with transaction.atomic():
        change_product(market.products["honey"], {"name": "Không còn"})
        transaction.set_rollback(True)

    assert noted() == []


def test_without_a_server_nothing_is_noted_and_no_index_passes_for_current(market: Market):
    an_index("an-index", 5)

    change_product(market.products["honey"], {"name": "Mật ong rừng"})

    assert noted() == []
    assert live_index() is None


def test_an_index_gets_what_it_has_not_and_changes_every_index_has_are_forgotten(db: None, settings):
    settings.ELASTICSEARCH_NODES = NOWHERE
    record([("product", "a"), ("product", "b"), ("news", "c")])
    first, second, third = SearchChange.objects.order_by("pk")
    live, filling = an_index("live", 0), an_index("filling", first.pk, live=False)

    arrived(live, third.pk)

    assert waiting_for(live) == []
    assert waiting_for(filling) == [second, third]
    assert noted() == [("product", "b"), ("news", "c")]
    assert position() == third.pk
    arrived(filling, third.pk)
    assert noted() == []
    assert position() == third.pk


def test_an_index_never_goes_back(db: None):
    live = an_index("live", 7)

    arrived(live, 3)

    live.refresh_from_db()
    assert live.position == 7


def test_documents_are_the_same_with_and_without_a_server(market: Market, settings):
    before = list(SearchDocument.objects.order_by("pk").values())
    settings.ELASTICSEARCH_NODES = NOWHERE

    honey = market.products["honey"]
    change_product(honey, {"name": "Một tên khác"})
    change_product(honey, {"name": "Mật ong hoa"})

    assert list(SearchDocument.objects.order_by("pk").values()) == before
