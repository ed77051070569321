"""Producers with a product that ever held a certificate."""

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from ocop_workflow.domain import addresses
from ocop_workflow.models import Producer, Product
from ocop_workflow.queries.register_lists import NAMELESS, ListedProducer, listed_producers
from search.catalogue import Catalogue
from search.kinds.base import Kind, Name, document
from search.kinds.names import named_producers
from search.models import SearchDocument
from search.question import PRODUCER


def documents(producers: Iterable[int], catalogue: Catalogue) -> list[SearchDocument]:
    """Return the documents of those producers that are public, by their ids."""
    rows = Producer.objects.public().filter(pk__in=list(producers)).select_related("commune")
    public = Prefetch("products", Product.objects.public(), to_attr="public_products")
    with override("vi"):
        return [_document(row, catalogue) for row in rows.prefetch_related(public)]


def _document(producer: Producer, catalogue: Catalogue) -> SearchDocument:
    products: Sequence[Product] = producer.public_products  # type: ignore[attr-defined]  # prefetched above
    place = catalogue.places.names(producer.commune.key)
    return document(
        PRODUCER,
        producer.code,
        producer.name,
        maker=(*place, *catalogue.places.wider_names(producer.commune.key)),
        body=(producer.introduction, ", ".join(product.name for product in products)),
        known_as=(producer.address, str(producer.get_organisation_type_display())),
        numbers=(producer.code,),
        producer=producer.code,
        commune=producer.commune.key,
        organisation=producer.organisation_type,
        place="\n".join(place),
    )


def facts(codes: Sequence[str], catalogue: Catalogue) -> Mapping[str, ListedProducer]:
    return listed_producers(codes, catalogue.day, called=catalogue.places.called)


def names(codes: Sequence[str], catalogue: Catalogue) -> Mapping[str, Name]:
    known = named_producers(codes, catalogue.day)
    place = catalogue.places.called
    return {
        code: Name(code, one.name, addresses.producer_path(code), beside=place.get(one.commune, NAMELESS)[0])
        for code, one in known.items()
    }


KIND = Kind(
    name=PRODUCER,
    plural="producers",
    label=_("Producers"),
    one=_("Producer"),
    template="search/_producer.html",
    rows=Producer.objects.public,
    documents=documents,
    facts=facts,
    names=names,
)
