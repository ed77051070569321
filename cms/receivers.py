"""What the pages do when something happened in the workflow: they propose, a person publishes."""

from django.db import IntegrityError, transaction
from django.dispatch import receiver
from django.utils.html import format_html

from cms.models import ProductIndexPage, ProductPage
from ocop_workflow.domain.text import slug
from ocop_workflow.models import Certificate, Product
from ocop_workflow.signals import certificate_issued

ATTEMPTS = 5
LONGEST_INTRO = 300


@receiver(certificate_issued, dispatch_uid="cms-propose-product-page")
def propose_product_page(sender: type, certificate: Certificate, **kwargs: object) -> None:
    """Draft a showcase page for a certified product that has none."""
    product = certificate.product
    has_page = ProductPage.objects.filter(product=product).exists()
    if certificate.dossier_id is None or has_page or not ProductIndexPage.objects.exists():
        return
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with transaction.atomic():
                draft_page(product)
        except IntegrityError:
            # Another page took the place in the tree at the same moment; a signature never fails of that.
            if attempt == ATTEMPTS:
                raise
        else:
            return


def draft_page(product: Product) -> None:
    """Put a page that only editors see under the product index."""
    index = ProductIndexPage.objects.first()
    page = ProductPage(
        title=product.name,
        slug=free_slug(index, product.name, product.code),
        product=product,
        intro=product.description[:LONGEST_INTRO],
        live=False,
        has_unpublished_changes=True,
    )
    page.body = [("text", format_html("<p>{}</p>", line)) for line in product.story.splitlines() if line.strip()]
    index.add_child(instance=page)
    page.save_revision()


def free_slug(index: ProductIndexPage, name: str, code: str) -> str:
    """Return the name as an address, with the code behind it when another page has it."""
    wanted = slug(name) or code.lower()
    taken = index.get_children().filter(slug=wanted).exists()
    return f"{wanted}-{code.lower()}" if taken else wanted
