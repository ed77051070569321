from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from search.catalogue import catalogue_on
from search.facets import facet_label
from search.forms import SearchForm, said_in
from search.queries import search_catalogue, suggest
from search.question import FACETS


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    catalogue = catalogue_on()
    form = SearchForm(said_in(request.GET), catalogue=catalogue)
    if not form.is_valid():
        return render(request, "search/refused.html", {"text": request.GET.get("q", ""), "faults": faults(form)})
    query = form.query()
    return render(request, "search/results.html", {"query": query, "results": search_catalogue(query, catalogue)})


def faults(form: SearchForm) -> list[tuple[str, str]]:
    """Return what was refused, in words: the filter's name, empty for the text itself, and the reason."""
    return [
        (facet_label(field) if field in FACETS else "", str(reason))
        for field, reasons in form.errors.items()
        for reason in reasons
    ]


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    form = SearchForm(said_in(request.GET), catalogue=catalogue_on())
    text = form.cleaned_data.get("text", "") if form.is_valid() else ""
    return render(request, "search/suggestions.html", {"suggestions": suggest(text, form.catalogue)})
