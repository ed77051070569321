"""Where SQLite and PostgreSQL differ: how rows are found by words, by beginnings and by words alike."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, pairwise

from django.db import connection

from ocop_workflow.domain.text import fold
from search.engines.base import Term
from search.engines.rungs import EXACT, FOLDED, NEAR, spelled
from search.engines.sql import Sql, at_least, either, every
from search.words import column

TEXTS = ("title", "maker", "body")
IN_WORDS = "d.words @@ %s::tsquery"
FTS = "d.id IN (SELECT rowid FROM search_words WHERE search_words MATCH %s)"
TITLES = "d.id IN (SELECT rowid FROM search_titles WHERE search_titles MATCH %s)"
# Two folded words of so many bytes at most are one word more of the index where they stand side by side.
LONGEST_PAIR = 24
Spelled = tuple[str, Sequence[str]]


def is_sqlite() -> bool:
    return connection.vendor == "sqlite"


def position(text: str, part: str, where: str = "> 0") -> Sql:
    """Return the condition that a part stands in a text, anywhere or in a certain place counted from 1."""
    return Sql(f"{'INSTR' if is_sqlite() else 'STRPOS'}({text}, %s) {where}", (part,))


def matching(terms: Sequence[Term], spelling: str = NEAR, spare: int = 0) -> tuple[Sql, ...]:
    """Return conditions of which a row `d` meets one, and only one, in which all terms but the spare ones stand."""
    ways = [[one for form in term.forms if (one := spelled(form, spelling))] for term in dict.fromkeys(terms)]
    if sum(map(bool, ways)) < len(ways) - spare:
        return ()
    return (_by_fts(ways, spare),) if is_sqlite() else tuple(_by_words(ways, spare))


def proved(terms: Sequence[Term], spelling: str, spare: int) -> Sql:
    """Return the condition on a row that the index finds it so, asked of it once for all rows."""
    found = [by_index(one) for one in matching(terms, spelling, spare)]
    return either(found)


def by_index(condition: Sql) -> Sql:
    """Return a condition on a row `d` that the index can tell, so that it tells it once for all rows."""
    if is_sqlite():
        return condition
    return Sql(f"d.id IN (SELECT d.id FROM search_searchdocument d WHERE {condition.text})", condition.values)  # noqa: S608 -- ours


def _by_fts(ways: Sequence[Sequence[Spelled]], spare: int) -> Sql:
    terms = [_any(_in_fts(*one) for one in forms) for forms in ways if forms]
    return Sql(FTS, (_enough(terms, len(ways) - spare, " AND "),))


def _in_fts(marks: str, words: Sequence[str]) -> str:
    return f'{{{" ".join(f"{text}_{marks}" for text in TEXTS)}}} : "{" ".join(words)}"'


def _by_words(ways: Sequence[Sequence[Spelled]], spare: int) -> Iterator[Sql]:
    """Return what the index of words tells by itself, by words and by pairs of them; and apart from that what it finds
    by more words that must stand side by side, which the texts of these few rows must tell.
    """
    needed = len(ways) - spare
    sure = [list(filter(_is_told, forms)) for forms in ways]
    plain = _enough([_any(map(_in_words, forms)) for forms in sure if forms], needed, " & ")
    if plain:
        yield Sql(IN_WORDS, (plain,))
    if sure != ways:
        whole = _enough([_any(map(_in_words, forms)) for forms in ways if forms], needed, " & ")
        found = Sql(IN_WORDS, (f"{whole} & !{plain}" if plain else whole,))
        doubtful = [forms for forms, told in zip(ways, sure, strict=True) if forms and (spare or forms != told)]
        yield every([found, at_least(needed if spare else len(doubtful), map(_stands, doubtful))])


def _is_told(form: Spelled) -> bool:
    """Return whether the index alone tells that a form stands in a row."""
    marks, words = form
    return len(words) == 1 or (len(words) == 2 and marks != EXACT and _is_pair(*words))  # noqa: PLR2004 -- a pair


def _in_words(form: Spelled) -> str:
    marks, words = form
    if marks == EXACT:
        return _all(f"={word}" for word in words)
    return _all(words if len(words) == 1 else [one for pair in pairwise(words) for one in _side_by_side(*pair)])


def _side_by_side(one: str, other: str) -> tuple[str, ...]:
    return (f"{one}_{other}",) if _is_pair(one, other) else (one, other)


def _is_pair(one: str, other: str) -> bool:
    """Return whether the index holds two folded words as one when they stand side by side."""
    return len(f"{one}{other}".encode()) <= LONGEST_PAIR


def _all(lexemes: Iterable[str]) -> str:
    return "(" + " & ".join(f"'{lexeme}'" for lexeme in lexemes) + ")"


def _stands(forms: Sequence[Spelled]) -> Sql:
    """Return the condition that a form of a term stands in a row, its words side by side; short texts come first."""
    short = [position(f"title_{marks} || maker_{marks}", column(words)) for marks, words in forms]
    return either([*short, *(position(f"body_{marks}", column(words)) for marks, words in forms)])


def standing(marks: str, words: Sequence[str]) -> Sql:
    """Return the condition that words, with marks or folded, stand side by side in one of the texts of a row `d`.

    The index tells in which rows they may, once for all, so that few texts are read.
    """
    if is_sqlite():
        return Sql(FTS, (_in_fts(marks, words),))
    folded = tuple(map(fold, words))
    possible = Sql(IN_WORDS, (f"{_in_words((marks, words))} & {_in_words((FOLDED, folded))}",))
    return every([by_index(possible), _stands([(marks, words)])])


def _any(forms: Iterable[str]) -> str:
    joined = " OR " if is_sqlite() else " | "
    return f"({joined.join(forms)})"


def _enough(terms: Sequence[str], needed: int, joined: str) -> str:
    """Return the expression for so many of the terms, in any choice; empty when there are fewer."""
    chosen = [f"({joined.join(some)})" for some in combinations(terms, max(1, needed))]
    return _any(chosen) if chosen else ""


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
    return Sql(IN_WORDS, (" & ".join(terms),))


def named_alike(ways: Sequence[Sequence[str]], least: int) -> Sql:
    """Return the condition that of some words, each given in the ways it may be written, so many stand in the name."""
    if is_sqlite():
        return Sql(TITLES, (_enough([_any(f'"{word}"' for word in way) for way in ways], least, " AND "),))
    return Sql(IN_WORDS, (_enough([_any(f"'<{word}'" for word in way) for way in ways], least, " & "),))


def sorted_as_stored(name: str) -> str:
    """Return a column of stored sort keys so that the database compares it byte by byte."""
    return name if is_sqlite() else f'{name} COLLATE "C"'
