"""The communications staff's screens of synonyms."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ocop_workflow.backoffice.frame import refusal_status, refusals
from ocop_workflow.domain.cleaning import clean_line
from search.editors.views import for_editors
from search.synonyms.forms import SynonymForm
from search.synonyms.keeping import keep_synonym
from search.synonyms.models import LONGEST_PHRASE, Synonym
from search.words import folded_words

PAGE_SIZE = 50
UNPROCESSABLE = 422


@require_safe
@for_editors
def synonyms(request: HttpRequest) -> HttpResponse:
    wanted = clean_line(request.GET.get("q", ""))[:LONGEST_PHRASE]
    page = Paginator(_holding(Synonym.objects.order_by("-in_use", "-pk"), wanted), PAGE_SIZE)
    context = {
        "page_obj": page.get_page(request.GET.get("trang")),
        "wanted": wanted,
        "page_title": _("Synonyms"),
        "icon": "openquote",
    }
    return render(request, "search/editors/synonyms.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_editors
def edit(request: HttpRequest, number: int | None = None) -> HttpResponse:
    synonym = get_object_or_404(Synonym, pk=number) if number else None
    form = SynonymForm(request.POST if request.method == "POST" else None, synonym=synonym)
    if not (form.is_bound and form.is_valid()):
        return _page(request, form, UNPROCESSABLE if form.is_bound else 200)
    with refusals(request, form) as refused:
        kept = keep_synonym(synonym, form.facts(), actor=request.user)
    if refused:
        return _page(request, form, refusal_status(refused[0]))
    messages.success(request, _("“%(group)s” counts from the next search on.") % {"group": kept})
    return redirect("search_synonyms:synonyms")


def _holding(groups: QuerySet[Synonym], text: str) -> list[Synonym]:
    """Return the groups in one of whose phrases all words of a text stand, with marks or without."""
    words = set(folded_words(text))
    return [group for group in groups if any(words <= set(folded_words(line)) for line in group.lines)]


def _page(request: HttpRequest, form: SynonymForm, status: int) -> HttpResponse:
    context = {"form": form, "page_title": _("Phrases that mean the same"), "icon": "openquote"}
    return render(request, "search/editors/synonym.html", context, status=status)
