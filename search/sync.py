"""Keeping documents in step with the register: within the same transaction, and from scratch."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db import connection, transaction

from ocop_workflow.models import Producer, Product
from search.catalogue import catalogue_on
from search.documents import all_documents, producer_documents, product_documents
from search.engines import fulltext
from search.models import FACTS, SearchDocument
from search.question import PRODUCER, PRODUCT
from search.vocabulary import forget_words, learn

LOCK = 0x0C09_5EA4
IDENTITY = ("kind", "code")

Progress = Callable[[int], object]


@dataclass(frozen=True, slots=True)
class Drift:
    """Where documents differ from the register, as codes; `words` says whether the full-text index differs."""

    missing: tuple[str, ...] = ()
    orphaned: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    words: bool = False

    def __bool__(self) -> bool:
        return bool(self.missing or self.orphaned or self.stale or self.words)


@transaction.atomic
def refresh(*, products: Iterable[int] = (), producers: Iterable[int] = ()) -> int:
    """Write the documents of products and producers, by their ids, as the register stands in this transaction.

    What is not public is left out. Returns how many were written.
    """
    _one_at_a_time()
    catalogue = catalogue_on()
    return _write([*product_documents(products, catalogue), *producer_documents(producers, catalogue)])


def refresh_producers(producers: Collection[int]) -> int:
    """Write the documents of producers, by their ids, and of all their products, which bear their name and place."""
    products = Product.objects.filter(producer__in=producers).values_list("pk", flat=True)
    return refresh(products=products, producers=producers)


@transaction.atomic
def refresh_places() -> int:
    """Write the documents whose communes are called otherwise since units were founded, merged or renamed."""
    _one_at_a_time()
    places = catalogue_on().places
    stored = SearchDocument.objects.values_list("commune", "place").distinct()
    renamed = {commune for commune, place in stored if place != "\n".join(places.names(commune))}
    codes = SearchDocument.objects.filter(commune__in=renamed).values("producer")
    ids = list(Producer.objects.filter(code__in=codes).values_list("pk", flat=True))
    return refresh_producers(ids) if ids else 0


@transaction.atomic
def build(progress: Progress = lambda _done: None) -> int:
    """Throw all documents away and write them anew; searches see the old ones until all is done."""
    _one_at_a_time()
    SearchDocument.objects.all().delete()
    forget_words()
    written = 0
    for documents in all_documents(catalogue_on()):
        written += _write(documents)
        progress(len(documents))
    fulltext.rebuild()
    return written


def drift(progress: Progress = lambda _done: None) -> Drift:
    """Compare every document with the register."""
    missing, stale = [], []
    for documents in all_documents(catalogue_on()):
        new, differing = _compared(documents)
        missing += new
        stale += differing
        progress(len(documents))
    codes = [document.code for document in _orphans()]
    return Drift(_codes(missing), tuple(codes), _codes(stale), words=not fulltext.is_in_step())


@transaction.atomic
def repair(progress: Progress = lambda _done: None) -> Drift:
    """Write what is missing or stale, remove what is orphaned, and return what was found."""
    _one_at_a_time()
    found = drift(progress)
    for documents in all_documents(catalogue_on()):
        new, differing = _compared(documents)
        _write([*new, *differing])
    SearchDocument.objects.filter(pk__in=[document.pk for document in _orphans()]).delete()
    if found.words:
        fulltext.rebuild()
    return found


def expected_count() -> int:
    """Return how many documents there should be."""
    return Product.objects.public().count() + Producer.objects.public().count()


def _one_at_a_time() -> None:
    """Let one transaction at a time read the register and write documents of it, so that none writes what is old.

    It is the last lock but that of the chain's head; SQLite has one writer anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _write(documents: Sequence[SearchDocument]) -> int:
    changing = [name for name in FACTS if name not in IDENTITY]
    SearchDocument.objects.bulk_create(
        documents, update_conflicts=True, unique_fields=IDENTITY, update_fields=changing, batch_size=500
    )
    learn(documents)
    return len(documents)


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
    public = {
        PRODUCT: Product.objects.public().values("code"),
        PRODUCER: Producer.objects.public().values("code"),
    }
    for kind, codes in public.items():
        yield from SearchDocument.objects.filter(kind=kind).exclude(code__in=codes).order_by("code")
    yield from SearchDocument.objects.exclude(kind__in=public).order_by("code")


def _codes(documents: Iterable[SearchDocument]) -> tuple[str, ...]:
    return tuple(document.code for document in documents)
