"""How the search is, in a word, for those who watch it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min

from ocop_workflow.domain import clock
from search.engines.choice import fault
from search.index.models import SearchChange
from search.index.outbox import is_configured, live_index

OK, EMBEDDED, DEGRADED = "ok", "embedded", "degraded"
LATE, LATE_AFTER = "late", timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Health:
    """`state` is ok, embedded (no Elasticsearch is configured) or degraded; then `reason` is a kind of failure.

    `waiting` changes have not reached Elasticsearch yet, the oldest of them since `since`.
    """

    state: str
    reason: str = ""
    waiting: int = 0
    since: datetime | None = None

    def __str__(self) -> str:
        return f"{self.state}: {self.reason}" if self.reason else self.state


def health() -> Health:
    """Return how the search is now; takes a second and a half at most, whatever Elasticsearch does."""
    if not is_configured():
        return Health(EMBEDDED)
    index = live_index()
    changes = SearchChange.objects.filter(pk__gt=index.position if index else 0)
    waiting = changes.aggregate(count=Count("pk"), since=Min("at"))
    is_late = waiting["since"] is not None and clock.machine_now() - waiting["since"] > LATE_AFTER
    reason = fault() or (LATE if is_late else "")
    return Health(DEGRADED if reason else OK, reason, waiting["count"], waiting["since"])
