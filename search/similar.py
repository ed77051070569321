"""Products like the one somebody looks at."""

from datetime import date

from django.dispatch import receiver

from ocop_workflow.signals import product_shown
from search.engines.embedded import EmbeddedEngine
from search.question import PRODUCT

SHOWN = 4


@receiver(product_shown, dispatch_uid="search-similar")
def similar_products(sender: type, code: str, day: date, **kwargs: object) -> tuple[str, ...]:
    """Return the codes of up to 4 products like one, the likest first."""
    # Always inside the database: a page that is no search never waits for the search server.
    return tuple(other for _kind, other in EmbeddedEngine().resembling((PRODUCT, code), day, SHOWN))
