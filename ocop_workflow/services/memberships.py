"""Who belongs to a body, from a day to a day, and who stands in: the only source of authority."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from ocop_workflow.domain.cleaning import clean_line
from ocop_workflow.domain.errors import InvalidInput
from ocop_workflow.models import Body, Membership, Substitution, one_act
from ocop_workflow.services import body_rules
from ocop_workflow.services.administration import checked, require_administrator, require_period
from ocop_workflow.services.body_acts import decided_by, end_validity, note_act

if TYPE_CHECKING:
    from accounts.models import User


def grant_membership(
    body: Body,
    user: "User",
    role: str,
    *,
    decision_number: str,
    decision_date: date,
    valid_from: date,
    valid_to: date | None = None,
    title: str = "",
    actor: "User | None" = None,
) -> Membership:
    """Let a person hold a role in a body, by a decision, from a day to a day: the only source of authority.

    Raises InvalidInput for a role the kind of body does not know, days outside of the body's time or before the
    decision, somebody who already belongs to the body, and a second chair or head; NotAllowed for anybody but an
    administrator.
    """
    require_administrator(actor)
    membership = Membership(
        user=user,
        body=body,
        role=role,
        title=clean_line(title),
        decision_number=clean_line(decision_number),
        decision_date=decision_date,
        valid_from=valid_from,
        valid_to=valid_to or body.valid_to,
    )
    require_period(valid_from, valid_to)
    with transaction.atomic(), one_act() as act:
        Body.objects.select_for_update(of=("self",), no_key=True).get(pk=body.pk)
        body_rules.require_member(checked(membership))
        membership.save_as(actor, reason="membership.granted")
        payload = {**decided_by(membership), "membership": membership.pk, "user": user.pk, "role": role}
        note_act("membership.granted", body, actor, act, payload, on=decision_date, person=user)
    return membership


def end_membership(membership: Membership, *, last_day: date, actor: "User | None" = None) -> Membership:
    """End a membership; `last_day` is its last.

    Raises InvalidInput for a day outside of its time, and for one after which the person acted by it.
    """
    require_administrator(actor)
    with transaction.atomic(), one_act() as act:
        rows = Membership.objects.select_for_update(of=("self",), no_key=True).select_related("user", "body")
        current = rows.get(pk=membership.pk)
        if not current.is_valid_on(last_day):
            raise InvalidInput(
                "The membership is not in force on %(day)s.", {"day": f"{last_day:%d/%m/%Y}"}, field="last_day"
            )
        body_rules.require_not_acted(current, last_day)
        end_validity(current, last_day, actor, "membership.ended")
        payload = {"membership": current.pk, "user": current.user_id, "role": current.role, "to": last_day}
        note_act("membership.ended", current.body, actor, act, payload, person=current.user)
    membership.refresh_from_db()
    return current


def appoint_substitute(
    membership: Membership,
    substitute: "User",
    *,
    decision_number: str,
    valid_from: date,
    valid_to: date | None = None,
    actor: "User | None" = None,
) -> Substitution:
    """Let somebody act for a member who is away, within the member's own time.

    Raises InvalidInput for days outside of it, somebody of the same body, and a second substitute at the same time.
    """
    require_administrator(actor)
    substitution = Substitution(
        membership=membership,
        substitute=substitute,
        decision_number=clean_line(decision_number),
        valid_from=valid_from,
        valid_to=valid_to or membership.valid_to,
    )
    require_period(valid_from, valid_to)
    with transaction.atomic(), one_act() as act:
        Membership.objects.select_for_update(of=("self",), no_key=True).get(pk=membership.pk)
        body_rules.require_substitution(checked(substitution))
        substitution.save_as(actor, reason="substitute.appointed")
        payload = {
            "membership": membership.pk,
            "user": substitute.pk,
            "decision": substitution.decision_number,
            "from": valid_from,
            "to": substitution.valid_to,
        }
        note_act("substitute.appointed", membership.body, actor, act, payload, person=substitute)
    return substitution
