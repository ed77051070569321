"""From documents that were found to what is shown of them, as the register and the pages have it now."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from django.db import connection

from search.catalogue import Catalogue
from search.engines.base import Closeness, Key, Term
from search.engines.sql import Sql, among, either, every
from search.highlight import Words, highlighted, snippet
from search.kinds.base import Facts, Name
from search.kinds.registry import REGISTRY
from search.models import SearchDocument
from search.question import SearchQuery
from search.results import Hit
from search.words import column

# Forms to be marked where they stand in a text: as a column holds them, and their words.
Forms = Mapping[str, Words]
Fact = TypeVar("Fact", bound=Facts)
TABLE = SearchDocument._meta.db_table


class Text(NamedTuple):
    """What a hit quotes from, and what its words are looked for in."""

    title_folded: str
    body: str
    body_folded: str


def shown_hits(keys: Sequence[Key], query: SearchQuery, terms: Iterable[Term], catalogue: Catalogue) -> tuple[Hit, ...]:
    """Return documents as hits, in the order given, the words of the forms that stand in them marked.

    What is no longer public, or has no state asked for, is left out. The number of queries depends on the kinds only.
    """
    facts = shown_facts(keys, query, catalogue)
    texts = _texts(facts) if facts else {}
    forms = _forms(terms)
    return tuple(_hit(key, fact, texts[key], forms) for key, fact in facts.items() if key in texts)


def shown_facts(keys: Iterable[Key], query: SearchQuery, catalogue: Catalogue) -> Mapping[Key, Facts]:
    """Return what is known now of those documents that may be shown, in the order given."""
    known = {kind: REGISTRY[kind].facts(codes, catalogue) for kind, codes in _by_kind(keys).items()}
    return _wanted(keys, known, query)


def shown_names(keys: Iterable[Key], query: SearchQuery, catalogue: Catalogue) -> Mapping[Key, Name]:
    """Return of the same documents no more than their names, where they lead and their states, for less."""
    known = {kind: REGISTRY[kind].names(codes, catalogue) for kind, codes in _by_kind(keys).items()}
    return _wanted(keys, known, query)


def _wanted(keys: Iterable[Key], known: Mapping[str, Mapping[str, Fact]], query: SearchQuery) -> Mapping[Key, Fact]:
    found = {(kind, code): known[kind][code] for kind, code in keys if code in known.get(kind, {})}
    return {key: fact for key, fact in found.items() if _is_wanted(fact, query)}


def _by_kind(keys: Iterable[Key]) -> dict[str, list[str]]:
    codes: dict[str, list[str]] = {}
    for kind, code in keys:
        if kind in REGISTRY:
            codes.setdefault(kind, []).append(code)
    return codes


def _texts(keys: Iterable[Key]) -> dict[Key, Text]:
    """Return the texts of documents, by one query, written out: it is asked for every page."""
    wanted = either(_one_of(kind, codes) for kind, codes in _by_kind(keys).items())
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT kind, code, {', '.join(Text._fields)} FROM {TABLE} WHERE {wanted.text}", wanted.values)  # noqa: S608 -- ours
        return {(kind, code): Text(*texts) for kind, code, *texts in cursor.fetchall()}


def _one_of(kind: str, codes: Sequence[str]) -> Sql:
    return every([Sql("kind = %s", (kind,)), among("code", codes)])


def _hit(key: Key, fact: Facts, text: Text, forms: Forms) -> Hit:
    return Hit(
        kind=key[0],
        code=key[1],
        url=fact.url,
        title_highlight=highlighted(fact.name, _standing_in(text.title_folded, forms)),
        snippet_highlight=snippet(text.body, _standing_in(text.body_folded, forms)),
        facts=fact,
    )


def _forms(terms: Iterable[Term]) -> Forms:
    """Return the forms of terms. A word that any of them has without certain marks is marked however it is written."""
    certain: dict[str, set[str]] = {}
    others: set[str] = set()
    forms = [form for term in terms for form in term.forms]
    for form in forms:
        if form.closeness is Closeness.MEANT and form.exact and form.exact != form.folded:
            for word, marked in zip(form.folded, form.exact, strict=True):
                certain.setdefault(word, set()).add(marked)
        else:
            others.update(form.folded)
    return {
        column(form.folded): {word: () if word in others else certain[word] for word in form.folded} for form in forms
    }


def _standing_in(text: str, forms: Forms) -> Words:
    found: dict[str, Collection[str]] = {}
    for form, words in forms.items():
        if form in text:
            found |= words
    return found


def _is_wanted(fact: Facts, query: SearchQuery) -> bool:
    """Return whether a thing has a state asked for; what can have none is wanted whenever it is found."""
    status = getattr(fact, "status", None)
    return query.states is None or status is None or status in query.states
