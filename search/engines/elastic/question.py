"""From what is asked to one request: conditions, points, order, counts."""

from collections.abc import Sequence
from typing import Any

from search.engines.alikeness import needed, slips
from search.engines.base import Asked
from search.engines.elastic.clauses import Query, begins, equals, worth
from search.engines.elastic.filters import chosen, scope, tallies
from search.engines.elastic.ladder import begun_points, matching, points
from search.engines.elastic.mapping import KIND_NO
from search.question import NEWEST, STARS

# The server stops working on what nobody waits for any more.
TIME_OUT = "900ms"
SIMILAR = 30
MOST_ALIKE = 500
# Read as columns: the number of a document is stored with its source, which would have to be unpacked.
KEY = ["kind", "code"]
KINDS_IN_ORDER = {KIND_NO: "asc"}
LAST: list[dict[str, Any]] = [{"sort_key": "asc"}, {"code": "asc"}]
NEWEST_FIRST = {"dated_on": {"order": "desc", "missing": "_last"}}
STARS_FIRST = {"stars": {"order": "desc", "missing": "_last"}}
BEST_FIRST = {"_score": "desc"}


def page(asked: Asked, *, offset: int, limit: int) -> dict[str, Any]:
    """Return the request for a page with all counts. A facet's own filter must not narrow its counts, so filters
    come after them."""
    return {
        **_ordered(asked, [*scope(asked), *matching(asked)], points(asked)),
        "post_filter": chosen(asked),
        "aggs": tallies(asked),
        "track_total_hits": True,
        "from": offset,
        "size": limit,
    }


def stretch(asked: Asked, *, after: Sequence[object], limit: int) -> dict[str, Any]:
    """Return the request for so many documents after a place in the order, nothing counted."""
    conditions = [*scope(asked), *matching(asked), chosen(asked)]
    request = _ordered(asked, conditions, points(asked)) | {"size": limit}
    return request | ({"search_after": list(after)} if after else {})


def beginning(asked: Asked) -> dict[str, Any]:
    """Return the request for names that hold all words, the last one perhaps unfinished."""
    *whole, last = asked.folded
    words = [equals("title_folded", word) for word in dict.fromkeys(whole)]
    conditions = [*scope(asked), *words, begins("title_folded", last), chosen(asked)]
    return _ordered(asked, conditions, begun_points(asked)) | {"size": asked.limit}


def similar(asked: Asked) -> dict[str, Any]:
    """Return the request for names with all words but one, spelled nearly so, those with all of them first."""
    words = list(dict.fromkeys(asked.folded))
    conditions = [*scope(asked), chosen(asked)]
    alike = [worth(_spelled_nearly(word), 1) for word in words]
    found = {"bool": {"filter": conditions, "should": alike, "minimum_should_match": needed(len(words))}}
    return _request(found, [BEST_FIRST, *LAST]) | {"size": SIMILAR, "docvalue_fields": ["title"]}


def _spelled_nearly(word: str) -> Query:
    if not slips(word):
        return equals("title_folded", word)
    return {"fuzzy": {"title_folded": {"value": word, "fuzziness": slips(word), "max_expansions": MOST_ALIKE}}}


def _ordered(asked: Asked, conditions: list[Query], earned: list[Query]) -> dict[str, Any]:
    found = {"bool": {"filter": conditions, "should": earned}}
    first = {STARS: [STARS_FIRST], NEWEST: [NEWEST_FIRST]}.get(asked.sort, [])
    latest = [] if asked.terms or asked.sort == NEWEST else [NEWEST_FIRST]
    return _request(found, [*first, BEST_FIRST, KINDS_IN_ORDER, *latest, *LAST])


def _request(found: Query, order: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a request for the keys of documents in an order; how many there are is not counted."""
    return {
        "query": found,
        "sort": order,
        "track_total_hits": False,
        "stored_fields": "_none_",
        "docvalue_fields": KEY,
        "timeout": TIME_OUT,
    }
