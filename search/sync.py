"""Keeping documents in step with the register: within the same transaction, and from scratch."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from django.db import transaction
from django.db.models import QuerySet

from ocop_workflow.models import Producer, Product
from search.catalogue import catalogue_anew
from search.engines import fulltext
from search.engines.base import Key
from search.index.drift import Drift
from search.index.outbox import one_at_a_time, record
from search.kinds.registry import BY_PLURAL, PORTION, REGISTRY, all_documents
from search.models import FACTS, SearchDocument
from search.question import NEWS
from search.vocabulary import forget_words, learn

IDENTITY = ("kind", "code")

Progress = Callable[[int], object]


@transaction.atomic
def refresh(**ids: Iterable[int]) -> int:
    """Write the documents of things, by their ids under the plural of their kind, as all stands in this transaction.

    What is not public is left out. Returns how many were written.
    """
    one_at_a_time()
    catalogue = catalogue_anew()
    return _write([one for plural, known in ids.items() for one in BY_PLURAL[plural].documents(known, catalogue)])


def refresh_producers(producers: Collection[int]) -> int:
    """Write the documents of producers, by their ids, and of all their products, which bear their name and place."""
    products = Product.objects.filter(producer__in=producers).values_list("pk", flat=True)
    return refresh(products=products, producers=producers)


@transaction.atomic
def refresh_news(pages: Collection[int]) -> int:
    """Write the documents of articles, by their pages' ids, and remove those of what not everyone may read."""
    one_at_a_time()
    written = REGISTRY[NEWS].documents(pages, catalogue_anew())
    hidden = {str(page) for page in pages} - {document.code for document in written}
    _remove(SearchDocument.objects.filter(kind=NEWS, code__in=hidden))
    return _write(written)


@transaction.atomic
def refresh_places() -> int:
    """Write the documents whose communes are called otherwise since units were founded, merged or renamed."""
    one_at_a_time()
    places = catalogue_anew().places
    stored = SearchDocument.objects.values_list("commune", "place").distinct()
    renamed = {commune for commune, place in stored if place != "\n".join(places.names(commune))}
    codes = SearchDocument.objects.filter(commune__in=renamed).values("producer")
    ids = list(Producer.objects.filter(code__in=codes).values_list("pk", flat=True))
    return refresh_producers(ids) if ids else 0


@transaction.atomic
def build(progress: Progress = lambda _done: None) -> int:
    """Throw all documents away and write them anew; searches see the old ones until all is done."""
    one_at_a_time()
    _remove(SearchDocument.objects.all())
    forget_words()
    written = 0
    for documents in all_documents(catalogue_anew()):
        written += _write(documents)
        progress(len(documents))
    fulltext.rebuild()
    return written


def drift(progress: Progress = lambda _done: None) -> Drift:
    """Compare every document with the register."""
    missing, stale = [], []
    for documents in all_documents(catalogue_anew()):
        new, differing = _compared(documents)
        missing += new
        stale += differing
        progress(len(documents))
    return Drift(_keys(missing), _keys(_orphans()), _keys(stale), words=not fulltext.is_in_step())


def repair(progress: Progress = lambda _done: None) -> Drift:
    """Write what is missing or stale, remove what is orphaned, and return what was found.

    Nobody who saves meanwhile waits for the comparison: only what differs is written, portion by portion, as it stands
    in the register then.
    """
    found = drift(progress)
    for plural, ids in _ids((*found.missing, *found.stale)):
        refresh(**{plural: ids})
    if found.orphaned:
        _remove_orphans()
    if found.words:
        fulltext.rebuild()
    return found


def _ids(keys: Sequence[Key]) -> Iterator[tuple[str, list[int]]]:
    """Return the ids of things by the keys of their documents, in portions, each with the plural of their kind."""
    for kind in REGISTRY.values():
        codes = [code for name, code in keys if name == kind.name]
        for start in range(0, len(codes), PORTION):
            rows = kind.rows().filter(**{f"{kind.code}__in": codes[start : start + PORTION]})
            yield kind.plural, list(rows.values_list("pk", flat=True))


@transaction.atomic
def _remove_orphans() -> None:
    one_at_a_time()
    _remove(SearchDocument.objects.filter(pk__in=[document.pk for document in _orphans()]))


def _write(documents: Sequence[SearchDocument]) -> int:
    changing = [name for name in FACTS if name not in IDENTITY]
    SearchDocument.objects.bulk_create(
        documents, update_conflicts=True, unique_fields=IDENTITY, update_fields=changing, batch_size=500
    )
    record(_keys(documents))
    learn(documents)
    return len(documents)


def _remove(documents: QuerySet[SearchDocument]) -> None:
    """Remove documents. Everything that removes any does it here, so that the removal reaches Elasticsearch too."""
    record(documents.values_list(*IDENTITY).iterator())
    documents.delete()


def _compared(documents: Sequence[SearchDocument]) -> tuple[list[SearchDocument], list[SearchDocument]]:
    """Return those that are not stored, and those stored otherwise."""
    rows = SearchDocument.objects.filter(code__in=[document.code for document in documents])
    stored = {(row.kind, row.code): _facts(row) for row in rows}
    known = {(document.kind, document.code): stored.get((document.kind, document.code)) for document in documents}
    missing = [document for document in documents if known[document.kind, document.code] is None]
    differing = [
        document for document in documents if known[document.kind, document.code] not in (None, _facts(document))
    ]
    return missing, differing


def _facts(document: SearchDocument) -> tuple[object, ...]:
    return tuple(getattr(document, name) for name in FACTS)


def _orphans() -> Iterator[SearchDocument]:
    for kind in REGISTRY.values():
        yield from SearchDocument.objects.filter(kind=kind.name).exclude(code__in=kind.codes()).order_by("code")
    yield from SearchDocument.objects.exclude(kind__in=REGISTRY).order_by("code")


def _keys(documents: Iterable[SearchDocument]) -> tuple[Key, ...]:
    return tuple((document.kind, document.code) for document in documents)
