"""The search inside the database: FTS5 on SQLite, tsvector on PostgreSQL.

The index finds rows by words; order, facets and counts are plain SQL that both databases read alike.
"""

from collections.abc import Sequence
from datetime import date

from ocop_workflow.domain.certificates import IN_FORCE
from search.engines.alikeness import needed, words_alike
from search.engines.base import Asked, Found, Key
from search.engines.counting import counted
from search.engines.ranking import IN_FORCE_FIRST, begun_tier, kind_order, named, tier, titled_tier
from search.engines.rowset import NARROW, candidates, filtered
from search.engines.sql import ALWAYS, Sql, every, rows
from search.engines.vendors import beginning_with, by_index, matching, named_alike, sorted_as_stored, titled
from search.models import SearchDocument
from search.question import NEWEST, PRODUCT, RELEVANCE, STARS

SIMILAR = 30
ZERO = Sql("0")


class EmbeddedEngine:
    """Answers from the table of documents itself; see `engines.base.Engine` for the promises."""

    name = "embedded"

    def find(self, asked: Asked) -> Found:
        """Answer by two queries: one counts, one fetches the page, if there is anything on it."""
        count, hidden, tallies = counted(asked, _matched(asked))
        keys = _page(asked) if asked.limit and asked.offset < count else ()
        return Found(keys, count, hidden, tallies)

    def beginning(self, asked: Asked) -> tuple[Key, ...]:
        return _keys(asked, [beginning_with(asked.folded)], begun_tier(asked))

    def similar(self, asked: Asked) -> tuple[str, ...]:
        ways = words_alike(dict.fromkeys(asked.folded))
        return tuple(row[0] for row in rows(_similar(asked, ways)))

    def resembling(self, key: Key, day: date, limit: int) -> tuple[Key, ...]:
        """Return products in force that are most like one: of its set, sharing words of its name, of its commune."""
        row = SearchDocument.objects.filter(kind=key[0], code=key[1]).first()
        return _as_keys(_resembling(row, day, limit)) if row else ()


def _similar(asked: Asked, ways: Sequence[Sequence[str]]) -> Sql:
    """Return the query for the titles in whose name all but one of the words stand, first those that have them all."""
    every_one = by_index(named_alike(ways, len(ways)))
    lacking = Sql(f"CASE WHEN {every_one.text} THEN 0 ELSE 1 END AS lacking", every_one.values)
    columns = Sql(f"title, sort_key, code, {NARROW}, {lacking.text}", lacking.values)
    found = candidates(asked, [named_alike(ways, needed(len(ways)))], columns)
    where = filtered(asked)
    return Sql(
        f"SELECT title FROM ({found.text}) AS found WHERE {where.text} "  # noqa: S608 -- ours
        f"ORDER BY lacking, {sorted_as_stored('sort_key')}, code LIMIT {SIMILAR}",
        (*found.values, *where.values),
    )


def _matched(asked: Asked) -> Sequence[Sql]:
    return matching(asked.terms, spare=asked.may_miss) if asked.terms else [ALWAYS]


def _page(asked: Asked) -> tuple[Key, ...]:
    """Return the keys of a page. What has the words in its name mostly fills the first ones, without the others."""
    top = titled_tier(asked)
    if top is not None:
        keys = _keys(asked, [titled(asked.terms)], top, besides=[Sql("tier IS NOT NULL")])
        if len(keys) == asked.limit:
            return keys
    return _keys(asked, _matched(asked), tier(asked), named(asked))


def _keys(
    asked: Asked, conditions: Sequence[Sql], tier: Sql, named: Sql = ZERO, besides: Sequence[Sql] = ()
) -> tuple[Key, ...]:
    """Return the keys of the rows that meet a condition, the filters and what is asked besides, in order."""
    columns = f"code, sort_key, dated_on, {NARROW}, {tier.text} AS tier, {named.text} AS named"
    found = candidates(asked, conditions, Sql(columns, (*tier.values, *named.values)))
    where = every([filtered(asked), *besides])
    return _as_keys(
        Sql(
            f"SELECT kind, code FROM ({found.text}) AS found WHERE {where.text} "  # noqa: S608 -- ours
            f"ORDER BY {_order(asked)} LIMIT %s OFFSET %s",
            (*found.values, *where.values, asked.limit, asked.offset),
        )
    )


def _order(asked: Asked) -> str:
    """Return what decides, one after the other: the rung, the terms in the name, what is in force, the kind."""
    newest = "dated_on DESC NULLS LAST"
    first = {RELEVANCE: [], STARS: ["stars DESC NULLS LAST"], NEWEST: [newest]}[asked.sort]
    then = [] if asked.terms or asked.sort == NEWEST else [newest]
    best = ["tier", "named DESC", IN_FORCE_FIRST, kind_order(asked)]
    return ", ".join([*first, *best, *then, sorted_as_stored("sort_key"), "code"])


def _resembling(row: SearchDocument, day: date, limit: int) -> Sql:
    """Return the query for the other products in force of its set: most words of the name shared, then its commune."""
    words = tuple(dict.fromkeys(row.title_folded.split()))
    shared = " + ".join(["CASE WHEN title_folded LIKE %s THEN 1 ELSE 0 END"] * len(words)) or "0"
    asked = Asked((), day, {"kind": (PRODUCT,), "set": (row.set_no or 0,), "status": IN_FORCE}, unrated=False)
    found = candidates(asked, [ALWAYS], Sql(f"id, code, title_folded, sort_key, {NARROW}"))
    where = filtered(asked)
    return Sql(
        f"SELECT kind, code FROM ({found.text}) AS found WHERE {where.text} AND id <> %s "  # noqa: S608 -- ours
        f"ORDER BY {shared} DESC, CASE WHEN commune = %s THEN 0 ELSE 1 END, "
        f"{sorted_as_stored('sort_key')}, code LIMIT %s",
        (*found.values, *where.values, row.pk, *(f"% {word} %" for word in words), row.commune, limit),
    )


def _as_keys(query: Sql) -> tuple[Key, ...]:
    return tuple((row[0], row[1]) for row in rows(query))
