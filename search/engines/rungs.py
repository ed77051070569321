"""What comes first, said once for every engine: the rungs of a ladder, the first one that holds counts.

A rung says how the words stand, how they may be spelled, and in which texts. A document on an earlier rung comes
before every one on a later rung; within a rung what is in force, then the kind, the name and the code decide.

How: `equal` the text is the words, `begins` it begins with them, `phrase` they stand side by side in it, in the order
asked; `words` each term stands somewhere in the texts.
Spelling: `exact` as typed, with the same marks; `meant` also in forms that mean the same, with their marks where
known; `folded` as typed, whatever the marks; `alike` also in forms that mean the same, whatever the marks; `near` in
any form, and only here as many terms may be missing as the question allows.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, product

from search.engines.base import Asked, Closeness, Form, Term

EQUAL, BEGINS, PHRASE, WORDS = "equal", "begins", "phrase", "words"
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
_PLACES = ((EQUAL, TITLE), (BEGINS, TITLE), (PHRASE, TITLE), (WORDS, TITLE), (WORDS, MAKER))
_MEANT = ((PHRASE, TITLE), (WORDS, TITLE), (WORDS, MAKER))
_LAST = (
    *(Rung(how, ALIKE, texts) for how, texts in _MEANT),
    Rung(WORDS, ALIKE, EVERYTHING),
    *(Rung(how, NEAR, texts) for how, texts in _MEANT),
)
MARKED = (
    NUMBER,
    *(Rung(how, EXACT, texts) for how, texts in _PLACES),
    *(Rung(how, MEANT, texts) for how, texts in _MEANT),
    Rung(WORDS, EXACT, EVERYTHING),
    *(Rung(how, FOLDED, texts) for how, texts in _PLACES),
    *_LAST,
)
# Who typed no marks may have meant any: then the place counts before the marks.
UNMARKED = (
    NUMBER,
    *(Rung(how, spelling, texts) for how, texts in _PLACES for spelling in (EXACT, FOLDED)),
    *(Rung(how, MEANT, texts) for how, texts in _MEANT),
    *_LAST,
)


def rungs(asked: Asked) -> tuple[Rung, ...]:
    """Return the rungs that can tell answers to a question apart, the best first; what is on none comes last."""
    if not asked.terms:
        return ()
    closest = max(form.closeness for term in asked.terms for form in term.forms)
    useless = {Closeness.TYPED: {MEANT, ALIKE, NEAR}, Closeness.MEANT: {NEAR}, Closeness.NEAR: set()}[closest]
    if asked.may_miss:
        useless = useless - {NEAR}
    has_digit = any(character.isdigit() for word in asked.folded for character in word)
    ladder = MARKED if asked.is_marked else UNMARKED
    return tuple(rung for rung in ladder if rung.spelling not in useless and (has_digit or rung is not NUMBER))


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


def phrases(terms: tuple[Term, ...], spelling: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Return the ways to say all terms side by side, the typed one first: in which columns, and the words there.

    As soon as the marks of one form are known, all stand in the exact columns.
    """
    ways = [[form for form in term.forms if spelled(form, spelling)] for term in terms]
    for forms in islice(product(*ways), MOST_PHRASES):
        spelt = [spelled(form, spelling) for form in forms]
        column = EXACT if any(one and one[0] == EXACT for one in spelt) else FOLDED
        written = [form.exact or form.folded if column == EXACT else form.folded for form in forms]
        yield column, tuple(word for words in written for word in words)
