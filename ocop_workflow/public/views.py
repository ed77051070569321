"""What anyone may ask: is this certificate valid?"""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ocop_workflow.domain import clock
from ocop_workflow.models import Certificate, Paper
from ocop_workflow.queries.register import certificate_by_token
from ocop_workflow.services.files import open_stored


@require_safe
@never_cache
def verify(request: HttpRequest, token: str) -> HttpResponse:
    found = certificate_by_token(token, clock.today())
    if found is None:
        context = {"token": token, "checked_at": clock.now()}
        return render(request, "ocop_workflow/public/verify_unknown.html", context, status=404)
    facts, certificate = found
    paper = Paper.objects.filter(kind="certificate", subject=certificate.number).exists()
    context = {
        "facts": facts,
        "certificate": certificate,
        "checked_at": clock.now(),
        "paper_url": f"/xac-thuc/{token}/giay-chung-nhan.pdf" if paper else "",
    }
    return render(request, "ocop_workflow/public/verify.html", context)


@require_safe
@never_cache
def certificate_file(request: HttpRequest, token: str) -> HttpResponse:
    number = Certificate.objects.filter(token=token).values_list("number", flat=True).first()
    paper = Paper.objects.filter(kind="certificate", subject=number).first() if number else None
    if paper is None:
        raise Http404
    try:
        file = open_stored(paper.sha256)
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(file, content_type="application/pdf", filename=f"giay-chung-nhan-{token[:8]}.pdf")


@require_safe
def find_certificate(request: HttpRequest) -> HttpResponse:
    return render(request, "ocop_workflow/public/verify_unknown.html", {"token": ""})
