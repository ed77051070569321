"""What the register says about a product or a producer, for anyone, at the address of its code."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from ocop_workflow.domain import clock
from ocop_workflow.domain.certificates import IN_FORCE
from ocop_workflow.models import Product
from ocop_workflow.queries.register import ProductFacts, producer_facts, products_facts
from ocop_workflow.signals import product_shown


@require_safe
def product(request: HttpRequest, code: str) -> HttpResponse:
    facts, similar = facts_and_similar(code, clock.today())
    if facts is None:
        raise Http404
    context = {"facts": facts, "similar": similar}
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


def facts_and_similar(code: str, day: date) -> tuple[ProductFacts | None, tuple[ProductFacts, ...]]:
    """Return the facts of a product on a day, None when it never held a certificate, and of those in force like it.

    Whoever listens knows which are like it; who fails to answer takes nothing from the page.
    """
    answers = [answer for _receiver, answer in product_shown.send_robust(Product, code=code, day=day)]
    likest = next((answer for answer in answers if answer and not isinstance(answer, Exception)), ())
    facts = products_facts(Product.objects.filter(code__in=[code, *likest]), day)
    known = {fact.code: fact for fact in facts}
    similar = (known[other] for other in likest if other in known and other != code)
    return known.get(code), tuple(fact for fact in similar if fact.status in IN_FORCE)
