"""Reports on a dossier, one for each stay: the commune's on its contents, the appraisal of who samples and surveys."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Generic, TypeVar

from django.db import transaction

from ocop_workflow.domain import clock
from ocop_workflow.domain.cleaning import fitting_line, fitting_text
from ocop_workflow.domain.errors import InvalidInput
from ocop_workflow.domain.reporting import APPRAISAL, COMMUNE_REPORT, ReportKind, report_stages
from ocop_workflow.models import Appraisal, CommuneReport, Dossier, Recommendation, one_act
from ocop_workflow.services.authority import lock_dossier, require_stage_office
from ocop_workflow.services.dossiers import require_seen
from ocop_workflow.services.fingerprints import fingerprint
from ocop_workflow.services.recording import of_dossier, record

if TYPE_CHECKING:
    from accounts.models import User

Row = TypeVar("Row", CommuneReport, Appraisal)
TEXT_LIMIT, LINE_LIMIT, GROUND_LIMIT, NUMBER_LIMIT = 20_000, 200, 300, 40
MOST_SAMPLES = 1000


@dataclass(frozen=True, slots=True)
class Form(Generic[Row]):
    """A kind of report: its rows, its act, what the event tells, and what it binds by a digest alone."""

    kind: ReportKind
    model: type[Row]
    act: str
    told: Callable[[Row], Mapping[str, object]]
    bound: Callable[[Row], Mapping[str, object]]


COMMUNE_FORM = Form(
    COMMUNE_REPORT,
    CommuneReport,
    "report.saved",
    told=lambda row: {"meeting_on": row.meeting_on, "contents": sorted(row.findings)},
    bound=lambda row: {"findings": row.findings, "attendees": row.attendees},
)
APPRAISAL_FORM = Form(
    APPRAISAL,
    Appraisal,
    "appraisal.saved",
    told=lambda row: {
        "surveyed_on": row.surveyed_on,
        "samples": row.samples,
        "recommendation": row.recommendation,
    },
    bound=lambda row: {"findings": [row.findings, row.elimination_ground]},
)


def save_commune_report(
    dossier: Dossier,
    *,
    actor: "User",
    findings: Mapping[str, Mapping[str, str]],
    number: str = "",
    reported_on: date | None = None,
    meeting_on: date | None = None,
    attendees: str = "",
    seen: int | None = None,
) -> CommuneReport:
    """Keep the commune's report of this stay, finished or not; what is given replaces what was there.

    `findings` is content → {"finding": text, "level": the level proposed}. It is written by the offices that do the
    work of a stage where the rulebook has it written; whether it is complete is asked when the dossier is sent on.
    Raises WorkflowError (`wrong_stage`), NotAllowed, InvalidInput for a content the law does not know and for days
    that cannot be; Stale for what was filled in before somebody else saved (`seen`: the newest event shown).
    """

    def values(current: Dossier) -> Mapping[str, object]:
        _require_past(meeting_on=meeting_on, reported_on=reported_on)
        if meeting_on and reported_on and meeting_on > reported_on:
            raise InvalidInput("The meeting cannot be later than the report on it.", field="meeting_on")
        return {
            "number": fitting_line(number, NUMBER_LIMIT, "number"),
            "reported_on": reported_on,
            "meeting_on": meeting_on,
            "attendees": fitting_text(attendees, TEXT_LIMIT, "attendees"),
            "findings": _findings(current, findings),
        }

    return _save(COMMUNE_FORM, dossier, actor, values, seen)


def save_appraisal(
    dossier: Dossier,
    *,
    actor: "User",
    number: str,
    reported_on: date | None,
    surveyed_on: date | None,
    samples: int,
    findings: str,
    recommendation: str,
    elimination_ground: str = "",
    seen: int | None = None,
) -> Appraisal:
    """Keep the appraisal of this stay, finished or not.

    It is written by the offices that do the work of a stage where the rulebook has it written. Raises WorkflowError
    (`wrong_stage`), NotAllowed, InvalidInput for an unknown recommendation, days that cannot be, and a ground for
    elimination beside another recommendation; Stale as `save_commune_report` does.
    """

    def values(_current: Dossier) -> Mapping[str, object]:
        _require_past(surveyed_on=surveyed_on, reported_on=reported_on)
        if surveyed_on and reported_on and surveyed_on > reported_on:
            raise InvalidInput("The survey cannot be later than the report on it.", field="surveyed_on")
        return {
            "number": fitting_line(number, NUMBER_LIMIT, "number"),
            "reported_on": reported_on,
            "surveyed_on": surveyed_on,
            "samples": _samples(samples),
            "findings": fitting_text(findings, TEXT_LIMIT, "findings"),
            "recommendation": _recommendation(recommendation),
            "elimination_ground": _ground(recommendation, elimination_ground),
        }

    return _save(APPRAISAL_FORM, dossier, actor, values, seen)


def _save(
    form: Form[Row],
    dossier: Dossier,
    actor: "User",
    values: Callable[[Dossier], Mapping[str, object]],
    seen: int | None,
) -> Row:
    """Write the row of this stay and its event; nothing where nothing differs."""
    with transaction.atomic(), one_act() as act:
        current = lock_dossier(dossier)
        office = require_stage_office(current, actor, report_stages(current.rulebook, form.kind))
        visit = current.visits.get(left_at__isnull=True)
        row = form.model.objects.filter(visit=visit).first() or form.model(visit=visit, dossier=current)
        given = {**values(current), "revision": current.last_revision, "body_id": office.body_id}
        if not _differs(row, given):
            return row
        require_seen(current, form.act, seen)
        row.save_as(actor, reason=form.act)
        told = {"visit": visit.number, "number": row.number, "reported_on": row.reported_on, **form.told(row)}
        notes = [fingerprint(key, value) for key, value in form.bound(row).items()]
        revision = current.last_revision or None
        record(of_dossier(form.act, current, actor, office, act, told, revision=revision, notes=notes))
    return row


def _findings(dossier: Dossier, given: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    known = {content.key for content in dossier.rulebook.commune}
    for key, entry in given.items():
        if key not in known or set(entry) - {"finding", "level"}:
            raise InvalidInput("The commune's report has no content “%(content)s”.", {"content": key}, field=key)
    kept = {
        key: {
            "finding": fitting_text(entry.get("finding", ""), TEXT_LIMIT, key),
            "level": fitting_line(entry.get("level", ""), LINE_LIMIT, key),
        }
        for key, entry in given.items()
    }
    return {key: entry for key, entry in kept.items() if any(entry.values())}


def _samples(samples: int) -> int:
    if not 0 <= samples <= MOST_SAMPLES:
        raise InvalidInput("Enter the number of samples, from 0 to %(most)s.", {"most": MOST_SAMPLES}, field="samples")
    return samples


def _recommendation(given: str) -> str:
    if given and given not in Recommendation.values:
        raise InvalidInput(
            "There is no recommendation “%(recommendation)s”.", {"recommendation": given}, field="recommendation"
        )
    return given


def _ground(recommendation: str, ground: str) -> str:
    words = fitting_line(ground, GROUND_LIMIT, "elimination_ground")
    if words and recommendation != Recommendation.ELIMINATE:
        raise InvalidInput(
            "A ground for elimination goes with the recommendation to eliminate.", field="elimination_ground"
        )
    return words


def _require_past(**days: date | None) -> None:
    for field, day in days.items():
        if day and day > clock.today():
            raise InvalidInput("The day %(day)s lies in the future.", {"day": f"{day:%d/%m/%Y}"}, field=field)


def _differs(row: CommuneReport | Appraisal, values: Mapping[str, object]) -> bool:
    """Put values into a row and say whether any is new; a row not yet kept always is."""
    changed = row.pk is None or any(getattr(row, name) != value for name, value in values.items())
    for name, value in values.items():
        setattr(row, name, value)
    return changed
