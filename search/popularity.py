"""How often product pages are opened: a number for each code and month, and nothing about who opened them.

What is popular is offered where nothing was found. It changes no order: among results name and code decide every tie.
Each process counts by itself and writes about once a minute, so that nobody waits for a row and few openings write;
when a process ends, what it had yet to write is lost.
"""

import logging
import time
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from threading import Lock

from django.db import Error, connection
from django.db.models import Exists, OuterRef, Sum
from django.http import HttpRequest

from ocop_workflow.domain import clock
from ocop_workflow.queries.catalogue import in_force
from search.memory import Memory
from search.models import ProductOpening

MONTHS = 3  # the running one and those before it
FEWEST = 5  # fewer openings say nothing
MOST = 3
HIGHEST = 200
EVERY = 60.0  # seconds
MOST_KEPT = 500
TABLE = ProductOpening._meta.db_table
ADD = f"""
    INSERT INTO {TABLE} (code, month, count) VALUES {{rows}}
    ON CONFLICT (code, month) DO UPDATE SET count = {TABLE}.count + excluded.count
"""  # noqa: S608 -- our own table

Counts = Mapping[tuple[str, date], int]
logger = logging.getLogger(__name__)
_popular = Memory[tuple[str, ...]]()


class Openings:
    """What a process has counted and not yet written; every thread may add."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._lock = Lock()
        self.forget()

    def forget(self) -> None:
        """Drop what is not yet written."""
        self._counts, self._since = Counter[tuple[str, date]](), 0.0

    def note(self, code: str) -> None:
        """Count an opening of a product's page today.

        The first opening a minute after the oldest one kept writes all of them, sooner when many products are kept.
        """
        if due := self._due((code, clock.today().replace(day=1))):
            write(due)

    def _due(self, key: tuple[str, date]) -> Counts:
        now = self._seconds()
        with self._lock:
            self._since = self._since if self._counts else now
            self._counts[key] += 1
            if now - self._since < EVERY and len(self._counts) < MOST_KEPT:
                return {}
            due, self._counts = self._counts, Counter()
            return due


openings = Openings()


def write(counts: Counts) -> None:
    """Add to what is stored, by one statement; in the order of codes, so that no two processes wait for each other."""
    rows = sorted((code, month, number) for (code, month), number in counts.items())
    with connection.cursor() as cursor:
        cursor.execute(
            ADD.format(rows=", ".join(["(%s, %s, %s)"] * len(rows))), [value for row in rows for value in row]
        )


def noting_opening(request: HttpRequest, code: str) -> Callable[[], None]:
    """Return the act that counts an opening once the page is on its way; nobody waits for it, and no page fails.

    Who is signed in works here and counts for nothing. Only now it is asked who that is: the page may not depend on it.
    """

    def note() -> None:
        try:
            if not request.user.is_authenticated:
                openings.note(code)
        except Error:
            logger.warning("Openings of product pages were not counted.", exc_info=True)

    return note


def popular(day: date) -> tuple[str, ...]:
    """Return the codes of up to 3 products opened most in the three months up to a day, the most opened first.

    They are in force on that day, and each was opened at least 5 times. Read once a minute, as counts are written;
    whoever shows them asks the register what they are now.
    """
    minute = time.monotonic() // EVERY
    return _popular.at((connection.settings_dict["NAME"], day, minute), lambda: most_opened(day))


def most_opened(day: date) -> tuple[str, ...]:
    """Return the same as of this moment, by one query.

    Looked for among the products of the 200 highest counts of a month, which an index holds: to sum up those of all
    products would take half a second where there are 100,000.
    """
    rows = ProductOpening.objects.filter(month__gte=first_month(day), month__lte=day)
    highest = rows.order_by("-count", "code").values("code")[:HIGHEST]
    shown = Exists(in_force(day).filter(product__code=OuterRef("code")))
    counted = rows.filter(shown, code__in=highest).values("code").annotate(times=Sum("count"))
    ranked = counted.filter(times__gte=FEWEST).order_by("-times", "code")
    return tuple(ranked.values_list("code", flat=True)[:MOST])


def first_month(day: date) -> date:
    """Return the first day of the months that count on a day."""
    return clock.months_after(day.replace(day=1), 1 - MONTHS)


def forget_old_openings() -> None:
    """Forget the months that count no longer."""
    ProductOpening.objects.filter(month__lt=first_month(clock.today())).delete()
