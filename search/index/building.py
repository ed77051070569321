"""A new index beside the one that serves: filled, brought up to date, then put in its place in one act."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from elasticsearch import ApiError, TransportError

from ocop_workflow.domain import clock
from search.engines.elastic.client import alias
from search.engines.elastic.mapping import COLUMNS, Row, index_body
from search.engines.failures import NONSENSE, Unanswered, kind_of
from search.index.lock import only_builder
from search.index.models import SearchIndex
from search.index.names import building_alias, fingerprint, is_ours, new_name
from search.index.outbox import forget_followed, live_index, position
from search.index.pushing import follow
from search.index.sending import send, server, written
from search.models import SearchDocument

PORTION = 1000
REPORTED = 100
MOST_REFUSED = 0.01
LAST_QUESTIONS = 2.0  # seconds: longer than any question to the old index is waited for
# The server remembers removals longer than a change can be under way, so that none comes back by a late write.
REMEMBERED = {"gc_deletes": "1h"}
WHILE_FILLING = {"refresh_interval": "-1", "number_of_replicas": 0, "auto_expand_replicas": False}

Progress = Callable[[int], object]


def build_index(progress: Progress = lambda _done: None) -> int:
    """Build a new index from the documents, put it in the place of the old one, and return how many it was given.

    The old one serves until then; changes made meanwhile are in the new one. What a killed build left is cleared.
    Raises AlreadyBuilding, and Unanswered when Elasticsearch fails: until the new one is whole the old one serves.
    """
    with only_builder(), answered():
        clear_remains()
        is_first = live_index() is None
        index = _created()
        count = _filled(index, progress)
        _opened(index)
        follow(index)
        _enthroned(index)
        _merging(index)
        time.sleep(0 if is_first else LAST_QUESTIONS)
        clear_remains()
        forget_followed()
    return count


@contextmanager
def answered() -> Iterator[None]:
    """Turn what the client says went wrong into Unanswered."""
    try:
        yield
    except (ApiError, TransportError) as error:
        raise Unanswered(kind_of(error), error) from error


def clear_remains() -> None:
    """Remove every index of ours that does not serve: the old ones, and what killed builds left."""
    live = live_index()
    kept = live.name if live else ""
    for name in server().indices.get(index=f"{alias()}-*", expand_wildcards="all", features="aliases"):
        if is_ours(name) and name != kept:
            server().indices.delete(index=name, ignore_unavailable=True)
    SearchIndex.objects.exclude(name=kept).delete()


def _created() -> SearchIndex:
    body = index_body()
    settings = {"index": {**body["settings"]["index"], **REMEMBERED, **WHILE_FILLING}}
    now = clock.machine_now()
    index = SearchIndex.objects.create(name=new_name(now), fingerprint=fingerprint(), position=position(), made_at=now)
    server().indices.create(
        index=index.name, mappings=body["mappings"], settings=settings, aliases={building_alias(): {}}
    )
    return index


def _filled(index: SearchIndex, progress: Progress) -> int:
    """Write all documents, each as of the last change before, so that any later change is newer."""
    given = taken = 0
    acts = (written(document, index.position) for document in documents())
    for given, ok in enumerate(send(acts, through=building_alias(), to=index.name), start=1):
        taken += ok
        if given % REPORTED == 0:
            progress(REPORTED)
    progress(given % REPORTED)
    if given - taken > given * MOST_REFUSED:
        raise Unanswered(NONSENSE, f"{given - taken} of {given} documents were refused")
    return taken


def documents() -> Iterator[Row]:
    """Return all documents in portions of a query each; memory does not grow with their number."""
    last = 0
    rows = SearchDocument.objects.order_by("pk").values_list("pk", *COLUMNS, named=True)
    while portion := list(rows.filter(pk__gt=last)[:PORTION]):
        yield from portion
        last = portion[-1].pk


def _opened(index: SearchIndex) -> None:
    """Let the index be searched, and wait until it can be."""
    asked: dict[str, Any] = index_body()["settings"]["index"]
    usual = {name: asked.get(name) for name in WHILE_FILLING}
    server().indices.put_settings(index=index.name, settings={"index": usual})
    server().indices.refresh(index=index.name)
    server().cluster.health(index=index.name, wait_for_status="yellow", timeout="10s")


def _enthroned(index: SearchIndex) -> None:
    """Let questions go to the index from now on, and then changes."""
    with transaction.atomic():
        SearchIndex.objects.filter(is_live=True).update(is_live=False)
        SearchIndex.objects.filter(pk=index.pk).update(is_live=True)
    point_alias(index.name)


def _merging(index: SearchIndex) -> None:
    """Have the server bring the index into one piece while it serves: a question looks dozens of clauses up in each."""
    server().indices.forcemerge(index=index.name, max_num_segments=1, wait_for_completion=False)


def point_alias(name: str) -> None:
    """Let the alias lead to one index and to no other, in one act."""
    acts: list[dict[str, Any]] = [{"remove": {"index": other, "alias": alias()}} for other in followers()]
    if not acts and server().indices.exists(index=alias()):
        acts.append({"remove_index": {"index": alias()}})  # somebody's write made an index of that name
    acts.append({"remove": {"index": name, "alias": building_alias(), "must_exist": False}})
    acts.append({"add": {"index": name, "alias": alias(), "is_write_index": True}})
    server().indices.update_aliases(actions=acts)


def followers() -> list[str]:
    """Return the indices the alias leads to."""
    there = server().indices
    return sorted(there.get_alias(name=alias())) if there.exists_alias(name=alias()) else []
