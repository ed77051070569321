"""The search inside the database: FTS5 on SQLite, tsvector and pg_trgm on PostgreSQL.

The index finds rows by folded words; order, facets and counts are plain SQL that both databases read alike.
"""

from collections.abc import Sequence

from django.db import connection

from search.engines.base import Asked, Found
from search.engines.ranking import IN_FORCE_FIRST, ORDERS, Sql, status_on, tier
from search.engines.vendors import beginning_with, matching, similar_to, sorted_as_stored
from search.question import FACETS

COLUMNS = {
    "kind": "kind", "group": "set_no", "set": "set_no", "stars": "stars", "commune": "commune", "status": "status",
}  # fmt: skip
ANYTHING = Sql("1 = 1")
SIMILAR = 30


class EmbeddedEngine:
    """Answers from the table of documents itself; see `engines.base.Engine` for the promises."""

    name = "embedded"

    def find(self, asked: Asked) -> Found:
        """Answer by two queries: one counts, one fetches the page, if there is anything on it."""
        count, hidden, tallies = _counted(asked)
        documents = _page(asked) if asked.limit and asked.offset < count else ()
        return Found(documents, count, hidden, tallies)

    def beginning(self, asked: Asked) -> tuple[int, ...]:
        where = beginning_with(asked.folded)
        return _numbers(asked, _candidates(asked, where), tier(asked))

    def similar(self, asked: Asked) -> tuple[str, ...]:
        where, order = similar_to(asked.folded)
        found = _candidates(asked, where)
        condition = _every(asked)
        query = Sql(
            f"WITH found AS ({found.text}) SELECT title FROM found WHERE {condition.text} "  # noqa: S608 -- ours
            f"ORDER BY {order.text} LIMIT {SIMILAR}",
            (*found.values, *condition.values, *order.values),
        )
        return tuple(str(row[0]) for row in _rows(query))


def _candidates(asked: Asked, where: Sql) -> Sql:
    """Return the rows that match the words, or all, with their status of the day."""
    day = connection.ops.adapt_datefield_value(asked.day)
    status = status_on(asked.day)
    ours = Sql(" AND producer = %s", (asked.producer,)) if asked.producer else Sql("")
    text = (
        f"SELECT d.*, {status.text} AS status FROM search_searchdocument d "  # noqa: S608 -- ours
        f"WHERE (valid_from IS NULL OR valid_from <= %s) AND {where.text}{ours.text}"
    )
    return Sql(text, (*status.values, day, *where.values, *ours.values))


def _matched(asked: Asked) -> Sql:
    return _candidates(asked, matching(asked.folded) if asked.folded else ANYTHING)


def _counted(asked: Asked) -> tuple[int, int, dict[str, dict[str, int]]]:
    """Count everything in one pass over the rows that match."""
    found = _matched(asked)
    parts = [
        Sql(
            f"SELECT '{facet}', CAST({COLUMNS[facet]} AS TEXT), COUNT(*) FROM found "  # noqa: S608 -- ours
            f"WHERE {(where := _every(asked, but=facet)).text} GROUP BY {COLUMNS[facet]}",
            where.values,
        )
        for facet in FACETS
    ]
    for name, where in (("count", _every(asked)), ("hidden", _left_out(asked))):
        parts.append(Sql(f"SELECT '{name}', '', COUNT(*) FROM found WHERE {where.text}", where.values))  # noqa: S608
    columns = f"id, {', '.join(dict.fromkeys(COLUMNS.values()))}"
    query = Sql(
        f"WITH found AS MATERIALIZED (SELECT {columns} FROM ({found.text}) AS matched) "  # noqa: S608 -- ours
        + " UNION ALL ".join(part.text for part in parts),
        (*found.values, *(value for part in parts for value in part.values)),
    )
    counts: dict[str, dict[str, int]] = {facet: {} for facet in (*FACETS, "count", "hidden")}
    for facet, value, number in _rows(query):
        if value is not None:
            counts[str(facet)][str(value)] = int(str(number))
    return counts.pop("count")[""], counts.pop("hidden")[""], counts


def _page(asked: Asked) -> tuple[int, ...]:
    return _numbers(asked, _matched(asked), tier(asked))


def _numbers(asked: Asked, found: Sql, tier: Sql) -> tuple[int, ...]:
    where = _every(asked)
    order = ORDERS[asked.sort].format(
        tier="tier",
        in_force=IN_FORCE_FIRST,
        name=sorted_as_stored("sort_key"),
        newest="" if asked.folded else "valid_from DESC NULLS LAST, ",
    )
    query = Sql(
        f"WITH found AS ({found.text}) SELECT id, {tier.text} AS tier FROM found "  # noqa: S608 -- ours
        f"WHERE {where.text} ORDER BY {order} LIMIT %s OFFSET %s",
        (*found.values, *tier.values, *where.values, asked.limit, asked.offset),
    )
    return tuple(int(str(row[0])) for row in _rows(query))


def _every(asked: Asked, *, but: str = "") -> Sql:
    """Return the condition of all filters in use, one facet's own left out."""
    parts = [_one(asked, facet) for facet in asked.filters if facet != but]
    return Sql(" AND ".join(part.text for part in parts) or "1 = 1", tuple(v for part in parts for v in part.values))


def _one(asked: Asked, facet: str) -> Sql:
    values: Sequence[str | int] = asked.filters[facet]
    if facet == "status" and asked.unrated:
        values = ("", *values)
    marks = ", ".join(["%s"] * len(values))
    return Sql(f"{COLUMNS[facet]} IN ({marks})", tuple(values)) if values else Sql("1 = 0")


def _left_out(asked: Asked) -> Sql:
    if "status" not in asked.filters:
        return Sql("1 = 0")
    others, shown = _every(asked, but="status"), _one(asked, "status")
    return Sql(f"{others.text} AND NOT ({shown.text})", (*others.values, *shown.values))


def _rows(query: Sql) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query.text, query.values)
        return list(cursor.fetchall())
