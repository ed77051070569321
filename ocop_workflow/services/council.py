"""A council's session: agenda, attendance, conflicts, what it agrees on."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from ocop_workflow.domain import clock, scoring
from ocop_workflow.domain.errors import InvalidInput, WorkflowError
from ocop_workflow.models import (
    AgendaItem,
    Agreement,
    Attendance,
    Body,
    ByLaw,
    Conflict,
    CouncilSession,
    Dossier,
    Membership,
    Reading,
    Role,
    Round,
    SessionMode,
    one_act,
    rulebook_name,
)
from ocop_workflow.queries import council
from ocop_workflow.queries.rights import OfficeHeld
from ocop_workflow.services.authority import lock_dossier, require_body_office
from ocop_workflow.services.intents import done_before
from ocop_workflow.services.numbering import next_code
from ocop_workflow.services.recording import Happening, Note, record

if TYPE_CHECKING:
    from accounts.models import User

KEEPERS = (Role.SECRETARY, Role.CHAIR)


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
    with transaction.atomic(), one_act() as act:
        Body.objects.select_for_update(no_key=True).get(pk=body.pk)
        if event := done_before(actor, idempotency_key, "session.convened"):
            return CouncilSession.objects.get(code=event.subject)
        session = CouncilSession(code=next_code("PH"), body=body, round=round_, held_on=held_on, place=place, mode=mode)
        session.save_as(actor, reason="session.convened")
        _note("session.convened", session, actor, office, act, {"held_on": held_on, "mode": mode}, idempotency_key)
    return session


def set_agenda(session: CouncilSession, dossiers: Sequence[Dossier], *, actor: "User") -> None:
    """Put dossiers on the agenda, in the order given; those on it keep their place."""
    office = require_body_office(session.body, actor, roles=KEEPERS)
    with transaction.atomic(), one_act() as act:
        current = CouncilSession.objects.select_for_update(no_key=True).get(pk=session.pk)
        if current.closed_at:
            raise WorkflowError("The session is closed.", code="session")
        place = current.agenda.count()
        known = set(current.agenda.values_list("dossier_id", flat=True))
        added = [dossier for dossier in dossiers if dossier.pk not in known]
        for position, dossier in enumerate(added, start=place + 1):
            item = AgendaItem(session=current, dossier=dossier, position=position)
            item.save_as(actor, reason="session.agenda")
            if current.opened_at:
                _open_reading(current, dossier, actor)
        if added:
            codes = [dossier.code for dossier in added]
            _note("session.agenda", current, actor, office, act, {"dossiers": codes})


def record_attendance(
    session: CouncilSession,
    present: Mapping[int, bool],
    *,
    actor: "User",
    reasons: Mapping[int, str] | None = None,
    idempotency_key: str = "",
) -> None:
    """Record who is present: membership id → present; reasons for absence by membership id."""
    office = require_body_office(session.body, actor, roles=KEEPERS)
    members = {member.pk: member for member in council.appointed(session)}
    if unknown := set(present) - set(members):
        raise InvalidInput("Membership %(id)s is not of this council.", {"id": min(unknown)}, field="present")
    with transaction.atomic(), one_act() as act:
        current = CouncilSession.objects.select_for_update(no_key=True).get(pk=session.pk)
        if current.closed_at:
            raise WorkflowError("The session is closed.", code="session")
        if done_before(actor, idempotency_key, "session.attendance"):
            return
        rows = {row.membership_id: row for row in current.attendance.all()}
        for membership_id, is_present in present.items():
            row = rows.get(membership_id) or Attendance(session=current, membership_id=membership_id)
            row.present, row.reason = is_present, (reasons or {}).get(membership_id, "")
            row.save_as(actor, reason="session.attendance")
        here = sorted(pk for pk, is_present in present.items() if is_present)
        _note(
            "session.attendance",
            current,
            actor,
            office,
            act,
            {"present": here, "counted": len(present)},
            idempotency_key,
        )


def open_session(session: CouncilSession, *, actor: "User", idempotency_key: str = "") -> CouncilSession:
    """Open a session on its day: the by-law of that day is fixed, and each dossier gets its first reading."""
    office = require_body_office(session.body, actor, roles=(Role.CHAIR, Role.DEPUTY))
    with transaction.atomic(), one_act() as act:
        current = CouncilSession.objects.select_for_update(no_key=True).get(pk=session.pk)
        if done_before(actor, idempotency_key, "session.opened"):
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
        current.save_as(actor, reason="session.opened")
        for item in current.agenda.select_related("dossier"):
            _open_reading(current, item.dossier, actor)
        payload = {"bylaw": current.bylaw.decision_number}
        _note("session.opened", current, actor, office, act, payload, idempotency_key)
    return current


def bylaw_of(body: Body, day: date) -> ByLaw:
    """Return the by-law a council works by on a day; refuses when it has none."""
    bylaw = ByLaw.objects.on(day).filter(body=body).order_by("-valid_from").first()
    if bylaw is None:
        raise WorkflowError("“%(body)s” has no by-law in force on that day.", {"body": body.name}, code="bylaw")
    return bylaw


def _open_reading(session: CouncilSession, dossier: Dossier, actor: "User") -> None:
    old = council.current_reading(dossier)
    if old is not None:
        if old.concluded_at is None and old.session_id == session.pk:
            return
        old.replaced_at = clock.now()
        old.save_as(actor, reason="reading.opened")
    reading = Reading(
        dossier=dossier,
        session=session,
        number=old.number + 1 if old else 1,
        revision=dossier.last_revision,
    )
    reading.save_as(actor, reason="reading.opened")


def declare_conflict(
    dossier: Dossier, *, actor: "User", membership: Membership, reason: str, idempotency_key: str = ""
) -> Conflict:
    """Declare a member's interest in a dossier's producer: the member no longer scores it.

    The member declares it, or the secretary or chair records it. Refused once that member's ballot is in.
    """
    roles = (membership.role,) if membership.user_id == actor.pk else KEEPERS
    office = require_body_office(membership.body, actor, roles=roles)
    if not reason.strip():
        raise InvalidInput("State what the interest is.", field="reason")
    with transaction.atomic(), one_act() as act:
        current = lock_dossier(dossier)
        if done_before(actor, idempotency_key, "conflict.declared"):
            return Conflict.objects.get(membership=membership, dossier=current)
        reading = council.current_reading(current)
        if reading and reading.ballots.filter(member=membership.user_id, handed_in_at__isnull=False).exists():
            raise WorkflowError("This member's ballot is already in; the chair opens a new reading first.", code="late")
        if Conflict.objects.filter(membership=membership, dossier=current).exists():
            raise WorkflowError("This conflict of interest is already declared.", code="known")
        conflict = Conflict(membership=membership, dossier=current, declared_on=clock.today(), reason=reason.strip())
        conflict.save_as(actor, reason="conflict.declared")
        record(
            Happening(
                kind="conflict.declared",
                subject=current.code,
                act=act,
                actor=actor,
                office=office,
                dossier=current.code,
                rulebook=rulebook_name(current.rulebook_version_id)[0],
                idempotency_key=idempotency_key or None,
                payload={"membership": membership.pk},
                notes=[Note("reason", reason.strip(), membership.user_id)],
            )
        )
    return conflict


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
    with transaction.atomic(), one_act() as act:
        current = lock_dossier(dossier)
        if done_before(actor, idempotency_key, "agreement.recorded"):
            return
        reading = council.current_reading(current)
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
            reading.save_as(actor, reason="agreement.recorded")
        record(
            Happening(
                kind="agreement.recorded",
                subject=current.code,
                act=act,
                actor=actor,
                office=office,
                dossier=current.code,
                revision=reading.revision,
                rulebook=rulebook_name(current.rulebook_version_id)[0],
                idempotency_key=idempotency_key or None,
                payload={
                    "reading": reading.number,
                    "options": dict(options or {}),
                    "eliminations": dict(eliminations or {}),
                    "case": case,
                },
                notes=[Note("reason", note)] if note else [],
            )
        )


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
    row.option, row.eliminate, row.note = option, eliminate, note[:300]
    row.save_as(actor, reason="agreement.recorded")


def close_session(session: CouncilSession, *, actor: "User", idempotency_key: str = "") -> CouncilSession:
    """Close a session once every dossier on its agenda is concluded."""
    office = require_body_office(session.body, actor, roles=(Role.CHAIR, Role.DEPUTY))
    with transaction.atomic(), one_act() as act:
        current = CouncilSession.objects.select_for_update(no_key=True).get(pk=session.pk)
        if done_before(actor, idempotency_key, "session.closed"):
            return current
        if not current.is_open:
            raise WorkflowError("The council session is not open.", code="session")
        waiting = [
            item.dossier
            for item in current.agenda.select_related("dossier")
            if item.dossier.stage_data.kind == "scoring"
        ]
        if waiting:
            raise WorkflowError(
                "The session cannot be closed: %(count)s products are not concluded (%(codes)s).",
                {"count": len(waiting), "codes": ", ".join(dossier.code for dossier in waiting)},
                code="open_dossiers",
            )
        current.closed_at = clock.now()
        current.save_as(actor, reason="session.closed")
        _note("session.closed", current, actor, office, act, {}, idempotency_key)
    return current


def _note(
    kind: str,
    session: CouncilSession,
    actor: "User",
    office: OfficeHeld,
    act: UUID,
    payload: Mapping[str, object],
    idempotency_key: str = "",
) -> None:
    record(
        Happening(
            kind=kind,
            subject=session.code,
            act=act,
            actor=actor,
            office=office,
            occurred_on=session.held_on if kind != "session.convened" else None,
            idempotency_key=idempotency_key or None,
            payload={"body": session.body.code, **payload},
        )
    )
