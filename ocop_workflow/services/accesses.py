"""Who opened which private file: a row to count by, and an event in the chain."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction

from ocop_workflow.domain import clock
from ocop_workflow.models import Access, one_act
from ocop_workflow.queries.rights import OfficeHeld
from ocop_workflow.services.recording import Happening, record

if TYPE_CHECKING:
    from accounts.models import User


def note_opening(
    event: str,
    kind: str,
    subject: str,
    sha256: str,
    *,
    actor: "User",
    office: OfficeHeld | None,
    dossier: str,
    payload: Mapping[str, object],
) -> None:
    """Write down that a file was opened, from which dossier (its code, or nothing)."""
    with transaction.atomic(), one_act() as act:
        Access.objects.create(
            user=actor.pk, kind=kind, subject=subject, dossier=dossier, sha256=sha256, opened_at=clock.now()
        )
        record(
            Happening(
                kind=event, subject=subject, act=act, actor=actor, office=office, dossier=dossier, payload=payload
            )
        )
