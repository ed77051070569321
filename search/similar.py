"""Products like the one somebody looks at."""

from datetime import date

from django.dispatch import receiver

from ocop_workflow.domain.certificates import IN_FORCE
from ocop_workflow.models import Product
from ocop_workflow.queries.register import ProductFacts, products_facts
from ocop_workflow.signals import product_shown
from search.engines.embedded import EmbeddedEngine
from search.question import PRODUCT

SHOWN = 4


@receiver(product_shown, dispatch_uid="search-similar")
def similar_products(sender: type, code: str, day: date, **kwargs: object) -> tuple[ProductFacts, ...]:
    """Return up to 4 products like one, the likest first; what the register no longer holds in force is left out."""
    # Always inside the database: a page that is no search never waits for the search server.
    likest = [other for _kind, other in EmbeddedEngine().resembling((PRODUCT, code), day, SHOWN)]
    known = {fact.code: fact for fact in products_facts(Product.objects.filter(code__in=likest), day)}
    return tuple(known[other] for other in likest if other in known and known[other].status in IN_FORCE)
