"""What anyone may ask: is this certificate valid? Answered by the database at that moment, never from a cache."""

import re

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Upper
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from ocop_workflow.domain import clock
from ocop_workflow.domain.cleaning import clean_line
from ocop_workflow.models import Certificate, Paper
from ocop_workflow.papers.drawing import qr_drawing
from ocop_workflow.queries.register import CertificateFound, certificate_by_token
from ocop_workflow.services.files import open_stored

TOKEN = re.compile(r"[A-Za-z0-9_-]{10,40}")
PRINTED = ("product_name", "producer_name", "producer_address")
LONGEST_NUMBER = 60


def found_today(token: str) -> CertificateFound | None:
    """Return what a token leads to today; None for an unknown one and for what cannot be a token at all."""
    return certificate_by_token(token, clock.today()) if TOKEN.fullmatch(token) else None


@require_safe
@never_cache
@gzip_page  # the page holds no secret beside what its address says, so its length gives nothing away
def verify(request: HttpRequest, token: str) -> HttpResponse:
    found = found_today(token)
    if found is None:
        return render(request, "ocop_workflow/public/verify_unknown.html", {"checked_at": clock.now()}, status=404)
    context = {
        "facts": found.facts,
        "certificate": found.certificate,
        "printed": Certificate.objects.values(*PRINTED).get(token=token),
        "checked_at": clock.now(),
        "paper": paper_of(found),
    }
    return render(request, "ocop_workflow/public/verify.html", context)


def paper_of(found: CertificateFound) -> Paper | None:
    """Return the printed certificate while it is good; afterwards the page alone speaks, lest an old paper mislead."""
    if not found.certificate.is_in_force:
        return None
    return Paper.objects.filter(kind="certificate", subject=found.certificate.number).first()


@require_safe
@never_cache
def certificate_file(request: HttpRequest, token: str) -> HttpResponse:
    found = found_today(token)
    if found is None:
        raise Http404
    paper = paper_of(found)
    if paper is None:
        return redirect("verify", token=token)
    try:
        file = open_stored(paper.sha256)
    except FileNotFoundError as error:
        raise Http404 from error
    name = re.sub(r"[^\w-]+", "-", found.certificate.number)
    return FileResponse(file, content_type="application/pdf", filename=f"giay-chung-nhan-{name}.pdf")


@require_safe
@never_cache
def qr_code(request: HttpRequest, token: str) -> HttpResponse:
    """The same QR code as on the paper: it leads to the verification page."""
    found = found_today(token)
    if found is None:
        raise Http404
    drawing = qr_drawing(f"{settings.OCOP_BASE_URL}{found.certificate.verify_path}")
    return render(request, "ocop_workflow/public/qr.svg", {"qr": drawing}, content_type="image/svg+xml")


@require_safe
@never_cache
def find_certificate(request: HttpRequest) -> HttpResponse:
    """Where a check begins: a certificate's number leads to its page."""
    number = clean_line(request.GET.get("so", ""))[:LONGEST_NUMBER]
    if not number:
        return render(request, "ocop_workflow/public/verify_start.html")
    if token := token_of(number):
        return redirect("verify", token=token)
    return render(request, "ocop_workflow/public/verify_start.html", {"number": number}, status=404)


def token_of(number: str) -> str | None:
    """Return the token of the certificate with that number, however its letters are cased."""
    issued = Certificate.objects.filter(valid_from__lte=clock.today()).annotate(written=Upper("number"))
    # SQLite knows the cases of plain Latin letters alone, so the number as it was typed counts as well.
    same = Q(written=number.upper()) | Q(number=number)
    return issued.filter(same).values_list("token", flat=True).first()
