"""How the search is, in a word, for those who watch it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min

from ocop_workflow.domain import clock
from search.engines.choice import fault
from search.index.models import SearchChange
from search.index.outbox import is_configured, live_index

OK, EMBEDDED, DEGRADED = "ok", "embedded", "degraded"
LATE = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Health:
    """`state` is ok, embedded (no Elasticsearch is configured) or degraded; `reason` then is a kind of failure.

    `waiting` changes have not reached Elasticsearch yet, the oldest of them since `since`.
    """

    state: str
    reason: str = ""
    waiting: int = 0
    since: datetime | None = None


def health() -> Health:
    """Return how the search is now; takes at most a second, whatever Elasticsearch does."""
    if not is_configured():
        return Health(EMBEDDED)
    index = live_index()
    position = index.position if index else 0
    waiting = SearchChange.objects.filter(pk__gt=position).aggregate(count=Count("pk"), since=Min("at"))
    reason = fault() or ("late" if waiting["since"] and clock.machine_now() - waiting["since"] > LATE else "")
    return Health(DEGRADED if reason else OK, reason, **waiting)
