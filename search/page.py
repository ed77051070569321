"""What the citizens' page shows of an answer besides the hits: order, filters kept while typing, pins, ways out."""

from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, quote_plus, urlsplit

from django.utils.translation import gettext as _

from search.catalogue import Catalogue
from search.facets import label
from search.pinned import pinned
from search.question import NAMES, NEWEST, RELEVANCE, STARS, SearchQuery
from search.results import Facet, SearchResults
from search.ways import ways_out

# What of an address does not stay when other words are typed.
OF_THE_WORDS = {NAMES["text"], NAMES["page"], NAMES["literal"]}

# Stands for a value in an address until the value is known; no text and no value holds it.
HOLE = "\x00"

# What people narrow by most; the other facets stand folded until something in them is chosen.
OPEN = {"set", "stars", "commune", "status"}


@dataclass(frozen=True, slots=True)
class Sort:
    label: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet as it stands beside the list, and where choosing or leaving it leads."""

    value: str | int
    label: str
    count: int
    selected: bool
    url: str


@dataclass(frozen=True, slots=True)
class Narrowing:
    """A facet beside the list; its values stand open where people look most, and where one of them is chosen."""

    key: str
    label: str
    values: tuple[Choice, ...]
    is_open: bool


def shown(query: SearchQuery, results: SearchResults, catalogue: Catalogue) -> dict[str, object]:
    """Return what the page and the part of it that follows the typing print. `query` is the question as it was sent."""
    pins = pinned(query, results, catalogue)
    count = results.count + pins.besides
    return {
        "query": query,
        "results": results,
        "count": count,
        "pinned": pins.hits if query.page == 1 else (),
        "hits": pins.others(results.hits),
        "filters": filters(query, results),
        "meanings": [(one.words, label(one.facet, one.value, catalogue)) for one in results.understood.recognised],
        "literal_url": replace(query, literal=True, page=1).url,
        "plain_url": replace(query, literal=False, page=1).url if query.literal and query.text else "",
        "sorts": sorts(query),
        "kept": kept(query),
        "clear_url": SearchQuery(text=results.query.text).url,
        "ways": ways_out(results, catalogue) if not count else None,
    }


def filters(query: SearchQuery, results: SearchResults) -> list[Narrowing]:
    """Return the facets beside the list; kinds stand above as tabs."""
    return [
        Narrowing(one.key, one.label, choices(one, results.query), one.key in OPEN or bool(query.chosen(one.key)))
        for one in results.facets
        if one.key != "kind"
    ]


def choices(facet: Facet, query: SearchQuery) -> tuple[Choice, ...]:
    """Return the values of a facet; what their addresses have in common is put together once for all of them."""
    before, after = query.toggled(facet.key, HOLE).url.rsplit(quote_plus(HOLE), 1)
    return tuple(
        Choice(
            one.value,
            one.label,
            one.count,
            one.selected,
            one.url if one.selected else f"{before}{quote_plus(str(one.value), safe='/')}{after}",
        )
        for one in facet.values
    )


def sorts(query: SearchQuery) -> list[Sort]:
    """Return the orders there are, each with the first page of the question in it."""
    names = {RELEVANCE: _("Most fitting"), STARS: _("Stars"), NEWEST: _("Newest")}
    return [Sort(name, replace(query, sort=sort, page=1).url, sort == query.sort) for sort, name in names.items()]


def kept(query: SearchQuery) -> list[tuple[str, str]]:
    """Return what stays in the address while the words change: filters and order, as names and values."""
    said = parse_qsl(urlsplit(query.url).query)
    return [(name, value) for name, value in said if name not in OF_THE_WORDS]
