"""From questions as people ask them to questions an engine answers."""

from search.catalogue import Catalogue
from search.engines.base import Asked, Form, Term
from search.language.filters import begins_with_producer
from search.language.tokens import tokens_of
from search.language.vocabulary import Vocabulary
from search.question import PRODUCER, SearchQuery
from search.words import exact_words, folded_words

# So few words may stand side by side by chance; so many nobody remembers.
FEWEST_WHOLE, MOST_WHOLE = 3, 24


def asked(query: SearchQuery, terms: tuple[Term, ...], catalogue: Catalogue, *, may_miss: int = 0) -> Asked:
    """Return a question for these terms under the filters, in the order and for the page of a query."""
    words = exact_words(query.text)
    return Asked(
        terms=terms,
        day=catalogue.day,
        filters=_filters(query, catalogue),
        unrated=not query.status,
        producer=query.producer,
        sort=query.sort,
        offset=(query.page - 1) * query.page_size,
        limit=query.page_size,
        may_miss=may_miss,
        first=PRODUCER if begins_with_producer(tokens_of(query.text, most_read=MOST_WHOLE)) else "",
        whole=words if FEWEST_WHOLE <= len(words) <= MOST_WHOLE else (),
    )


def typed_terms(text: str) -> tuple[Term, ...]:
    """Return the words of a text as they are typed, in no other form."""
    folded, exact = folded_words(text), exact_words(text)
    marked = exact if len(exact) == len(folded) else folded
    return tuple(Term((Form((word,), (written,)),)) for word, written in zip(folded, marked, strict=True))


def may_be_found(question: Asked, vocabulary: Vocabulary) -> bool:
    """Return whether documents hold the words of enough terms; where they do not, no engine finds anything.

    Of words with digits the vocabulary knows nothing: any may be held.
    """
    terms = dict.fromkeys(question.terms)
    held = sum(any(_is_held(form, vocabulary) for form in term.forms) for term in terms)
    return held >= len(terms) - question.may_miss


def _is_held(form: Form, vocabulary: Vocabulary) -> bool:
    return all(vocabulary.knows(word) or not word.isalpha() for word in form.folded)


def _filters(query: SearchQuery, catalogue: Catalogue) -> dict[str, tuple[str | int, ...]]:
    places = catalogue.places
    filters: dict[str, tuple[str | int, ...] | None] = {
        "kind": query.kind or None,
        "group": catalogue.sets_of(query.group) if query.group else None,
        "set": query.set or None,
        "stars": query.stars or None,
        "commune": tuple(key for one in query.commune for key in places.becoming(one)) if query.commune else None,
        "status": query.states,
        "organisation": query.organisation or None,
        "price": query.price or None,
    }
    return {facet: values for facet, values in filters.items() if values is not None}
