"""A breaker: after failures in a row nobody is sent to Elasticsearch any more, but a probe now and then."""

import threading
import time
from collections.abc import Callable

MOST_FAILURES = 3
PROBE_EVERY = 3.0  # seconds


class Breaker:
    """Opens after three failures in a row and closes with the first success. One for each process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._tried = 0.0

    @property
    def is_open(self) -> bool:
        return self._failures >= MOST_FAILURES

    def succeeded(self) -> None:
        with self._lock:
            self._failures = 0

    def failed(self) -> None:
        with self._lock:
            self._failures += 1
            self._tried = self._clock()

    def wants_probe(self) -> bool:
        """Say whether it is time to try again; who is told so tries, and nobody else for some seconds."""
        with self._lock:
            if not self.is_open or self._clock() - self._tried < PROBE_EVERY:
                return False
            self._tried = self._clock()
            return True
