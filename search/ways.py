"""Ways out of a page without results: a nearer spelling, a question that asks for less, what is popular or new."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from ocop_workflow.queries.catalogue import newest_products, public_counts
from search.catalogue import Catalogue
from search.facets import label
from search.hits import shown_facts
from search.kinds.base import Facts
from search.memory import Memory
from search.popularity import popular
from search.queries import count_of
from search.question import ALL, FACETS, PRODUCT, SearchQuery
from search.results import SearchResults
from search.suggesting import Group, suggested

SHOWN = 3
MOST_TRIED = 3
MOST_WORDS = 4

# Whatever becomes public gets its document with it.
_counts = Memory[tuple[int, int]]()


@dataclass(frozen=True, slots=True)
class Way:
    """A question that finds something, in words, and how much it finds."""

    label: str
    url: str
    count: int


@dataclass(frozen=True, slots=True)
class Ways:
    """What a page without results offers. `begun` is what the search field suggests: things and lists in whose names
    words begin as what was typed; where no filter leaves these out, the question `is_unfinished`. `popular` is opened
    most, and `newest` fills up where that is too little; `products` and `producers` say how many the indexes list.
    """

    spelling: Way | None
    begun: tuple[Group, ...]
    is_unfinished: bool
    wider: tuple[Way, ...]
    popular: tuple[Facts, ...]
    newest: tuple[Facts, ...]
    products: int
    producers: int

    @property
    def begun_count(self) -> int:
        return sum(len(group.items) for group in self.begun)


def ways_out(results: SearchResults, catalogue: Catalogue) -> Ways:
    """Return where to go from a question without results; each question offered finds something.

    At most 4 questions are counted, whatever was asked.
    """
    query = results.query
    begun = tuple(suggested(query.text, catalogue))
    viewed, newest = _products(catalogue)
    products, producers = _counts.at(catalogue.known.documents, public_counts)
    return Ways(
        spelling=_spelling(results, catalogue),
        begun=begun,
        # With the very words typed, whole, in their names they would have been found.
        is_unfinished=bool(begun) and not any(query.chosen(facet) for facet in FACETS),
        wider=_wider(results, catalogue),
        popular=viewed,
        newest=newest,
        products=products,
        producers=producers,
    )


def _products(catalogue: Catalogue) -> tuple[tuple[Facts, ...], tuple[Facts, ...]]:
    """Return the products opened most and the newest, 3 together, as the register has them now: in force."""
    opened = popular(catalogue.day)
    codes = dict.fromkeys((*opened, *newest_products(catalogue.day, SHOWN)))
    found = shown_facts([(PRODUCT, code) for code in codes], SearchQuery(), catalogue)
    shown = list(found.items())[:SHOWN]
    return (
        tuple(fact for (_kind, code), fact in shown if code in opened),
        tuple(fact for (_kind, code), fact in shown if code not in opened),
    )


def _spelling(results: SearchResults, catalogue: Catalogue) -> Way | None:
    if not results.suggestion:
        return None
    count = count_of(results.respelled, catalogue)
    return Way(results.suggestion, results.respelled.url, count) if count else None


def _wider(results: SearchResults, catalogue: Catalogue) -> tuple[Way, ...]:
    """Return the questions that ask for one thing less, the ones that free most first."""
    tried = list(_with_less(results, catalogue))[:MOST_TRIED]
    ways = [Way(words, asked.url, count_of(asked, catalogue)) for words, asked in tried]
    return tuple(sorted((way for way in ways if way.count), key=lambda way: -way.count)[:SHOWN])


def _with_less(results: SearchResults, catalogue: Catalogue) -> Iterator[tuple[str, SearchQuery]]:
    """Return the questions without filters, with one filter less, then with one word less, each in words."""
    query = replace(results.query, page=1)
    chosen = [facet for facet in FACETS if query.chosen(facet) not in ((), (ALL,))]
    if len(chosen) > 1 and query.text:
        yield _("Without any filter"), SearchQuery(text=query.text)
    for facet in sorted((one for one in chosen if _freed(results, one)), key=lambda one: -_freed(results, one)):
        names = ", ".join(label(facet, value, catalogue) for value in query.chosen(facet) if value != ALL)
        yield _("Without “%(filter)s”") % {"filter": names}, query.asking(facet, ())
    words = query.text.split()
    for place in range(len(words) if 1 < len(words) <= MOST_WORDS else 0):
        fewer = " ".join((*words[:place], *words[place + 1 :]))
        yield f"“{fewer}”", replace(query, text=fewer)


def _freed(results: SearchResults, facet: str) -> int:
    """Return how much at least is found without a facet's own filter: its counts leave that out."""
    return max((value.count for one in results.facets if one.key == facet for value in one.values), default=0)
