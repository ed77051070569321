"""The answer as the contract words it, worked out document by document in plain Python: no index, no database.

It knows nothing of how the engines compile a question; where they differ from it, they are wrong.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from ocop_workflow.domain.certificates import IN_FORCE, Term, state_on
from search.engines.alikeness import distance, needed, slips
from search.engines.base import Asked, Found, Key
from search.engines.rungs import (
    BEGINS,
    EQUAL,
    EVERYTHING,
    NEAR,
    PHRASE,
    TITLE,
    WHOLE,
    WORDS,
    Rung,
    phrases,
    rungs,
    spelled,
    whole,
)
from search.models import TERM, SearchDocument
from search.question import FACETS, KINDS, NEWEST, STARS

COLUMNS = {"group": "set_no", "set": "set_no"}


def answer(asked: Asked, documents: Sequence[SearchDocument]) -> Found:
    """Return what every engine must answer."""
    matched = [row for row in documents if _is_begun(row, asked) and _is_matched(row, asked)]
    found = sorted((row for row in matched if _passes(row, asked)), key=lambda row: _place(row, asked))
    shown = found[asked.offset : asked.offset + asked.limit]
    left_out = [row for row in matched if _passes(row, asked, but="status") and not _passes(row, asked)]
    return Found(tuple(map(_key, shown)), len(found), len(left_out), _tallies(matched, asked))


def beginning(asked: Asked, documents: Sequence[SearchDocument]) -> tuple[Key, ...]:
    """Return the names every engine must offer for what was typed of them so far."""
    found = [
        row
        for row in documents
        if _is_begun(row, asked) and _passes(row, asked) and _is_typed(row.title_folded, asked.folded)
    ]
    return tuple(map(_key, sorted(found, key=lambda row: _typed_place(row, asked))[: asked.limit]))


def _is_typed(text: str, words: Sequence[str]) -> bool:
    *finished, last = words
    return set(finished) <= set(text.split()) and any(word.startswith(last) for word in text.split())


def _typed_place(row: SearchDocument, asked: Asked) -> tuple[object, ...]:
    begins = [text.strip().startswith(" ".join(words)) for text, words in _typed(row, asked)]
    (exact, typed), _folded = _typed(row, asked)
    steps = [begins[0], _is_typed(exact, typed), begins[1]] if asked.is_marked else [begins[1]]
    return (steps.index(True) if any(steps) else len(steps), *_place(row, replace(asked, terms=()), aged=False))


def _typed(row: SearchDocument, asked: Asked) -> tuple[tuple[str, tuple[str, ...]], tuple[str, tuple[str, ...]]]:
    return (row.title_exact, asked.exact), (row.title_folded, asked.folded)


def similar(asked: Asked, documents: Sequence[SearchDocument]) -> tuple[str, ...]:
    """Return the titles every engine must offer for words misspelled."""
    words = set(asked.folded)
    found = [
        (len(words) - _alike(row, words), row.sort_key.encode(), row.code, row.title)
        for row in documents
        if _is_begun(row, asked) and _passes(row, asked)
    ]
    return tuple(title for lacking, _key, _code, title in sorted(found) if lacking <= len(words) - needed(len(words)))[
        :30
    ]


def _alike(row: SearchDocument, words: Collection[str]) -> int:
    named = row.title_folded.split()
    return sum(any(distance(word, other) <= slips(word) for other in named) for word in words)


def state(row: SearchDocument, asked: Asked) -> str:
    return state_on(Term(**{name: getattr(row, name) for name in TERM}), asked.day) if row.valid_from else ""


def _key(row: SearchDocument) -> Key:
    return row.kind, row.code


def _is_begun(row: SearchDocument, asked: Asked) -> bool:
    begun = row.valid_from is None or row.valid_from <= asked.day
    return begun and asked.producer in {"", row.producer}


def _is_matched(row: SearchDocument, asked: Asked) -> bool:
    return not asked.terms or _holds(row, asked, Rung(WORDS, NEAR, EVERYTHING))


def _value(row: SearchDocument, facet: str, asked: Asked) -> object:
    return state(row, asked) if facet == "status" else getattr(row, COLUMNS.get(facet, facet))


def _passes(row: SearchDocument, asked: Asked, *, but: str = "") -> bool:
    return all(
        _value(row, facet, asked) in values or (facet == "status" and asked.unrated and not row.valid_from)
        for facet, values in asked.filters.items()
        if facet != but
    )


def _tallies(matched: Sequence[SearchDocument], asked: Asked) -> dict[str, dict[str, int]]:
    counted = {
        facet: Counter(_value(row, facet, asked) for row in matched if _passes(row, asked, but=facet))
        for facet in FACETS
    }
    return {
        facet: {str(value): number for value, number in counts.items() if value not in (None, "")}
        for facet, counts in counted.items()
    }


def _place(row: SearchDocument, asked: Asked, *, aged: bool = True) -> tuple[object, ...]:
    ladder = rungs(asked)
    tier = next((place for place, rung in enumerate(ladder) if _holds(row, asked, rung)), len(ladder))
    age = -row.dated_on.toordinal() if row.dated_on else 1
    first = {STARS: (-(row.stars or 0),), NEWEST: (age,)}.get(asked.sort, ())
    is_over = state(row, asked) not in {"", *IN_FORCE}
    name = (row.sort_key.encode(), row.code)
    return (
        *first,
        tier,
        -_named(row, asked),
        is_over,
        row.kind != asked.first,
        KINDS.index(row.kind),
        *((age,) if aged and not asked.terms else ()),
        *name,
    )


def _named(row: SearchDocument, asked: Asked) -> int:
    named = Rung(WORDS, NEAR, TITLE)
    held = [term for term in set(asked.terms) if _is_found(row, list(_said(term, named)), named)]
    return len(held) if len(set(asked.terms)) > 1 else 0


def _holds(row: SearchDocument, asked: Asked, rung: Rung) -> bool:
    if rung.texts == ("codes",):
        return f" {' '.join(asked.folded)} " in row.codes.split("\n")
    if rung.how == WORDS:
        missing = sum(not _is_found(row, list(_said(term, rung)), rung) for term in set(asked.terms))
        return missing <= (asked.may_miss if rung.spelling == NEAR else 0)
    if rung.how == WHOLE:
        return _is_found(row, [(rung.spelling, whole(asked, rung.spelling))], rung)
    return any(_stands(row, column, words, rung) for column, words in phrases(asked.terms, rung.spelling))


def _said(term: object, rung: Rung) -> Iterator[tuple[str, tuple[str, ...]]]:
    return (said for form in term.forms if (said := spelled(form, rung.spelling)))


def _is_found(row: SearchDocument, said: Sequence[tuple[str, tuple[str, ...]]], rung: Rung) -> bool:
    return any(f" {' '.join(words)} " in _text(row, rung.texts, column) for column, words in said)


def _text(row: SearchDocument, texts: Sequence[str], column: str) -> str:
    return " | ".join(getattr(row, f"{text}_{column}") for text in texts)


def _stands(row: SearchDocument, column: str, words: Sequence[str], rung: Rung) -> bool:
    text, asked = getattr(row, f"title_{column}"), f" {' '.join(words)} "
    return {EQUAL: text == asked, BEGINS: text.startswith(asked), PHRASE: asked in text}[rung.how]
