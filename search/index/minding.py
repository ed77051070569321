"""What the worker does for Elasticsearch, again and again."""

from collections.abc import Iterator
from contextlib import contextmanager

from ocop_workflow.services.duties import Postponed
from search.engines.choice import usable_index
from search.engines.failures import ALARMS, Unanswered
from search.index.building import answered, build_index, followers, point_alias
from search.index.checking import repair_index
from search.index.drift import Drift
from search.index.lock import AlreadyBuilding
from search.index.pushing import push
from search.index.sending import server


def carry() -> None:
    """Carry all waiting changes; Postponed, with an alarm, when Elasticsearch does not take them."""
    with _postponed():
        push()


def mind() -> None:
    """Build an index where there is none of today's layout, and let the alias lead to the one that serves.

    Raises Postponed, with an alarm, while Elasticsearch does not answer.
    """
    with _postponed(), answered():
        index = usable_index()
        if index is None or not server().indices.exists(index=index.name):
            _built()
        elif followers() != [index.name]:
            point_alias(index.name)


def repair() -> Drift:
    """Compare the index with the documents, repair what differs and return what was found.

    Raises Postponed, with an alarm while Elasticsearch does not answer, and while the index is being built.
    """
    try:
        with _postponed():
            return repair_index()
    except AlreadyBuilding as refused:
        raise Postponed from refused


def _built() -> None:
    """Build it, unless somebody does."""
    try:
        build_index()
    except AlreadyBuilding:
        return


@contextmanager
def _postponed() -> Iterator[None]:
    try:
        yield
    except Unanswered as unanswered:
        ALARMS.sound(unanswered.kind, unanswered)
        raise Postponed from unanswered
