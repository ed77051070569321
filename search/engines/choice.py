"""Which engine answers a question now."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple, Protocol

from search.engines.base import Asked, Engine, Found, Key
from search.engines.embedded import EmbeddedEngine
from search.index.models import SearchIndex
from search.index.outbox import is_configured, live_index

UNBUILT = "unbuilt"


class LiveIndex(NamedTuple):
    """The index in Elasticsearch that serves, and how its documents lie in it; no name when none does."""

    name: str = ""
    fingerprint: str = ""


class ChosenEngine(Engine, Protocol):
    """`name` says who answered, once it has; `is_reduced` whether Elasticsearch should have and did not."""

    is_reduced: bool

    def start_find(self, asked: Asked) -> Callable[[], Found]:
        """Ask for `find`, of a server at once, and return what waits for the answer."""

    def start_beginning(self, asked: Asked) -> Callable[[], tuple[Key, ...]]:
        """Ask for `beginning` in the same way."""


class PlainEngine(EmbeddedEngine):
    """The embedded engine on its own: all there is, or all there is just now."""

    def __init__(self, *, is_reduced: bool) -> None:
        self.is_reduced = is_reduced

    def start_find(self, asked: Asked) -> Callable[[], Found]:
        return partial(self.find, asked)

    def start_beginning(self, asked: Asked) -> Callable[[], tuple[Key, ...]]:
        return partial(self.beginning, asked)


def current_engine(live: LiveIndex) -> ChosenEngine:
    """Return the engine for one question: Elasticsearch where it is configured and was built, else the embedded one."""
    if not is_configured():
        return PlainEngine(is_reduced=False)
    from search.engines import guarded  # noqa: PLC0415 -- its library takes a second to load
    from search.index.names import fingerprint  # noqa: PLC0415 -- its library takes a second to load

    if not live.name or live.fingerprint != fingerprint():
        guarded.ALARMS.sound(UNBUILT, "no index of this layout was built yet")
        return PlainEngine(is_reduced=True)
    return guarded.elasticsearch_or_embedded(live.name)


def usable_index() -> SearchIndex | None:
    """Return the index that serves, if its documents lie in it as this code expects."""
    from search.index.names import fingerprint  # noqa: PLC0415 -- its library takes a second to load

    index = live_index()
    return index if index and index.fingerprint == fingerprint() else None


def fault() -> str:
    """Return what keeps Elasticsearch from answering now, in a word; nothing when it does. Takes a second at most."""
    from search.engines import guarded  # noqa: PLC0415 -- its library takes a second to load

    index = usable_index()
    return guarded.fault_of(index.name) if index else UNBUILT
