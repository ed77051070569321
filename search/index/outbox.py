"""What changed and has yet to reach Elasticsearch. Written with the documents; read by the worker after the commit."""

from collections.abc import Iterable
from itertools import islice

from django.conf import settings
from django.db import connection
from django.db.models import Max, Min

from ocop_workflow.domain import clock
from search.engines.base import Key
from search.index.models import SearchChange, SearchIndex

BATCH = 500
LOCK = 0x0C09_5EA4


def is_configured() -> bool:
    """Return whether there is an Elasticsearch to keep in step."""
    return bool(settings.ELASTICSEARCH_NODES)


def one_at_a_time() -> None:
    """Let one transaction at a time read the register and write documents of it, so that none writes what is old.

    So the numbers of changes grow in the order of commits, too. It is the last lock but that of the chain's head;
    SQLite has one writer anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def record(keys: Iterable[Key]) -> None:
    """Note, in the caller's transaction, that documents were written or removed; nothing leaves the process.

    Without a server no change is followed, and no index may later pass for one that has them all.
    """
    one_at_a_time()
    if not is_configured():
        SearchIndex.objects.all().delete()
        return
    now = clock.machine_now()
    changes = (SearchChange(kind=kind, code=code, at=now) for kind, code in keys)
    while portion := list(islice(changes, BATCH)):
        SearchChange.objects.bulk_create(portion)


def live_index() -> SearchIndex | None:
    """Return the index that answers questions, None when there is none yet."""
    return SearchIndex.objects.filter(is_live=True).first()


def position() -> int:
    """Return the number of the last change there ever was, as far as anybody can still ask for it."""
    noted = SearchChange.objects.aggregate(last=Max("pk"))["last"] or 0
    followed = SearchIndex.objects.aggregate(last=Max("position"))["last"] or 0
    return max(noted, followed)


def waiting_for(index: SearchIndex) -> list[SearchChange]:
    """Return the next changes an index does not have yet, the oldest first."""
    return list(SearchChange.objects.filter(pk__gt=index.position).order_by("pk")[:BATCH])


def arrived(index: SearchIndex, last: int) -> None:
    """Note how far an index has followed, and forget the changes that every index has."""
    SearchIndex.objects.filter(pk=index.pk, position__lt=last).update(position=last)
    index.position = max(index.position, last)
    forget_followed()


def forget_followed() -> None:
    """Forget the changes that every index has."""
    everywhere = SearchIndex.objects.aggregate(least=Min("position"))["least"] or 0
    SearchChange.objects.filter(pk__lte=everywhere).delete()
