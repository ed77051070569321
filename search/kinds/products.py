"""Products that ever held a certificate."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from ocop_workflow.domain import addresses
from ocop_workflow.domain.certificates import IN_FORCE
from ocop_workflow.models import Certificate, Product
from ocop_workflow.queries.catalogue import names_of_sets
from ocop_workflow.queries.register_lists import ListedProduct, listed_products
from search.catalogue import Catalogue
from search.kinds.base import Kind, Name, document
from search.kinds.names import named_products
from search.models import TERM, SearchDocument
from search.question import PRODUCT, price_range


def documents(products: Iterable[int], catalogue: Catalogue) -> list[SearchDocument]:
    """Return the documents of those products that are public, by their ids."""
    rows = Product.objects.public().filter(pk__in=list(products))
    joined = rows.select_related("producer__commune").prefetch_related(_newest_certificates())
    known_as = names_of_sets()
    return [_document(row, catalogue, known_as.get(row.set_no, ())) for row in joined]


def _newest_certificates() -> Prefetch:
    return Prefetch("certificates", Certificate.objects.order_by("-valid_from", "-pk"), to_attr="newest_certificates")


def _document(product: Product, catalogue: Catalogue, set_names: Sequence[str]) -> SearchDocument:
    issued: Sequence[Certificate] = product.newest_certificates  # type: ignore[attr-defined]  # prefetched above
    current = _current(issued, catalogue.day)
    producer = product.producer
    place = catalogue.places.names(producer.commune.key)
    return document(
        PRODUCT,
        product.code,
        product.name,
        maker=(
            producer.name,
            product.village,
            *place,
            *catalogue.places.wider_names(producer.commune.key),
            product.specification,
        ),
        body=(product.description, product.story, product.ingredients, product.specification),
        known_as=set_names,
        numbers=(product.code, product.legal_code, *(number for one in issued for number in _papers(one))),
        producer=producer.code,
        commune=producer.commune.key,
        organisation=producer.organisation_type,
        price=price_range(product.price_from),
        dated_on=current.valid_from,
        place="\n".join(place),
        set_no=product.set_no,
        stars=current.stars,
        **{name: getattr(current, name) for name in TERM},
    )


def _current(issued: Sequence[Certificate], day: date) -> Certificate:
    """Return the certificate a product is known by on a day, as the register does: in force, else the latest."""
    begun = [one for one in issued if one.valid_from <= day]
    return next((one for one in begun if one.state_on(day) in IN_FORCE), begun[0] if begun else issued[-1])


def _papers(certificate: Certificate) -> tuple[str, str]:
    return certificate.number, certificate.decision_number


def facts(codes: Sequence[str], catalogue: Catalogue) -> Mapping[str, ListedProduct]:
    return listed_products(codes, catalogue.day, called=catalogue.places.called, group_name=catalogue.group_name)


def names(codes: Sequence[str], catalogue: Catalogue) -> Mapping[str, Name]:
    known = named_products(codes, catalogue.day)
    return {
        code: Name(code, one.name, addresses.product_path(code), one.status, one.maker) for code, one in known.items()
    }


KIND = Kind(
    name=PRODUCT,
    plural="products",
    label=_("Products"),
    one=_("Product"),
    template="search/_product.html",
    rows=Product.objects.public,
    documents=documents,
    facts=facts,
    names=names,
)
