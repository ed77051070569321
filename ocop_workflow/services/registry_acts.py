"""How an act on the registry is told."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ocop_workflow.queries.rights import OfficeHeld
from ocop_workflow.services.recording import Happening, Note, record

if TYPE_CHECKING:
    from uuid import UUID

    from accounts.models import User


def note_registered(
    kind: str,
    subject: str,
    doer: "tuple[UUID, User | None, OfficeHeld | None]",
    payload: Mapping[str, object],
    notes: Sequence[Note] = (),
    *,
    idempotency_key: str = "",
) -> None:
    """Record an act on the registry; `doer` is the act's id, who did it and by which office."""
    act, actor, office = doer
    record(
        Happening(
            kind=kind,
            subject=subject,
            act=act,
            actor=actor,
            office=office,
            idempotency_key=idempotency_key or None,
            payload=payload,
            notes=notes,
        )
    )
