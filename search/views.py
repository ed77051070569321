from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from search.catalogue import Catalogue, Outdated, catalogue_on, confirm, last_catalogue
from search.editors.misses import noting_miss
from search.facets import facet_label
from search.forms import SearchForm, said_in, typed_in
from search.page import kept, shown
from search.queries import search_catalogue
from search.question import FACETS, SearchQuery
from search.suggesting import suggested


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Answer by what this process remembers, while the database tells whether that is old: then anew."""
    before = last_catalogue()
    if before is not None:
        with suppress(Outdated):
            return _results(request, before, partial(confirm, before))
    return _results(request, catalogue_on(), lambda: None)


def _results(request: HttpRequest, catalogue: Catalogue, confirmed: Callable[[], object]) -> HttpResponse:
    form = SearchForm(said_in(request.GET), catalogue=catalogue)
    if not form.is_valid():
        confirmed()
        return _refused(request, form)
    query = form.query()
    found = search_catalogue(query, catalogue, confirmed)
    context = shown(query, found, catalogue)
    response = _page(request, "results", context)
    response[_address_header(request)] = query.url
    # Half a word typed finds nothing either: only what was sent as a question counts.
    if not (context["count"] or found.hidden_count or is_part(request) or kept(query)):
        # Called when the answer has been sent.
        response._resource_closers.append(noting_miss(query.text, catalogue.day))  # type: ignore[attr-defined]  # Django's
    return response


def _refused(request: HttpRequest, form: SearchForm) -> HttpResponse:
    plain = SearchQuery(text=form.cleaned_data.get("text", ""))
    context = {"text": request.GET.get("q", ""), "faults": faults(form), "plain_url": plain.url}
    return _page(request, "refused", context, HTTPStatus.UNPROCESSABLE_ENTITY)


def _page(request: HttpRequest, name: str, context: Mapping[str, object], status: int = HTTPStatus.OK) -> HttpResponse:
    """Return the whole page, or the part of it that htmx puts in its place; caches tell the two apart."""
    template = f"search/{name}_part.html" if is_part(request) else f"search/{name}.html"
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    if is_part(request):
        # The back button of some browsers would otherwise show the part alone.
        response["Cache-Control"] = "no-store"
    return response


def is_part(request: HttpRequest) -> bool:
    """Return whether a script asks for the results alone."""
    return request.headers.get("HX-Request") == "true" and "HX-History-Restore-Request" not in request.headers


def _address_header(request: HttpRequest) -> str:
    """Name what sets the address: a link followed is a step that can be taken back, a letter typed is none."""
    return "HX-Push-Url" if request.headers.get("HX-Boosted") == "true" else "HX-Replace-Url"


def faults(form: SearchForm) -> list[tuple[str, str]]:
    """Return what was refused, in words: the filter's name, empty for the text itself, and the reason."""
    return [
        (facet_label(field) if field in FACETS else "", str(reason))
        for field, reasons in form.errors.items()
        for reason in reasons
    ]


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    groups = suggested(typed_in(request.GET))
    context = {"groups": groups, "count": sum(len(group.items) for group in groups)}
    return HttpResponse(render_to_string("search/suggestions.html", context))
