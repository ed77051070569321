"""What an engine is asked and what it answers: words are split, names of facets resolved to columns."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from search.question import RELEVANCE


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in the engine's terms. `exact` and `folded` are the same words, with and without marks.

    `filters` names for each facet in use the values of its column: set and group are numbers of sets, commune keys
    of units as stored, status certificate states (empty: any). Things without certificate pass the states when
    `unrated` says so.
    """

    exact: tuple[str, ...]
    folded: tuple[str, ...]
    day: date
    filters: Mapping[str, tuple[str | int, ...]]
    unrated: bool = True
    producer: str = ""
    sort: str = RELEVANCE
    offset: int = 0
    limit: int = 20

    @property
    def is_marked(self) -> bool:
        """Whether marks were typed, so that words without them, or with others, are second choice."""
        return self.exact != self.folded


@dataclass(frozen=True, slots=True)
class Found:
    """Numbers of documents in order, how many there are in all, and how many each value of a facet leads to.

    A facet's counts leave its own filter out. Group and commune are counted as set numbers and stored keys, for the
    caller to sum up. `hidden` are those that only the states leave out.
    """

    documents: tuple[int, ...]
    count: int
    hidden: int
    tallies: Mapping[str, Mapping[str, int]]


class Engine(Protocol):
    """One way to answer. Every engine finds the same things; each ranks as well as it can."""

    name: str

    def find(self, asked: Asked) -> Found:
        """Return what matches every word, exact marks first, names before producers before stories."""

    def beginning(self, asked: Asked) -> tuple[int, ...]:
        """Return documents in whose name all words stand, the last one perhaps unfinished."""

    def similar(self, asked: Asked) -> tuple[str, ...]:
        """Return names that are spelled nearly so, for the caller to choose from."""
