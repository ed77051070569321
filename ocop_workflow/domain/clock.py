"""The one clock of the workflow: nothing else asks the system for the date.

Production reads the system's clock. A demonstration shifts it by an offset that the models layer keeps in the
database and installs here with `use_offset`; tests stop it with `travel`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")


def _standing() -> timedelta:
    return timedelta(0)


_offset: Callable[[], timedelta] = _standing
_stopped: ContextVar[datetime | None] = ContextVar("stopped_clock", default=None)


def use_offset(source: Callable[[], timedelta]) -> None:
    """Let `source` say how far the clock stands from the system's."""
    global _offset  # noqa: PLW0603 -- installed once, when the site starts
    _offset = source


def now() -> datetime:
    """Return this moment in UTC."""
    return _stopped.get() or datetime.now(tz=UTC) + _offset()


def machine_now() -> datetime:
    """Return the machine's own moment in UTC: for timing work (queues, back-off), never for facts."""
    return datetime.now(tz=UTC)


def today() -> date:
    """Return the business day in Vietnam (UTC+7)."""
    return local_day(now())


def local_day(moment: datetime) -> date:
    """Return the day in Vietnam on which `moment` falls."""
    return moment.astimezone(LOCAL).date()


def at(day: date, hour: int = 8, minute: int = 0) -> datetime:
    """Return the moment of a day in Vietnam, in UTC."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=LOCAL).astimezone(UTC)


@contextmanager
def travel(moment: date | datetime) -> Iterator[None]:
    """Stop the clock at a moment (a bare day means 08:00 in Vietnam) while the block runs."""
    fixed = moment.astimezone(UTC) if isinstance(moment, datetime) else at(moment)
    token = _stopped.set(fixed)
    try:
        yield
    finally:
        _stopped.reset(token)


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, or the month's last day where there is none (29/02 → 28/02)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
