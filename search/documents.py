"""From products and producers of the register to what can be found of them: public facts only."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.db.models import Prefetch
from django.utils.translation import override

from ocop_workflow.domain.certificates import IN_FORCE
from ocop_workflow.domain.text import nfc, sort_key
from ocop_workflow.models import Certificate, Producer, Product
from search.catalogue import Catalogue
from search.models import TERM, SearchDocument
from search.question import PRODUCER, PRODUCT, price_range
from search.words import column, exact_words, folded_words


def product_documents(products: Iterable[int], catalogue: Catalogue) -> list[SearchDocument]:
    """Return the documents of those products that ever held a certificate, by their ids."""
    rows = Product.objects.public().filter(pk__in=list(products))
    joined = rows.select_related("producer__commune").prefetch_related(_newest_certificates())
    return [_product(row, catalogue) for row in joined]


def producer_documents(producers: Iterable[int], catalogue: Catalogue) -> list[SearchDocument]:
    """Return the documents of those producers with a product that ever held a certificate, by their ids."""
    rows = Producer.objects.public().filter(pk__in=list(producers)).select_related("commune")
    public = Prefetch("products", Product.objects.public(), to_attr="public_products")
    with override("vi"):
        return [_producer(row, catalogue) for row in rows.prefetch_related(public)]


def _newest_certificates() -> Prefetch:
    return Prefetch("certificates", Certificate.objects.order_by("-valid_from", "-pk"), to_attr="newest_certificates")


def _product(product: Product, catalogue: Catalogue) -> SearchDocument:
    issued: Sequence[Certificate] = product.newest_certificates  # type: ignore[attr-defined]  # prefetched above
    current = _current(issued, catalogue.day)
    producer = product.producer
    place = catalogue.places.names(producer.commune.key)
    set_name, group = catalogue.sets.get(product.set_no, ""), catalogue.group_of.get(product.set_no, "")
    said = (product.description, product.story, product.ingredients, product.specification)
    numbers = (product.code, product.legal_code, *(number for one in issued for number in _papers(one)))
    known_as = (*numbers, set_name, catalogue.groups.get(group, ""))
    return _document(
        PRODUCT,
        product,
        texts=((product.name,), (producer.name, product.village, *place), (*said, *known_as)),
        body=said,
        numbers=numbers,
        producer=producer.code,
        commune=producer.commune.key,
        organisation=producer.organisation_type,
        price=price_range(product.price_from),
        dated_on=current.valid_from,
        place=place,
        set_no=product.set_no,
        stars=current.stars,
        **{name: getattr(current, name) for name in TERM},
    )


def _producer(producer: Producer, catalogue: Catalogue) -> SearchDocument:
    products: Sequence[Product] = producer.public_products  # type: ignore[attr-defined]  # prefetched above
    place = catalogue.places.names(producer.commune.key)
    said = (producer.introduction, ", ".join(product.name for product in products))
    known_as = (producer.code, producer.address, str(producer.get_organisation_type_display()))
    return _document(
        PRODUCER,
        producer,
        texts=((producer.name,), place, (*said, *known_as)),
        body=said,
        numbers=(producer.code,),
        producer=producer.code,
        commune=producer.commune.key,
        organisation=producer.organisation_type,
        place=place,
    )


def _current(issued: Sequence[Certificate], day: date) -> Certificate:
    """Return the certificate a product is known by on a day, as the register does: in force, else the latest."""
    begun = [one for one in issued if one.valid_from <= day]
    return next((one for one in begun if one.state_on(day) in IN_FORCE), begun[0] if begun else issued[-1])


def _papers(certificate: Certificate) -> tuple[str, str]:
    return certificate.number, certificate.decision_number


def _document(
    kind: str,
    row: Product | Producer,
    *,
    texts: tuple[Sequence[str], Sequence[str], Sequence[str]],
    body: Sequence[str],
    numbers: Sequence[str],
    place: Sequence[str],
    **facts: object,
) -> SearchDocument:
    document = SearchDocument(
        kind=kind, code=row.code, title=nfc(row.name), sort_key=sort_key(row.name), place="\n".join(place), **facts
    )
    document.codes = "\n".join(("", *(column(folded_words(number)) for number in numbers if number), ""))
    document.body = nfc("\n".join(line for line in body if line))
    for name, parts in zip(("title", "maker", "body"), texts, strict=True):
        text = "\n".join(parts)
        setattr(document, f"{name}_exact", column(exact_words(text)))
        setattr(document, f"{name}_folded", column(folded_words(text)))
    return document


def all_documents(catalogue: Catalogue, *, size: int = 500) -> Iterator[list[SearchDocument]]:
    """Return every document there should be, in portions; memory does not grow with their number."""
    for portion in _portions(Product.objects.public().order_by("pk").values_list("pk", flat=True), size):
        yield product_documents(portion, catalogue)
    for portion in _portions(Producer.objects.public().order_by("pk").values_list("pk", flat=True), size):
        yield producer_documents(portion, catalogue)


def _portions(ids: Iterable[int], size: int) -> Iterator[list[int]]:
    listed = list(ids)
    for start in range(0, len(listed), size):
        yield listed[start : start + size]
