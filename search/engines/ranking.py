"""The rungs and the state of the day, as SQL that SQLite and PostgreSQL read alike."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import takewhile

from django.db import connection

from ocop_workflow.domain import certificates
from search.engines.base import Asked, Closeness, Term
from search.engines.rungs import (
    ALIKE,
    BEGINS,
    CODES,
    EQUAL,
    EVERYTHING,
    EXACT,
    MAKER,
    NEAR,
    TITLE,
    WHOLE,
    WORDS,
    Rung,
    begun_rungs,
    phrases,
    rungs,
    spelled,
    terms_to_name,
    whole,
)
from search.engines.sql import ALWAYS, NEVER, Sql, at_least, chosen, either, every
from search.engines.vendors import position, proved, standing
from search.question import KINDS, RELEVANCE
from search.words import column

IN_FORCE_FIRST = "CASE WHEN status IN ('', 'valid', 'expiring', 'extended') THEN 0 ELSE 1 END"
Ladder = Sequence[tuple[int, Rung]]


def status_on(day: date) -> Sql:
    """Return the expression for a row's state on a day, the same as `certificates.state_on`; '' without a term."""
    today = connection.ops.adapt_datefield_value(day)
    soon = connection.ops.adapt_datefield_value(day + timedelta(days=certificates.EXPIRING_DAYS))
    text = (
        "CASE WHEN valid_from IS NULL THEN '' WHEN revoked_on <= %s THEN 'revoked' "
        "WHEN superseded_on <= %s THEN 'superseded' "
        "WHEN valid_to < %s AND (extended_to IS NULL OR extended_to < %s) THEN 'expired' "
        "WHEN suspended_on <= %s AND (suspended_to IS NULL OR suspended_to >= %s) THEN 'suspended' "
        "WHEN valid_to < %s THEN 'extended' WHEN valid_to <= %s THEN 'expiring' ELSE 'valid' END"
    )
    return Sql(text, (*[today] * 7, soon))


def kind_order(asked: Asked) -> str:
    """Return the expression for the place of a row's kind among the kinds."""
    kinds = sorted(KINDS, key=lambda kind: kind != asked.first)
    places = " ".join(f"WHEN '{kind}' THEN {place}" for place, kind in enumerate(kinds))
    return f"CASE kind {places} END"


def tier(asked: Asked) -> Sql:
    """Return the expression for the number of the first rung a row stands on, among rows that were found: 0 is best.

    Rows whose name, or name and maker, lack the words are not asked about the rungs they cannot be on.
    """
    ladder = list(enumerate(rungs(asked)))
    above = [one for one in ladder if one[1].texts != TITLE]
    rest = [one for one in above if one[1].texts != MAKER]
    named, made = (_words(asked, Rung(WORDS, NEAR, texts)) for texts in (TITLE, MAKER))
    last = str(len(ladder))
    if not ladder:
        return Sql("0")
    return chosen([(named, _first(asked, ladder, last)), (made, _first(asked, above, last))], _first(asked, rest, last))


def titled_tier(asked: Asked) -> Sql | None:
    """Return the same expression for rows with the typed words in the name, NULL below the rungs of the name alone.

    These come first of all, so a page that they fill is a whole page. None where that cannot be said.
    """
    if asked.sort != RELEVANCE or asked.may_miss or _is_number(asked):
        return None
    top = list(takewhile(lambda one: one[1].texts in (CODES, TITLE), enumerate(rungs(asked))))
    return _first(asked, top, "NULL") if top else None


def named(asked: Asked) -> Sql:
    """Return the expression for how many of the terms stand in a row's name, in any form.

    It is the same for all rows on a rung of the name alone.
    """
    held = [_found(term, NEAR, TITLE) for term in terms_to_name(asked)]
    counted = " + ".join(f"CASE WHEN {one.text} THEN 1 ELSE 0 END" for one in held)
    return Sql(counted or "0", tuple(value for one in held for value in one.values))


def begun_tier(asked: Asked) -> Sql:
    """Return the expression for the rung of a row in whose name the words stand, the last one perhaps unfinished."""
    ladder = begun_rungs(asked)
    return chosen([(_begun(asked, rung), Sql(str(place))) for place, rung in enumerate(ladder)], Sql(str(len(ladder))))


def _begun(asked: Asked, rung: Rung) -> Sql:
    words = asked.exact if rung.spelling == EXACT else asked.folded
    text = f"{rung.texts[0]}_{rung.spelling}"
    if rung.how == BEGINS:
        return position(text, f" {' '.join(words)}", "= 1")
    *finished, last = words
    return every([*(position(text, column([word])) for word in dict.fromkeys(finished)), position(text, f" {last}")])


def _first(asked: Asked, ladder: Ladder, last: str) -> Sql:
    held = [(holds(asked, rung), Sql(str(number))) for number, rung in ladder]
    return chosen([one for one in held if one[0] != NEVER], Sql(last))


def holds(asked: Asked, rung: Rung) -> Sql:
    """Return the condition that a row that was found stands on a rung."""
    if rung.texts == CODES:
        return either([position("codes", f"\n{column(asked.folded)}\n")] if _is_number(asked) else [])
    if rung.how == WORDS:
        return _words(asked, rung)
    if rung.how == WHOLE:
        return standing(rung.spelling, whole(asked, rung.spelling))
    return either(_side_by_side(rung, *one) for one in phrases(asked.terms, rung.spelling))


def _is_number(asked: Asked) -> bool:
    return any(character.isdigit() for word in asked.folded for character in word)


def _side_by_side(rung: Rung, spelling: str, words: tuple[str, ...]) -> Sql:
    text = f"{rung.texts[0]}_{spelling}"
    if rung.how == EQUAL:
        return Sql(f"{text} = %s", (column(words),))
    return position(text, column(words), "= 1" if rung.how == BEGINS else "> 0")


def _words(asked: Asked, rung: Rung) -> Sql:
    """Return the condition that every term stands in the texts; where it may be anywhere, the index proves it."""
    terms = tuple(dict.fromkeys(asked.terms))
    spare = asked.may_miss if rung.spelling == NEAR else 0
    if rung.texts == EVERYTHING and rung.spelling == ALIKE and not (asked.may_miss or _has_near(terms)):
        return ALWAYS  # or the row would not have been found
    if rung.texts == EVERYTHING:
        return proved(terms, rung.spelling, spare)
    return at_least(len(terms) - spare, [_found(term, rung.spelling, rung.texts) for term in terms])


def _has_near(terms: Iterable[Term]) -> bool:
    return any(form.closeness == Closeness.NEAR for term in terms for form in term.forms)


def _found(term: Term, spelling: str, texts: Iterable[str]) -> Sql:
    """Return the condition that one form of a term stands in one of the texts."""
    known = [one for form in term.forms if (one := spelled(form, spelling))]
    return either(position(" || ".join(f"{text}_{marks}" for text in texts), column(words)) for marks, words in known)
