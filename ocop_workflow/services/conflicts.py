"""Interests that members declare: they do not score what they have a part in."""

import json
from typing import TYPE_CHECKING

from django.db import transaction

from ocop_workflow.domain import clock
from ocop_workflow.domain.cleaning import fitting_line
from ocop_workflow.domain.errors import InvalidInput, Stale, WorkflowError
from ocop_workflow.models import Conflict, Dossier, Event, Membership, one_act
from ocop_workflow.queries import council
from ocop_workflow.services.authority import lock_dossier, require_body_office
from ocop_workflow.services.intents import done_before
from ocop_workflow.services.recording import Note, of_dossier, record
from ocop_workflow.services.session_rows import KEEPERS

if TYPE_CHECKING:
    from accounts.models import User

REASON_LIMIT = 300


def declare_conflict(
    dossier: Dossier, *, actor: "User", membership: Membership, reason: str, idempotency_key: str = ""
) -> Conflict:
    """Declare a member's interest in a dossier's producer: the member no longer scores it.

    The member declares it, or the secretary or chair records it. Refused once that member's ballot is in.
    """
    roles = (membership.role,) if membership.user_id == actor.pk else KEEPERS
    office = require_body_office(membership.body, actor, roles=roles)
    reason = fitting_line(reason, REASON_LIMIT, "reason")
    if not reason:
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
        conflict = Conflict(membership=membership, dossier=current, declared_on=clock.today(), reason=reason)
        conflict.save_as(actor, reason="conflict.declared")
        happening = of_dossier(
            "conflict.declared",
            current,
            actor,
            office,
            act,
            {"membership": membership.pk},
            idempotency_key=idempotency_key,
            notes=[Note("reason", reason, membership.user_id)],
        )
        record(happening)
    return conflict


def _declared_before(event: Event, membership: Membership, dossier: Dossier) -> Conflict:
    if json.loads(event.payload)["membership"] != membership.pk:
        raise Stale("This was already sent with another act.", code="key_reused")
    return Conflict.objects.get(membership=membership, dossier=dossier)
