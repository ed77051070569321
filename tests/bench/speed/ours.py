"""Our search as the bench asks it: page and suggestions over HTTP, the engine inside the database in this process."""

import http.client
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from search.catalogue import catalogue_on
from search.queries import search_catalogue
from search.question import SearchQuery

PAGE, SUGGESTIONS, API = "/tim-kiem/", "/tim-kiem/goi-y/", "/api/v1/products"
BETWEEN = 0.05


def asking(site: str, path: str) -> Callable[[str], bytes]:
    """Return what fetches an address with a text; each thread keeps its connection, as a browser does."""
    kept = threading.local()
    host = urlsplit(site).netloc

    def ask(text: str) -> bytes:
        if not hasattr(kept, "connection"):
            kept.connection = http.client.HTTPConnection(host, timeout=60)
        address = f"{path}?{urlencode({'q': text})}"
        try:
            status, body = _fetched(kept.connection, address)
        except (http.client.RemoteDisconnected, ConnectionError):  # it was idle for too long
            kept.connection.close()
            status, body = _fetched(kept.connection, address)
        if status != http.HTTPStatus.OK:
            raise RuntimeError(f"{path} answered {status} to “{text}”")
        return body

    return ask


def _fetched(connection: http.client.HTTPConnection, address: str) -> tuple[int, bytes]:
    connection.request("GET", address)
    answer = connection.getresponse()
    return answer.status, answer.read()


def insist_on_elasticsearch(site: str) -> None:
    """Refuse to measure when something else answers."""
    if b'"engine": "elasticsearch"' not in asking(site, API)("mật ong"):
        raise RuntimeError("The site does not answer from Elasticsearch.")


def embedded() -> Callable[[str], object]:
    """Return what asks the whole search in this process: understanding, engine, register, facets."""
    catalogue = catalogue_on()
    return lambda text: search_catalogue(SearchQuery(text=text), catalogue)


@dataclass
class Watch:
    """Searches that went on meanwhile: how many, and what went wrong with any."""

    asked: int = 0
    failed: list[str] = field(default_factory=list)


@contextmanager
def searching_meanwhile(text: str) -> Iterator[Watch]:
    """Ask the same question again and again while the block runs; an empty or reduced answer counts as failed."""
    watch, over = Watch(), threading.Event()
    thread = threading.Thread(target=_search, args=(text, watch, over))
    thread.start()
    try:
        yield watch
    finally:
        over.set()
        thread.join()


def _search(text: str, watch: Watch, over: threading.Event) -> None:
    while not over.is_set():
        try:
            found = search_catalogue(SearchQuery(text=text))
            if not found.hits or found.engine != "elasticsearch":
                watch.failed.append(f"{found.count} by {found.engine}")
        except Exception as error:  # noqa: BLE001 -- whatever it is, a citizen would have seen it
            watch.failed.append(repr(error))
        watch.asked += 1
        time.sleep(BETWEEN)
