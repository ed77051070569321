"""Indices of the market on the real server, each test under an alias of its own."""

from collections.abc import Iterator
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from search.engines import guarded
from search.engines.breaker import Breaker
from search.engines.failures import ALARMS
from search.engines.guarded import Guard
from search.index.outbox import live_index
from search.models import SearchDocument


@pytest.fixture(autouse=True)
def rested(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is remembered of what went wrong in the test before."""
    ALARMS.forget()
    monkeypatch.setattr(guarded, "GUARD", Guard(Breaker()))


@pytest.fixture
def server(elasticsearch: str, elasticsearch_server: str, settings: Any) -> Iterator[Elasticsearch]:
    """The real server, where the site keeps its index; wherever a test leads the site, it is led back."""
    yield Elasticsearch(elasticsearch_server)
    settings.ELASTICSEARCH_NODES = (elasticsearch_server,)


def in_index(server: Elasticsearch) -> dict[str, str]:
    """Return the code and title of everything the index that serves holds."""
    name = live_index().name
    server.indices.refresh(index=name)
    hits = server.search(index=name, size=100)["hits"]["hits"]
    return {hit["_source"]["code"]: hit["_source"]["title"] for hit in hits}


def in_table() -> dict[str, str]:
    return dict(SearchDocument.objects.values_list("code", "title"))
