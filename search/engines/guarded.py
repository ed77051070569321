"""Elasticsearch on a short lead: what it does not answer well and soon, the embedded engine answers."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import NoReturn, TypeVar

from search.engines.base import Asked, Engine, Found, Key
from search.engines.breaker import Breaker
from search.engines.elastic.client import client
from search.engines.elastic.engine import ElasticsearchEngine
from search.engines.embedded import EmbeddedEngine
from search.engines.failures import ALARMS, CROWDED, QUESTION, Unanswered, kind_of

LIMIT = 1.0  # seconds for an answer
QUEUE = 0.5  # seconds to wait for a place
PLACES = 2  # at once, in each process
Answer = TypeVar("Answer")


class Guard:
    """Lets two calls out at a time, none for longer than a second, and none at all while the breaker is open.

    A call that is given up keeps its place until it ends, so that threads do not pile up behind a hanging server.
    """

    def __init__(self, breaker: Breaker) -> None:
        self.breaker = breaker
        self.trouble = ""  # the kind of the last failure
        self._places = threading.BoundedSemaphore(PLACES)
        self._pool = ThreadPoolExecutor(PLACES, thread_name_prefix="elasticsearch")

    def ask(self, call: Callable[..., Answer], *args: object) -> Answer:
        """Return what the call returns within a second; raise Unanswered, with an alarm, for everything else."""
        return self.send(call, *args)()

    def send(self, call: Callable[..., Answer], *args: object) -> Callable[[], Answer]:
        """Let a call out and return what waits for its answer, as `ask` does. Who does not wait hears of no failure."""
        if not self._places.acquire(timeout=QUEUE):
            return self._crowded
        return partial(self._received, self._sent(call, *args))

    def _crowded(self) -> NoReturn:
        raise self._sounded(CROWDED, f"{PLACES} calls are under way")

    def _received(self, future: Future[Answer]) -> Answer:
        try:
            answer = future.result(timeout=LIMIT)
        except Exception as error:
            raise self._failed(error) from error
        self.breaker.succeeded()
        return answer

    def probe(self, call: Callable[..., object], *args: object) -> None:
        """Try in the background, when it is time to; nobody waits for it."""
        if self.breaker.wants_probe() and self._places.acquire(blocking=False):
            self._sent(call, *args).add_done_callback(self._probed)

    def _sent(self, call: Callable[..., Answer], *args: object) -> Future[Answer]:
        future = self._pool.submit(call, *args)
        future.add_done_callback(lambda _done: self._places.release())
        return future

    def _probed(self, future: Future[object]) -> None:
        error = future.exception()
        if error is None:
            self.breaker.succeeded()
        else:
            self._failed(error)

    def _failed(self, error: BaseException) -> Unanswered:
        kind = kind_of(error)
        if kind != QUESTION:  # one odd question says nothing about the server
            self.breaker.failed()
        return self._sounded(kind, error)

    def _sounded(self, kind: str, detail: object) -> Unanswered:
        self.trouble = kind
        ALARMS.sound(kind, detail)
        return Unanswered(kind, detail)


GUARD = Guard(Breaker())


class GuardedEngine:
    """Answers one question, by the first engine while it can, by the second from its first failure on.

    `name` says who answered, once it has.
    """

    def __init__(self, first: Engine, second: Engine, guard: Guard) -> None:
        self._first, self._second, self._guard = first, second, guard
        self.is_reduced = guard.breaker.is_open
        self.name = (second if self.is_reduced else first).name

    def find(self, asked: Asked) -> Found:
        return self.start_find(asked)()

    def start_find(self, asked: Asked) -> Callable[[], Found]:
        return self._under_way(self._first.find, self._second.find, asked)

    def beginning(self, asked: Asked) -> tuple[Key, ...]:
        return self.start_beginning(asked)()

    def start_beginning(self, asked: Asked) -> Callable[[], tuple[Key, ...]]:
        return self._under_way(self._first.beginning, self._second.beginning, asked)

    def similar(self, asked: Asked) -> tuple[str, ...]:
        return self._answered(self._first.similar, self._second.similar, asked)

    def _answered(self, first: Callable[..., Answer], second: Callable[..., Answer], *args: object) -> Answer:
        return self._under_way(first, second, *args)()

    def _under_way(
        self, first: Callable[..., Answer], second: Callable[..., Answer], *args: object
    ) -> Callable[[], Answer]:
        if self.is_reduced:
            self._guard.probe(first, *args)
            return partial(second, *args)
        return partial(self._received, self._guard.send(first, *args), partial(second, *args))

    def _received(self, waiting: Callable[[], Answer], instead: Callable[[], Answer]) -> Answer:
        try:
            return waiting()
        except Unanswered:
            self.is_reduced, self.name = True, self._second.name
            return instead()


def elasticsearch_or_embedded(index: str) -> GuardedEngine:
    """Return what answers one question by an index while it can, and by the database from then on."""
    return GuardedEngine(ElasticsearchEngine(index), EmbeddedEngine(), GUARD)


def fault_of(index: str) -> str:
    """Return which kind of failure keeps an index from being searched now; nothing when it can be."""

    def look() -> object:
        return client().search(index=index, size=0, allow_partial_search_results=False)["hits"]

    if GUARD.breaker.is_open:
        GUARD.probe(look)
        return GUARD.trouble
    try:
        GUARD.ask(look)
    except Unanswered as unanswered:
        return unanswered.kind
    return ""
