"""A council's session: agenda, attendance, conflicts, what it agrees on."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from ocop_workflow.domain import clock, scoring
from ocop_workflow.domain.errors import InvalidInput, Stale, WorkflowError
from ocop_workflow.models import (
    AgendaItem,
    Agreement,
    Attendance,
    Ballot,
    Body,
    BodySuccession,
    ByLaw,
    Conflict,
    CouncilSession,
    Dossier,
    Event,
    Membership,
    Reading,
    Role,
    Round,
    SessionMode,
    one_act,
    rulebook_name,
)
from ocop_workflow.queries import council
from ocop_workflow.queries.rights import OfficeHeld, predecessors
from ocop_workflow.services.authority import lock_dossier, lock_dossiers, require_body_office
from ocop_workflow.services.intents import done_before, given
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
        facts = given(body=body.code, held_on=held_on, place=place, mode=mode, round=round_.code if round_ else "")
        if event := done_before(actor, idempotency_key, "session.convened", facts=facts):
            return CouncilSession.objects.get(code=event.subject)
        session = CouncilSession(code=next_code("PH"), body=body, round=round_, held_on=held_on, place=place, mode=mode)
        session.save_as(actor, reason="session.convened")
        told = {"held_on": held_on, "mode": mode}
        record(_of_session("session.convened", session, actor, office, act, told, idempotency_key, notes=[facts]))
    return session


def set_agenda(session: CouncilSession, dossiers: Sequence[Dossier], *, actor: "User") -> None:
    """Put dossiers on the agenda, in the order given; those on it keep their place.

    In a session that is open each of them gets its reading. Raises InvalidInput, naming the code, for a dossier that
    does not wait for this council.
    """
    office = require_body_office(session.body, actor, roles=KEEPERS)
    with transaction.atomic(), one_act() as act:
        rows = lock_dossiers(dossier.pk for dossier in dossiers)
        current = _locked(session)
        if current.closed_at:
            raise WorkflowError("The session is closed.", code="session")
        place = current.agenda.count()
        known = set(current.agenda.values_list("dossier_id", flat=True))
        added = [rows[pk] for pk in dict.fromkeys(dossier.pk for dossier in dossiers) if pk not in known]
        for position, dossier in enumerate(added, start=place + 1):
            if not _waits_for(current.body, dossier):
                raise InvalidInput(
                    "%(dossier)s does not wait for this council.", {"dossier": dossier.code}, field="dossiers"
                )
            item = AgendaItem(session=current, dossier=dossier, position=position)
            item.save_as(actor, reason="session.agenda")
        happenings = []
        if added:
            told = {"dossiers": [dossier.code for dossier in added]}
            happenings.append(_of_session("session.agenda", current, actor, office, act, told))
        if current.opened_at:
            unread = [row for row in rows.values() if row in added or council.present_reading(row) is None]
            happenings += _open_readings(current, unread, actor, office, act)
        if happenings:
            record(*happenings)


def _locked(session: CouncilSession) -> CouncilSession:
    return CouncilSession.objects.select_for_update(no_key=True).get(pk=session.pk)


def _locked_with_dossiers(session: CouncilSession) -> tuple[CouncilSession, list[Dossier]]:
    """Lock a session's dossiers, then the session: every act locks dossiers first. They come in the agenda's order."""
    rows = lock_dossiers(session.agenda.values_list("dossier_id", flat=True))
    current = _locked(session)
    agenda = list(current.agenda.values_list("dossier_id", flat=True))
    if not rows.keys() >= set(agenda):
        raise Stale("The agenda was changed at this moment; look at it and send again.")
    return current, [rows[pk] for pk in agenda]


def _waits_for(body: Body, dossier: Dossier) -> bool:
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


def record_attendance(
    session: CouncilSession,
    present: Mapping[int, bool],
    *,
    actor: "User",
    reasons: Mapping[int, str] | None = None,
    idempotency_key: str = "",
) -> None:
    """Record who is present: membership id → present; reasons for absence by membership id.

    Whoever handed in a ballot was there, and while ballots lie open nobody comes or goes: both are refused.
    """
    office = require_body_office(session.body, actor, roles=KEEPERS)
    members = {member.pk: member for member in council.appointed(session)}
    if unknown := set(present) - set(members):
        raise InvalidInput("Membership %(id)s is not of this council.", {"id": min(unknown)}, field="present")
    with transaction.atomic(), one_act() as act:
        current, _ = _locked_with_dossiers(session)
        if current.closed_at:
            raise WorkflowError("The session is closed.", code="session")
        if done_before(actor, idempotency_key, "session.attendance", subject=current.code):
            return
        rows = {row.membership_id: row for row in current.attendance.all()}
        here = {pk for pk, row in rows.items() if row.present}
        _require_free_to_move(current, [members[pk] for pk, comes in present.items() if comes != (pk in here)], here)
        for membership_id, is_present in present.items():
            row = rows.get(membership_id) or Attendance(session=current, membership_id=membership_id)
            row.present, row.reason = is_present, (reasons or {}).get(membership_id, "")
            row.save_as(actor, reason="session.attendance")
        told = {
            "present": sorted(pk for pk, is_present in present.items() if is_present),
            "absent": sorted(pk for pk, is_present in present.items() if not is_present),
        }
        record(_of_session("session.attendance", current, actor, office, act, told, idempotency_key))


def _require_free_to_move(session: CouncilSession, moving: Sequence[Membership], here: set[int]) -> None:
    running = session.readings.filter(replaced_at__isnull=True, concluded_at__isnull=True)
    if moving and running.filter(unsealed_at__isnull=False).exists():
        raise WorkflowError(
            "Ballots are unsealed; the attendance changes only once the council has concluded on them.", code="unsealed"
        )
    ballots = Ballot.objects.filter(reading__session=session, handed_in_at__isnull=False)
    handed_in = set(ballots.values_list("member", flat=True))
    for member in moving:
        if member.pk in here and member.user_id in handed_in:
            raise InvalidInput(
                "%(member)s handed in a ballot in this session and stays recorded as present.",
                {"member": str(member.user)},
                field="present",
            )


def open_session(session: CouncilSession, *, actor: "User", idempotency_key: str = "") -> CouncilSession:
    """Open a session on its day: the by-law of that day is fixed, and each dossier that waits gets its reading.

    A dossier that left the council since it was put on the agenda gets none.
    """
    office = require_body_office(session.body, actor, roles=(Role.CHAIR, Role.DEPUTY))
    with transaction.atomic(), one_act() as act:
        current, dossiers = _locked_with_dossiers(session)
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
        opened = _of_session("session.opened", current, actor, office, act, told, idempotency_key)
        record(opened, *_open_readings(current, dossiers, actor, office, act))
    return current


def bylaw_of(body: Body, day: date) -> ByLaw:
    """Return the by-law a council works by on a day; refuses when it has none."""
    bylaw = ByLaw.objects.on(day).filter(body=body).order_by("-valid_from").first()
    if bylaw is None:
        raise WorkflowError("“%(body)s” has no by-law in force on that day.", {"body": body.name}, code="bylaw")
    return bylaw


def _open_readings(
    session: CouncilSession, dossiers: Sequence[Dossier], actor: "User", office: OfficeHeld, act: UUID
) -> list[Happening]:
    waiting = [dossier for dossier in dossiers if _waits_for(session.body, dossier)]
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
    return Happening(
        kind="reading.opened",
        subject=dossier.code,
        act=act,
        actor=actor,
        office=office,
        dossier=dossier.code,
        revision=reading.revision,
        rulebook=rulebook_name(dossier.rulebook_version_id)[0],
        payload={
            "session": session.code,
            "reading": reading.number,
            "replaced": old.number if old else None,
            "revision": reading.revision,
            "visit": visit.number,
        },
    )


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
        if event := done_before(
            actor, idempotency_key, "conflict.declared", subject=current.code, dossier=current.code
        ):
            return _declared_before(event, membership, current)
        reading = council.present_reading(current)
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


def _declared_before(event: Event, membership: Membership, dossier: Dossier) -> Conflict:
    if json.loads(event.payload)["membership"] != membership.pk:
        raise Stale("This was already sent with another act.", code="key_reused")
    return Conflict.objects.get(membership=membership, dossier=dossier)


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
        current = _locked(session)
        if done_before(actor, idempotency_key, "session.closed", subject=current.code):
            return current
        if not current.is_open:
            raise WorkflowError("The council session is not open.", code="session")
        waiting = [
            item.dossier
            for item in current.agenda.select_related("dossier")
            if _waits_for(current.body, item.dossier) and not _concluded(current, item.dossier)
        ]
        if waiting:
            raise WorkflowError(
                "The session cannot be closed: %(count)s products are not concluded (%(codes)s).",
                {"count": len(waiting), "codes": ", ".join(dossier.code for dossier in waiting)},
                code="open_dossiers",
            )
        current.closed_at = clock.now()
        current.save_as(actor, reason="session.closed", update_fields=["closed_at"])
        record(_of_session("session.closed", current, actor, office, act, {}, idempotency_key))
    return current


def _concluded(session: CouncilSession, dossier: Dossier) -> bool:
    """Whether this session concluded on a dossier: one that came back to the council since is another session's."""
    last = session.readings.filter(dossier=dossier).order_by("number").last()
    return last is not None and last.concluded_at is not None


def _of_session(
    kind: str,
    session: CouncilSession,
    actor: "User",
    office: OfficeHeld,
    act: UUID,
    payload: Mapping[str, object],
    idempotency_key: str = "",
    notes: Sequence[Note] = (),
) -> Happening:
    return Happening(
        kind=kind,
        subject=session.code,
        act=act,
        actor=actor,
        office=office,
        idempotency_key=idempotency_key or None,
        payload={"body": session.body.code, **payload},
        notes=notes,
    )
