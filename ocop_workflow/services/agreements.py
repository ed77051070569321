"""What a council agrees on where its members differ."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction

from ocop_workflow.domain import scoring
from ocop_workflow.domain.cleaning import fitting_line
from ocop_workflow.domain.errors import InvalidInput, WorkflowError
from ocop_workflow.models import Agreement, Dossier, Reading, Role, one_act
from ocop_workflow.queries import council
from ocop_workflow.services.authority import lock_dossier, require_body_office
from ocop_workflow.services.intents import done_before
from ocop_workflow.services.recording import Note, of_dossier, record

if TYPE_CHECKING:
    from accounts.models import User

NOTE_LIMIT = 300


def record_agreement(
    dossier: Dossier,
    *,
    actor: "User",
    options: Mapping[str, str] | None = None,
    eliminations: Mapping[str, bool] | None = None,
    case: str = "",
    note: str = "",
    idempotency_key: str = "",
) -> None:
    """Record what the council agreed on where members differ: options, eliminations, the case.

    Only the chair, after unsealing and before concluding, and only where members do differ.
    """
    note = fitting_line(note, NOTE_LIMIT, "note")
    with transaction.atomic(), one_act() as act:
        current = lock_dossier(dossier)
        if done_before(actor, idempotency_key, "agreement.recorded", subject=current.code, dossier=current.code):
            return
        reading = council.present_reading(current)
        if reading is None or reading.is_sealed or reading.concluded_at:
            raise WorkflowError("Agreements are recorded between unsealing and conclusion.", code="session")
        office = require_body_office(reading.session.body, actor, roles=(Role.CHAIR, Role.DEPUTY))
        _require_difference(current, reading, options or {}, eliminations or {}, case)
        for criterion, option in (options or {}).items():
            _agree(reading, criterion, actor, note, option=option)
        for node, eliminate in (eliminations or {}).items():
            _agree(reading, node, actor, note, eliminate=eliminate)
        if case:
            reading.agreed_case = case
            reading.save_as(actor, reason="agreement.recorded", update_fields=["agreed_case"])
        told = {
            "reading": reading.number,
            "options": dict(options or {}),
            "eliminations": dict(eliminations or {}),
            "case": case,
        }
        happening = of_dossier(
            "agreement.recorded",
            current,
            actor,
            office,
            act,
            told,
            revision=reading.revision,
            idempotency_key=idempotency_key,
            notes=[Note("reason", note)] if note else [],
        )
        record(happening)


def _require_difference(
    dossier: Dossier, reading: Reading, options: Mapping[str, str], eliminations: Mapping[str, bool], case: str
) -> None:
    card = dossier.rulebook.scorecard(dossier.set_no)
    agreed_case = case if case in card.cases else reading.agreed_case or None
    differences = scoring.disagreements(card, council.sheets(reading), agreed_case=agreed_case)
    open_points = {(point.kind, point.criterion) for point in differences}
    for criterion, option in options.items():
        if ("minimum", criterion) not in open_points:
            raise InvalidInput("Members do not differ on %(criterion)s.", {"criterion": criterion}, field=criterion)
        if option not in {node.code for node in card.options(criterion)}:
            raise InvalidInput(
                "“%(option)s” is no option of criterion %(criterion)s.",
                {"option": option, "criterion": criterion},
                field=criterion,
            )
    for node in eliminations:
        if ("elimination", node) not in open_points:
            raise InvalidInput(
                "Members do not differ on eliminating by %(criterion)s.", {"criterion": node}, field=node
            )
    if case and case not in card.cases:
        raise InvalidInput("The sheet has no case “%(case)s”.", {"case": case}, field="case")


def _agree(
    reading: Reading, criterion: str, actor: "User", note: str, *, option: str = "", eliminate: bool | None = None
) -> None:
    row = reading.agreements.filter(criterion=criterion, eliminate__isnull=eliminate is None).first()
    row = row or Agreement(reading=reading, criterion=criterion)
    row.option, row.eliminate, row.note = option, eliminate, note
    row.save_as(actor, reason="agreement.recorded")
