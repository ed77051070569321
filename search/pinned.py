"""What editors put first for a question, and what of it the question does not find by itself."""

from dataclasses import dataclass

from search.catalogue import Catalogue
from search.editors.pins import pinned_keys
from search.engines.base import Key
from search.queries import found_among, hits_of
from search.question import FACETS, RELEVANCE, SearchQuery
from search.results import Hit, SearchResults


@dataclass(frozen=True, slots=True)
class Pinned:
    """Hits that stand first on the first page and on no other place; `besides` of them are not among the results."""

    hits: tuple[Hit, ...] = ()
    besides: int = 0

    def others(self, hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
        """Return the hits of a page that are not pinned."""
        keys = set(map(key_of, self.hits))
        return tuple(hit for hit in hits if key_of(hit) not in keys)


def key_of(hit: Hit) -> Key:
    return hit.kind, hit.code


def pinned(query: SearchQuery, results: SearchResults, catalogue: Catalogue) -> Pinned:
    """Return what editors pinned to exactly these words, on whatever page, while it is still so.

    What has not, or no longer, a state asked for is left out; where filters narrow the question, or another order than
    by relevance is asked for, nothing is pinned. `query` is the question as it was sent.
    """
    if query.sort != RELEVANCE or any(query.chosen(facet) for facet in FACETS if facet != "status"):
        return Pinned()
    keys = pinned_keys(query.text, catalogue)
    here = {key_of(hit): hit for hit in results.hits}
    elsewhere = {key_of(hit): hit for hit in hits_of([key for key in keys if key not in here], query, catalogue)}
    shown = here | elsewhere
    return Pinned(
        hits=tuple(shown[key] for key in keys if key in shown),
        besides=len(elsewhere) - len(_on_other_pages(tuple(elsewhere), results, catalogue)),
    )


def _on_other_pages(keys: tuple[Key, ...], results: SearchResults, catalogue: Catalogue) -> frozenset[Key]:
    return found_among(keys, results, catalogue) if results.count > len(results.hits) else frozenset()
