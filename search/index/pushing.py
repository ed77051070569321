"""Carrying changes to Elasticsearch, in the order they were committed and as often as it takes."""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_

from django.db.models import Q

from search.engines.base import Key
from search.engines.elastic.client import alias
from search.index.models import SearchChange, SearchIndex
from search.index.names import building_alias
from search.index.outbox import arrived, live_index, waiting_for
from search.index.sending import removed, send, written
from search.models import SearchDocument


def push() -> int:
    """Carry every waiting change to the index that serves, and return how many there were.

    Doing it twice, or from two places at once, does no harm: an older change never overwrites a newer one. Raises
    Unanswered when Elasticsearch does not take them; they wait.
    """
    index = live_index()
    return follow(index) if index else 0


def follow(index: SearchIndex) -> int:
    """Carry to an index, serving or being filled, all changes it does not have yet; return how many."""
    count = 0
    while changes := waiting_for(index):
        _carry(changes, index)
        arrived(index, changes[-1].pk)
        count += len(changes)
    return count


def _carry(changes: Sequence[SearchChange], index: SearchIndex) -> None:
    """Send the documents of changes as they stand now; those that are gone are removed."""
    numbers: dict[Key, int] = {(change.kind, change.code): change.pk for change in changes}
    documents = stored(numbers)
    acts = [
        written(documents[key], number) if key in documents else removed(key, number) for key, number in numbers.items()
    ]
    through = alias() if index.is_live else building_alias()
    for _taken in send(acts, through=through, to=index.name):
        pass  # what the server will never take was told; what must wait has raised


def stored(keys: Iterable[Key]) -> dict[Key, SearchDocument]:
    """Return the documents of keys as they stand; keys without one are left out."""
    codes: dict[str, list[str]] = {}
    for kind, code in keys:
        codes.setdefault(kind, []).append(code)
    wanted = reduce(or_, (Q(kind=kind, code__in=those) for kind, those in codes.items()), Q(pk__in=[]))
    return {(row.kind, row.code): row for row in SearchDocument.objects.filter(wanted)}
