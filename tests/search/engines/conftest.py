"""Both engines over one corpus: the table of documents of the database at hand, and an index of the real server."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from elasticsearch import Elasticsearch, helpers

from search.engines.base import Engine
from search.engines.elastic.engine import ElasticsearchEngine
from search.engines.elastic.mapping import document_id, document_source, index_body
from search.engines.embedded import EmbeddedEngine
from search.models import SearchDocument
from search.vocabulary import learn
from tests.search.engines.corpus import corpus


@pytest.fixture(scope="session")
def corpus_index(elasticsearch_server: str) -> Iterator[str]:
    """An index of the corpus, written once."""
    server, name = Elasticsearch(elasticsearch_server), f"ocop-test-{uuid4().hex}"
    server.indices.create(index=name, **index_body())
    actions = [
        {"_index": name, "_id": document_id((row.kind, row.code)), "_source": document_source(row)} for row in corpus()
    ]
    helpers.bulk(server, actions, refresh=True)
    yield name
    server.indices.delete(index=name)


@pytest.fixture
def stored(db: None) -> None:
    """The corpus in the table of documents, its words learnt."""
    learn(SearchDocument.objects.bulk_create(corpus()))


@pytest.fixture
def elastic_engine(corpus_index: str, elasticsearch_server: str, settings: Any) -> ElasticsearchEngine:
    settings.ELASTICSEARCH_NODES = (elasticsearch_server,)
    return ElasticsearchEngine(corpus_index)


@pytest.fixture(params=["embedded", pytest.param("elasticsearch", marks=pytest.mark.either_database)])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each engine in turn; whatever is asked of one is asked of the other, which needs no database."""
    if request.param == "elasticsearch":
        return request.getfixturevalue("elastic_engine")
    request.getfixturevalue("stored")
    return EmbeddedEngine()
