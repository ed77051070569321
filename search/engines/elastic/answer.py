"""From an answer of the server to ours. What is not exactly as it must be counts as no answer."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from search.engines.base import Asked, Found, Key
from search.engines.elastic.filters import FIELDS, STATUS, group_of
from search.engines.elastic.states import UNTIL
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

    def listed(self) -> list["Part"]:
        return [Part(each, f"{self._path}[{place}]") for place, each in enumerate(self._is(list))]

    def only(self) -> "Part":
        """Return the one thing that is listed."""
        if len(self._is(list)) != 1:
            raise Nonsense(f"{self._path} are not one")
        return Part(self._value[0], self._path)  # type: ignore[index]  # it is a list

    def named(self) -> dict[str, "Part"]:
        return {name: Part(each, f"{self._path}.{name}") for name, each in self._is(dict).items()}

    def listed_values(self) -> list[object]:
        return list(self._is(list))

    def counts(self, shape: type) -> dict[str, int]:
        """Return how many there are in each bucket of a list or dict, by its value as text; empty ones are left out."""
        buckets = self._is(shape)
        given = buckets.items() if shape is dict else map(_keyed, buckets)
        counts = {value: _counted(bucket) for value, bucket in given}
        if None in counts.values() or None in counts:
            raise Nonsense(f"{self._path} are no counts: {str(self._value)[:80]}")
        return {str(value): count for value, count in counts.items() if count}

    def expect(self, value: object) -> None:
        """Refuse an answer that has anything else here."""
        if self._value is not value and self._value != value:
            raise Nonsense(f"{self._path} is {str(self._value)[:80]}, not {value}")


def _keyed(bucket: object) -> tuple[str | int | None, object]:
    """Return a bucket with its value, a word or a number; None for anything else."""
    value = bucket.get("key") if type(bucket) is dict else None
    return (value if type(value) in (str, int) else None), bucket


def _counted(bucket: object) -> int | None:
    """Return how many there are in a bucket; None when it does not say."""
    count = bucket.get("doc_count") if type(bucket) is dict else None
    return count if type(count) is int and count >= 0 else None


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
    return tuple(_key(hit["fields"]) for hit in hits_of(answer))


def _key(fields: Part) -> Key:
    return fields["kind"].only().text(), fields["code"].only().text()


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
    if facet != STATUS:
        return group[FIELDS[facet]]["buckets"].counts(list)
    return dict(sum((Counter(group[name]["buckets"].counts(dict)) for name in (STATUS, UNTIL)), Counter()))
