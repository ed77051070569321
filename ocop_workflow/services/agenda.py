"""The agenda of a session, and the reading each dossier on it gets when the session is open."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from ocop_workflow.domain import clock
from ocop_workflow.domain.errors import InvalidInput, WorkflowError
from ocop_workflow.models import (
    AgendaItem,
    Body,
    BodySuccession,
    CouncilSession,
    Dossier,
    Reading,
    one_act,
)
from ocop_workflow.queries import council
from ocop_workflow.queries.rights import OfficeHeld, predecessors
from ocop_workflow.services.authority import lock_dossiers, require_body_office
from ocop_workflow.services.recording import Happening, of_dossier, record
from ocop_workflow.services.session_rows import KEEPERS, locked_session, of_session

if TYPE_CHECKING:
    from accounts.models import User


def set_agenda(session: CouncilSession, dossiers: Sequence[Dossier], *, actor: "User") -> None:
    """Put dossiers on the agenda, in the order given; those on it keep their place.

    In a session that is open each of them gets its reading. Raises InvalidInput, naming the code, for a dossier that
    does not wait for this council.
    """
    office = require_body_office(session.body, actor, roles=KEEPERS)
    with transaction.atomic(), one_act() as act:
        rows = lock_dossiers(dossier.pk for dossier in dossiers)
        current = locked_session(session)
        if current.closed_at:
            raise WorkflowError("The session is closed.", code="session")
        place = current.agenda.count()
        known = set(current.agenda.values_list("dossier_id", flat=True))
        added = [rows[pk] for pk in dict.fromkeys(dossier.pk for dossier in dossiers) if pk not in known]
        for position, dossier in enumerate(added, start=place + 1):
            if not waits_for(current.body, dossier):
                raise InvalidInput(
                    "%(dossier)s does not wait for this council.", {"dossier": dossier.code}, field="dossiers"
                )
            item = AgendaItem(session=current, dossier=dossier, position=position)
            item.save_as(actor, reason="session.agenda")
        happenings = []
        if added:
            told = {"dossiers": [dossier.code for dossier in added]}
            happenings.append(of_session("session.agenda", current, actor, office, act, told))
        if current.opened_at:
            unread = [row for row in rows.values() if row in added or council.present_reading(row) is None]
            happenings += open_readings(current, unread, actor, office, act)
        if happenings:
            record(*happenings)


def waits_for(body: Body, dossier: Dossier) -> bool:
    """Whether a dossier stands before this council, or one it took over from, and is not concluded there yet.

    Such a dossier is in the sight of whoever holds an office in the council.
    """
    if dossier.stage_data.kind != "scoring":
        return False
    in_hands = predecessors({body.pk}, BodySuccession, clock.today())
    if not dossier.visits.filter(left_at__isnull=True, body__in=in_hands).exists():
        return False
    reading = council.present_reading(dossier)
    return reading is None or reading.concluded_at is None


def open_readings(
    session: CouncilSession, dossiers: Sequence[Dossier], actor: "User", office: OfficeHeld, act: UUID
) -> list[Happening]:
    """Open a reading for each dossier that waits, and return what is to be recorded."""
    waiting = [dossier for dossier in dossiers if waits_for(session.body, dossier)]
    return [_open_reading(session, dossier, actor, office, act) for dossier in waiting]


def _open_reading(session: CouncilSession, dossier: Dossier, actor: "User", office: OfficeHeld, act: UUID) -> Happening:
    old = council.current_reading(dossier)
    if old is not None:
        old.replaced_at = clock.now()
        old.save_as(actor, reason="reading.opened", update_fields=["replaced_at"])
    visit = dossier.visits.get(left_at__isnull=True)
    reading = Reading(
        dossier=dossier,
        session=session,
        visit=visit,
        number=old.number + 1 if old else 1,
        revision=dossier.last_revision,
    )
    reading.save_as(actor, reason="reading.opened")
    told = {
        "session": session.code,
        "reading": reading.number,
        "replaced": old.number if old else None,
        "revision": reading.revision,
        "visit": visit.number,
    }
    return of_dossier("reading.opened", dossier, actor, office, act, told, revision=reading.revision)
