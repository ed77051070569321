"""The reports on a dossier: the one that counts now, the one to go on from, and all of them."""

from collections.abc import Sequence
from typing import TypeVar

from django.db.models import QuerySet

from ocop_workflow.domain.reporting import APPRAISAL, COMMUNE_REPORT, ReportKind, report_stages
from ocop_workflow.models import Appraisal, CommuneReport, Dossier
from ocop_workflow.models.evaluation import Report

R = TypeVar("R", bound=Report)


def present_commune_report(dossier: Dossier) -> CommuneReport | None:
    """Return the commune's report that counts now: of this stay where it is written here, else the last one."""
    return _present(dossier.commune_reports.all(), dossier, COMMUNE_REPORT)


def present_appraisal(dossier: Dossier) -> Appraisal | None:
    """Return the appraisal that counts now: of this stay where it is written here, else the last one."""
    return _present(dossier.appraisals.all(), dossier, APPRAISAL)


def _present(rows: QuerySet[R], dossier: Dossier, kind: ReportKind) -> R | None:
    last = rows.select_related("visit").order_by("-visit__number").first()
    is_past = last is not None and last.visit.left_at is not None
    return None if is_past and dossier.stage in report_stages(dossier.rulebook, kind) else last


def report_to_go_on_from(rows: QuerySet[R], dossier: Dossier) -> R | None:
    """Return the last report written in the stage where a dossier stands, in this stay or an earlier one."""
    return rows.filter(visit__stage=dossier.stage).order_by("-visit__number").first()


def last_of_each_stage(rows: QuerySet[R]) -> Sequence[R]:
    """Return the last report of each stage one was written in, the newest first."""
    by_stage = {row.visit.stage: row for row in rows.select_related("visit", "body").order_by("visit__number")}
    return sorted(by_stage.values(), key=lambda row: row.visit.number, reverse=True)
