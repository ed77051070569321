"""What the acts on a council's session share: its rows locked in order, its events, who keeps it."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from ocop_workflow.domain.errors import Stale
from ocop_workflow.models import CouncilSession, Dossier, Role
from ocop_workflow.queries.rights import OfficeHeld
from ocop_workflow.services.authority import lock_dossiers
from ocop_workflow.services.recording import Happening, Note

if TYPE_CHECKING:
    from accounts.models import User


KEEPERS = (Role.SECRETARY, Role.CHAIR)


def locked_session(session: CouncilSession) -> CouncilSession:
    """Lock a session's row for the rest of the transaction and return it fresh."""
    return CouncilSession.objects.select_for_update(no_key=True).get(pk=session.pk)


def locked_with_dossiers(session: CouncilSession) -> tuple[CouncilSession, list[Dossier]]:
    """Lock a session's dossiers, then the session: every act locks dossiers first. They come in the agenda's order."""
    rows = lock_dossiers(session.agenda.values_list("dossier_id", flat=True))
    current = locked_session(session)
    agenda = list(current.agenda.values_list("dossier_id", flat=True))
    if not rows.keys() >= set(agenda):
        raise Stale("The agenda was changed at this moment; look at it and send again.")
    return current, [rows[pk] for pk in agenda]


def of_session(
    kind: str,
    session: CouncilSession,
    actor: "User",
    office: OfficeHeld,
    act: UUID,
    payload: Mapping[str, object],
    idempotency_key: str = "",
    notes: Sequence[Note] = (),
) -> Happening:
    """Return what happened to a session, to be recorded."""
    return Happening(
        kind=kind,
        subject=session.code,
        act=act,
        actor=actor,
        office=office,
        idempotency_key=idempotency_key,
        payload={"body": session.body.code, **payload},
        notes=notes,
    )
