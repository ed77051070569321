"""What the citizens' page shows of an answer besides the hits: order, filters kept while typing, pins, ways out."""

from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlsplit

from django.utils.translation import gettext as _

from search.catalogue import Catalogue
from search.editors.pins import pinned_keys
from search.facets import label
from search.queries import hits_of
from search.question import FACETS, NAMES, NEWEST, RELEVANCE, STARS, SearchQuery
from search.results import Facet, Hit, SearchResults
from search.ways import ways_out

# What of an address does not stay when other words are typed.
OF_THE_WORDS = {NAMES["text"], NAMES["page"], NAMES["literal"]}

# What people narrow by most; the other facets stand folded until something in them is chosen.
OPEN = {"set", "stars", "commune", "status"}


@dataclass(frozen=True, slots=True)
class Sort:
    label: str
    url: str
    is_current: bool


def shown(query: SearchQuery, results: SearchResults, catalogue: Catalogue) -> dict[str, object]:
    """Return what the page and the part of it that follows the typing print. `query` is the question as it was sent."""
    pinned = pinned_hits(query, results, catalogue)
    codes = {(hit.kind, hit.code) for hit in pinned}
    count = results.count or len(pinned)
    return {
        "query": query,
        "results": results,
        "count": count,
        "pinned": pinned,
        "hits": [hit for hit in results.hits if (hit.kind, hit.code) not in codes],
        "filters": filters(query, results),
        "meanings": [(one.words, label(one.facet, one.value, catalogue)) for one in results.understood.recognised],
        "literal_url": replace(query, literal=True, page=1).url,
        "plain_url": replace(query, literal=False, page=1).url if query.literal and query.text else "",
        "sorts": sorts(query),
        "kept": kept(query),
        "clear_url": SearchQuery(text=results.query.text).url,
        "ways": ways_out(results, catalogue) if not count else None,
    }


def filters(query: SearchQuery, results: SearchResults) -> list[tuple[Facet, bool]]:
    """Return the facets beside the list, each with whether it stands open; kinds stand above as tabs."""
    facets = [facet for facet in results.facets if facet.key != "kind"]
    return [(facet, facet.key in OPEN or bool(query.chosen(facet.key))) for facet in facets]


def sorts(query: SearchQuery) -> list[Sort]:
    """Return the orders there are, each with the first page of the question in it."""
    names = {RELEVANCE: _("Most fitting"), STARS: _("Stars"), NEWEST: _("Newest")}
    return [Sort(name, replace(query, sort=sort, page=1).url, sort == query.sort) for sort, name in names.items()]


def kept(query: SearchQuery) -> list[tuple[str, str]]:
    """Return what stays in the address while the words change: filters and order, as names and values."""
    said = parse_qsl(urlsplit(query.url).query)
    return [(name, value) for name, value in said if name not in OF_THE_WORDS]


def pinned_hits(query: SearchQuery, results: SearchResults, catalogue: Catalogue) -> tuple[Hit, ...]:
    """Return what editors pinned to exactly these words, on the first page by relevance, while it is still so.

    What has not, or no longer, a state asked for is left out; where filters narrow the question nothing is pinned.
    """
    if query.page > 1 or query.sort != RELEVANCE or any(query.chosen(facet) for facet in FACETS if facet != "status"):
        return ()
    keys = pinned_keys(query.text, catalogue.day)
    found = {(hit.kind, hit.code): hit for hit in results.hits}
    besides = hits_of([key for key in keys if key not in found], query, catalogue)
    found |= {(hit.kind, hit.code): hit for hit in besides}
    return tuple(found[key] for key in keys if key in found)
