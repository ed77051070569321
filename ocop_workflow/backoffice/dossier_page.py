"""The page of one dossier: what it is, where it stands, what may be done with it, what happened."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.forms import BaseForm, BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst

from ocop_workflow.backoffice.dossier_forms import (
    ANSWER_LABELS,
    AnswersForm,
    AppraisalForm,
    CommuneReportForm,
    DossierForm,
    criterion_beside,
)
from ocop_workflow.backoffice.paper_forms import AttachForm, ChecksForm, DetachForm, EvidenceForm
from ocop_workflow.backoffice.step_rows import step_rows
from ocop_workflow.domain import clock, reporting
from ocop_workflow.domain.errors import WorkflowError
from ocop_workflow.domain.reporting import report_stages, reviewing_stages
from ocop_workflow.models import CommuneReport, Dossier, Evidence
from ocop_workflow.models.evaluation import Report
from ocop_workflow.queries import council
from ocop_workflow.queries.flow import dossier_flow
from ocop_workflow.queries.papers import PaperRow, dossier_papers, printed_papers
from ocop_workflow.queries.reports import last_of_each_stage
from ocop_workflow.queries.situation import dossier_situation
from ocop_workflow.queries.timeline import dossier_timeline
from ocop_workflow.services.authority import require_preparer, require_stage_office

if TYPE_CHECKING:
    from accounts.models import User

ANSWERS, EVIDENCE, ATTACH, DETACH = "noi-dung", "tai-giay", "dung-lai", "lay-ra"
CHECKS, REPORT, APPRAISAL = "kiem-giay", "bao-cao", "tham-dinh"
FORMS: Mapping[str, type[DossierForm]] = {
    CHECKS: ChecksForm,
    REPORT: CommuneReportForm,
    APPRAISAL: AppraisalForm,
    ANSWERS: AnswersForm,
    EVIDENCE: EvidenceForm,
    ATTACH: AttachForm,
    DETACH: DetachForm,
}
FIRST_SHOWN = 8


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A kind of paper on the page: what is attached, and the officer's fields where it is checked now."""

    row: PaperRow
    check: tuple[BoundField, BoundField] | None


def dossier_page(
    request: HttpRequest, dossier: Dossier, *, bound: Mapping[str, BaseForm] | None = None, status: int = 200
) -> HttpResponse:
    """Render a dossier; `bound` holds a form that was refused, by its action's name, so that nothing typed is lost."""
    bound = bound or {}
    timeline = dossier_timeline(dossier, request.user)
    forms = forms_for(dossier, request.user, bound, seen=max((entry.seq for entry in timeline), default=0))
    papers = dossier_papers(dossier)
    steps = step_rows(dossier, request, bound)
    editing = {REPORT, APPRAISAL} & forms.keys()
    context = {
        "dossier": dossier,
        "page_title": f"{dossier.product}",
        "page_subtitle": dossier.code,
        "situation": dossier_situation(dossier, clock.today()),
        "flow": dossier_flow(dossier),
        "papers": paper_lines(papers, forms.get(CHECKS)),
        "shown": shown_paper(request, papers, forms),
        "forms": {key.replace("-", "_"): form for key, form in forms.items()},
        "steps": [row for row in steps if row.mine or row.is_kept],
        "other_steps": [row for row in steps if not (row.mine or row.is_kept)],
        "answers": [(capfirst(ANSWER_LABELS[key]), text) for key, text in written(dossier)],
        "reports": [
            (report, list(reported(dossier, report)))
            for report in kept_reports(dossier.commune_reports.all(), dossier, editing=REPORT in editing)
        ],
        "appraisals": kept_reports(dossier.appraisals.all(), dossier, editing=APPRAISAL in editing),
        "reading": council.current_reading(dossier),
        "printed": printed_papers(dossier),
        "timeline": timeline[:FIRST_SHOWN],
        "earlier": timeline[FIRST_SHOWN:],
        "refused": next(iter(bound.values()), None),
    }
    return render(request, "ocop_workflow/backoffice/dossier.html", context, status=status)


def forms_for(dossier: Dossier, user: "User", bound: Mapping[str, BaseForm], *, seen: int) -> dict[str, BaseForm]:
    """Return the forms this person may fill in now, by their action; one refused just now stays, whatever changed.

    `seen` is the newest event on the page: a form sent after another one is refused.
    """
    found = {key: bound[key] for key in FORMS if key in bound}
    for key in open_actions(dossier, user):
        found.setdefault(key, FORMS[key](dossier, auto_id=f"{key}_%s")).initial["seen"] = seen
    return found


def open_actions(dossier: Dossier, user: "User") -> list[str]:
    """Return the actions whose service would let this person act now."""
    office = partial(require_stage_office, dossier, user)
    may: dict[str, Callable[[], object]] = {
        CHECKS: lambda: office(reviewing_stages(dossier.rulebook)),
        REPORT: lambda: office(report_stages(dossier.rulebook, reporting.COMMUNE_REPORT)),
        APPRAISAL: lambda: office(report_stages(dossier.rulebook, reporting.APPRAISAL)),
        **dict.fromkeys((ANSWERS, EVIDENCE, ATTACH, DETACH), lambda: require_preparer(dossier, user)),
    }
    return [key for key, check in may.items() if allowed(check)]


def allowed(check: Callable[[], object]) -> bool:
    """Whether a service's own check would let this person do it now."""
    try:
        check()
    except WorkflowError:
        return False
    return True


def paper_lines(papers: Iterable[PaperRow], checks: BaseForm | None) -> list[PaperLine]:
    fields_of = checks.fields_of if isinstance(checks, ChecksForm) else lambda _kind: None
    return [PaperLine(row, fields_of(row.kind.key)) for row in papers]


def shown_paper(request: HttpRequest, papers: Iterable[PaperRow], forms: Mapping[str, BaseForm]) -> Evidence | None:
    """Return the paper shown beside: the one asked for; for who judges papers the first; else none is opened."""
    files = [file for row in papers for file in row.files]
    asked = next((file for file in files if file.code == request.GET.get("giay")), None)
    judging = {CHECKS, REPORT, APPRAISAL} & forms.keys()
    return asked or (files[0] if files and judging else None)


def written(dossier: Dossier) -> list[tuple[str, str]]:
    return [(key, str(dossier.answers[key])) for key in ANSWER_LABELS if dossier.answers.get(key)]


def kept_reports(rows: QuerySet[Report], dossier: Dossier, *, editing: bool) -> list[Report]:
    """Return the last report of each stage; the one of this stage is left out where its form is on the page."""
    return [row for row in last_of_each_stage(rows) if not (editing and row.visit.stage == dossier.stage)]


def reported(dossier: Dossier, report: CommuneReport) -> Iterable[tuple[object, object, str, str]]:
    """Yield the commune's findings: the content, its criterion, the finding, the level proposed."""
    for content in dossier.rulebook.commune:
        found = report.findings.get(content.key, {})
        criterion, options = criterion_beside(dossier, content)
        level = next((option.label for option in options if option.code == found.get("level")), "")
        yield content, criterion, found.get("finding", ""), level
