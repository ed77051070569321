"""Checking the papers of a dossier, one by one, by the body that has it in hand."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction

from ocop_workflow.domain.cleaning import fitting_line
from ocop_workflow.domain.errors import InvalidInput
from ocop_workflow.domain.reporting import reviewing_stages
from ocop_workflow.models import Dossier, EvidenceCheck, StageVisit, Verdict, one_act
from ocop_workflow.services.authority import lock_dossier, require_stage_office
from ocop_workflow.services.dossiers import require_seen
from ocop_workflow.services.fingerprints import fingerprint
from ocop_workflow.services.recording import of_dossier, record

if TYPE_CHECKING:
    from accounts.models import User

NOTE_LIMIT = 300


def record_checks(
    dossier: Dossier, verdicts: Mapping[str, tuple[str, str]], *, actor: "User", seen: int | None = None
) -> None:
    """Record what was found about papers during this stay: kind → (verdict, note).

    Only in intake, evaluation and appraisal, by the offices that do the work of that stage. A verdict other than
    sufficient needs a note that the producer will read. What was found before may be corrected; what did not change
    leaves no trace. Raises WorkflowError (`wrong_stage`), NotAllowed, InvalidInput with the kind as its field, Stale
    for what was filled in before somebody else saved a check (`seen`: the newest event shown).
    """
    with transaction.atomic(), one_act() as act:
        current = lock_dossier(dossier)
        office = require_stage_office(current, actor, reviewing_stages(current.rulebook))
        found = {kind: _checked(current, kind, *finding) for kind, finding in verdicts.items()}
        visit = current.visits.get(left_at__isnull=True)
        changed = _keep(visit, current, found, actor)
        if changed:
            require_seen(current, "papers.checked", seen)
            told = {"visit": visit.number, "verdicts": {kind: verdict for kind, (verdict, _) in changed.items()}}
            notes = [fingerprint("notes", {kind: note for kind, (_, note) in changed.items()})]
            revision = current.last_revision or None
            record(of_dossier("papers.checked", current, actor, office, act, told, revision=revision, notes=notes))


def _checked(dossier: Dossier, kind: str, verdict: str, note: str) -> tuple[str, str]:
    note = fitting_line(note, NOTE_LIMIT, kind)
    if not any(kind == offered.key for offered in dossier.rulebook.evidence_for(dossier.set_no)):
        raise InvalidInput(
            "Product set %(set)s has no paper of the kind “%(kind)s”.",
            {"set": dossier.set_no, "kind": kind},
            field=kind,
        )
    if verdict not in Verdict.values:
        raise InvalidInput("There is no verdict “%(verdict)s”.", {"verdict": verdict}, field=kind)
    if verdict != Verdict.SUFFICIENT and not note:
        raise InvalidInput("Note what is missing or to be supplemented.", field=kind)
    return Verdict(verdict).value, note


def _keep(
    visit: StageVisit, dossier: Dossier, found: Mapping[str, tuple[str, str]], actor: "User"
) -> dict[str, tuple[str, str]]:
    rows = {check.kind: check for check in visit.checks.all()}
    changed: dict[str, tuple[str, str]] = {}
    for kind, (verdict, note) in found.items():
        row = rows.get(kind) or EvidenceCheck(visit=visit, dossier=dossier, kind=kind)
        if row.pk and (row.verdict, row.note) == (verdict, note):
            continue
        row.verdict, row.note, row.revision = verdict, note, dossier.last_revision
        row.save_as(actor, reason="papers.checked")
        changed[kind] = (verdict, note)
    return changed
