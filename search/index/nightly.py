"""The nightly comparison of documents with the register, and of Elasticsearch with the documents."""

from datetime import date, datetime, timedelta

from ocop_workflow.domain import clock
from search import sync
from search.index.drift import Drift
from search.index.models import SearchCheck
from search.index.outbox import is_configured
from search.popularity import forget_old_openings
from search.vocabulary import repair_words

HOUR = 2  # in Vietnam: nobody is at work
GIVEN_UP_AFTER = timedelta(hours=1)
KEPT = timedelta(days=90)


def check_nightly() -> SearchCheck | None:
    """Compare everything once a day, from two in the morning on, and repair what differs; return what was found.

    None when it was done, is being done elsewhere, or it is too early. Raises Postponed while Elasticsearch does not
    answer or is being filled: the index alone is then compared an hour later.
    """
    now = clock.machine_now()
    day = clock.local_day(now)
    check = _claimed(day, now) if now >= clock.at(day, HOUR) else None
    if check is not None:
        if check.documents_at is None:
            _note(check, "documents_at", _repaired())
        SearchCheck.objects.filter(day__lt=check.day - KEPT).delete()
        forget_old_openings()
        _note(check, "done_at", _index_repaired() if is_configured() else Drift())
    return check


def _note(check: SearchCheck, done: str, found: Drift) -> None:
    check.missing += len(found.missing)
    check.orphaned += len(found.orphaned)
    check.stale += len(found.stale)
    setattr(check, done, clock.machine_now())
    check.save(update_fields=["missing", "orphaned", "stale", done])


def _claimed(day: date, now: datetime) -> SearchCheck | None:
    """Take on the comparison of a day, unless it is done or under way; one that was broken off is taken up again."""
    check, is_new = SearchCheck.objects.get_or_create(day=day, defaults={"begun_at": now})
    left = SearchCheck.objects.filter(pk=check.pk, done_at=None, begun_at__lt=now - GIVEN_UP_AFTER)
    return check if is_new or left.update(begun_at=now) else None


def _repaired() -> Drift:
    """Repair the table and the words of its documents."""
    repair_words()
    return sync.repair()


def _index_repaired() -> Drift:
    from search.index import minding  # noqa: PLC0415 -- its library takes a second to load

    return minding.repair()
