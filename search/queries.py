"""One question, one answer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from ocop_workflow.models import Producer, Product
from ocop_workflow.queries.register import ProducerFacts, ProductFacts, producers_facts, products_facts
from search.catalogue import Catalogue, catalogue_on
from search.engines.base import Asked, Engine, Form, Key, Term
from search.engines.embedded import EmbeddedEngine
from search.facets import chips, facets
from search.highlight import highlighted, snippet
from search.models import SearchDocument
from search.question import PRODUCER, PRODUCT, SearchQuery
from search.results import Hit, SearchResults, Suggestion
from search.spelling import MOST_WORDS, nearest
from search.words import exact_words, folded_words

FEW = 2
SUGGESTIONS = 8
SHORTEST_BEGINNING = 2

Facts = ProductFacts | ProducerFacts
ENGINE: Engine = EmbeddedEngine()


def search_catalogue(query: SearchQuery, catalogue: Catalogue | None = None) -> SearchResults:
    """Answer a question as of the catalogue's day, today unless one is given.

    Every word must be found, with its marks, without or with others. A page past the end has no hits. What each hit
    is worth comes from the register: one whose certificate no longer has a state asked for is left out.
    The number of queries does not depend on how much is found.
    """
    catalogue = catalogue or catalogue_on()
    asked = _asked(query, catalogue)
    found = ENGINE.find(asked)
    hits = _hits(found.keys, query, asked)
    count = found.count - (len(found.keys) - len(hits))
    return SearchResults(
        query=query,
        hits=hits,
        count=count,
        hidden_count=found.hidden,
        facets=facets(query, found.tallies, catalogue),
        chips=chips(query, catalogue),
        suggestion=_suggestion(asked) if count <= FEW else "",
        engine=ENGINE.name,
    )


def count_of(query: SearchQuery, catalogue: Catalogue) -> int:
    """Return how much a question finds, without fetching any of it."""
    return ENGINE.find(replace(_asked(query, catalogue), limit=0)).count


def hits_of(keys: Sequence[Key], query: SearchQuery, catalogue: Catalogue) -> tuple[Hit, ...]:
    """Return documents as hits of a question, in the order given; what has no state asked for is left out."""
    return _hits(keys, query, _asked(query, catalogue)) if keys else ()


def suggest(text: str, catalogue: Catalogue | None = None) -> tuple[Suggestion, ...]:
    """Return up to 8 things in force whose name holds what was typed so far; none before the second letter."""
    if sum(map(len, folded_words(text))) < SHORTEST_BEGINNING:
        return ()
    query = SearchQuery(text=text, page_size=SUGGESTIONS)
    asked = _asked(query, catalogue or catalogue_on())
    documents = _documents(ENGINE.beginning(asked))
    facts = _facts_of(documents, asked.day)
    shown = [fact for row in documents if (fact := facts.get((row.kind, row.code))) and _is_wanted(fact, query)]
    return tuple(Suggestion(_kind(fact), fact.name, fact.url) for fact in shown)


def _asked(query: SearchQuery, catalogue: Catalogue) -> Asked:
    return Asked(
        terms=_terms(query.text),
        day=catalogue.day,
        filters=_filters(query, catalogue),
        unrated=not query.status,
        producer=query.producer,
        sort=query.sort,
        offset=(query.page - 1) * query.page_size,
        limit=query.page_size,
    )


def _terms(text: str) -> tuple[Term, ...]:
    folded, exact = folded_words(text), exact_words(text)
    marked = exact if len(exact) == len(folded) else folded
    return tuple(Term((Form((word,), (written,)),)) for word, written in zip(folded, marked, strict=True))


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


def _documents(keys: Sequence[Key]) -> list[SearchDocument]:
    rows = SearchDocument.objects.filter(code__in=[code for _kind, code in keys])
    by_key = {(row.kind, row.code): row for row in rows}
    return [by_key[key] for key in keys if key in by_key]


def _hits(keys: Sequence[Key], query: SearchQuery, asked: Asked) -> tuple[Hit, ...]:
    documents = _documents(keys)
    facts = _facts_of(documents, asked.day)
    words = frozenset(asked.folded)
    return tuple(
        Hit(
            kind=row.kind,
            code=row.code,
            url=fact.url,
            title_highlight=highlighted(fact.name, words),
            snippet_highlight=snippet(row.body, words),
            facts=fact,
        )
        for row in documents
        if (fact := facts.get((row.kind, row.code))) and _is_wanted(fact, query)
    )


def _facts_of(documents: Iterable[SearchDocument], day: date) -> Mapping[tuple[str, str], Facts]:
    """Return what the register says of documents on a day; what it does not know is left out."""
    codes: dict[str, list[str]] = {PRODUCT: [], PRODUCER: []}
    for document in documents:
        codes[document.kind].append(document.code)
    products = products_facts(Product.objects.filter(code__in=codes[PRODUCT]), day)
    producers = producers_facts(Producer.objects.filter(code__in=codes[PRODUCER]), day)
    known: list[Facts] = [*products, *(maker for maker in producers if maker.product_count)]
    return {(_kind(fact), fact.code): fact for fact in known}


def _kind(fact: Facts) -> str:
    return PRODUCT if isinstance(fact, ProductFacts) else PRODUCER


def _is_wanted(fact: Facts, query: SearchQuery) -> bool:
    states = query.states
    return states is None or not isinstance(fact, ProductFacts) or fact.status in states


def _suggestion(asked: Asked) -> str:
    """Return another spelling that finds something under the same filters, or nothing."""
    if not 0 < len(asked.folded) <= MOST_WORDS:
        return ""
    return nearest(asked.folded, ENGINE.similar(asked))
