"""The page of one dossier: what it is, where it stands, what may be done with it, what happened."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ocop_workflow.backoffice.forms import (
    AnswersForm,
    AppraisalForm,
    ChecksForm,
    CommuneReportForm,
    EvidenceForm,
    StepForm,
)
from ocop_workflow.backoffice.frame import words
from ocop_workflow.domain.errors import WorkflowError
from ocop_workflow.models import Dossier
from ocop_workflow.queries import council
from ocop_workflow.queries.flow import dossier_flow
from ocop_workflow.queries.papers import dossier_papers, printed_papers
from ocop_workflow.queries.timeline import dossier_timeline
from ocop_workflow.services.authority import require_preparer, require_stage_office
from ocop_workflow.services.reports import COMMUNE_ROLES, TEAM_ROLES
from ocop_workflow.services.steps import AvailableStep, available_steps

REVIEW_KINDS = {"intake", "evaluation", "appraisal"}
REVIEW_ROLES = ("officer", "chair", "head", "member", "secretary")


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step with its form, or with the words that bar it."""

    step: object
    form: BaseForm | None
    reasons: tuple[str, ...]


def allowed(check: Callable[[], object]) -> bool:
    """Whether a service's own check would let this person do it now."""
    try:
        check()
    except WorkflowError:
        return False
    return True


def dossier_page(
    request: HttpRequest, dossier: Dossier, *, bound: Mapping[str, BaseForm] | None = None, status: int = 200
) -> HttpResponse:
    """Render a dossier; `bound` holds a form that was refused, by its action's name, so that nothing typed is lost."""
    bound = bound or {}
    context = {
        "dossier": dossier,
        "page_title": f"{dossier.product}",
        "page_subtitle": dossier.code,
        "stage": dossier.stage_data,
        "visit": dossier.visits.filter(left_at__isnull=True).select_related("body").first(),
        "flow": dossier_flow(dossier),
        "papers": dossier_papers(dossier),
        "printed": printed_papers(dossier),
        "steps": step_rows(dossier, request, bound),
        "forms": forms_for(dossier, request, bound),
        "report": dossier.commune_reports.order_by("-revision").first(),
        "appraisal": dossier.appraisals.order_by("-revision").first(),
        "reading": council.current_reading(dossier),
        "timeline": dossier_timeline(dossier, request.user),
        "refused": next(iter(bound.values()), None),
    }
    return render(request, "ocop_workflow/backoffice/dossier.html", context, status=status)


def step_rows(dossier: Dossier, request: HttpRequest, bound: Mapping[str, BaseForm]) -> list[StepRow]:
    """Return the steps of the present stage: those this person may take first, others with whose they are."""
    rows = [_row(dossier, available, bound) for available in available_steps(dossier, request.user)]
    return sorted(rows, key=lambda row: row.form is None)


def _row(dossier: Dossier, available: AvailableStep, bound: Mapping[str, BaseForm]) -> StepRow:
    if not available.is_open:
        return StepRow(available.step, None, tuple(words(reason) for reason in available.reasons))
    fresh = StepForm(
        initial={"version": dossier.version, "intent": str(uuid.uuid4())},
        prefix=None,
        auto_id=f"{available.step.key}_%s",
    )
    return StepRow(available.step, bound.get(available.step.key, fresh), ())


FORMS = {
    "answers": AnswersForm,
    "evidence": EvidenceForm,
    "checks": ChecksForm,
    "report": CommuneReportForm,
    "appraisal": AppraisalForm,
}


def forms_for(dossier: Dossier, request: HttpRequest, bound: Mapping[str, BaseForm]) -> dict[str, BaseForm]:
    """Return the forms this person may fill in now, by the name of their action."""
    user = request.user
    office = partial(require_stage_office, dossier, user)
    may = {
        "answers": lambda: require_preparer(dossier, user),
        "evidence": lambda: require_preparer(dossier, user),
        "checks": lambda: office(kinds=REVIEW_KINDS, roles=REVIEW_ROLES),
        "report": lambda: office(kinds={"evaluation"}, roles=COMMUNE_ROLES),
        "appraisal": lambda: office(kinds={"appraisal"}, roles=TEAM_ROLES),
    }
    names = [name for name in FORMS if allowed(may[name])]
    return {name: bound.get(name) or FORMS[name](dossier, auto_id=f"{name}_%s") for name in names}
