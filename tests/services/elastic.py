"""The real Elasticsearch for tests: one server a run, and for each test names of its own on it."""

import os
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from elastic import Server, throwaway_elasticsearch
from elasticsearch import Elasticsearch

from search.engines.base import Asked
from search.engines.elastic import question
from search.engines.elastic.client import patient_client
from search.engines.elastic.mapping import index_body


@pytest.fixture(scope="session")
def elasticsearch_server() -> Iterator[str]:
    """The address of the server `make test` started for all processes; by hand it is started here."""
    started = os.environ.get("OCOP_TEST_ELASTICSEARCH")
    if started:
        yield warmed(started)
        return
    with throwaway_elasticsearch() as server:
        yield warmed(server.url)


def warmed(url: str) -> str:
    """Return the address once the server has answered a question: its first takes longer than a citizen waits."""
    server, name = Elasticsearch(url, request_timeout=60), f"ocop-test-{uuid4().hex}"
    asked = Asked(terms=(), day=date(2024, 10, 7), filters={})
    server.indices.create(index=name, **index_body())
    server.search(index=name, body=question.page(asked, offset=0, limit=20))
    server.indices.delete(index=name)
    return url


@pytest.fixture(scope="module")
def secured_elasticsearch_server() -> Iterator[Server]:
    """A second server that asks for a password and speaks TLS alone."""
    with throwaway_elasticsearch(secured=True) as server:
        yield server


@pytest.fixture
def elasticsearch(elasticsearch_server: str, settings: Any) -> Iterator[str]:
    """Configure the site for the server; yields the name its indexes begin with, which no other test knows."""
    settings.ELASTICSEARCH_NODES = (elasticsearch_server,)
    settings.ELASTICSEARCH_INDEX = prefix = f"ocop-test-{uuid4().hex}"
    connection = patient_client()
    yield prefix
    remove_indexes(connection, prefix)


@pytest.fixture
def secured_elasticsearch(secured_elasticsearch_server: Server, settings: Any) -> Iterator[Server]:
    """Configure the site for the server with password and TLS."""
    server = secured_elasticsearch_server
    settings.ELASTICSEARCH_NODES = (server.url,)
    settings.ELASTICSEARCH_USER = server.environ["ELASTICSEARCH_USER"]
    settings.ELASTICSEARCH_PASSWORD = server.password
    settings.ELASTICSEARCH_CA = server.authority
    settings.ELASTICSEARCH_INDEX = prefix = f"ocop-test-{uuid4().hex}"
    connection = patient_client()
    yield server
    remove_indexes(connection, prefix)


def remove_indexes(connection: Elasticsearch, prefix: str) -> None:
    """Remove the indexes whose names begin so, each by its name: the server refuses patterns."""
    for name in connection.indices.get(index=f"{prefix}*"):
        connection.indices.delete(index=name)
