"""Questions in the engines' terms, written shortly."""

from search.engines.base import Asked, Closeness, Form, Term
from search.words import exact_words, folded_words
from tests.search.engines.corpus import DAY

IN_FORCE = ("valid", "expiring", "extended")
MEANT, NEAR = Closeness.MEANT, Closeness.NEAR


def form(text: str, closeness: Closeness = Closeness.TYPED) -> Form:
    """Return a form with marks as they are written; without any mark they are unknown unless it was typed."""
    folded, exact = folded_words(text), exact_words(text)
    return Form(folded, None if closeness and exact == folded else exact, closeness)


def term(text: str, *, meant: tuple[str, ...] = (), near: tuple[str, ...] = ()) -> Term:
    return Term((form(text), *(form(each, MEANT) for each in meant), *(form(each, NEAR) for each in near)))


def words(text: str) -> tuple[Term, ...]:
    """Return each word of a text as a term that has no other form."""
    return tuple(term(word) for word in text.split())


def asking(text: str = "", terms: tuple[Term, ...] | None = None, **more: object) -> Asked:
    """Return a question of the corpus's day, in any state unless it says more."""
    asked: dict[str, object] = {"day": DAY, "filters": {}, "limit": 50} | more
    return Asked(terms=words(text) if terms is None else terms, **asked)
