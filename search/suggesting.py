"""What the search field offers while people type: things by their names, then whole communes and product sets."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count

from django.db.models import Q
from django.utils.translation import gettext as _

from ocop_workflow.domain.text import nfc
from search.catalogue import Catalogue
from search.facets import kind_label
from search.highlight import Parts
from search.models import SearchDocument
from search.queries import SHORTEST_BEGINNING, suggest
from search.question import KINDS, PRODUCT, SearchQuery
from search.words import folded_words, words_of

MOST_LISTS = 3


@dataclass(frozen=True, slots=True)
class Item:
    """A suggestion: where it leads, its name in pieces with whether each was typed, a word beside it."""

    id: str
    url: str
    parts: Parts
    note: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    label: str
    items: tuple[Item, ...]


def suggested(text: str, catalogue: Catalogue) -> list[Group]:
    """Return suggestions in groups, none before the second letter; every one leads to something that counts today."""
    words = folded_words(text)
    if sum(map(len, words)) < SHORTEST_BEGINNING:
        return []
    numbers = count(1)

    def item(label: str, url: str, note: str = "") -> Item:
        return Item(f"gy-o-{next(numbers)}", url, typed_parts(label, words), note)

    found = suggest(text, catalogue)
    groups = [(kind_label(kind), [item(one.label, one.url) for one in found if one.type == kind]) for kind in KINDS]
    groups.append((_("Communes and wards"), [item(name, url) for name, url in _communes(words, catalogue)]))
    groups.append((_("Product sets"), [item(name, url) for name, url in _sets(words, catalogue)]))
    return [Group(label, tuple(items)) for label, items in groups if items]


def typed_parts(label: str, words: tuple[str, ...]) -> Parts:
    """Return a name in pieces: marked are the words typed and the beginning that the last one may be."""
    original = nfc(label)
    parts: list[tuple[str, bool]] = []
    place = 0
    for word in words_of(original):
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


def _begins(name: str, words: tuple[str, ...]) -> bool:
    """Return whether a name begins with the words, the last one perhaps unfinished."""
    return " ".join(folded_words(name)).startswith(" ".join(words))


def _communes(words: tuple[str, ...], catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    places = catalogue.places
    named = [key for key, unit in places.units.items() if _begins(unit.name, words) or _begins(unit.full_name, words)]
    standing = dict.fromkeys(places.now(key) for key in named)
    for key in list(standing)[:MOST_LISTS]:
        if _counts(Q(commune__in=places.becoming(key)), catalogue):
            yield _("Products of %(commune)s") % {"commune": places.name(key)}, _listing(commune=(key,))


def _sets(words: tuple[str, ...], catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    named = [number for number, name in catalogue.sets.items() if _begins(name, words)]
    for number in named[:MOST_LISTS]:
        if _counts(Q(set_no=number), catalogue):
            yield catalogue.sets[number], _listing(set=(number,))


def _listing(**chosen: tuple[str | int, ...]) -> str:
    return SearchQuery(kind=(PRODUCT,), **chosen).url  # type: ignore[arg-type]  # each facet's own kind of value


def _counts(condition: Q, catalogue: Catalogue) -> bool:
    """Return whether some product of a list is in force for certain today, by one look into an index."""
    never: Iterable[str] = ("revoked_on", "superseded_on", "suspended_on")
    untouched = Q(**{f"{name}__isnull": True for name in never})
    term = Q(valid_from__lte=catalogue.day, valid_to__gte=catalogue.day)
    return SearchDocument.objects.filter(condition & untouched & term, kind=PRODUCT).exists()
