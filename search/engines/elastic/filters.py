"""The filters of a question, and the counts that leave one of them out."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from ocop_workflow.domain.certificates import STATES
from search.engines.base import Asked, Key
from search.engines.elastic.clauses import Query, equals, every, one_of
from search.engines.elastic.mapping import document_id
from search.engines.elastic.states import UNRATED, UNTIL, begun, eventful, in_states, last_days
from search.question import FACETS

FIELDS = {
    "kind": "kind", "group": "set_no", "set": "set_no", "stars": "stars", "commune": "commune",
    "organisation": "organisation", "price": "price",
}  # fmt: skip
STATUS = "status"
NUMBERS = {"set_no", "stars"}
LARGEST = 32767
LONGEST = 100
MOST_VALUES = 10_000


def scope(asked: Asked) -> list[Query]:
    """Return the conditions that are no facet: the term has begun, the producer and documents are those asked for."""
    ours = [equals("producer", asked.producer)] if asked.producer else []
    these = [themselves(asked.only)] if asked.only else []
    return [begun(asked.day), *ours, *these]


def themselves(keys: Sequence[Key]) -> Query:
    """Return the condition that a document is one of these."""
    return {"ids": {"values": [document_id(key) for key in keys]}}


def chosen(asked: Asked, *, but: str = "") -> Query:
    """Return the condition of all filters in use, one facet's own left out."""
    return every([_one(asked, facet) for facet in asked.filters if facet != but])


def _one(asked: Asked, facet: str) -> Query:
    values = asked.filters[facet]
    if facet == STATUS:
        states = [str(value) for value in values]
        return in_states([UNRATED, *states] if asked.unrated else states, asked.day)
    return one_of(FIELDS[facet], [value for value in values if _may_be_held(FIELDS[facet], value)])


def _may_be_held(field: str, value: str | int) -> bool:
    """Say whether a column could hold a value; the server refuses to look for what is too large for it."""
    return 0 <= int(value) <= LARGEST if field in NUMBERS else len(str(value)) <= LONGEST


def tallies(asked: Asked) -> dict[str, Any]:
    """Return what is to be counted: by `group_of` the facets that leave out the same filter, in them each column."""
    groups: dict[str, Any] = {}
    for facet in FACETS:
        left_out = facet if facet in asked.filters else ""
        group = groups.setdefault(group_of(asked, facet), {"filter": chosen(asked, but=left_out), "aggs": {}})
        group["aggs"] |= _states(asked.day) if facet == STATUS else _values(FIELDS[facet])
    return groups


def group_of(asked: Asked, facet: str) -> str:
    """Return where a facet is counted: beside those that leave out the same filter."""
    return f"without_{facet}" if facet in asked.filters else "within_all"


def _values(field: str) -> dict[str, Any]:
    return {field: {"terms": {"field": field, "size": MOST_VALUES}}}


def _states(day: date) -> dict[str, Any]:
    """Return the counts of states of certificates to which more happened than their term, and of the others."""
    bounds = {"gte": "from", "lt": "to"}
    plain = [
        {"key": state, **{bounds[name]: value for name, value in between.items()}}
        for state, between in last_days(day).items()
    ]
    return {
        STATUS: {"filters": {"filters": {state: eventful(state, day) for state in STATES}}},
        UNTIL: {"date_range": {"field": UNTIL, "ranges": plain, "keyed": True}},
    }
