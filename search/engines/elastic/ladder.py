"""The rungs of `engines.rungs` as conditions, and points so that an earlier rung always outweighs a later one."""

from collections.abc import Sequence
from itertools import takewhile

from ocop_workflow.domain.certificates import IN_FORCE
from search.engines.base import Asked, Term
from search.engines.elastic.clauses import Query, begins, equals, every, phrase, some, worth
from search.engines.elastic.states import UNRATED, current
from search.engines.rungs import (
    BEGINS,
    CODES,
    EQUAL,
    EVERYTHING,
    EXACT,
    NEAR,
    PHRASE,
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

FIELD = "whole"
# Points: a rung outweighs all terms in the name, one of them being in force, and that the kind asked for first.
KIND_STEP = 1
FORCE_STEP = 2 * KIND_STEP
NAMED_STEP = 2 * FORCE_STEP


def matching(asked: Asked) -> list[Query]:
    """Return the condition that every term is found, but for as many as may be missing; none without terms."""
    everywhere = _words(asked, Rung(WORDS, NEAR, EVERYTHING))
    return [everywhere] if asked.terms and everywhere else []


def points(asked: Asked) -> list[Query]:
    """Return what earns a document its place: that of `rungs`, terms in the name, in force, of the kind asked for."""
    return _earned(asked, _told_apart(asked), _named(asked))


def begun_points(asked: Asked) -> list[Query]:
    """Return the same for names in which the words stand, the last one perhaps unfinished."""
    return _earned(asked, [_begun(asked, rung) for rung in begun_rungs(asked)])


def _earned(asked: Asked, ladder: Sequence[Query], named: Sequence[Query] = ()) -> list[Query]:
    step = NAMED_STEP * (len(named) + 1)
    steps = [worth(condition, step * place) for place, condition in enumerate(reversed(ladder), start=1)]
    best: list[Query] = [{"dis_max": {"queries": steps}}] if steps else []
    return [*best, *(worth(one, NAMED_STEP) for one in named), *_in_force(asked), *_first(asked)]


def _named(asked: Asked) -> list[Query]:
    """Return for each term the condition that the name holds it, in any form, where such terms are counted."""
    return [found for term in terms_to_name(asked) if (found := _found(term, NEAR, TITLE))]


def _begun(asked: Asked, rung: Rung) -> Query:
    words = asked.exact if rung.spelling == EXACT else asked.folded
    field = f"{rung.texts[-1]}_{rung.spelling}"
    if rung.how == BEGINS:
        return begins(f"{field}.{FIELD}", " ".join(words))
    *finished, last = words
    return every([*(equals(field, word) for word in dict.fromkeys(finished)), begins(field, last)])


def _told_apart(asked: Asked) -> list[Query]:
    """Return the conditions of the rungs, the best first, without those that say what an earlier one does.

    What a document must meet to be found at all is no rung: it would be that of all that are on no other.
    """
    held = [condition for rung in rungs(asked) if (condition := holds(asked, rung)) is not None]
    needed = matching(asked)
    kept = [condition for place, condition in enumerate(held) if condition not in held[:place]]
    return list(takewhile(lambda condition: condition not in needed, kept))


def _in_force(asked: Asked) -> list[Query]:
    """Return what being in force earns; nothing where all that is asked for is."""
    alike = set(asked.filters.get("status", (UNRATED,))) <= {*IN_FORCE}
    return [] if alike else [worth(current(asked.day), FORCE_STEP)]


def _first(asked: Asked) -> list[Query]:
    """Return what the kind that comes first earns, where the question says it."""
    return [worth(equals("kind", asked.first), KIND_STEP)] if asked.first else []


def holds(asked: Asked, rung: Rung) -> Query | None:
    """Return the condition of one rung; None when nothing can stand on it."""
    if rung.how == EQUAL and rung.texts == CODES:
        return equals("codes", " ".join(asked.folded))
    if rung.how == WHOLE:
        return phrase(f"{rung.texts[-1]}_{rung.spelling}", whole(asked, rung.spelling))
    if rung.how in {EQUAL, BEGINS, PHRASE}:
        return _side_by_side(asked, rung)
    return _words(asked, rung)


def _words(asked: Asked, rung: Rung) -> Query | None:
    """Return the condition that each term stands somewhere in the texts, but for those that may be missing."""
    may_miss = asked.may_miss if rung.spelling == NEAR else 0
    terms = tuple(dict.fromkeys(asked.terms))
    possible = [found for term in terms if (found := _found(term, rung.spelling, rung.texts))]
    least = len(terms) - may_miss
    return some(possible, least) if len(possible) >= least else None


def _found(term: Term, spelling: str, texts: Sequence[str]) -> Query | None:
    """Return the condition that one of a term's forms stands in the texts; the last field holds those before it."""
    ways = dict.fromkeys(spelled(form, spelling) for form in term.forms)
    found = [phrase(f"{texts[-1]}_{way[0]}", way[1]) for way in ways if way]
    return some(found) if found else None


def _side_by_side(asked: Asked, rung: Rung) -> Query | None:
    """Return the condition that all terms stand side by side in the name, in the order asked."""
    conditions = [
        condition
        for column, words in phrases(asked.terms, rung.spelling)
        for condition in _standing(rung.how, f"{rung.texts[-1]}_{column}", words)
    ]
    return some(conditions) if conditions else None


def _standing(how: str, field: str, words: Sequence[str]) -> list[Query]:
    if how == EQUAL:
        return [equals(f"{field}.{FIELD}", " ".join(words))]
    if how == BEGINS:
        return [begins(f"{field}.{FIELD}", " ".join([*words, ""])), equals(f"{field}.{FIELD}", " ".join(words))]
    return [phrase(field, words)]
