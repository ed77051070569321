"""The rows a question is about, and the conditions of its filters, as SQL that SQLite and PostgreSQL read alike."""

from collections.abc import Sequence

from django.db import connection

from search.engines.base import Asked
from search.engines.ranking import status_on
from search.engines.sql import NEVER, Sql, among, either, every, values_of

COLUMNS = {
    "kind": "kind", "group": "set_no", "set": "set_no", "stars": "stars", "commune": "commune", "status": "status",
    "organisation": "organisation", "price": "price",
}  # fmt: skip
NARROW = ", ".join(dict.fromkeys(name for name in COLUMNS.values() if name != "status"))


def candidates(asked: Asked, conditions: Sequence[Sql], columns: Sql) -> Sql:
    """Return the query for rows `d` that meet one of some conditions, none two of them, whatever the filters: their
    columns, and their status of the day.
    """
    parts = [_candidates(asked, condition, columns) for condition in conditions or [NEVER]]
    return Sql(" UNION ALL ".join(part.text for part in parts), values_of(parts))


def _candidates(asked: Asked, condition: Sql, columns: Sql) -> Sql:
    status = status_on(asked.day)
    begun = Sql("(valid_from IS NULL OR valid_from <= %s)", (connection.ops.adapt_datefield_value(asked.day),))
    ours = [Sql("producer = %s", (asked.producer,))] if asked.producer else []
    these = [either(Sql("(kind = %s AND code = %s)", key) for key in asked.only)] if asked.only else []
    where = every([begun, *ours, *these, condition])
    return Sql(
        f"SELECT {columns.text}, {status.text} AS status FROM search_searchdocument d "  # noqa: S608 -- ours
        f"WHERE {where.text}",
        (*columns.values, *status.values, *where.values),
    )


def filtered(asked: Asked, *, but: str = "") -> Sql:
    """Return the condition of all filters in use, one facet's own left out, on rows with their status."""
    return every(_one(asked, facet) for facet in asked.filters if facet != but)


def _one(asked: Asked, facet: str) -> Sql:
    values: Sequence[str | int] = asked.filters[facet]
    if facet == "status" and asked.unrated:
        values = ("", *values)
    return among(COLUMNS[facet], values)
