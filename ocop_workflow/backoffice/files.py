"""Private files for officers: each view asks the right to that object and writes down who opened it."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET

from ocop_workflow.backoffice.frame import dossier_in_sight, find, words
from ocop_workflow.domain.errors import WorkflowError
from ocop_workflow.models import Dossier, Paper
from ocop_workflow.queries.papers import printed_papers
from ocop_workflow.queries.rights import visible_evidence
from ocop_workflow.services.evidence_reading import evidence_page, open_evidence
from ocop_workflow.services.paper_reading import open_paper

WIDTH, LARGE = 1200, 1600
SANDBOX = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; object-src 'self'; sandbox"
GONE = 410
MOST_DIGITS = 6


@require_GET
@never_cache
def evidence_file(request: HttpRequest, code: str) -> HttpResponse:
    evidence = find(visible_evidence(request.user), code=code)
    try:
        file = open_evidence(evidence, actor=request.user)
    except WorkflowError as error:
        return HttpResponse(words(error), status=GONE, content_type="text/plain; charset=utf-8")
    return _private(FileResponse(file, content_type=evidence.content_type, filename=evidence.original_name))


@require_GET
@never_cache
def evidence_image(request: HttpRequest, code: str, page: int) -> HttpResponse:
    evidence = find(visible_evidence(request.user), code=code)
    width = request.GET.get("rong", "")
    try:
        image = evidence_page(evidence, page, actor=request.user, width=int(width) if width.isdecimal() else WIDTH)
    except WorkflowError as error:
        raise Http404(words(error)) from error
    return _private(HttpResponse(image.content, content_type=image.content_type))


@require_GET
@never_cache
@xframe_options_sameorigin
def evidence_viewer(request: HttpRequest, code: str) -> HttpResponse:
    """One page of a paper as a picture, with the way to the next: shown in a frame beside the forms."""
    evidence = find(visible_evidence(request.user), code=code)
    asked = request.GET.get("trang", "")
    page = min(max(int(asked), 1), evidence.pages) if asked.isdecimal() and len(asked) < MOST_DIGITS else 1
    is_large = request.GET.get("co") == "to"
    context = {
        "paper": evidence,
        "page": page,
        "before": page - 1,
        "after": page + 1 if page < evidence.pages else 0,
        "is_large": is_large,
        "width": str(LARGE if is_large else WIDTH),
    }
    return render(request, "ocop_workflow/backoffice/paper.html", context)


@require_GET
@never_cache
def printed_file(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    dossier = dossier_in_sight(request.user, code)
    return paper_response(request, find(printed_papers(dossier), kind=kind), f"{kind}-{code}.pdf", dossier)


def paper_response(request: HttpRequest, paper: Paper, filename: str, dossier: Dossier | None = None) -> HttpResponse:
    """Send a printed paper and write down who opened it, from which dossier."""
    try:
        file = open_paper(paper, actor=request.user, dossier=dossier)
    except WorkflowError as error:
        return HttpResponse(words(error), status=GONE, content_type="text/plain; charset=utf-8")
    return _private(FileResponse(file, content_type="application/pdf", filename=filename))


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    return response
