"""What was typed into a form stays to be read, also where the form has no place any more."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

View = Callable[..., HttpResponse]
TICKED = "on"
# What the page sends by itself.
UNTYPED = frozenset({"csrfmiddlewaretoken", "intent", "version", "seen", "next"})


def typed_words(post: QueryDict) -> list[str]:
    """Return everything a person typed or chose in a form, in the order of its fields."""
    sent = (value for name, values in post.lists() if name not in UNTYPED for value in values)
    return [value for value in sent if value.strip() and value != TICKED]


def keeps_typed(view: View) -> View:
    """Let a form sent to what is not, or no longer, in sight be answered with what was typed; still as not found.

    As when an office ended since the page was opened. The answer is the same whether or not there is such a thing.
    """

    @wraps(view)
    def kept(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Http404:
            typed = typed_words(request.POST)
            if not typed:
                raise
            page = "ocop_workflow/backoffice/out_of_sight.html"
            return render(request, page, {"typed": typed}, status=HTTPStatus.NOT_FOUND)

    return kept
