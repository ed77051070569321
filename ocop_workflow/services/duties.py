"""Duties: what the worker does again and again beside the tasks of the queue. Packages above register theirs."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from django.db import close_old_connections, connection

LONGEST_PAUSE = timedelta(seconds=30)
Run = TypeVar("Run", bound=Callable[[], object])
logger = logging.getLogger(__name__)


class Postponed(Exception):
    """A duty cannot be done just now, and has said why: it is tried again, after a longer pause each time."""


@dataclass(frozen=True, slots=True)
class Duty:
    run: Callable[[], object]
    every: timedelta

    def pause(self, failures: int) -> timedelta:
        """Return how long to wait: twice as long after each failure in a row, up to 30 s unless it is rarer anyway."""
        return min(self.every * 2 ** min(failures, 16), max(self.every, LONGEST_PAUSE))


DUTIES: list[Duty] = []


def duty(*, every: timedelta) -> Callable[[Run], Run]:
    """Register a function that the worker calls with pauses of that length, in a thread of its own."""

    def registered(run: Run) -> Run:
        DUTIES.append(Duty(run, every))
        return run

    return registered


def keep_doing(duty: Duty, stop: threading.Event) -> None:
    """Do a duty until told to stop, whatever goes wrong."""
    failures = 0
    while not stop.wait(duty.pause(failures).total_seconds()):
        failures = 0 if done(duty) else failures + 1


def done(duty: Duty) -> bool:
    """Do a duty once; say whether it could be done."""
    try:
        close_old_connections()
        duty.run()
    except Postponed:
        return False
    except Exception:
        logger.exception("The duty %s failed", duty.run.__name__)
        connection.close()
        return False
    return True
