"""What the search field offers while people type: things by their names, then whole communes and product sets."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import compress, count
from typing import NamedTuple

from django.db import connection
from django.utils.translation import gettext as _

from ocop_workflow.domain.text import nfc
from search.catalogue import Catalogue
from search.engines.sql import Sql, among, every, rows, values_of
from search.facets import kind_label
from search.highlight import Parts
from search.queries import SHORTEST_BEGINNING, suggesting
from search.question import KINDS, PRODUCT, SearchQuery
from search.results import Suggestion
from search.words import folded_words, places_of

MOST_LISTS = 3
IN_FORCE = Sql("kind = %s AND revoked_on IS NULL AND superseded_on IS NULL AND suspended_on IS NULL", (PRODUCT,))


@dataclass(frozen=True, slots=True)
class Item:
    """A suggestion: where it leads, its name in pieces with whether each was typed, what tells it from a namesake."""

    id: str
    url: str
    parts: Parts
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    label: str
    items: tuple[Item, ...]


class Listing(NamedTuple):
    """A list that may be offered: where it is, and the condition of what is on it."""

    label: str
    url: str
    condition: Sql


def suggested(text: str, catalogue: Catalogue | None = None) -> list[Group]:
    """Return suggestions in groups, none before the second letter; every one leads to something that counts today."""
    words = folded_words(text)
    if sum(map(len, words)) < SHORTEST_BEGINNING:
        return []
    numbers = count(1)

    def item(label: str, url: str, beside: str = "") -> Item:
        return Item(f"gy-o-{next(numbers)}", url, typed_parts(label, words), beside)

    under_way = suggesting(text, catalogue)
    communes, sets = _lists(words, under_way.catalogue)
    found = under_way.wait()
    alike = _namesakes(found)
    groups = [
        (
            kind_label(kind),
            [item(one.label, one.url, one.beside if one in alike else "") for one in found if one.type == kind],
        )
        for kind in KINDS
    ]
    groups.append((_("Communes and wards"), [item(one.label, one.url) for one in communes]))
    groups.append((_("Product sets"), [item(one.label, one.url) for one in sets]))
    return [Group(label, tuple(items)) for label, items in groups if items]


def _namesakes(found: Sequence[Suggestion]) -> set[Suggestion]:
    """Return those suggestions that another of the kind reads like, in whatever case."""
    names = Counter((one.type, one.label.casefold()) for one in found)
    return {one for one in found if names[one.type, one.label.casefold()] > 1}


def typed_parts(label: str, words: tuple[str, ...]) -> Parts:
    """Return a name in pieces: marked are the words typed and the beginning that the last one may be."""
    original = nfc(label)
    parts: list[tuple[str, bool]] = []
    place = 0
    for word in places_of(original):
        end = min(word.end, word.start + _typed_length(word.folded, words))
        if end > word.start:
            parts += [(original[place : word.start], False), (original[word.start : end], True)]
            place = end
    parts.append((original[place:], False))
    return tuple((piece, is_typed) for piece, is_typed in parts if piece)


def _typed_length(word: str, words: tuple[str, ...]) -> int:
    if word in words:
        return len(word)
    return len(words[-1]) if word.startswith(words[-1]) else 0


def _begin(names: Iterable[str], words: tuple[str, ...]) -> bool:
    """Return whether one of some folded names begins with the words, the last one perhaps unfinished."""
    typed = " ".join(words)
    return any(name.startswith(typed) for name in names)


def _lists(words: tuple[str, ...], catalogue: Catalogue) -> tuple[list[Listing], list[Listing]]:
    """Return the lists of communes and those of sets so named that hold something in force, by one query at most."""
    communes, sets = list(_communes(words, catalogue)), list(_sets(words, catalogue))
    holding = _holding([one.condition for one in (*communes, *sets)], catalogue.day)
    first, rest = holding[: len(communes)], holding[len(communes) :]
    return list(compress(communes, first)), list(compress(sets, rest))


def _communes(words: tuple[str, ...], catalogue: Catalogue) -> Iterator[Listing]:
    places = catalogue.places
    named = [key for key, names in catalogue.begun_places if _begin(names, words)]
    for key in list(dict.fromkeys(places.now(key) for key in named))[:MOST_LISTS]:
        name = _("Products of %(commune)s") % {"commune": places.name(key)}
        yield Listing(name, _address(commune=(key,)), among("commune", places.becoming(key)))


def _sets(words: tuple[str, ...], catalogue: Catalogue) -> Iterator[Listing]:
    named = [number for number, names in catalogue.begun_sets if _begin(names, words)]
    for number in named[:MOST_LISTS]:
        yield Listing(catalogue.sets[number], _address(set=(number,)), among("set_no", (number,)))


def _address(**chosen: tuple[str | int, ...]) -> str:
    return SearchQuery(kind=(PRODUCT,), **chosen).url  # type: ignore[arg-type]  # each facet's own kind of value


def _holding(conditions: Sequence[Sql], day: date) -> list[bool]:
    """Return for each condition whether some product that meets it is in force for certain, by looks into an index."""
    if not conditions:
        return []
    today = connection.ops.adapt_datefield_value(day)
    looks = [every([one, IN_FORCE, Sql("valid_from <= %s AND valid_to >= %s", (today, today))]) for one in conditions]
    there = ", ".join(f"EXISTS(SELECT 1 FROM search_searchdocument WHERE {look.text})" for look in looks)  # noqa: S608 -- ours
    return [bool(found) for found in rows(Sql(f"SELECT {there}", values_of(looks)))[0]]
