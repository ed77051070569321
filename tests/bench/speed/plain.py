"""The plain query of each database: full text over words folded by us, rank, four counts, a snippet. Nothing more.

Where no row holds all words, SQLite takes any of them and PostgreSQL what looks alike, as one would do by hand.
"""

from collections.abc import Callable

from django.db import connection

from ocop_workflow.domain import clock
from search.words import folded_words

FACETS = ("set_no", "stars", "commune", "organisation")
PAGE = 20
TEXT = "title_folded || maker_folded || body_folded"
LAY = {
    "sqlite": (
        "CREATE VIRTUAL TABLE bench_plain USING fts5(words, tokenize='unicode61 remove_diacritics 0')",
        f"INSERT INTO bench_plain(rowid, words) SELECT id, {TEXT} FROM search_searchdocument",
    ),
    "postgresql": (
        "CREATE EXTENSION IF NOT EXISTS pg_trgm",
        (
            f"CREATE TABLE bench_plain AS SELECT id, {TEXT} AS text, to_tsvector('simple', {TEXT}) AS words, "
            "title_folded AS title FROM search_searchdocument"
        ),
        "CREATE INDEX ON bench_plain USING gin (words)",
        "CREATE INDEX ON bench_plain USING gin (title gin_trgm_ops)",
        "CREATE UNIQUE INDEX ON bench_plain (id)",
        "ANALYZE",
    ),
}
SQLITE = {
    "hits": "SELECT d.id, d.title, snippet(bench_plain, 0, '<b>', '</b>', '…', 16) FROM bench_plain "
    "JOIN search_searchdocument d ON d.id = bench_plain.rowid WHERE bench_plain MATCH %s AND d.valid_to >= %s "
    f"ORDER BY rank LIMIT {PAGE}",
    "matched": "SELECT d.* FROM bench_plain JOIN search_searchdocument d ON d.id = bench_plain.rowid "
    "WHERE bench_plain MATCH %s AND d.valid_to >= %s",
}
POSTGRESQL = {
    "hits": "SELECT d.id, d.title, ts_headline('simple', b.text, q) FROM (SELECT p.id, p.text, q FROM bench_plain p "
    "JOIN search_searchdocument d USING (id), to_tsquery('simple', %s) q WHERE p.words @@ q AND d.valid_to >= %s "
    f"ORDER BY ts_rank(p.words, q) DESC LIMIT {PAGE}) b JOIN search_searchdocument d USING (id)",
    "matched": "SELECT d.* FROM bench_plain p JOIN search_searchdocument d USING (id) "
    "WHERE p.words @@ to_tsquery('simple', %s) AND d.valid_to >= %s",
}
ALIKE = (
    "SELECT d.id, d.title FROM bench_plain p JOIN search_searchdocument d USING (id) "
    f"WHERE p.title %%> %s AND d.valid_to >= %s ORDER BY p.title <->>> %s LIMIT {PAGE}"
)


def lay() -> None:
    """Lay the plain index beside ours, over the same rows."""
    with connection.cursor() as cursor:
        for statement in LAY[connection.vendor]:
            cursor.execute(statement)


def searching() -> Callable[[str], object]:
    """Return what asks for a page of 20 and four counts."""
    return _on_sqlite if connection.vendor == "sqlite" else _on_postgresql


def _on_sqlite(text: str) -> object:
    words = [f'"{word}"' for word in folded_words(text)]
    return _page(SQLITE, " AND ".join(words)) or _page(SQLITE, " OR ".join(words))


def _on_postgresql(text: str) -> object:
    words = folded_words(text)
    found = _page(POSTGRESQL, " & ".join(f"'{word}'" for word in words))
    typed = " ".join(words)
    return found or _rows(ALIKE, (typed, clock.today(), typed))


def _page(statements: dict[str, str], asked: str) -> list[tuple[object, ...]]:
    values = (asked, clock.today())
    found = _rows(statements["hits"], values)
    if found:
        counts = " UNION ALL ".join(
            f"SELECT '{facet}', CAST({facet} AS TEXT), COUNT(*) FROM matched GROUP BY {facet}" for facet in FACETS
        )
        _rows(f"WITH matched AS MATERIALIZED ({statements['matched']}) {counts}", values)
    return found


def _rows(statement: str, values: tuple[object, ...]) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
