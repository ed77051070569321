"""One question, one answer."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from search.asking import asked, may_be_found, typed_terms
from search.catalogue import Catalogue, catalogue_on, last_catalogue
from search.engines.base import Asked, Engine, Found, Key
from search.engines.choice import ChosenEngine, current_engine
from search.facets import chips, facets
from search.hits import shown_hits, shown_names
from search.question import FACETS, SearchQuery
from search.results import Hit, SearchResults, Suggestion
from search.spelling import MOST_WORDS, nearest
from search.understanding import Understood, understand
from search.words import folded_words

FEW = 2
SUGGESTIONS = 8
SHORTEST_BEGINNING = 2
# From so many words on one may be missing, when nothing else finds anything.
ENOUGH_TO_MISS_ONE = 4
NOTHING = Found((), 0, 0, {facet: {} for facet in FACETS})


def search_catalogue(
    query: SearchQuery, catalogue: Catalogue | None = None, meanwhile: Callable[[], object] = lambda: None
) -> SearchResults:
    """Answer a question as of the catalogue's day, today unless one is given.

    Filters said in words are taken as filters. Every word must be found, in a form that means it; where that finds
    nothing, words spelled nearly so do, then the same without the filters recognised, then all words but one. A page
    past the end has no hits. What each hit is worth comes from the register: one whose certificate no longer has a
    state asked for is left out. The number of queries does not depend on how much is found.

    `meanwhile` is called while a server looks, or before the database does; what it raises ends the question.
    """
    catalogue = catalogue or catalogue_on()
    engine = current_engine(catalogue.known.live)
    understood, question, found = _answered(query, catalogue, engine, meanwhile)
    hits = shown_hits(found.keys, understood.query, question.terms, catalogue)
    count = found.count - (len(found.keys) - len(hits))
    return SearchResults(
        query=understood.query,
        understood=understood,
        asked=question,
        hits=hits,
        count=count,
        hidden_count=found.hidden,
        facets=facets(understood.query, found.tallies, catalogue),
        chips=chips(understood.query, catalogue),
        suggestion=_suggestion(question, engine) if count <= FEW else "",
        engine=engine.name,
        is_reduced=engine.is_reduced,
    )


def count_of(query: SearchQuery, catalogue: Catalogue) -> int:
    """Return how much a question finds, without fetching any of it."""
    engine = current_engine(catalogue.known.live)
    _understood, _question, found = _answered(replace(query, page_size=0), catalogue, engine)
    return found.count


def hits_of(keys: Sequence[Key], query: SearchQuery, catalogue: Catalogue) -> tuple[Hit, ...]:
    """Return documents as hits of a question, in the order given; what has no state asked for is left out."""
    return shown_hits(keys, query, typed_terms(query.text), catalogue) if keys else ()


def found_among(keys: Sequence[Key], results: SearchResults, catalogue: Catalogue) -> frozenset[Key]:
    """Return which of some documents an answered question finds, on whatever page."""
    question = replace(results.asked, only=tuple(keys), offset=0, limit=len(keys))
    return frozenset(_finding(question, catalogue, current_engine(catalogue.known.live))().keys if keys else ())


@dataclass(frozen=True, slots=True)
class Suggesting:
    """Suggestions under way: the catalogue they are of, and what waits for them."""

    catalogue: Catalogue
    wait: Callable[[], tuple[Suggestion, ...]]


def suggest(text: str, catalogue: Catalogue | None = None) -> tuple[Suggestion, ...]:
    """Return up to 8 things in force whose name holds what was typed so far; none before the second letter.

    The number of queries depends on the kinds only.
    """
    return suggesting(text, catalogue).wait()


def suggesting(text: str, catalogue: Catalogue | None = None) -> Suggesting:
    """Begin to look for the same. A server looks while the database tells whether what is remembered is old: then it
    is asked anew.
    """
    if sum(map(len, folded_words(text))) < SHORTEST_BEGINNING:
        return Suggesting(catalogue or catalogue_on(), tuple)
    query = SearchQuery(text=text, page_size=SUGGESTIONS)
    before = catalogue or last_catalogue()
    waiting = _begun(query, before) if before else None
    now = catalogue or catalogue_on()
    if waiting is None or now is not before:
        waiting = _begun(query, now)
    return Suggesting(now, partial(_named, waiting, query, now))


def _begun(query: SearchQuery, catalogue: Catalogue) -> Callable[[], tuple[Key, ...]]:
    question = asked(query, typed_terms(query.text), catalogue)
    return current_engine(catalogue.known.live).start_beginning(question)


def _named(waiting: Callable[[], tuple[Key, ...]], query: SearchQuery, catalogue: Catalogue) -> tuple[Suggestion, ...]:
    known = shown_names(waiting(), query, catalogue)
    return tuple(Suggestion(kind, named.name, named.url, named.beside) for (kind, _code), named in known.items())


def _answered(
    query: SearchQuery, catalogue: Catalogue, engine: ChosenEngine, meanwhile: Callable[[], object] = lambda: None
) -> tuple[Understood, Asked, Found]:
    """Return the first way to take a question that finds anything, in any state; the first of all when none does."""
    ways = _ways(query, catalogue)
    way, question = next(ways)
    waiting = _finding(question, catalogue, engine)
    meanwhile()
    first = way, question, waiting()
    if first[2].count or first[2].hidden:
        return first
    tried = ((way, question, _finding(question, catalogue, engine)()) for way, question in ways)
    return next((one for one in tried if one[2].count or one[2].hidden), first)


def _finding(question: Asked, catalogue: Catalogue, engine: ChosenEngine) -> Callable[[], Found]:
    """Return what waits for an engine's answer; a question for words that no document holds is not even asked."""
    return engine.start_find(question) if may_be_found(question, catalogue.known.vocabulary) else lambda: NOTHING


def _ways(query: SearchQuery, catalogue: Catalogue) -> Iterator[tuple[Understood, Asked]]:
    """Return the ways to take a question, the one nearest to what was typed first."""
    way = understand(query, catalogue)
    yield from _spellings(way, catalogue)
    if way.recognised:
        way = understand(way.as_words, catalogue)
        yield from _spellings(way, catalogue)
    if len(way.nearer) >= ENOUGH_TO_MISS_ONE:
        yield way, asked(way.query, way.nearer, catalogue, may_miss=1)


def _spellings(way: Understood, catalogue: Catalogue) -> Iterator[tuple[Understood, Asked]]:
    yield way, asked(way.query, way.terms, catalogue)
    if way.nearer != way.terms:
        yield way, asked(way.query, way.nearer, catalogue)


def _suggestion(question: Asked, engine: Engine) -> str:
    """Return another spelling that finds something under the same filters, or nothing."""
    if not 0 < len(question.folded) <= MOST_WORDS:
        return ""
    return nearest(question.folded, engine.similar(question))
