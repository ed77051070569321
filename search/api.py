"""The public read API: JSON over search and register. Whatever is asked, the answer is never a 500."""

import re
from collections.abc import Sequence
from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Query
from ninja.renderers import JSONRenderer

from ocop_workflow.domain import clock
from ocop_workflow.queries.register import certificate_by_token, producer_facts, product_facts
from search import api_answers as answers
from search import api_schemas as schemas
from search.catalogue import catalogue_on
from search.forms import ProductsForm
from search.queries import search_catalogue, suggest
from search.question import PRODUCER, PRODUCT
from search.results import SearchResults

# What the form calls otherwise than the API.
FIELDS = {"text": "q"}
NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")


class ReadableJSON(JSONRenderer):
    """Letters as they are, not as escapes."""

    json_dumps_params = {"ensure_ascii": False}


class Refused(Exception):
    """What was asked cannot be answered; `errors` name each field and the reason."""

    def __init__(self, form: ProductsForm) -> None:
        self.errors = [
            {"field": FIELDS.get(field, field), "reason": str(reason)}
            for field, reasons in form.errors.items()
            for reason in reasons
        ]
        super().__init__(self.errors)


api = NinjaAPI(
    title="OCOP Lai Châu",
    version="1",
    description="Products and producers of the One Commune One Product programme and what their stars are worth.",
    docs_url=None,
    urls_namespace="api",
    renderer=ReadableJSON(),
)


@api.exception_handler(Refused)
def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    return api.create_response(request, {"errors": error.errors}, status=422)


@api.exception_handler(Http404)
def missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return api.create_response(request, {"detail": _("There is nothing under this code.")}, status=404)


@api.get("products", response={200: schemas.Products, 422: schemas.Refusal})
def products(request: HttpRequest, asked: Query[schemas.ProductsAsked]) -> answers.Answer:
    found = _found(request, PRODUCT, tuple(schemas.ProductsAsked.model_fields))
    return answers.listing(found, answers.PRODUCT_FACETS, request.build_absolute_uri)


@api.get("products/{code}", response={200: schemas.ProductDetail, 404: schemas.Missing})
def product(request: HttpRequest, code: str) -> answers.Answer:
    facts = product_facts(code, clock.today()) if NAME.fullmatch(code) else None
    if facts is None:
        raise Http404
    return answers.product_detail(facts, request.build_absolute_uri)


@api.get("producers", response={200: schemas.Producers, 422: schemas.Refusal})
def producers(request: HttpRequest, asked: Query[schemas.Paged]) -> answers.Answer:
    found = _found(request, PRODUCER, tuple(schemas.Paged.model_fields))
    return answers.listing(found, answers.PRODUCER_FACETS, request.build_absolute_uri)


@api.get("producers/{code}", response={200: schemas.ProducerDetail, 404: schemas.Missing})
def producer(request: HttpRequest, code: str) -> answers.Answer:
    facts = producer_facts(code, clock.today()) if NAME.fullmatch(code) else None
    if facts is None:
        raise Http404
    return answers.producer_detail(facts, request.build_absolute_uri)


@api.get("suggest", response={200: schemas.Suggestions, 422: schemas.Refusal})
def suggestions(request: HttpRequest, q: str = "") -> answers.Answer:
    form = _form(request, ("q",))
    if not form.is_valid():
        raise Refused(form)
    found = suggest(form.cleaned_data["text"], form.catalogue)
    absolute = request.build_absolute_uri
    return {"suggestions": [{"type": one.type, "label": one.label, "url": absolute(one.url)} for one in found]}


@api.get("certificates/{token}", response={200: schemas.CertificateChecked, 404: schemas.Missing})
def certificate(request: HttpRequest, token: str) -> answers.Answer:
    found = certificate_by_token(token, clock.today()) if NAME.fullmatch(token) else None
    if found is None:
        raise Http404
    return answers.certificate_checked(found, request.build_absolute_uri)


def _form(request: HttpRequest, names: Sequence[str]) -> ProductsForm:
    """Return the form over the named parameters; what else was sent plays no part."""
    said = {name: request.GET.getlist(name) for name in names if name in request.GET}
    said |= {field: said.pop(name) for field, name in FIELDS.items() if name in said}
    return ProductsForm(MultiValueDict(said), catalogue=catalogue_on())


def _found(request: HttpRequest, kind: str, names: Sequence[str]) -> SearchResults:
    form = _form(request, names)
    if not form.is_valid():
        raise Refused(form)
    return search_catalogue(replace(form.query(), kind=(kind,)), form.catalogue)
