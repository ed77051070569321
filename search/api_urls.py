"""The addresses of the read API, each open to readers everywhere; any other address below says so in JSON."""

from django.urls import URLPattern, re_path

from search.api import api
from search.api_http import ASK_AGAIN, FIVE_MINUTES, NEVER, nothing, public

KEPT = {"openapi-json": FIVE_MINUTES, "rulebooks": FIVE_MINUTES, "rulebook": FIVE_MINUTES, "certificate": NEVER}


def _opened(pattern: URLPattern) -> URLPattern:
    pattern.callback = public(pattern.callback, KEPT.get(pattern.name or "", ASK_AGAIN))
    return pattern


app_name = "ninja"
urlpatterns = [*(_opened(one) for one in api.urls[0] if isinstance(one, URLPattern)), re_path(r"", public(nothing))]
