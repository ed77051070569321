"""The communications staff's screens of the search: what found nothing, and what is pinned."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import NamedTuple
from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ocop_workflow.backoffice.frame import refusal_status, refusals
from ocop_workflow.domain import clock
from search.catalogue import catalogue_on
from search.editors.forms import PinForm, titles
from search.editors.misses import SHOWN_DAYS, misses
from search.editors.models import LONGEST_QUESTION, Pin
from search.editors.pins import keep_pin, named
from search.editors.rights import may_edit_search
from search.hits import shown_facts
from search.question import SearchQuery

PAGE_SIZE = 50
UNPROCESSABLE = 422

View = Callable[..., HttpResponse]


class PinRow(NamedTuple):
    """A pin, what it names in words with whether citizens are shown it today, and whether any of it stands first."""

    pin: Pin
    documents: list[tuple[str, bool]]
    is_first: bool


def for_editors(view: View) -> View:
    """Let only those in who look after the search today."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not may_edit_search(request.user, clock.today()):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@require_safe
@for_editors
def missed(request: HttpRequest) -> HttpResponse:
    page = Paginator(misses(clock.today()), PAGE_SIZE).get_page(request.GET.get("trang"))
    context = {"page_obj": page, "days": SHOWN_DAYS, "page_title": _("Questions without results"), "icon": "help"}
    return render(request, "search/editors/misses.html", context)


@require_safe
@for_editors
def pins(request: HttpRequest) -> HttpResponse:
    page = Paginator(Pin.objects.all(), PAGE_SIZE).get_page(request.GET.get("trang"))
    context = {"page_obj": page, "rows": _rows(page), "page_title": _("Pinned results"), "icon": "thumbtack"}
    return render(request, "search/editors/pins.html", context)


def _rows(pins: Iterable[Pin]) -> list[PinRow]:
    """Return pins as their list shows them; the number of queries does not depend on how many there are."""
    keys = tuple(key for pin in pins for key in pin.keys)
    names, catalogue = titles(keys), catalogue_on()
    counting = shown_facts(keys, SearchQuery(), catalogue)
    return [
        PinRow(
            pin=pin,
            documents=[(line, key in counting) for line, key in zip(named(pin.keys, names), pin.keys, strict=True)],
            is_first=pin.is_valid_on(catalogue.day) and any(key in counting for key in pin.keys),
        )
        for pin in pins
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@for_editors
def edit_pin(request: HttpRequest, number: int | None = None) -> HttpResponse:
    pin = get_object_or_404(Pin, pk=number) if number else None
    data = request.POST if request.method == "POST" else None
    form = PinForm(data, pin=pin, phrase=request.GET.get("q", "")[:LONGEST_QUESTION])
    if not (form.is_bound and form.is_valid()):
        return _pin_page(request, form, pin, UNPROCESSABLE if form.is_bound else 200)
    with refusals(request, form) as refused:
        kept = keep_pin(pin, form.facts(), actor=request.user)
    if refused:
        return _pin_page(request, form, pin, refusal_status(refused[0]))
    messages.success(request, _("The results of “%(phrase)s” are pinned.") % {"phrase": kept.phrase})
    return redirect("search_editors:pins")


def _pin_page(request: HttpRequest, form: PinForm, pin: Pin | None, status: int) -> HttpResponse:
    asked = f"/tim-kiem/?q={quote(pin.phrase)}" if pin else ""
    context = {"form": form, "page_title": _("Pin results"), "icon": "thumbtack", "asked": asked}
    return render(request, "search/editors/pin.html", context, status=status)
