"""Comparing the index with the documents, both ways, and asking for what differs to be sent again."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import transaction
from elasticsearch.helpers import scan

from search.engines.base import Key
from search.engines.elastic.mapping import document_id, document_source, key_of
from search.index.building import answered, build_index, documents
from search.index.drift import Drift
from search.index.models import SearchIndex
from search.index.outbox import live_index, record
from search.index.pushing import follow, stored
from search.index.sending import server
from search.models import SearchDocument

PORTION = 500
Progress = Callable[[int], object]


def index_drift(progress: Progress = lambda _done: None) -> Drift:
    """Compare every document of the serving index with the table, once all waiting changes are there.

    Where there is no index yet, all are missing. Raises Unanswered when Elasticsearch does not answer.
    """
    with answered():
        index = live_index()
        if index is None:
            return Drift(missing=tuple(sorted((row.kind, row.code) for row in documents())))
        follow(index)
        server().indices.refresh(index=index.name)
        suspects = [*_differing(index, progress), *_orphaned(index)]
        if not suspects:
            return Drift()
        follow(index)  # what changed while we looked is no drift
        return _compared(index, suspects)


def repair_index(progress: Progress = lambda _done: None) -> Drift:
    """Send again what differs and return what was found; where that does not help, build the index anew."""
    found = index_drift(progress)
    if not found:
        return found
    if live_index() is None:
        build_index()
        return found
    with transaction.atomic():
        record(found.keys)
    if index_drift():
        build_index()
    return found


def _differing(index: SearchIndex, progress: Progress) -> Iterator[Key]:
    """Find documents that the index has not, or otherwise."""
    rows = documents()
    while portion := list(islice(rows, PORTION)):
        there = _in_index(index, [(row.kind, row.code) for row in portion])
        for row in portion:
            if there.get((row.kind, row.code)) != document_source(row):
                yield row.kind, row.code
        progress(len(portion))


def _orphaned(index: SearchIndex) -> Iterator[Key]:
    """Find what the index has and the table has not."""
    there = scan(server(), index=index.name, query={"_source": False}, size=PORTION)
    numbers = (hit["_id"] for hit in there)
    while portion := list(islice(numbers, PORTION)):
        keys = [key_of(number) for number in portion]
        known = set(SearchDocument.objects.filter(code__in=[code for _kind, code in keys]).values_list("kind", "code"))
        yield from (key for key in keys if key not in known)


def _compared(index: SearchIndex, keys: Iterable[Key]) -> Drift:
    """Look again at some keys, and say what each lacks."""
    missing, orphaned, stale = [], [], []
    suspects = iter(sorted(set(keys)))
    while portion := list(islice(suspects, PORTION)):
        rows, there = stored(portion), _in_index(index, portion)
        missing += [key for key in portion if key in rows and key not in there]
        orphaned += [key for key in portion if key not in rows and key in there]
        stale += [key for key in portion if key in rows and key in there and there[key] != document_source(rows[key])]
    return Drift(tuple(missing), tuple(orphaned), tuple(stale))


def _in_index(index: SearchIndex, keys: list[Key]) -> dict[Key, dict[str, Any]]:
    found = server().mget(index=index.name, ids=[document_id(key) for key in keys])["docs"]
    return {key_of(one["_id"]): one["_source"] for one in found if one["found"]}
