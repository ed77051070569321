"""What an engine is asked and what it answers. Whatever words can mean is settled before: an engine only looks up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Protocol

from search.question import RELEVANCE

# What identifies a document everywhere: its kind and its code.
Key = tuple[str, str]


class Closeness(IntEnum):
    """How near a form is to what was typed: itself, another way to say it, one letter off."""

    TYPED = 0
    MEANT = 1
    NEAR = 2


@dataclass(frozen=True, slots=True)
class Form:
    """A way to write a term. Several words must stand side by side in one text.

    `folded` are the words without marks; `exact` the same words with them, None where the marks are not known.
    """

    folded: tuple[str, ...]
    exact: tuple[str, ...] | None
    closeness: Closeness = Closeness.TYPED


@dataclass(frozen=True, slots=True)
class Term:
    """Something that must be found, in any of its forms. The first form is what was typed."""

    forms: tuple[Form, ...]

    @property
    def typed(self) -> Form:
        return self.forms[0]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in the engine's terms: every term, these filters, this order, this page.

    `filters` names for each facet in use the values of its column: set and group are numbers of sets, commune keys
    of units as stored, status certificate states (empty: any). Things without certificate pass the states when
    `unrated` says so. `may_miss` is how many of the terms need not be found. `whole` are all words typed, with their
    marks, those included that no term is made of; empty where they are too few or too many to stand as a whole.
    Among equals things of the kind `first` come first, where it says one. `only` are the documents it is about, where
    it is not about all.
    """

    terms: tuple[Term, ...]
    day: date
    filters: Mapping[str, tuple[str | int, ...]]
    unrated: bool = True
    producer: str = ""
    sort: str = RELEVANCE
    offset: int = 0
    limit: int = 20
    may_miss: int = 0
    whole: tuple[str, ...] = ()
    first: str = ""
    only: tuple[Key, ...] = ()

    @property
    def exact(self) -> tuple[str, ...]:
        """The words as they were typed, with their marks."""
        return tuple(word for term in self.terms for word in term.typed.exact or term.typed.folded)

    @property
    def folded(self) -> tuple[str, ...]:
        """The words as they were typed, without marks."""
        return tuple(word for term in self.terms for word in term.typed.folded)

    @property
    def is_marked(self) -> bool:
        """Whether marks were typed, so that words without them, or with others, are second choice."""
        return self.exact != self.folded


@dataclass(frozen=True, slots=True)
class Found:
    """Keys of documents in order, how many there are in all, and how many each value of a facet leads to.

    A facet's counts leave its own filter out. Group and set are counted as numbers of sets and communes as stored
    keys, for the caller to sum up; values are text. `hidden` are those that only the states leave out.
    """

    keys: tuple[Key, ...]
    count: int
    hidden: int
    tallies: Mapping[str, Mapping[str, int]]


class Engine(Protocol):
    """One way to answer. Every engine finds the same things in the same order: that of `rungs`."""

    name: str

    def find(self, asked: Asked) -> Found:
        """Return what holds every term, but for as many as may be missing."""

    def beginning(self, asked: Asked) -> tuple[Key, ...]:
        """Return documents in whose name all typed words stand, the last one perhaps unfinished.

        Their order is that of `rungs.begun_rungs`, then as in `find`.
        """

    def similar(self, asked: Asked) -> tuple[str, ...]:
        """Return up to 30 titles for the caller to choose from: all words but one stand in the name, spelled nearly so.

        What is near is said in `alikeness`. Names with all words come first, then by name and code.
        """
