"""What Elasticsearch can do wrong, by kind, and the alarm that says so once a minute."""

import logging
import threading
import time

from elasticsearch import ApiError, ConnectionTimeout
from elasticsearch import ConnectionError as Unreachable

from search.engines.errors import SearchUnavailable

STOPPED, SILENT, CROWDED = "stopped", "silent", "crowded"
MISSING, REFUSED, BUSY, BROKEN, NONSENSE, QUESTION = "missing", "refused", "busy", "broken", "nonsense", "question"
BY_STATUS = {400: QUESTION, 401: REFUSED, 403: REFUSED, 404: MISSING, 429: BUSY}
SERVER_ERROR = 500
ALARM_EVERY = 60  # seconds
MOST_SAID = 300  # letters: a server repeats whole documents
logger = logging.getLogger("search.elasticsearch")


class Unanswered(Exception):
    """Elasticsearch did not do what it was asked for; `kind` is one of those above."""

    def __init__(self, kind: str, detail: object = "") -> None:
        super().__init__(f"{kind}: {str(detail)[:MOST_SAID]}")
        self.kind = kind


def kind_of(error: BaseException) -> str:
    """Return which kind of failure an error is; what nobody thought of counts as nonsense."""
    cause = error.__cause__ if isinstance(error, SearchUnavailable) and error.__cause__ else error
    if isinstance(cause, TimeoutError | ConnectionTimeout):
        return SILENT
    if isinstance(cause, Unreachable):
        return STOPPED
    return kind_of_status(cause.meta.status) if isinstance(cause, ApiError) else NONSENSE


def kind_of_status(status: int) -> str:
    """Return which kind of failure an HTTP status stands for."""
    return BROKEN if status >= SERVER_ERROR else BY_STATUS.get(status, NONSENSE)


class Alarms:
    """Says each kind of failure at most once a minute, however many questions meet it."""

    def __init__(self) -> None:
        self._said: dict[str, float] = {}
        self._lock = threading.Lock()

    def sound(self, kind: str, detail: object) -> None:
        """Log the first failure of its kind within a minute; the others say nothing new."""
        now = time.monotonic()
        with self._lock:
            if now - self._said.get(kind, -ALARM_EVERY) < ALARM_EVERY:
                return
            self._said[kind] = now
        logger.error("Elasticsearch is no help (%s): %s", kind, str(detail)[:MOST_SAID])

    def forget(self) -> None:
        """Say everything anew."""
        self._said.clear()


ALARMS = Alarms()
