"""Entering a producer or a product into the registry, on the way to a dossier."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ocop_workflow.backoffice.forms import ProducerForm, ProductForm, RegistryForm
from ocop_workflow.backoffice.frame import find, intent, refusal_status, refusals
from ocop_workflow.domain import clock
from ocop_workflow.models import Producer, rulebook_of
from ocop_workflow.queries.registrars import communes_kept
from ocop_workflow.queries.rights import prepared_producers
from ocop_workflow.queries.rulebooks import version_for
from ocop_workflow.services.producers import register_producer
from ocop_workflow.services.products import register_product

UNPROCESSABLE = 422


@require_http_methods(["GET", "POST"])
def new_producer(request: HttpRequest) -> HttpResponse:
    communes = communes_kept(request.user, clock.today())
    if not communes.exists():
        raise Http404
    form = ProducerForm(request.POST if request.method == "POST" else None, communes=communes)
    title = _("Register a producer")
    if not (form.is_bound and form.is_valid()):
        return _page(request, form, title, UNPROCESSABLE if form.is_bound else 200)
    with refusals(request, form) as refused:
        producer = register_producer(actor=request.user, idempotency_key=intent(request), **_facts(form))
    if refused:
        return _page(request, form, title, refusal_status(refused[0]))
    messages.success(request, _("“%(name)s” is registered as %(code)s.") % {"name": producer, "code": producer.code})
    return redirect("ocop:new_product", code=producer.code)


@require_http_methods(["GET", "POST"])
def new_product(request: HttpRequest, code: str) -> HttpResponse:
    producer = find(prepared_producers(request.user).select_related("commune"), code=code)
    form = ProductForm(request.POST if request.method == "POST" else None, sets=product_sets())
    title = _("Register a product")
    if not (form.is_bound and form.is_valid()):
        return _page(request, form, title, UNPROCESSABLE if form.is_bound else 200, producer)
    with refusals(request, form) as refused:
        product = register_product(producer, actor=request.user, idempotency_key=intent(request), **_facts(form))
    if refused:
        return _page(request, form, title, refusal_status(refused[0]), producer)
    messages.success(request, _("“%(name)s” is registered as %(code)s.") % {"name": product, "code": product.code})
    return redirect(f"{reverse('ocop:new_dossier')}?san-pham={product.code}")


def product_sets() -> list[tuple[int, str]]:
    """Return the sets of today's law, by number and name."""
    cards = rulebook_of(version_for(clock.today())).scorecards
    return [(number, f"{number}. {card.name}") for number, card in sorted(cards.items())]


def _facts(form: RegistryForm) -> dict[str, object]:
    return {name: value for name, value in form.cleaned_data.items() if name != "intent"}


def _page(
    request: HttpRequest, form: RegistryForm, title: str, status: int, producer: Producer | None = None
) -> HttpResponse:
    context = {"form": form, "page_title": title, "producer": producer}
    return render(request, "ocop_workflow/backoffice/register.html", context, status=status)
