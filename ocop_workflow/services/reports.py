"""The commune's report on the four contents, and the assistance team's appraisal: one each for a revision."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from ocop_workflow.domain import clock
from ocop_workflow.domain.cleaning import clean_line, clean_text
from ocop_workflow.domain.errors import InvalidInput
from ocop_workflow.models import Appraisal, CommuneReport, Dossier, Recommendation, Role, one_act, rulebook_name
from ocop_workflow.queries.rights import OfficeHeld
from ocop_workflow.services.authority import lock_dossier, require_stage_office
from ocop_workflow.services.fingerprints import fingerprint
from ocop_workflow.services.recording import Happening, Note, record

if TYPE_CHECKING:
    from accounts.models import User

COMMUNE_ROLES = (Role.OFFICER, Role.CHAIR)
TEAM_ROLES = (Role.HEAD, Role.MEMBER, Role.SECRETARY)
TEXT_LIMIT, LINE_LIMIT = 20_000, 200
MOST_SAMPLES = 1000


def save_commune_report(
    dossier: Dossier,
    *,
    actor: "User",
    findings: Mapping[str, Mapping[str, str]],
    number: str = "",
    reported_on: date | None = None,
    meeting_on: date | None = None,
    attendees: str = "",
) -> CommuneReport:
    """Keep the commune's report on the revision in hand, finished or not; what is given replaces what was there.

    `findings` is content → {"finding": text, "level": the level proposed}. The commune's officer or chair writes it,
    in a stage of kind evaluation; whether it is complete is asked when the dossier is sent on. Raises WorkflowError
    (`wrong_stage`), NotAllowed, InvalidInput for a content the law does not know and for days that cannot be.
    """
    with transaction.atomic(), one_act() as act:
        current = lock_dossier(dossier)
        office = require_stage_office(current, actor, kinds={"evaluation"}, roles=COMMUNE_ROLES)
        _require_past(meeting_on=meeting_on, reported_on=reported_on)
        if meeting_on and reported_on and meeting_on > reported_on:
            raise InvalidInput("The meeting cannot be later than the report on it.", field="meeting_on")
        report = current.commune_reports.filter(revision=current.last_revision).first()
        report = report or CommuneReport(dossier=current, revision=current.last_revision)
        values = {
            "body_id": office.body_id,
            "number": _line(number, 40, "number"),
            "reported_on": reported_on,
            "meeting_on": meeting_on,
            "attendees": _text(attendees, "attendees"),
            "findings": _findings(current, findings),
        }
        if not _differs(report, values):
            return report
        report.save_as(actor, reason="report.saved")
        payload = {
            "number": report.number,
            "reported_on": reported_on,
            "meeting_on": meeting_on,
            "contents": sorted(report.findings),
        }
        notes = [fingerprint("findings", report.findings), fingerprint("attendees", report.attendees)]
        record(_saved("report.saved", current, actor, office, act, payload, notes))
    return report


def _findings(dossier: Dossier, given: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    known = {content.key for content in dossier.rulebook.commune}
    for key, entry in given.items():
        if key not in known or set(entry) - {"finding", "level"}:
            raise InvalidInput("The commune's report has no content “%(content)s”.", {"content": key}, field=key)
    kept = {
        key: {"finding": _text(entry.get("finding", ""), key), "level": _line(entry.get("level", ""), LINE_LIMIT, key)}
        for key, entry in given.items()
    }
    return {key: entry for key, entry in kept.items() if any(entry.values())}


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
) -> Appraisal:
    """Keep the assistance team's appraisal of the revision in hand, finished or not.

    Head, member or secretary of the team write it, in a stage of kind appraisal. Raises WorkflowError
    (`wrong_stage`), NotAllowed, InvalidInput for an unknown recommendation, days that cannot be, and a ground for
    elimination beside another recommendation.
    """
    with transaction.atomic(), one_act() as act:
        current = lock_dossier(dossier)
        office = require_stage_office(current, actor, kinds={"appraisal"}, roles=TEAM_ROLES)
        _require_past(surveyed_on=surveyed_on, reported_on=reported_on)
        if surveyed_on and reported_on and surveyed_on > reported_on:
            raise InvalidInput("The survey cannot be later than the report on it.", field="surveyed_on")
        appraisal = current.appraisals.filter(revision=current.last_revision).first()
        appraisal = appraisal or Appraisal(dossier=current, revision=current.last_revision)
        values = {
            "body_id": office.body_id,
            "number": _line(number, 40, "number"),
            "reported_on": reported_on,
            "surveyed_on": surveyed_on,
            "samples": _samples(samples),
            "findings": _text(findings, "findings"),
            "recommendation": _recommendation(recommendation),
            "elimination_ground": _ground(recommendation, elimination_ground),
        }
        if not _differs(appraisal, values):
            return appraisal
        appraisal.save_as(actor, reason="appraisal.saved")
        payload = {
            "number": appraisal.number,
            "reported_on": reported_on,
            "surveyed_on": surveyed_on,
            "samples": appraisal.samples,
            "recommendation": appraisal.recommendation,
        }
        notes = [fingerprint("findings", [appraisal.findings, appraisal.elimination_ground])]
        record(_saved("appraisal.saved", current, actor, office, act, payload, notes))
    return appraisal


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
    words = _line(ground, 300, "elimination_ground")
    if words and recommendation != Recommendation.ELIMINATE:
        raise InvalidInput(
            "A ground for elimination goes with the recommendation to eliminate.", field="elimination_ground"
        )
    return words


def _require_past(**days: date | None) -> None:
    for field, day in days.items():
        if day and day > clock.today():
            raise InvalidInput("The day %(day)s lies in the future.", {"day": f"{day:%d/%m/%Y}"}, field=field)


def _line(text: str, limit: int, field: str) -> str:
    return _fitting(clean_line(text), limit, field)


def _text(text: str, field: str) -> str:
    return _fitting(clean_text(text), TEXT_LIMIT, field)


def _fitting(text: str, limit: int, field: str) -> str:
    if len(text) > limit:
        raise InvalidInput(
            "This text has %(length)s characters; at most %(limit)s fit.",
            {"length": len(text), "limit": limit},
            field=field,
        )
    return text


def _differs(row: CommuneReport | Appraisal, values: Mapping[str, object]) -> bool:
    """Put values into a row and say whether any is new; a row not yet kept always is."""
    changed = row.pk is None or any(getattr(row, name) != value for name, value in values.items())
    for name, value in values.items():
        setattr(row, name, value)
    return changed


def _saved(
    kind: str,
    dossier: Dossier,
    actor: "User",
    office: OfficeHeld,
    act: UUID,
    payload: Mapping[str, object],
    notes: list[Note],
) -> Happening:
    return Happening(
        kind=kind,
        subject=dossier.code,
        act=act,
        actor=actor,
        office=office,
        dossier=dossier.code,
        revision=dossier.last_revision or None,
        rulebook=rulebook_name(dossier.rulebook_version_id)[0],
        payload=payload,
        notes=notes,
    )
