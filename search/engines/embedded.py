"""The search inside the database: FTS5 on SQLite, tsvector and pg_trgm on PostgreSQL.

The index finds rows by folded words; order, facets and counts are plain SQL that both databases read alike.
"""

from collections.abc import Sequence
from datetime import date

from django.db import connection

from ocop_workflow.domain.certificates import IN_FORCE
from search.engines.base import Asked, Found, Key
from search.engines.ranking import IN_FORCE_FIRST, ORDERS, Sql, status_on, tier
from search.engines.vendors import beginning_with, matching, similar_to, sorted_as_stored
from search.models import SearchDocument
from search.question import FACETS, PRODUCT

COLUMNS = {
    "kind": "kind", "group": "set_no", "set": "set_no", "stars": "stars", "commune": "commune", "status": "status",
    "organisation": "organisation", "price": "price",
}  # fmt: skip
ANYTHING = Sql("1 = 1")
SIMILAR = 30


class EmbeddedEngine:
    """Answers from the table of documents itself; see `engines.base.Engine` for the promises."""

    name = "embedded"

    def find(self, asked: Asked) -> Found:
        """Answer by two queries: one counts, one fetches the page, if there is anything on it."""
        count, hidden, tallies = _counted(asked)
        keys = _page(asked) if asked.limit and asked.offset < count else ()
        return Found(keys, count, hidden, tallies)

    def beginning(self, asked: Asked) -> tuple[Key, ...]:
        where = beginning_with(asked.folded)
        return _keys(asked, _candidates(asked, where), tier(asked))

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

    def resembling(self, key: Key, day: date, limit: int) -> tuple[Key, ...]:
        row = SearchDocument.objects.filter(kind=key[0], code=key[1]).first()
        return _as_keys(_rows(_resembling(row, day, limit))) if row else ()


def _resembling(row: SearchDocument, day: date, limit: int) -> Sql:
    """Return the query for the products in force of its set, or called alike, those nearest to it first."""
    words = tuple(dict.fromkeys(row.title_folded.split()))
    shared = " + ".join(["CASE WHEN title_folded LIKE %s THEN 1 ELSE 0 END"] * len(words)) or "0"
    asked = Asked((), day, {"kind": (PRODUCT,), "set": (row.set_no or 0,), "status": IN_FORCE}, unrated=False)
    found, where = _candidates(asked, ANYTHING), _every(asked)
    return Sql(
        f"SELECT kind, code FROM ({found.text}) AS found WHERE {where.text} AND id <> %s "  # noqa: S608 -- ours
        f"ORDER BY {shared} DESC, CASE WHEN commune = %s THEN 0 ELSE 1 END, "
        f"{sorted_as_stored('sort_key')}, code LIMIT %s",
        (*found.values, *where.values, row.pk, *(f"% {word} %" for word in words), row.commune, limit),
    )


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


def _page(asked: Asked) -> tuple[Key, ...]:
    return _keys(asked, _matched(asked), tier(asked))


def _keys(asked: Asked, found: Sql, tier: Sql) -> tuple[Key, ...]:
    where = _every(asked)
    order = ORDERS[asked.sort].format(
        tier="tier",
        in_force=IN_FORCE_FIRST,
        name=sorted_as_stored("sort_key"),
        newest="" if asked.folded else "dated_on DESC NULLS LAST, ",
    )
    query = Sql(
        f"WITH found AS ({found.text}) SELECT kind, code, {tier.text} AS tier FROM found "  # noqa: S608 -- ours
        f"WHERE {where.text} ORDER BY {order} LIMIT %s OFFSET %s",
        (*found.values, *tier.values, *where.values, asked.limit, asked.offset),
    )
    return _as_keys(_rows(query))


def _as_keys(rows: Sequence[tuple[object, ...]]) -> tuple[Key, ...]:
    return tuple((str(row[0]), str(row[1])) for row in rows)


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
