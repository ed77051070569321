"""What a question is measured against on a day: product sets and groups of the law, communes, words, pins."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from ocop_workflow.domain import clock
from ocop_workflow.domain.scorecard import Scorecard
from ocop_workflow.domain.text import slug
from ocop_workflow.queries.catalogue import scorecards
from search.knowledge import Knowledge, knowledge
from search.language.names import Named, Place
from search.memory import Memory, Stamps, stamps
from search.places import Places, places_on
from search.words import exact_words, folded_words


class Outdated(Exception):
    """What was remembered is old: what was begun by it is begun anew."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Sets by number, groups by the slug of their name, and which group a set belongs to.

    `named_places` and `named_sets` are what of these a question may name, with the words of the names; `begun_places`
    and `begun_sets` have for each the names it may be called by while it is typed, folded.
    """

    places: Places
    sets: Mapping[int, str]
    groups: Mapping[str, str]
    group_of: Mapping[int, str]
    named_places: tuple[Place, ...] = ()
    named_sets: tuple[Named, ...] = ()
    begun_places: tuple[tuple[str, tuple[str, ...]], ...] = ()
    begun_sets: tuple[tuple[int, tuple[str, ...]], ...] = ()
    known: Knowledge = field(default_factory=Knowledge)

    @property
    def day(self) -> date:
        return self.places.day

    def sets_of(self, groups: tuple[str, ...]) -> tuple[int, ...]:
        """Return the numbers of all sets of some groups."""
        return tuple(number for number, group in self.group_of.items() if group in groups)

    def group_name(self, set_no: int) -> str:
        """Return the name of the group a set belongs to; empty when no law knows the set."""
        return self.groups.get(self.group_of.get(set_no, ""), "")


_places, _cards, _catalogues = Memory[Places](), Memory[dict[int, Scorecard]](), Memory[Catalogue]()


def catalogue_on(day: date | None = None) -> Catalogue:
    """Return what can be asked for on a day, today unless one is named, by one query while nothing has changed.

    It is remembered, so a transaction that changes units or laws itself asks for `catalogue_anew`.
    """
    on, now = day or clock.today(), stamps()
    return _catalogues.at((now, on), lambda: _remembered(on, now))


def last_catalogue() -> Catalogue | None:
    """Return what was remembered last, without a query: good for a head start, until `confirm` says it is old."""
    return _catalogues.kept and _catalogues.kept[1]


def confirm(catalogue: Catalogue) -> None:
    """Raise `Outdated` unless a catalogue is the one of this moment; by one query while nothing has changed."""
    if catalogue_on() is not catalogue:
        raise Outdated


def catalogue_anew(day: date | None = None) -> Catalogue:
    """Return places and sets as this transaction sees them, by three queries: for writing; no words are known."""
    on = day or clock.today()
    return _made(places_on(on), scorecards(on))


def _remembered(day: date, now: Stamps) -> Catalogue:
    return _made(
        _places.at((now.units, day), lambda: places_on(day)),
        _cards.at((now.laws, day), lambda: scorecards(day)),
        knowledge(now),
    )


def _made(places: Places, cards: Mapping[int, Scorecard], known: Knowledge | None = None) -> Catalogue:
    sets = {number: card.name for number, card in cards.items()}
    groups = {slug(card.group): card.group for card in cards.values()}
    return Catalogue(
        places=places,
        sets=sets,
        groups=groups,
        group_of={number: slug(card.group) for number, card in cards.items()},
        named_places=_named_places(places),
        named_sets=(*_named("group", groups), *_named("set", sets)),
        begun_places=tuple((key, _folded(unit.name, unit.full_name)) for key, unit in places.units.items()),
        begun_sets=tuple((number, _folded(name)) for number, name in sets.items()),
        known=known or Knowledge(),
    )


def _named_places(places: Places) -> tuple[Place, ...]:
    return tuple(
        Place(key, exact_words(unit.name), unit.unit_type, unit.is_valid_on(places.day), unit.valid_from)
        for key, unit in places.units.items()
    )


def _named(facet: str, names: Mapping[str, str] | Mapping[int, str]) -> tuple[Named, ...]:
    return tuple(Named(facet, value, exact_words(name)) for value, name in names.items())


def _folded(*names: str) -> tuple[str, ...]:
    return tuple(" ".join(folded_words(name)) for name in names)
