"""What HTTP asks of a read API that anybody may use, also from a page of another site."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from search.limits import API, come_back, refusing, seconds_to_wait

READING = ("GET", "HEAD", "OPTIONS")
# Whoever keeps an answer asks each time whether it still holds: a star revoked now is gone from the next answer.
ASK_AGAIN = "public, no-cache"
# What holds no star's state.
FIVE_MINUTES = "public, max-age=300"
# What says at which moment it was checked.
NEVER = "no-store"

OPEN_TO_ALL = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Retry-After",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
PREFLIGHT = {
    "Allow": ", ".join(READING),
    "Access-Control-Allow-Methods": ", ".join(READING),
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}

View = Callable[..., HttpResponse]


def public(view: View, kept: str = ASK_AGAIN) -> View:
    """Let a view answer GET, HEAD and OPTIONS for everybody, within the limit and with an ETag.

    `kept` is the Cache-Control of what it answers well; refusals are never kept.
    """

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = _answer(request, view, *args, **kwargs)
        if response.status_code >= HTTPStatus.BAD_REQUEST:
            response["Cache-Control"] = NEVER
        elif request.method != "OPTIONS":
            response["Cache-Control"] = kept
            response = _conditional(request, response, kept)
        for name, value in OPEN_TO_ALL.items():
            response[name] = value
        return _without_body(response) if request.method == "HEAD" else response

    return answer


def _answer(request: HttpRequest, view: View, *args: object, **kwargs: object) -> HttpResponse:
    if request.method == "OPTIONS":
        return HttpResponse(status=HTTPStatus.NO_CONTENT, headers=PREFLIGHT)
    if request.method not in READING:
        refusal = said(_("This is only for reading."), HTTPStatus.METHOD_NOT_ALLOWED)
        refusal["Allow"] = PREFLIGHT["Allow"]
        return refusal
    if wait := seconds_to_wait(request, API):
        return refusing(said(come_back(wait), HTTPStatus.TOO_MANY_REQUESTS), wait)
    try:
        return _read(request, view, *args, **kwargs)
    except Http404:
        return said(_("There is nothing under this address."), HTTPStatus.NOT_FOUND)


def _read(request: HttpRequest, view: View, *args: object, **kwargs: object) -> HttpResponse:
    """Answer HEAD as GET is answered."""
    method, request.method = request.method, "GET"
    try:
        return view(request, *args, **kwargs)
    finally:
        request.method = method


def said(words: str, status: int) -> HttpResponse:
    """Return a refusal in words."""
    return JsonResponse({"detail": words}, status=status, json_dumps_params={"ensure_ascii": False})


def nothing(request: HttpRequest) -> HttpResponse:
    """Answer an address that is none of the API's."""
    raise Http404


def _conditional(request: HttpRequest, response: HttpResponse, kept: str) -> HttpResponse:
    if kept == NEVER:
        return response
    set_response_etag(response)
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


def _without_body(response: HttpResponse) -> HttpResponse:
    length = str(len(response.content))
    response.content = b""
    if response.status_code != HTTPStatus.NOT_MODIFIED:
        response["Content-Length"] = length
    return response
