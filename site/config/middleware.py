"""Middleware that belongs to the whole site."""

from collections.abc import Callable

from csp.constants import SELF, UNSAFE_INLINE
from django.http import Http404, HttpRequest, HttpResponse

ADMIN_POLICY = {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "frame-ancestors": [SELF],
    "frame-src": [SELF],
}
HEADERS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    # A state may change at any moment: what was kept is asked for again. Views that know better say so themselves.
    "Cache-Control": "no-cache",
}

Handler = Callable[[HttpRequest], HttpResponse]


class SecurityHeaders:
    """Adds what Django itself does not send, and refuses addresses that no database can look up."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path:
            raise Http404
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class AdminContentSecurityPolicy:
    """Wagtail's editor needs inline scripts and styles; only its own addresses allow them."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith("/quan-tri/") and not hasattr(response, "_csp_replace"):
            response._csp_replace = ADMIN_POLICY
        return response
