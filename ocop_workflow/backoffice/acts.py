"""Saving one of the forms on a dossier's page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from ocop_workflow.backoffice.dossier_forms import DossierForm
from ocop_workflow.backoffice.dossier_page import (
    ANSWERS,
    APPRAISAL,
    ATTACH,
    CHECKS,
    DETACH,
    EVIDENCE,
    FORMS,
    REPORT,
    dossier_page,
)
from ocop_workflow.backoffice.frame import dossier_in_sight, refusal_status, refusals
from ocop_workflow.backoffice.refused import renewed, told_who_was_first
from ocop_workflow.domain.errors import Stale, WorkflowError
from ocop_workflow.models import Dossier
from ocop_workflow.services.authority import require_preparer
from ocop_workflow.services.checks import record_checks
from ocop_workflow.services.dossiers import save_answers
from ocop_workflow.services.evidence import attach_evidence, detach_evidence, upload_evidence
from ocop_workflow.services.reports import save_appraisal, save_commune_report

if TYPE_CHECKING:
    from accounts.models import User

UNPROCESSABLE = 422


@dataclass(frozen=True, slots=True)
class Act:
    """What saving a form does, what is said when it is done, and the part of the page it leads back to."""

    run: Callable[[Dossier, DossierForm, "User"], object]
    done: str | Promise
    part: str


def _answers(dossier: Dossier, form: DossierForm, user: "User") -> object:
    version = form.cleaned_data["version"] or 0
    return save_answers(dossier, form.given(), actor=user, expected_version=version)


def _upload(dossier: Dossier, form: DossierForm, user: "User") -> object:
    """Upload and attach; asked first, so that a file refused for the dossier is not left in the vault."""
    require_preparer(dossier, user)
    with transaction.atomic():
        paper = upload_evidence(dossier.producer, actor=user, **form.facts())
        return attach_evidence(dossier, paper, actor=user)


def _attach(dossier: Dossier, form: DossierForm, user: "User") -> object:
    return attach_evidence(dossier, form.cleaned_data["evidence"], actor=user)


def _detach(dossier: Dossier, form: DossierForm, user: "User") -> object:
    return detach_evidence(dossier, form.cleaned_data["evidence"], actor=user, kind=form.cleaned_data["kind"])


def _checks(dossier: Dossier, form: DossierForm, user: "User") -> object:
    return record_checks(dossier, form.verdicts(), actor=user, seen=form.cleaned_data["seen"])


def _report(dossier: Dossier, form: DossierForm, user: "User") -> object:
    return save_commune_report(dossier, actor=user, **form.report())


def _appraisal(dossier: Dossier, form: DossierForm, user: "User") -> object:
    return save_appraisal(dossier, actor=user, **form.appraisal())


ACTS: Mapping[str, Act] = {
    ANSWERS: Act(_answers, _("The dossier's texts are saved."), "noi-dung"),
    EVIDENCE: Act(_upload, _("The paper is in the dossier."), "giay-to"),
    ATTACH: Act(_attach, _("The paper is in the dossier."), "giay-to"),
    DETACH: Act(_detach, _("The paper is out of the dossier; it stays among the producer's papers."), "giay-to"),
    CHECKS: Act(_checks, _("The check of the papers is saved."), "giay-to"),
    REPORT: Act(_report, _("The commune report is saved."), "bao-cao"),
    APPRAISAL: Act(_appraisal, _("The appraisal report is saved."), "tham-dinh"),
}


@require_POST
def act(request: HttpRequest, code: str, action: str) -> HttpResponse:
    found = dossier_in_sight(request.user, code)
    if action not in ACTS:
        raise Http404
    form = FORMS[action](found, request.POST, request.FILES or None, auto_id=f"{action}_%s")
    if not form.is_valid():
        return dossier_page(request, found, bound={action: form}, status=UNPROCESSABLE)
    chosen = ACTS[action]
    with refusals(request, form) as refused:
        run(chosen, found, form, request.user)
    if not refused:
        messages.success(request, chosen.done)
        return redirect(f"{reverse('ocop:dossier', args=[code])}#{chosen.part}")
    found = dossier_in_sight(request.user, code)
    if isinstance(refused[0], Stale):
        renewed(form, found)
    return dossier_page(request, found, bound={action: form}, status=refusal_status(refused[0]))


def run(chosen: Act, dossier: Dossier, form: DossierForm, user: "User") -> None:
    """Do it; when the dossier moved on since the page was opened, the refusal says who moved it and when."""
    try:
        chosen.run(dossier, form, user)
    except WorkflowError as error:
        dossier.refresh_from_db()
        raise told_who_was_first(error, form.cleaned_data["version"], dossier) from error
