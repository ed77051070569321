"""What is answered, as values that say everything a page or the API shows."""

from dataclasses import dataclass, replace

from search.engines.base import Asked
from search.highlight import Parts
from search.kinds.base import Facts
from search.kinds.registry import REGISTRY
from search.question import ALL, SearchQuery
from search.understanding import Understood


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet and how many it leads to; an empty one stands for all. It stands beside a question."""

    value: str | int
    label: str
    count: int
    selected: bool
    facet: str
    query: SearchQuery

    @property
    def asks(self) -> SearchQuery:
        """The question that choosing the value, or leaving it, asks. Of kinds one is chosen at a time."""
        if self.facet == "kind":
            return self.query.asking("kind", (self.value,) if self.value else ())
        return self.query.toggled(self.facet, self.value)

    @property
    def url(self) -> str:
        return self.asks.url


@dataclass(frozen=True, slots=True)
class Facet:
    key: str
    label: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in use, and the question without it."""

    label: str
    asks: SearchQuery

    @property
    def remove_url(self) -> str:
        return self.asks.url


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found; its facts are those of the day from where it lives, not the index's."""

    kind: str
    code: str
    url: str
    title_highlight: Parts
    snippet_highlight: Parts
    facts: Facts

    @property
    def template(self) -> str:
        """What shows it."""
        return REGISTRY[self.kind].template


@dataclass(frozen=True, slots=True)
class SearchResults:
    """The answer; `hidden_count` is how many more there are among certificates no longer in force.

    `query` is the question that was answered, with what was recognised in its words among its filters; `understood`
    says what that was, `asked` what the engine was asked in the end. `is_reduced` says that another engine should have
    answered.
    """

    query: SearchQuery
    understood: Understood
    asked: Asked
    hits: tuple[Hit, ...]
    count: int
    hidden_count: int
    facets: tuple[Facet, ...]
    chips: tuple[Chip, ...]
    suggestion: str
    engine: str
    is_reduced: bool = False

    @property
    def page(self) -> int:
        return self.query.page

    @property
    def pages(self) -> int:
        return -(-self.count // self.query.page_size)

    @property
    def first_url(self) -> str:
        """Where the first page is."""
        return replace(self.query, page=1).url

    @property
    def respelled(self) -> SearchQuery:
        """The question in the other spelling, under the same filters."""
        return replace(self.query, text=self.suggestion, literal=False, page=1)

    @property
    def show_all_url(self) -> str:
        """Where the question is asked without regard to the state."""
        return self.query.asking("status", (ALL,)).url


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A thing whose name begins as what was typed; `beside` tells it from others of that name."""

    type: str
    label: str
    url: str
    beside: str = ""
