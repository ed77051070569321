"""The connection: nodes that are gone, servers that keep silent. All on real servers and sockets."""

import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from processes import free_port

from search.engines.elastic.client import answering, client, patient_client
from search.engines.elastic.mapping import index_body
from search.engines.errors import SearchUnavailable


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
