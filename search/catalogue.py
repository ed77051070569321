"""The values a facet can have: product sets and groups of the law, communes of the day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ocop_workflow.domain import clock
from ocop_workflow.domain.text import slug
from ocop_workflow.queries.catalogue import scorecards
from search.places import Places, places_on


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Sets by number, groups by the slug of their name, and which group a set belongs to."""

    places: Places
    sets: Mapping[int, str]
    groups: Mapping[str, str]
    group_of: Mapping[int, str]

    @property
    def day(self) -> date:
        return self.places.day

    def sets_of(self, groups: tuple[str, ...]) -> tuple[int, ...]:
        """Return the numbers of all sets of some groups."""
        return tuple(number for number, group in self.group_of.items() if group in groups)


def catalogue_on(day: date | None = None) -> Catalogue:
    """Return what can be chosen on a day, today unless one is named, by three queries."""
    cards = scorecards()
    return Catalogue(
        places=places_on(day or clock.today()),
        sets={number: card.name for number, card in cards.items()},
        groups={slug(card.group): card.group for card in cards.values()},
        group_of={number: slug(card.group) for number, card in cards.items()},
    )
