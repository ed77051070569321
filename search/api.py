"""The public read API: JSON over search and register. Whatever is asked, the answer is never a 500."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.core.exceptions import TooManyFieldsSent
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Query
from ninja.renderers import JSONRenderer

from ocop_workflow.domain import clock
from ocop_workflow.queries.register import certificate_by_token, producer_facts, product_facts
from search import api_answers as answers
from search import api_rulebooks as rulebook_answers
from search import api_schemas as schemas
from search.api_forms import ApiForm, Errors
from search.catalogue import catalogue_on
from search.harvest import harvest
from search.queries import search_catalogue, suggest
from search.question import PRODUCER, PRODUCT

NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
EVERYWHERE = {304: None, 429: schemas.Said}
LISTED = EVERYWHERE | {422: schemas.Refusal}
NAMED = EVERYWHERE | {404: schemas.Said}


class ReadableJSON(JSONRenderer):
    """Letters as they are, not as escapes."""

    json_dumps_params = {"ensure_ascii": False}


class Refused(Exception):
    """What was asked cannot be answered; `errors` name each field and the reason."""

    def __init__(self, errors: Errors) -> None:
        self.errors = errors
        super().__init__(errors)


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


@api.exception_handler(TooManyFieldsSent)
def too_many(request: HttpRequest, error: TooManyFieldsSent) -> HttpResponse:
    return refused(request, Refused([{"field": "*", "reason": _("There are too many parameters.")}]))


@api.exception_handler(Http404)
def missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return api.create_response(request, {"detail": _("There is nothing under this code.")}, status=404)


@api.get("products", response={200: schemas.Products, **LISTED})
def products(request: HttpRequest, asked: Query[schemas.ProductsAsked]) -> answers.Answer:
    form = _form(request, schemas.ProductsAsked)
    if form.is_harvest:
        return _harvested(request, form)
    return _listed(request, form, PRODUCT, answers.PRODUCT_FACETS)


@api.get("products/{code}", response={200: schemas.ProductDetail, **NAMED})
def product(request: HttpRequest, code: str) -> answers.Answer:
    facts = product_facts(code, clock.today()) if NAME.fullmatch(code) else None
    if facts is None:
        raise Http404
    return answers.product_detail(facts, request.build_absolute_uri)


@api.get("producers", response={200: schemas.Producers, **LISTED})
def producers(request: HttpRequest, asked: Query[schemas.Paged]) -> answers.Answer:
    return _listed(request, _form(request, schemas.Paged), PRODUCER, answers.PRODUCER_FACETS)


@api.get("producers/{code}", response={200: schemas.ProducerDetail, **NAMED})
def producer(request: HttpRequest, code: str) -> answers.Answer:
    facts = producer_facts(code, clock.today()) if NAME.fullmatch(code) else None
    if facts is None:
        raise Http404
    return answers.producer_detail(facts, request.build_absolute_uri)


@api.get("suggest", response={200: schemas.Suggestions, **LISTED})
def suggestions(request: HttpRequest, asked: Query[schemas.Words]) -> answers.Answer:
    form = _form(request, schemas.Words)
    found = suggest(form.cleaned_data["text"], form.catalogue)
    absolute = request.build_absolute_uri
    return {"suggestions": [{"type": one.type, "label": one.label, "url": absolute(one.url)} for one in found]}


@api.get("certificates/{token}", response={200: schemas.CertificateChecked, 404: schemas.Said, 429: schemas.Said})
def certificate(request: HttpRequest, token: str) -> answers.Answer:
    found = certificate_by_token(token, clock.today()) if NAME.fullmatch(token) else None
    if found is None:
        raise Http404
    return answers.certificate_checked(found, request.build_absolute_uri)


@api.get("rulebooks", response={200: rulebook_answers.Rulebooks, **EVERYWHERE})
def rulebooks(request: HttpRequest) -> answers.Answer:
    day, versions = clock.today(), rulebook_answers.loaded()
    return {"results": [rulebook_answers.found(pk, day, _of_rulebook(request, code)) for code, pk in versions.items()]}


@api.get("rulebooks/{code}", response={200: rulebook_answers.RulebookDetail, **NAMED})
def rulebook(request: HttpRequest, code: str) -> answers.Answer:
    version = rulebook_answers.loaded().get(code)
    if version is None:
        raise Http404
    return rulebook_answers.detail(version, clock.today(), _of_rulebook(request, code))


def _of_rulebook(request: HttpRequest, code: str) -> str:
    return request.build_absolute_uri(reverse("api:rulebook", args=[code]))


def _form(request: HttpRequest, asked: type[schemas.Schema]) -> ApiForm:
    """Return the valid form over the parameters that may be given; what is wrong with any of them is refused."""
    form = ApiForm(request.GET, asked.model_fields, catalogue=catalogue_on())
    if errors := form.refusals():
        raise Refused(errors)
    return form


def _listed(request: HttpRequest, form: ApiForm, kind: str, facets: Sequence[str]) -> answers.Answer:
    found = search_catalogue(replace(form.query(), kind=(kind,)), form.catalogue)
    following = _following(request, page=found.page + 1) if found.page < found.pages else None
    return answers.listing(found, facets, request.build_absolute_uri, following)


def _harvested(request: HttpRequest, form: ApiForm) -> answers.Answer:
    query = form.query()
    sheaf = harvest(query, form.cleaned_data["cursor"], form.catalogue)
    following = _following(request, cursor=sheaf.after) if sheaf.after else None
    return answers.gathered(sheaf, query.page_size, request.build_absolute_uri, following)


def _following(request: HttpRequest, **changed: Any) -> str:
    """Return the address of the same question with some parameters changed."""
    asked = request.GET.copy()
    for name, value in changed.items():
        asked[name] = str(value)
    return request.build_absolute_uri(f"{request.path}?{asked.urlencode()}")
