"""Officers' views of dossiers: the list, a new one, and the steps of one."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ocop_workflow.backoffice.dossier_page import dossier_page
from ocop_workflow.backoffice.forms import NewDossierForm, StepForm
from ocop_workflow.backoffice.frame import dossier_in_sight, intent, refusal_status, refusals
from ocop_workflow.backoffice.refused import renewed
from ocop_workflow.backoffice.stages import KIND_NAMES
from ocop_workflow.domain import clock
from ocop_workflow.domain.errors import Stale
from ocop_workflow.models import Dossier, Product, Round
from ocop_workflow.queries.registrars import communes_kept
from ocop_workflow.queries.rights import prepared_producers, visible_dossiers
from ocop_workflow.queries.worklists import find_dossiers, stage_counts
from ocop_workflow.services.dossiers import draft_dossier
from ocop_workflow.services.steps import take_step

PAGE_SIZE = 50
UNPROCESSABLE = 422


@require_GET
def dossiers(request: HttpRequest) -> HttpResponse:
    asked, kind = request.GET.get("q", "").strip()[:100], request.GET.get("giai-doan", "")
    rows = find_dossiers(request.user, text=asked, kind=kind if kind in KIND_NAMES else "")
    counts = stage_counts(request.user)
    context = {
        "page_obj": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("trang")),
        "asked": asked,
        "kind": kind,
        "kinds": [(key, name, counts[key]) for key, name in KIND_NAMES.items() if key in counts],
        "may_prepare": prepared_producers(request.user).exists(),
        "page_title": _("Dossiers"),
    }
    return render(request, "ocop_workflow/backoffice/dossiers.html", context)


@require_http_methods(["GET", "POST"])
def new_dossier(request: HttpRequest) -> HttpResponse:
    form = new_dossier_form(request)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        with refusals(request, form) as refused:
            begun = draft_dossier(
                data["product"],
                actor=request.user,
                kind=data["kind"],
                round_=data["round"],
                idempotency_key=intent(request),
            )
        if not refused:
            messages.success(request, _("The dossier %(code)s is begun.") % {"code": begun.code})
            return redirect("ocop:dossier", code=begun.code)
    context = {
        "form": form,
        "page_title": _("New dossier"),
        "may_register": communes_kept(request.user, clock.today()).exists(),
        "producers": prepared_producers(request.user),
    }
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "ocop_workflow/backoffice/new_dossier.html", context, status=status)


def new_dossier_form(request: HttpRequest) -> NewDossierForm:
    producers = prepared_producers(request.user)
    products = Product.objects.filter(producer__in=producers).select_related("producer")
    rounds = Round.objects.filter(unit__in=producers.values("commune__parent"))
    return NewDossierForm(
        request.POST if request.method == "POST" else None,
        products=products.order_by("producer__sort_key", "sort_key"),
        rounds=rounds.filter(Q(finish_by__isnull=True) | Q(finish_by__gte=clock.today())),
        initial={"product": request.GET.get("san-pham")},
    )


@require_GET
def dossier(request: HttpRequest, code: str) -> HttpResponse:
    return dossier_page(request, dossier_in_sight(request.user, code))


@require_POST
def step(request: HttpRequest, code: str, key: str) -> HttpResponse:
    found = dossier_in_sight(request.user, code)
    form: BaseForm = StepForm(request.POST, auto_id=f"{key}_%s")
    if not form.is_valid():
        return dossier_page(request, found, bound={key: form}, status=UNPROCESSABLE)
    with refusals(request, form) as refused:
        take_step(
            found,
            key,
            actor=request.user,
            expected_version=form.cleaned_data["version"],
            idempotency_key=intent(request),
            reason=form.cleaned_data["reason"],
        )
    if not refused:
        return after_step(request, found, form.cleaned_data["next"])
    found = dossier_in_sight(request.user, code)
    if isinstance(refused[0], Stale):
        renewed(form, found)
    return dossier_page(request, found, bound={key: form}, status=refusal_status(refused[0]))


def after_step(request: HttpRequest, moved: Dossier, back: str = "") -> HttpResponse:
    """Go back to the page of this site named, else to the dossier, or to the desk when it left the person's sight."""
    moved.refresh_from_db()
    messages.success(
        request,
        _("%(code)s is now in the stage “%(stage)s”.") % {"code": moved.code, "stage": moved.stage_data.names.staff.vi},
    )
    if back and url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return redirect(back)
    in_sight = visible_dossiers(request.user).filter(pk=moved.pk).exists()
    return redirect("ocop:dossier", code=moved.code) if in_sight else redirect("ocop:desk")
