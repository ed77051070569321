"""Officers' views of dossiers: the list, a new one, and every act on one."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ocop_workflow.backoffice.dossier_page import FORMS, dossier_page
from ocop_workflow.backoffice.forms import NewDossierForm, StepForm
from ocop_workflow.backoffice.frame import attempt, dossier_in_sight, intent, refusals
from ocop_workflow.backoffice.stages import KIND_NAMES
from ocop_workflow.domain.answers import TEXTS
from ocop_workflow.domain.errors import Stale
from ocop_workflow.models import Dossier, Product, Round
from ocop_workflow.queries.rights import prepared_producers, visible_dossiers
from ocop_workflow.queries.worklists import find_dossiers, stage_counts
from ocop_workflow.services.checks import record_checks
from ocop_workflow.services.dossiers import draft_dossier, save_answers
from ocop_workflow.services.evidence import attach_evidence, upload_evidence
from ocop_workflow.services.reports import save_appraisal, save_commune_report
from ocop_workflow.services.steps import take_step

PAGE_SIZE = 50
UNPROCESSABLE, CONFLICT = 422, 409


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
    producers = prepared_producers(request.user)
    products = Product.objects.filter(producer__in=producers).select_related("producer")
    units = producers.values("commune__parent")
    form = NewDossierForm(
        request.POST or None,
        products=products,
        rounds=Round.objects.filter(unit__in=units),
        initial={"product": request.GET.get("san-pham")},
    )
    if request.method == "POST" and form.is_valid():
        with refusals(request, form) as refused:
            data = form.cleaned_data
            dossier = draft_dossier(data["product"], actor=request.user, kind=data["kind"], round_=data["round"])
        if not refused:
            return redirect("ocop:dossier", code=dossier.code)
    context = {"form": form, "page_title": _("New dossier")}
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "ocop_workflow/backoffice/new_dossier.html", context, status=status)


@require_GET
def dossier(request: HttpRequest, code: str) -> HttpResponse:
    return dossier_page(request, dossier_in_sight(request.user, code))


@require_POST
def step(request: HttpRequest, code: str, key: str) -> HttpResponse:
    found = dossier_in_sight(request.user, code)
    form = StepForm(request.POST, auto_id=f"{key}_%s")
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
    if refused:
        status = CONFLICT if isinstance(refused[0], Stale) else UNPROCESSABLE
        return dossier_page(request, found, bound={key: form}, status=status)
    return after_step(request, found, form.cleaned_data["next"])


def after_step(request: HttpRequest, moved: Dossier, back: str = "") -> HttpResponse:
    """Go back to the page of this site named, else to the dossier, or to the desk when it left the person's sight."""
    moved.refresh_from_db()
    messages.success(
        request,
        _("%(code)s is now in the stage “%(stage)s”.")
        % {
            "code": moved.code,
            "stage": moved.stage_data.names.staff.vi,
        },
    )
    if back and url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return redirect(back)
    in_sight = visible_dossiers(request.user).filter(pk=moved.pk).exists()
    return redirect("ocop:dossier", code=moved.code) if in_sight else redirect("ocop:desk")


@dataclass(frozen=True, slots=True)
class Act:
    """What saving one of the page's forms does, and what is said when it is done."""

    run: Callable[[Dossier, BaseForm, HttpRequest], object]
    done: str


def _answers(found: Dossier, form: BaseForm, request: HttpRequest) -> object:
    given = {key: form.cleaned_data[key] for key in TEXTS}
    return save_answers(found, given, actor=request.user, expected_version=form.cleaned_data["version"])


def _evidence(found: Dossier, form: BaseForm, request: HttpRequest) -> object:
    data = dict(form.cleaned_data)
    upload = data.pop("file")
    paper = upload_evidence(found.producer, upload=upload, actor=request.user, **data)
    return attach_evidence(found, paper, actor=request.user)


ACTS = {
    "answers": Act(_answers, gettext_lazy("The dossier's texts are saved.")),
    "evidence": Act(_evidence, gettext_lazy("The paper is in the dossier.")),
    "checks": Act(
        lambda found, form, request: record_checks(found, form.verdicts(), actor=request.user),
        gettext_lazy("The check of the papers is saved."),
    ),
    "report": Act(
        lambda found, form, request: save_commune_report(found, actor=request.user, **form.report()),
        gettext_lazy("The commune report is saved."),
    ),
    "appraisal": Act(
        lambda found, form, request: save_appraisal(found, actor=request.user, **form.appraisal()),
        gettext_lazy("The appraisal report is saved."),
    ),
}


@require_POST
def act(request: HttpRequest, code: str, action: str) -> HttpResponse:
    found = dossier_in_sight(request.user, code)
    if action not in ACTS:
        raise Http404
    form = FORMS[action](found, request.POST, request.FILES or None, auto_id=f"{action}_%s")
    chosen = ACTS[action]
    if form.is_valid() and attempt(request, lambda: chosen.run(found, form, request), done=str(chosen.done), form=form):
        return redirect("ocop:dossier", code=code)
    return dossier_page(request, found, bound={action: form}, status=UNPROCESSABLE)
