"""Officers' list of certificates, each with what it is worth today, and the printed certificate."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from ocop_workflow.backoffice.files import paper_response
from ocop_workflow.backoffice.frame import find
from ocop_workflow.domain import certificates as states
from ocop_workflow.domain import clock
from ocop_workflow.domain.text import search_key
from ocop_workflow.models import Certificate
from ocop_workflow.queries.decisions import visible_certificates

PAGE_SIZE = 50
LONGEST_QUESTION = 100
STATES = {
    states.VALID: gettext_lazy("Valid"),
    states.EXPIRING: gettext_lazy("Expiring soon"),
    states.EXTENDED: gettext_lazy("Provisionally extended"),
    states.SUSPENDED: gettext_lazy("Suspended"),
    states.EXPIRED: gettext_lazy("Expired"),
    states.REVOKED: gettext_lazy("Revoked"),
    states.SUPERSEDED: gettext_lazy("Superseded"),
}


@require_GET
def certificates(request: HttpRequest) -> HttpResponse:
    asked, state = request.GET.get("q", "")[:LONGEST_QUESTION], request.GET.get("trang-thai", "")
    rows = visible_certificates(request.user).select_related("product").prefetch_related("papers")
    if wanted := search_key(asked):
        names = Q(product_name__icontains=wanted) | Q(producer_name__icontains=wanted)
        rows = rows.filter(names | Q(number__icontains=wanted) | Q(product__code__iexact=wanted))
    if state in STATES:
        rows = rows.in_state(state, clock.today())
    page = Paginator(rows.order_by("-valid_from", "-pk"), PAGE_SIZE).get_page(request.GET.get("trang"))
    context = {
        "page_obj": page,
        "rows": [(row, row.state_on(clock.today()), _printed(row)) for row in page],
        "asked": asked,
        "state": state,
        "states": STATES.items(),
        "page_title": _("Certificates"),
    }
    return render(request, "ocop_workflow/backoffice/certificates.html", context)


def _printed(certificate: Certificate) -> bool:
    return any(paper.kind == "certificate" for paper in certificate.papers.all())


@require_GET
@never_cache
def certificate_file(request: HttpRequest, token: str) -> HttpResponse:
    found = find(visible_certificates(request.user), token=token)
    name = found.number.replace("/", "-")
    return paper_response(request, find(found.papers.filter(kind="certificate")), f"{name}.pdf")
