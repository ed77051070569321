"""The connection to Elasticsearch. Imported only where nodes are configured: the library takes a second to load."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from http import HTTPStatus
from typing import Any

from django.conf import settings
from elastic_transport import TransportError
from elastic_transport.client_utils import basic_auth_to_header
from elasticsearch import ApiError, Elasticsearch

from search.engines.errors import SearchUnavailable

# A citizen does not wait: the embedded engine answers in less.
SECONDS = 1.0
# Building and pushing happen in the background and may take their time.
PATIENT_SECONDS = 60.0
CONNECTIONS = 10
JSON = "application/json"
LONGEST_REST = 10.0


def client() -> Elasticsearch:
    """Return the connection for questions: one second, one try, connections kept open for the next."""
    return _connected(*_configured(), SECONDS, 0)


def answer(index: str, request: Mapping[str, Any]) -> object:
    """Return what the server answers to one question; raise `SearchUnavailable` where it does not.

    It is asked by the transport beneath the client: what the client adds takes a third of a millisecond, at each letter
    typed.
    """
    with answering():
        meta, body = client().transport.perform_request(
            "POST",
            f"/{index}/_search?allow_partial_search_results=false",
            headers=_headers(settings.ELASTICSEARCH_USER, settings.ELASTICSEARCH_PASSWORD),
            body=request,
            request_timeout=SECONDS,
            max_retries=0,
        )
        if meta.status != HTTPStatus.OK:
            raise ApiError("refused", meta, body)
    return body


def patient_client() -> Elasticsearch:
    """Return the connection for building and pushing: a minute, three tries; writes are idempotent."""
    return _connected(*_configured(), PATIENT_SECONDS, 3)


def alias() -> str:
    """Return the name under which questions find the index of the day."""
    return str(settings.ELASTICSEARCH_INDEX)


@contextmanager
def answering() -> Iterator[None]:
    """Turn whatever goes wrong between us and the server into `SearchUnavailable`."""
    try:
        yield
    except (ApiError, TransportError) as error:
        raise SearchUnavailable(f"{type(error).__name__}: {error}") from error


def _configured() -> tuple[Any, ...]:
    return (
        tuple(settings.ELASTICSEARCH_NODES),
        settings.ELASTICSEARCH_USER,
        settings.ELASTICSEARCH_PASSWORD,
        settings.ELASTICSEARCH_CA,
    )


@lru_cache(maxsize=4)
def _headers(user: str, password: str) -> Mapping[str, str]:
    known = {"authorization": basic_auth_to_header((user, password))} if user else {}
    return {"accept": JSON, "content-type": JSON, **known}


@lru_cache(maxsize=4)
def _connected(
    nodes: tuple[str, ...], user: str, password: str, authority: str, seconds: float, retries: int
) -> Elasticsearch:
    """Return the connection to the nodes; a node that fails rests, at most ten seconds, while the others answer."""
    secure = all(node.startswith("https:") for node in nodes)
    more: dict[str, Any] = {"ca_certs": authority} if authority and secure else {}
    return Elasticsearch(
        list(nodes),
        basic_auth=(user, password) if user else None,
        request_timeout=seconds,
        max_retries=retries,
        retry_on_timeout=False,
        connections_per_node=CONNECTIONS,
        max_dead_node_backoff=LONGEST_REST,
        **more,
    )
