"""Small facts of the installation: the demo's clock and the running numbers."""

import time
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, models

from ocop_workflow.domain import clock


class ClockOffset(models.Model):
    """How far the demo's clock stands from the system's; one row, absent in production."""

    seconds = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(timedelta(seconds=self.seconds))


class Counter(models.Model):
    """The last number given in a series, locked while the next one is taken, so that none is missing or doubled."""

    series = models.CharField(max_length=80, unique=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.series}: {self.last}"


_READ_EVERY = 1.0  # seconds; other processes see a moved clock after that
_seen: tuple[float, timedelta] = (0.0, timedelta(0))


def stored_offset() -> timedelta:
    """Return how far the demo's clock is shifted, read from the database at most once a second."""
    global _seen  # noqa: PLW0603 -- a process-wide memory of one number
    read_at, offset = _seen
    if read_at and time.monotonic() - read_at < _READ_EVERY:
        return offset
    try:
        seconds = ClockOffset.objects.values_list("seconds", flat=True).first() or 0
    except DatabaseError:
        return offset
    _seen = (time.monotonic(), timedelta(seconds=seconds))
    return _seen[1]


def forget_offset() -> None:
    """Read the offset anew at the next question."""
    global _seen  # noqa: PLW0603 -- a process-wide memory of one number
    _seen = (0.0, timedelta(0))


def install_clock() -> None:
    """Let the demo's clock follow the stored offset; production keeps the system's."""
    if settings.OCOP_DEMO:
        clock.use_offset(stored_offset)
