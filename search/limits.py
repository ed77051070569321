"""How often one address may ask. Counted before anything else is done, in windows that end on the clock for all.

django-ninja's own throttles keep what they count on an object that all threads share, and read before they write: under
threads calls are lost and answers mixed up. These count exactly.
"""

import logging
import sqlite3
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from ipaddress import IPv6Address, ip_address, ip_network
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ocop_workflow.domain import clock
from search.counters import counted

API, PAGE, SUGGESTIONS = "api", "search", "suggest"
# One household or office has a whole network of such addresses.
IPV6_NETWORK = 64

View = Callable[..., HttpResponse]
logger = logging.getLogger(__name__)


def seconds_to_wait(request: HttpRequest, scope: str) -> int:
    """Count a call against its caller; return 0 within the scope's limit, else the seconds until the next window.

    Limits are `settings.OCOP_LIMITS`: calls and seconds by scope; no calls means no limit. Where nothing can be
    counted nobody is refused: the search outlives its guard.
    """
    calls, seconds = settings.OCOP_LIMITS.get(scope, (0, 1))
    if not calls:
        return 0
    now = int(clock.machine_now().timestamp())
    ends = now - now % seconds + seconds
    try:
        number = counted(Path(settings.OCOP_LIMITS_FILE), f"{scope} {caller(request)}", ends, now)
    except sqlite3.Error:
        logger.warning("A call could not be counted in %s.", settings.OCOP_LIMITS_FILE, exc_info=True)
        return 0
    return ends - now if number > calls else 0


def caller(request: HttpRequest) -> str:
    """Return whom a call is counted against: the address that the outermost of our own proxies saw.

    `settings.OCOP_PROXIES` says how many stand in front. Each adds at the right of X-Forwarded-For whom it heard from;
    what stands further left is what a visitor claims and counts for nothing.
    """
    proxies, nearest = settings.OCOP_PROXIES, request.META.get("REMOTE_ADDR", "")
    heard = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    return _network(heard[-proxies].strip() if 0 < proxies <= len(heard) else nearest) or nearest


def _network(address: str) -> str:
    try:
        parsed = ip_address(address)
    except ValueError:
        return ""
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    return str(parsed.ipv4_mapped or ip_network((int(parsed), IPV6_NETWORK), strict=False))


def limited(scope: str) -> Callable[[View], View]:
    """Let a view answer each address as often as the scope's limit says; who asks more often is told when to return."""

    def guarded(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            wait = seconds_to_wait(request, scope)
            if not wait:
                return view(request, *args, **kwargs)
            return refusing(too_often(request, wait) if scope == PAGE else in_words(wait), wait)

        return answer

    return guarded


def too_often(request: HttpRequest, wait: int) -> HttpResponse:
    """Return the page that says when to come back."""
    context = {"reason": come_back(wait), "text": request.GET.get("q", "")}
    return render(request, "search/limited.html", context, status=HTTPStatus.TOO_MANY_REQUESTS)


def in_words(wait: int) -> HttpResponse:
    """Return the same for a script."""
    content_type = "text/plain; charset=utf-8"
    return HttpResponse(come_back(wait), content_type=content_type, status=HTTPStatus.TOO_MANY_REQUESTS)


def come_back(wait: int) -> str:
    """Say why nothing is answered now, and when it will be."""
    return _("There were too many requests from your address. Try again in %(wait)s seconds.") % {"wait": wait}


def refusing(response: HttpResponse, wait: int) -> HttpResponse:
    """Mark a refusal: after how many seconds to return, and that nobody keeps it."""
    response["Retry-After"] = str(wait)
    response["Cache-Control"] = "no-store"
    return response
