"""Where SQLite and PostgreSQL differ: how rows are found by words, by beginnings and by likeness."""

from collections.abc import Sequence

from django.db import connection

from search.engines.ranking import Sql
from search.words import column

FTS = "d.id IN (SELECT rowid FROM search_words WHERE search_words MATCH %s)"
PREFIX = 2


def matching(words: Sequence[str]) -> Sql:
    """Return the condition that all folded words stand somewhere in a row. Words are letters and digits only."""
    distinct = dict.fromkeys(words)
    if connection.vendor == "sqlite":
        return Sql(FTS, (" AND ".join(f'"{word}"' for word in distinct),))
    return Sql("d.words @@ %s::tsquery", (" & ".join(f"'{word}'" for word in distinct),))


def beginning_with(words: Sequence[str]) -> Sql:
    """Return the condition that all folded words stand in the name, the last one perhaps unfinished."""
    *whole, last = words
    if connection.vendor == "sqlite":
        terms = [*(f'"{word}"' for word in dict.fromkeys(whole)), f'"{last}"*']
        return Sql(FTS, (f"{{title_folded}} : ({' AND '.join(terms)})",))
    patterns = [*(f"%{column([word])}%" for word in dict.fromkeys(whole)), f"% {last}%"]
    return Sql(" AND ".join(["d.title_folded LIKE %s"] * len(patterns)), tuple(patterns))


def similar_to(words: Sequence[str]) -> tuple[Sql, Sql]:
    """Return the condition that a name may be meant by words misspelled, and the order of likeness."""
    if connection.vendor == "sqlite":
        terms = " OR ".join(f'"{word}"*' for word in dict.fromkeys(word[:PREFIX] for word in words))
        return Sql(FTS, (f"{{title_folded}} : ({terms})",)), Sql("sort_key, code")
    text = " ".join(words)
    return Sql("%s <%% d.title_folded", (text,)), Sql("%s <<-> title_folded, code", (text,))


def sorted_as_stored(name: str) -> str:
    """Return a column of stored sort keys so that the database compares it byte by byte."""
    return name if connection.vendor == "sqlite" else f'{name} COLLATE "C"'
