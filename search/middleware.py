"""What the search notes of other pages."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from ocop_workflow.queries.register import ProductFacts
from search.popularity import noting_opening
from search.views import is_part

Handler = Callable[[HttpRequest], HttpResponse]


class CountOpenings:
    """Has each opening of a public product page counted when its answer has been sent."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if code := opened_product(request, response):
            response._resource_closers.append(noting_opening(request, code))  # type: ignore[attr-defined]  # Django's
        return response


def opened_product(request: HttpRequest, response: HttpResponse) -> str:
    """Return the code of the product whose page somebody opened: GET, whole, found, not fetched ahead; "" for all else.

    Of all public pages only a product's, with a showcase or without, is a template's answer about one product.
    """
    facts = (getattr(response, "context_data", None) or {}).get("facts")
    is_ahead = "prefetch" in request.headers.get("Sec-Purpose", "")
    is_opened = (
        request.method == "GET" and response.status_code == HTTPStatus.OK and not is_part(request) and not is_ahead
    )
    return facts.code if is_opened and isinstance(facts, ProductFacts) else ""
