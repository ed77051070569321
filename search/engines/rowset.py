"""The rows a question is about, and the conditions of its filters, as SQL that SQLite and PostgreSQL read alike."""

from collections.abc import Sequence

from django.db import connection

from search.engines.base import Asked
from search.engines.ranking import status_on
from search.engines.sql import NEVER, Sql, every

COLUMNS = {
    "kind": "kind", "group": "set_no", "set": "set_no", "stars": "stars", "commune": "commune", "status": "status",
    "organisation": "organisation", "price": "price",
}  # fmt: skip


def candidates(asked: Asked, condition: Sql, columns: str = "*") -> Sql:
    """Return the query for rows `d` that meet a condition, with their status of the day; whatever the filters."""
    status = status_on(asked.day)
    begun = Sql("(valid_from IS NULL OR valid_from <= %s)", (connection.ops.adapt_datefield_value(asked.day),))
    ours = [Sql("producer = %s", (asked.producer,))] if asked.producer else []
    where = every([begun, *ours, condition])
    return Sql(
        f"SELECT {columns}, {status.text} AS status FROM search_searchdocument d WHERE {where.text}",  # noqa: S608
        (*status.values, *where.values),
    )


def filtered(asked: Asked, *, but: str = "") -> Sql:
    """Return the condition of all filters in use, one facet's own left out, on rows with their status."""
    return every(_one(asked, facet) for facet in asked.filters if facet != but)


def _one(asked: Asked, facet: str) -> Sql:
    values: Sequence[str | int] = asked.filters[facet]
    if facet == "status" and asked.unrated:
        values = ("", *values)
    marks = ", ".join(["%s"] * len(values))
    return Sql(f"{COLUMNS[facet]} IN ({marks})", tuple(values)) if values else NEVER
