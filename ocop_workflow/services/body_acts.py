"""What the acts on bodies, members and by-laws share: how one ends, and how it is told."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from ocop_workflow.domain.errors import InvalidInput
from ocop_workflow.models import Body, ByLaw, Membership
from ocop_workflow.models.validity import Dated
from ocop_workflow.services.recording import Happening, Note, record

if TYPE_CHECKING:
    from uuid import UUID

    from accounts.models import User


def end_validity(row: Dated, last_day: date, actor: "User | None", reason: str) -> None:
    """Let a row that is valid from a day to a day end; refuse a last day before its first."""
    if row.valid_from > last_day:
        raise InvalidInput("“%(row)s” begins only after that day.", {"row": str(row)}, field="last_day")
    row.valid_to = last_day
    row.save_as(actor, reason=reason)


def decided_by(row: Body | Membership | ByLaw) -> dict[str, object]:
    """Return what an event tells of the decision behind a row, and of its time."""
    return {
        "decision": row.decision_number,
        "decided_on": row.decision_date,
        "from": row.valid_from,
        "to": row.valid_to,
    }


def note_act(
    kind: str,
    body: Body,
    actor: "User | None",
    act: "UUID",
    payload: Mapping[str, object],
    *,
    on: date | None = None,
    person: "User | None" = None,
) -> None:
    """Record an act on a body; a person's name goes beside the chain."""
    notes = [Note("person", str(person), person.pk)] if person else []
    record(Happening(kind=kind, subject=body.code, act=act, actor=actor, occurred_on=on, payload=payload, notes=notes))
