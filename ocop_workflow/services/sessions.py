"""A council's session: convened, opened on its day, closed once everything is concluded."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from ocop_workflow.domain import clock
from ocop_workflow.domain.cleaning import fitting_line
from ocop_workflow.domain.errors import InvalidInput, WorkflowError
from ocop_workflow.models import Body, ByLaw, CouncilSession, Dossier, Role, Round, SessionMode, one_act
from ocop_workflow.services.agenda import open_readings, waits_for
from ocop_workflow.services.authority import require_body_office
from ocop_workflow.services.intents import done_before, given
from ocop_workflow.services.numbering import next_code
from ocop_workflow.services.recording import record
from ocop_workflow.services.session_rows import KEEPERS, locked_session, locked_with_dossiers, of_session

if TYPE_CHECKING:
    from accounts.models import User

PLACE_LIMIT = 160


def convene_session(
    body: Body,
    *,
    actor: "User",
    held_on: date,
    place: str = "",
    mode: str = SessionMode.MEETING,
    round_: Round | None = None,
    idempotency_key: str = "",
) -> CouncilSession:
    """Call a session of a council for a day; the secretary or the chair does. One intent gives one session."""
    office = require_body_office(body, actor, roles=KEEPERS)
    if held_on < clock.today():
        raise InvalidInput("A session cannot be called for a day that is past.", field="held_on")
    place = fitting_line(place, PLACE_LIMIT, "place")
    with transaction.atomic(), one_act() as act:
        Body.objects.select_for_update(no_key=True).get(pk=body.pk)
        facts = given(body=body.code, held_on=held_on, place=place, mode=mode, round=round_.code if round_ else "")
        if event := done_before(actor, idempotency_key, "session.convened", facts=facts):
            return CouncilSession.objects.get(code=event.subject)
        session = CouncilSession(code=next_code("PH"), body=body, round=round_, held_on=held_on, place=place, mode=mode)
        session.save_as(actor, reason="session.convened")
        told = {"held_on": held_on, "mode": mode}
        record(of_session("session.convened", session, actor, office, act, told, idempotency_key, notes=[facts]))
    return session


def open_session(session: CouncilSession, *, actor: "User", idempotency_key: str = "") -> CouncilSession:
    """Open a session on its day: the by-law of that day is fixed, and each dossier that waits gets its reading.

    A dossier that left the council since it was put on the agenda gets none.
    """
    office = require_body_office(session.body, actor, roles=(Role.CHAIR, Role.DEPUTY))
    with transaction.atomic(), one_act() as act:
        current, dossiers = locked_with_dossiers(session)
        if done_before(actor, idempotency_key, "session.opened", subject=current.code):
            return current
        if current.opened_at:
            raise WorkflowError("The session is already open or closed.", code="session")
        if current.held_on != clock.today():
            raise WorkflowError(
                "The session is called for %(day)s; it is opened on that day.",
                {"day": f"{current.held_on:%d/%m/%Y}"},
                code="session",
            )
        current.bylaw = bylaw_of(current.body, current.held_on)
        current.opened_at = clock.now()
        current.save_as(actor, reason="session.opened", update_fields=["bylaw", "opened_at"])
        told = {"bylaw": current.bylaw.decision_number}
        opened = of_session("session.opened", current, actor, office, act, told, idempotency_key)
        record(opened, *open_readings(current, dossiers, actor, office, act))
    return current


def bylaw_of(body: Body, day: date) -> ByLaw:
    """Return the by-law a council works by on a day; refuses when it has none."""
    bylaw = ByLaw.objects.on(day).filter(body=body).order_by("-valid_from").first()
    if bylaw is None:
        raise WorkflowError("“%(body)s” has no by-law in force on that day.", {"body": body.name}, code="bylaw")
    return bylaw


def close_session(session: CouncilSession, *, actor: "User", idempotency_key: str = "") -> CouncilSession:
    """Close a session once every dossier on its agenda is concluded."""
    office = require_body_office(session.body, actor, roles=(Role.CHAIR, Role.DEPUTY))
    with transaction.atomic(), one_act() as act:
        current = locked_session(session)
        if done_before(actor, idempotency_key, "session.closed", subject=current.code):
            return current
        if not current.is_open:
            raise WorkflowError("The council session is not open.", code="session")
        waiting = [
            item.dossier
            for item in current.agenda.select_related("dossier")
            if waits_for(current.body, item.dossier) and not _concluded(current, item.dossier)
        ]
        if waiting:
            raise WorkflowError(
                "The session cannot be closed: %(count)s products are not concluded (%(codes)s).",
                {"count": len(waiting), "codes": ", ".join(dossier.code for dossier in waiting)},
                code="open_dossiers",
            )
        current.closed_at = clock.now()
        current.save_as(actor, reason="session.closed", update_fields=["closed_at"])
        record(of_session("session.closed", current, actor, office, act, {}, idempotency_key))
    return current


def _concluded(session: CouncilSession, dossier: Dossier) -> bool:
    """Whether this session concluded on a dossier: one that came back to the council since is another session's."""
    last = session.readings.filter(dossier=dossier).order_by("number").last()
    return last is not None and last.concluded_at is not None
