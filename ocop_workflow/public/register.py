"""What the register says about a product or a producer, for anyone, at the address of its code."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from ocop_workflow.domain import clock
from ocop_workflow.models import Product
from ocop_workflow.queries.register import ProductFacts, producer_facts, product_facts, products_facts
from ocop_workflow.signals import product_shown


@require_safe
def product(request: HttpRequest, code: str) -> HttpResponse:
    facts = product_facts(code, clock.today())
    if facts is None:
        raise Http404
    context = {"facts": facts, "similar": similar_to(code, clock.today())}
    return TemplateResponse(request, "ocop_workflow/public/product_facts.html", context)


@require_safe
def producer(request: HttpRequest, code: str) -> HttpResponse:
    facts = producer_facts(code, clock.today())
    if facts is None:
        raise Http404
    context = {"facts": facts, "products": products_of(code)}
    return TemplateResponse(request, "ocop_workflow/public/producer_facts.html", context)


def products_of(producer_code: str) -> tuple[ProductFacts, ...]:
    """Return a producer's public products by name, as they stand today."""
    products = Product.objects.public().filter(producer__code=producer_code)
    return products_facts(products.order_by("sort_key", "pk"), clock.today())


def similar_to(code: str, day: date) -> tuple[ProductFacts, ...]:
    """Return products in force on a day that are like one, as whoever listens knows them; none where nobody does.

    Who fails to answer takes nothing from the page.
    """
    answers = [answer for _receiver, answer in product_shown.send_robust(Product, code=code, day=day)]
    return next((answer for answer in answers if answer and not isinstance(answer, Exception)), ())
