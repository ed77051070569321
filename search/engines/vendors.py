"""Where SQLite and PostgreSQL differ: how rows are found by words, by beginnings and by likeness."""

from collections.abc import Iterable, Sequence
from itertools import combinations

from django.db import connection

from search.engines.base import Term
from search.engines.rungs import EXACT, NEAR, spelled
from search.engines.sql import Sql, at_least, either, every
from search.words import column

TEXTS = ("title", "maker", "body")
FTS = "d.id IN (SELECT rowid FROM search_words WHERE search_words MATCH %s)"
TITLES = "d.id IN (SELECT rowid FROM search_titles WHERE search_titles MATCH %s)"
PREFIX = 2
Spelled = tuple[str, tuple[str, ...]]


def is_sqlite() -> bool:
    return connection.vendor == "sqlite"


def position(text: str, part: str, where: str = "> 0") -> Sql:
    """Return the condition that a part stands in a text, anywhere or in a certain place counted from 1."""
    return Sql(f"{'INSTR' if is_sqlite() else 'STRPOS'}({text}, %s) {where}", (part,))


def matching(terms: Sequence[Term], spelling: str = NEAR, spare: int = 0) -> Sql:
    """Return the condition that all terms but as many as may be spare stand somewhere in a row `d`, by the index."""
    ways = [[one for form in term.forms if (one := spelled(form, spelling))] for term in dict.fromkeys(terms)]
    return _by_fts(ways, spare) if is_sqlite() else _by_words(ways, spare)


def proved(terms: Sequence[Term], spelling: str, spare: int) -> Sql:
    """Return the same condition, for many rows at once instead of reading the words of each."""
    condition = matching(terms, spelling, spare)
    if is_sqlite():
        return condition
    return Sql(
        f"d.id IN (SELECT d.id FROM search_searchdocument d WHERE {condition.text})",  # noqa: S608 -- ours
        condition.values,
    )


def _by_fts(ways: Sequence[Sequence[Spelled]], spare: int) -> Sql:
    terms = [_any(_in_fts(*one) for one in forms) for forms in ways]
    return Sql(FTS, (_enough(terms, spare, " AND "),)) if all(ways) else Sql("1 = 0")


def _in_fts(marks: str, words: Sequence[str]) -> str:
    return f'{{{" ".join(f"{text}_{marks}" for text in TEXTS)}}} : "{" ".join(words)}"'


def _by_words(ways: Sequence[Sequence[Spelled]], spare: int) -> Sql:
    """Return what the index of words finds; it knows no places, so words side by side are looked for in the texts."""
    terms = [_any(_in_words(*one) for one in forms) for forms in ways]
    found = Sql("d.words @@ %s::tsquery", (_enough(terms, spare, " & "),))
    if not any(len(words) > 1 for forms in ways for _marks, words in forms):
        return found
    return every([found, at_least(len(ways) - spare, [_stands(forms) for forms in ways])])


def _in_words(marks: str, words: Iterable[str]) -> str:
    return "(" + " & ".join(f"'={word}'" if marks == EXACT else f"'{word}'" for word in words) + ")"


def _stands(forms: Sequence[Spelled]) -> Sql:
    """Return the condition that a form of a term stands in a row, its words side by side; short texts come first."""
    single = [one for one in forms if len(one[1]) == 1]
    several = [one for one in forms if len(one[1]) > 1]
    listed = Sql("d.words @@ %s::tsquery", (" | ".join(_in_words(*one) for one in single),))
    return either(
        [
            *(position(f"title_{marks} || maker_{marks}", column(words)) for marks, words in several),
            *([listed] if single else []),
            *(position(f"body_{marks}", column(words)) for marks, words in several),
        ]
    )


def _any(forms: Iterable[str]) -> str:
    joined = " OR " if is_sqlite() else " | "
    return f"({joined.join(forms)})"


def _enough(terms: Sequence[str], spare: int, joined: str) -> str:
    """Return the expression for all terms, or for each choice that leaves the spare ones out."""
    return _any(f"({joined.join(some)})" for some in combinations(terms, max(1, len(terms) - spare)))


def titled(terms: Sequence[Term]) -> Sql:
    """Return the condition that all typed words, folded, stand in the name."""
    return _named(dict.fromkeys(word for term in terms for word in term.typed.folded))


def beginning_with(words: Sequence[str]) -> Sql:
    """Return the condition that all folded words stand in the name, the last one perhaps unfinished."""
    *whole, last = words
    return _named(dict.fromkeys(whole), last)


def _named(words: Iterable[str], unfinished: str = "") -> Sql:
    if is_sqlite():
        terms = [*(f'"{word}"' for word in words), *([f'"{unfinished}"*'] if unfinished else [])]
        return Sql(TITLES, (" AND ".join(terms),))
    terms = [*(f"'<{word}'" for word in words), *([f"'<{unfinished}':*"] if unfinished else [])]
    return Sql("d.words @@ %s::tsquery", (" & ".join(terms),))


def similar_to(words: Sequence[str]) -> tuple[Sql, Sql]:
    """Return the condition that a name may be meant by words misspelled, and the order of likeness."""
    if is_sqlite():
        terms = " OR ".join(f'"{word}"*' for word in dict.fromkeys(word[:PREFIX] for word in words))
        return Sql(TITLES, (terms,)), Sql("sort_key, code")
    text = " ".join(words)
    return Sql("%s <%% d.title_folded", (text,)), Sql("%s <<-> title_folded, code", (text,))


def sorted_as_stored(name: str) -> str:
    """Return a column of stored sort keys so that the database compares it byte by byte."""
    return name if is_sqlite() else f'{name} COLLATE "C"'
