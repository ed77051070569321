"""The connection: password, TLS, nodes that are gone, servers that keep silent. All on real servers and sockets."""

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from elastic import Server
from processes import free_port

from search.engines.elastic.client import answering, client, patient_client
from search.engines.elastic.engine import ElasticsearchEngine
from search.engines.elastic.mapping import document_id, document_source, index_body
from search.engines.errors import SearchUnavailable
from tests.search.engines.asking import asking
from tests.search.engines.corpus import corpus


def test_password_and_tls_answer_like_the_open_server(secured_elasticsearch: Server, settings: Any) -> None:
    name, row = settings.ELASTICSEARCH_INDEX, corpus()[0]
    patient_client().indices.create(index=name, **index_body())
    patient_client().index(
        index=name, id=document_id((row.kind, row.code)), document=document_source(row), refresh=True
    )
    patient_client().search(index=name)  # a server's first search takes longer than a citizen waits

    found = ElasticsearchEngine(name).find(asking("mien dong"))

    assert secured_elasticsearch.url.startswith("https://")
    assert (found.keys, found.count) == (((row.kind, row.code),), 1)


@pytest.mark.parametrize(
    ("setting", "value", "reason"),
    [
        ("ELASTICSEARCH_PASSWORD", "another", "AuthenticationException"),
        ("ELASTICSEARCH_USER", "", "AuthenticationException"),
        ("ELASTICSEARCH_CA", "", "TlsError"),
    ],
)
def test_wrong_password_and_unknown_authority_are_refused(
    secured_elasticsearch: Server, settings: Any, setting: str, value: str, reason: str
) -> None:
    setattr(settings, setting, value)

    with pytest.raises(SearchUnavailable, match=rf"^{reason}:"):
        ask()


def test_certificate_of_another_authority_is_refused(
    secured_elasticsearch: Server, settings: Any, tmp_path: Path
) -> None:
    settings.ELASTICSEARCH_CA = str(another_authority(tmp_path))

    with pytest.raises(SearchUnavailable, match=r"^TlsError:"):
        ask()


def test_plain_http_to_a_tls_server_is_refused(secured_elasticsearch: Server, settings: Any) -> None:
    settings.ELASTICSEARCH_NODES = (secured_elasticsearch.url.replace("https", "http"),)

    with pytest.raises(SearchUnavailable):
        ask()


def test_nothing_there_is_told_at_once(settings: Any) -> None:
    settings.ELASTICSEARCH_NODES = (f"http://127.0.0.1:{free_port()}",)

    began = time.monotonic()
    with pytest.raises(SearchUnavailable, match=r"^ConnectionError:"):
        ask()

    assert time.monotonic() - began < 0.9


def test_server_that_keeps_silent_is_given_up_after_a_second(silent: str, settings: Any) -> None:
    settings.ELASTICSEARCH_NODES = (silent,)

    began = time.monotonic()
    with pytest.raises(SearchUnavailable, match=r"^ConnectionTimeout:"):
        ask()

    assert 0.9 < time.monotonic() - began < 2


def test_of_several_nodes_one_may_be_gone(elasticsearch: str, elasticsearch_server: str, settings: Any) -> None:
    gone = f"http://127.0.0.1:{free_port()}"
    settings.ELASTICSEARCH_NODES = (gone, elasticsearch_server, elasticsearch_server.replace("127.0.0.1", "localhost"))
    patient_client().indices.create(index=elasticsearch, **index_body())

    answers = [is_answered(elasticsearch) for _time in range(12)]

    assert answers.count(False) <= 1
    assert answers[-6:] == [True] * 6


def ask(index: str = "*") -> None:
    with answering():
        client().search(index=index, size=0)


def is_answered(index: str) -> bool:
    try:
        ask(index)
    except SearchUnavailable:
        return False
    return True


def another_authority(folder: Path) -> Path:
    import certificates  # noqa: PLC0415 -- a script of site/deploy, not a library

    certificates.write(folder, ["127.0.0.1"])
    return folder / "ca.crt"


@pytest.fixture
def silent() -> Iterator[str]:
    """A server that accepts every connection and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        kept: list[socket.socket] = []
        threading.Thread(target=keep, args=(server, kept), daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
    for connection in kept:
        connection.close()


def keep(server: socket.socket, kept: list[socket.socket]) -> None:
    while True:
        try:
            kept.append(server.accept()[0])
        except OSError:
            return
