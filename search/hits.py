"""From documents that were found to what is shown of them, as the register and the pages have it now."""

from collections.abc import Collection, Mapping, Sequence

from search.engines.base import Asked, Key
from search.highlight import highlighted, snippet
from search.kinds.base import Facts
from search.kinds.registry import REGISTRY
from search.models import SearchDocument
from search.question import SearchQuery
from search.results import Hit
from search.words import column


def shown_hits(keys: Sequence[Key], query: SearchQuery, asked: Asked) -> tuple[Hit, ...]:
    """Return documents as hits, in the order given, the words of the forms that stand in them marked.

    What is no longer public, or has no state asked for, is left out. The number of queries depends on the kinds only.
    """
    facts = shown_facts(keys, query, asked)
    rows = {(row.kind, row.code): row for row in SearchDocument.objects.filter(code__in=[code for _kind, code in keys])}
    forms = {form.folded for term in asked.terms for form in term.forms}
    return tuple(_hit(rows[key], facts[key], forms) for key in keys if key in rows and key in facts)


def shown_facts(keys: Sequence[Key], query: SearchQuery, asked: Asked) -> Mapping[Key, Facts]:
    """Return what is known now of those documents that may be shown, in the order given."""
    codes: dict[str, list[str]] = {}
    for kind, code in keys:
        codes.setdefault(kind, []).append(code)
    known = {kind: REGISTRY[kind].facts(listed, asked.day) for kind, listed in codes.items() if kind in REGISTRY}
    found = {(kind, code): known[kind][code] for kind, code in keys if code in known.get(kind, {})}
    return {key: fact for key, fact in found.items() if _is_wanted(fact, query)}


def _hit(row: SearchDocument, fact: Facts, forms: Collection[tuple[str, ...]]) -> Hit:
    return Hit(
        kind=row.kind,
        code=row.code,
        url=fact.url,
        title_highlight=highlighted(fact.name, _standing_in(row.title_folded, forms)),
        snippet_highlight=snippet(row.body, _standing_in(row.body_folded, forms)),
        facts=fact,
    )


def _standing_in(text: str, forms: Collection[tuple[str, ...]]) -> set[str]:
    return {word for form in forms if column(form) in text for word in form}


def _is_wanted(fact: Facts, query: SearchQuery) -> bool:
    """Return whether a thing has a state asked for; what can have none is wanted whenever it is found."""
    status = getattr(fact, "status", None)
    return query.states is None or status is None or status in query.states
