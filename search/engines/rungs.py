"""What comes first, said once for every engine: the rungs of a ladder, the first one that holds counts.

A rung says how the words stand, how they may be spelled, and in which texts. A document on an earlier rung comes
before every one on a later rung; within a rung more of the terms in the name come first, then what is in force, then
the kind, the name and the code decide.

How: `equal` the text is the words, `begins` it begins with them, `phrase` they stand side by side in it, in the order
asked; `words` each term stands somewhere in the texts; `whole` the question stands there from its first word to its
last, those included that no term is made of.
Spelling: `exact` as typed, with the same marks; `meant` also in forms that mean the same, with their marks where
known; `folded` as typed, whatever the marks; `alike` also in forms that mean the same, whatever the marks; `near` in
any form, and only here as many terms may be missing as the question allows.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import dropwhile, islice

from ocop_workflow.domain.text import fold
from search.engines.base import Asked, Closeness, Form, Term

EQUAL, BEGINS, PHRASE, WORDS, WHOLE = "equal", "begins", "phrase", "words", "whole"
EXACT, MEANT, FOLDED, ALIKE, NEAR = "exact", "meant", "folded", "alike", "near"
FARTHEST = {MEANT: Closeness.MEANT, FOLDED: Closeness.TYPED, ALIKE: Closeness.MEANT, NEAR: Closeness.NEAR}
# Of a question in many forms so many ways to say the whole are told apart.
MOST_PHRASES = 12
CODES, TITLE, MAKER, EVERYTHING = ("codes",), ("title",), ("title", "maker"), ("title", "maker", "body")


@dataclass(frozen=True, slots=True)
class Rung:
    how: str
    spelling: str
    texts: tuple[str, ...]


NUMBER = Rung(EQUAL, FOLDED, CODES)
WHOLES = (Rung(WHOLE, EXACT, EVERYTHING), Rung(WHOLE, FOLDED, EVERYTHING))
_NAMES = ((EQUAL, TITLE), (BEGINS, TITLE), (PHRASE, TITLE))
_PLACES = (*_NAMES, (WORDS, TITLE), (WORDS, MAKER))
_MEANT = ((PHRASE, TITLE), (WORDS, TITLE), (WORDS, MAKER))


def _each(spelling: str, places: Iterable[tuple[str, tuple[str, ...]]]) -> tuple[Rung, ...]:
    return tuple(Rung(how, spelling, texts) for how, texts in places)


_LAST = (
    *_each(ALIKE, _MEANT),
    *_each(NEAR, _MEANT[:2]),
    Rung(WORDS, ALIKE, EVERYTHING),
    *_each(NEAR, _MEANT[2:]),
)
_AS_TYPED = (NUMBER, *_each(EXACT, _PLACES), *_each(MEANT, _MEANT), WHOLES[0])
# One word with other marks is another word; a name of several words with other marks is that name.
MARKED_WORD = (*_AS_TYPED, Rung(WORDS, EXACT, EVERYTHING), *_each(FOLDED, _PLACES), *_LAST)
MARKED = (
    *_AS_TYPED, *_each(FOLDED, _NAMES), Rung(WORDS, EXACT, EVERYTHING), *_each(FOLDED, _PLACES[len(_NAMES) :]), *_LAST,
)  # fmt: skip
# Who typed no marks may have meant any: then the place counts before the marks.
UNMARKED = (
    NUMBER,
    *(Rung(how, spelling, texts) for how, texts in _PLACES for spelling in (EXACT, FOLDED)),
    *_each(MEANT, _MEANT),
    WHOLES[1],
    *_LAST,
)
# Of names typed so far, the last word perhaps unfinished: marks typed count before the place.
BEGUN_MARKED = (Rung(BEGINS, EXACT, TITLE), Rung(WORDS, EXACT, TITLE), Rung(BEGINS, FOLDED, TITLE))
BEGUN = (Rung(BEGINS, FOLDED, TITLE),)


def rungs(asked: Asked) -> tuple[Rung, ...]:
    """Return the rungs that can tell answers to a question apart, the best first; what is on none comes last."""
    if not asked.terms:
        return ()
    closest = max(form.closeness for term in asked.terms for form in term.forms)
    useless = {Closeness.TYPED: {MEANT, ALIKE, NEAR}, Closeness.MEANT: {NEAR}, Closeness.NEAR: set()}[closest]
    if asked.may_miss:
        useless = useless - {NEAR}
    return tuple(rung for rung in _ladder(asked) if rung.spelling not in useless)


def terms_to_name(asked: Asked) -> tuple[Term, ...]:
    """Return the terms of which, within a rung, more in the name are better, each once; none where there is but one."""
    terms = tuple(dict.fromkeys(asked.terms))
    return terms if len(terms) > 1 else ()


def begun_rungs(asked: Asked) -> tuple[Rung, ...]:
    """Return the rungs for names in which the words stand, the last one perhaps unfinished."""
    return BEGUN_MARKED if asked.is_marked else BEGUN


def _ladder(asked: Asked) -> Iterator[Rung]:
    """Return the rungs for a question, without those that no document can stand on."""
    ladder = UNMARKED if not asked.is_marked else MARKED if len(asked.folded) > 1 else MARKED_WORD
    has_digit = any(character.isdigit() for word in asked.folded for character in word)
    useless = ([] if has_digit else [NUMBER]) + ([] if asked.whole else list(WHOLES))
    return (rung for rung in ladder if rung not in useless)


def spelled(form: Form, spelling: str) -> tuple[str, tuple[str, ...]] | None:
    """Return in which columns, exact or folded ones, a form stands when it is spelled so, and its words there.

    None when it cannot be. In `meant` only words whose marks are known are told apart by them.
    """
    if spelling == EXACT:
        return (EXACT, form.exact) if form.closeness == Closeness.TYPED and form.exact else None
    if form.closeness > FARTHEST[spelling]:
        return None
    if spelling == MEANT and form.exact and form.exact != form.folded:
        return EXACT, form.exact
    return FOLDED, form.folded


def whole(asked: Asked, spelling: str) -> tuple[str, ...]:
    """Return the words of the whole question as its columns write them."""
    return asked.whole if spelling == EXACT else tuple(map(fold, asked.whole))


def phrases(terms: Sequence[Term], spelling: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Return the ways to say all terms side by side, the typed one first: in which columns, and the words there.

    As soon as the marks of one form are known, all stand in the exact columns.
    """
    if any(all(spelled(form, spelling) is None for form in term.forms) for term in terms):
        return
    for forms in islice(_sayings(terms, spelling), MOST_PHRASES):
        spelt = [spelled(form, spelling) for form in forms]
        column = EXACT if any(one and one[0] == EXACT for one in spelt) else FOLDED
        written = [form.exact or form.folded if column == EXACT else form.folded for form in forms]
        yield column, tuple(word for words in written for word in words)


def _sayings(terms: Sequence[Term], spelling: str) -> Iterator[tuple[Form, ...]]:
    """Return a form of each term, in turn; what neighbours mean together is said once."""
    if not terms:
        yield ()
        return
    for form in terms[0].forms:
        if spelled(form, spelling):
            rest = terms[1:] if form.closeness == Closeness.TYPED else list(dropwhile(_has(form), terms[1:]))
            yield from ((form, *others) for others in _sayings(rest, spelling))


def _has(form: Form) -> Callable[[Term], bool]:
    return lambda term: form in term.forms
