"""The few kinds of clauses our questions are made of. All are conditions; points are given in `order`."""

from collections.abc import Sequence
from typing import Any

Query = dict[str, Any]

ANYTHING: Query = {"match_all": {}}
NOTHING: Query = {"match_none": {}}


def every(queries: Sequence[Query]) -> Query:
    """Return the condition that all hold; none at all always holds."""
    if not queries:
        return ANYTHING
    return queries[0] if len(queries) == 1 else {"bool": {"filter": list(queries)}}


def some(queries: Sequence[Query], least: int = 1) -> Query:
    """Return the condition that at least so many hold."""
    if len(queries) < least:
        return NOTHING
    if len(queries) == least:
        return every(queries)
    return {"bool": {"should": list(queries), "minimum_should_match": least}}


def lacking(query: Query) -> Query:
    return {"bool": {"must_not": [query]}}


def equals(field: str, value: str) -> Query:
    return {"term": {field: {"value": value}}}


def begins(field: str, value: str) -> Query:
    return {"prefix": {field: {"value": value}}}


def one_of(field: str, values: Sequence[str | int]) -> Query:
    return {"terms": {field: list(values)}} if values else NOTHING


def phrase(field: str, words: Sequence[str]) -> Query:
    """Return the condition that words stand side by side, in this order."""
    if len(words) == 1:
        return equals(field, words[0])
    return {"match_phrase": {field: {"query": " ".join(words)}}}


def limited(field: str, **bounds: str) -> Query:
    """Return the condition on a day: lt, lte, gt, gte. What has no such day does not hold."""
    return {"range": {field: bounds}}


def worth(query: Query, points: int) -> Query:
    """Return a condition that gives points to what meets it."""
    return {"constant_score": {"filter": query, "boost": points}}
