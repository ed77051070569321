"""From an answer of the server to ours. What is not exactly as it must be counts as no answer."""

from collections.abc import Mapping
from typing import Any

from search.engines.base import Asked, Found, Key
from search.engines.elastic.filters import FIELDS, STATUS, group_of
from search.engines.elastic.mapping import key_of
from search.engines.elastic.question import Likeness
from search.engines.errors import SearchUnavailable
from search.question import FACETS


class Nonsense(SearchUnavailable):
    """The server answered something that is no answer to the question."""


class Part:
    """A piece of an answer; asking it for what is not there raises `Nonsense`."""

    def __init__(self, value: object, path: str = "answer") -> None:
        self._value, self._path = value, path

    def __getitem__(self, name: str) -> "Part":
        if not isinstance(self._value, Mapping) or name not in self._value:
            raise Nonsense(f"{self._path}.{name} is missing")
        return Part(self._value[name], f"{self._path}.{name}")

    def _is(self, kind: type) -> Any:
        if type(self._value) is not kind:
            raise Nonsense(f"{self._path} is not {kind.__name__}: {str(self._value)[:80]}")
        return self._value

    def number(self) -> int:
        found: int = self._is(int)
        if found < 0:
            raise Nonsense(f"{self._path} is negative")
        return found

    def text(self) -> str:
        return str(self._is(str))

    def plain(self) -> str:
        """Return a word or number as text."""
        return self.text() if isinstance(self._value, str) else str(self.number())

    def listed(self) -> list["Part"]:
        return [Part(each, f"{self._path}[{place}]") for place, each in enumerate(self._is(list))]

    def named(self) -> dict[str, "Part"]:
        return {name: Part(each, f"{self._path}.{name}") for name, each in self._is(dict).items()}

    def listed_values(self) -> list[object]:
        return list(self._is(list))

    def expect(self, value: object) -> None:
        """Refuse an answer that has anything else here."""
        if self._value is not value and self._value != value:
            raise Nonsense(f"{self._path} is {str(self._value)[:80]}, not {value}")


def complete(answer: object) -> Part:
    """Return an answer in which every shard took part in time; half an answer is none."""
    part = Part(answer)
    part["timed_out"].expect(value=False)
    part["_shards"]["failed"].expect(0)
    return part


def hits_of(answer: Part) -> list[Part]:
    return answer["hits"]["hits"].listed()


def keys_of(answer: Part) -> tuple[Key, ...]:
    """Return the keys of the documents, in their order."""
    try:
        return tuple(key_of(hit["_id"].text()) for hit in hits_of(answer))
    except ValueError as error:
        raise Nonsense(f"A number is none of ours: {error}") from error


def likeness_in(answer: Part) -> Likeness | None:
    """Return what makes others resemble a document; None when it is not there."""
    hits = hits_of(answer)
    if not hits:
        return None
    source = hits[0]["_source"].named()
    return Likeness(
        title_folded=tuple(name.text() for name in hits[0]["_source"]["title_folded"].listed()),
        set_no=source["set_no"].number() if "set_no" in source else 0,
        commune=source["commune"].text() if "commune" in source else "",
    )


def found_in(answer: Part, asked: Asked) -> Found:
    """Return keys, number and counts of a page."""
    total = answer["hits"]["total"]
    total["relation"].expect("eq")
    count, groups = total["value"].number(), answer["aggregations"]
    in_any_state = groups[group_of(asked, STATUS)]["doc_count"].number() if STATUS in asked.filters else count
    if in_any_state < count:
        raise Nonsense(f"{in_any_state} in any state are fewer than {count} in some")
    counts = {facet: _tally(groups[group_of(asked, facet)], facet) for facet in FACETS}
    return Found(keys_of(answer), count, in_any_state - count, counts)


def _tally(group: Part, facet: str) -> dict[str, int]:
    """Return how many there are of each value, as text; values nothing leads to are left out."""
    buckets = group[FIELDS.get(facet, facet)]["buckets"]
    if facet == STATUS:
        counts = {state: bucket["doc_count"].number() for state, bucket in buckets.named().items()}
    else:
        counts = {bucket["key"].plain(): bucket["doc_count"].number() for bucket in buckets.listed()}
    return {value: count for value, count in counts.items() if count}
