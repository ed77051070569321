"""Who is present at a session."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from ocop_workflow.domain.cleaning import fitting_line
from ocop_workflow.domain.errors import InvalidInput, WorkflowError
from ocop_workflow.models import Attendance, Ballot, CouncilSession, Membership, one_act
from ocop_workflow.queries import council
from ocop_workflow.services.authority import require_body_office
from ocop_workflow.services.intents import done_before
from ocop_workflow.services.recording import record
from ocop_workflow.services.session_rows import KEEPERS, locked_with_dossiers, of_session

if TYPE_CHECKING:
    from accounts.models import User

REASON_LIMIT = 200


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
        current, _ = locked_with_dossiers(session)
        if current.closed_at:
            raise WorkflowError("The session is closed.", code="session")
        if done_before(actor, idempotency_key, "session.attendance", subject=current.code):
            return
        rows = {row.membership_id: row for row in current.attendance.all()}
        here = {pk for pk, row in rows.items() if row.present}
        _require_free_to_move(current, [members[pk] for pk, comes in present.items() if comes != (pk in here)], here)
        for membership_id, is_present in present.items():
            row = rows.get(membership_id) or Attendance(session=current, membership_id=membership_id)
            reason = (reasons or {}).get(membership_id, "")
            row.present, row.reason = is_present, fitting_line(reason, REASON_LIMIT, f"reason_{membership_id}")
            row.save_as(actor, reason="session.attendance")
        told = {
            "present": sorted(pk for pk, is_present in present.items() if is_present),
            "absent": sorted(pk for pk, is_present in present.items() if not is_present),
        }
        record(of_session("session.attendance", current, actor, office, act, told, idempotency_key))


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
