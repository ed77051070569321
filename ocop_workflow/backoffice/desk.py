"""My desk: what waits for me, the most urgent first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ocop_workflow.domain import clock
from ocop_workflow.queries.worklists import desk_of


def desk(request: HttpRequest) -> HttpResponse:
    return render(request, "ocop_workflow/backoffice/desk.html", {"desk": desk_of(request.user, clock.today())})
