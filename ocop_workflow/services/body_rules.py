"""What is refused when bodies, their members and by-laws change; each function raises InvalidInput."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from ocop_workflow.domain.errors import InvalidInput
from ocop_workflow.models import Body, BodyKind, ByLaw, Event, Membership, Role, Substitution
from ocop_workflow.models.validity import Dated
from ocop_workflow.queries.registrars import COMMUNE_TYPES
from ocop_workflow.queries.rulebooks import roles_named
from ocop_workflow.services.administration import require_past

CODE = re.compile(r"[A-ZĐ0-9]+(-[A-ZĐ0-9]+)*")
SET_UP_BY_DECISION = (BodyKind.COUNCIL, BodyKind.ASSISTANCE_TEAM)
# A dossier's stage lies in the hands of one body of these kinds, so a unit has one of each at a time.
ONE_AT_A_TIME = (
    BodyKind.COMMUNE_COMMITTEE,
    BodyKind.STANDING_OFFICE,
    BodyKind.ASSISTANCE_TEAM,
    BodyKind.COUNCIL,
    BodyKind.AUTHORITY,
)
HELD_BY_ONE = (Role.CHAIR, Role.HEAD)
OFFICE_ROLES = (Role.OFFICER, Role.HEAD, Role.DEPUTY, Role.STAFF)
# The usual roles; a rulebook that names another lets it be granted.
ROLES_OF: Mapping[BodyKind, tuple[Role, ...]] = {
    BodyKind.COMMUNE_COMMITTEE: (Role.OFFICER, Role.CHAIR, Role.DEPUTY, Role.STAFF),
    BodyKind.STANDING_OFFICE: OFFICE_ROLES,
    BodyKind.ASSISTANCE_TEAM: (Role.HEAD, Role.DEPUTY, Role.MEMBER, Role.SECRETARY),
    BodyKind.COUNCIL: (Role.CHAIR, Role.DEPUTY, Role.MEMBER, Role.SECRETARY),
    BodyKind.AUTHORITY: (Role.APPROVER, Role.STAFF),
    BodyKind.FINANCE: OFFICE_ROLES,
    BodyKind.FRONT: (*OFFICE_ROLES, Role.CHAIR),
    BodyKind.COMMUNICATION: OFFICE_ROLES,
    BodyKind.INSPECTORATE: (Role.AUDITOR, Role.HEAD),
}


def overlapping(rows: QuerySet, valid_from: date, valid_to: date | None) -> QuerySet:
    """Return those of dated rows that share a day with a period."""
    still = Q(valid_to__isnull=True) | Q(valid_to__gte=valid_from)
    return rows.filter(still & (Q(valid_from__lte=valid_to) if valid_to else Q()))


def require_within(valid_from: date, valid_to: date | None, frame: Dated, name: str) -> None:
    """Refuse a period that begins before its frame or goes on after it; an open end means: as long as the frame."""
    if not frame.is_valid_on(valid_from) or (valid_to is not None and not frame.is_valid_on(valid_to)):
        ending = f"{frame.valid_to:%d/%m/%Y}" if frame.valid_to else "…"
        raise InvalidInput(
            "“%(name)s” exists from %(first)s to %(last)s only.",
            {"name": name, "first": f"{frame.valid_from:%d/%m/%Y}", "last": ending},
            field="valid_from" if not frame.is_valid_on(valid_from) else "valid_to",
        )


def require_decision(number: str, day: date, valid_from: date) -> None:
    """Refuse a decision without number, of the future, or later than what it brings about."""
    if not number:
        raise InvalidInput("Enter the number of the decision.", field="decision_number")
    require_past(day, "decision_date")
    if day > valid_from:
        raise InvalidInput(
            "A decision of %(day)s has no effect before that day.", {"day": f"{day:%d/%m/%Y}"}, field="valid_from"
        )


def require_body(body: Body) -> None:
    """Check a new body: its code, its decision, and that its unit can have it."""
    if not CODE.fullmatch(body.code):
        raise InvalidInput("A code has capital letters, digits and single hyphens.", field="code")
    if Body.objects.filter(code=body.code).exists():
        raise InvalidInput("The code %(code)s is used by another body.", {"code": body.code}, field="code")
    if body.decision_date is not None:
        require_decision(body.decision_number, body.decision_date, body.valid_from)
    elif body.decision_number or body.kind in SET_UP_BY_DECISION:
        raise InvalidInput("Enter the number and the date of the decision.", field="decision_date")
    require_within(body.valid_from, body.valid_to, body.unit, body.unit.full_name)
    if body.kind == BodyKind.COMMUNE_COMMITTEE and body.unit.unit_type not in COMMUNE_TYPES:
        raise InvalidInput("“%(unit)s” cannot have a body of this kind.", {"unit": body.unit.full_name}, field="kind")
    same = Body.objects.filter(unit=body.unit, kind=body.kind) if body.kind in ONE_AT_A_TIME else Body.objects.none()
    if other := overlapping(same, body.valid_from, body.valid_to).first():
        raise InvalidInput(
            "“%(unit)s” already has “%(body)s” at that time.",
            {"unit": body.unit.full_name, "body": other.name},
            field="valid_from",
        )


def require_member(new: Membership) -> None:
    """Check a new membership: the role fits, the body is there, and nobody holds two roles or one role twice."""
    if new.role not in {*ROLES_OF[BodyKind(new.body.kind)], *roles_named(new.body.kind)}:
        raise InvalidInput("“%(body)s” knows no such role.", {"body": new.body.name}, field="role")
    if not new.user.is_active:
        raise InvalidInput("The account of %(who)s is deactivated.", {"who": str(new.user)}, field="user")
    require_decision(new.decision_number, new.decision_date, new.valid_from)
    require_within(new.valid_from, new.valid_to, new.body, new.body.name)
    beside = overlapping(Membership.objects.filter(body=new.body), new.valid_from, new.valid_to)
    if beside.filter(user=new.user).exists():
        raise InvalidInput(
            "%(who)s already belongs to “%(body)s”.", {"who": str(new.user), "body": new.body.name}, field="user"
        )
    if new.role in HELD_BY_ONE and (holder := beside.filter(role=new.role).select_related("user").first()):
        raise InvalidInput(
            "%(who)s holds this role in “%(body)s” at that time.",
            {"who": str(holder.user), "body": new.body.name},
            field="role",
        )


def require_not_acted(membership: Membership, last_day: date) -> None:
    """Refuse to end a membership on a day after which it was acted by."""
    acts = Event.objects.filter(actor=membership.user_id, office=membership.office, occurred_on__gt=last_day)
    if act := acts.order_by("-occurred_on").first():
        raise InvalidInput(
            "%(who)s acted by this office on %(day)s; it cannot end before.",
            {"who": str(membership.user), "day": f"{act.occurred_on:%d/%m/%Y}"},
            field="last_day",
        )


def require_substitution(new: Substitution) -> None:
    """Check a substitution: within the member's time, by somebody who does not belong to the body."""
    member = new.membership
    if not new.decision_number:
        raise InvalidInput("Enter the number of the decision.", field="decision_number")
    if not new.substitute.is_active:
        raise InvalidInput("The account of %(who)s is deactivated.", {"who": str(new.substitute)}, field="substitute")
    require_within(new.valid_from, new.valid_to, member, str(member))
    colleagues = Membership.objects.filter(body=member.body_id, user=new.substitute)
    if overlapping(colleagues, new.valid_from, new.valid_to).exists():
        raise InvalidInput(
            "%(who)s already belongs to “%(body)s”.",
            {"who": str(new.substitute), "body": member.body.name},
            field="substitute",
        )
    if other := overlapping(Substitution.objects.filter(membership=member), new.valid_from, new.valid_to).first():
        raise InvalidInput("%(who)s substitutes at that time.", {"who": str(other.substitute)}, field="valid_from")


def require_bylaw(new: ByLaw) -> ByLaw | None:
    """Check a new by-law and return the one it follows, which then ends the day before."""
    if new.body.kind != BodyKind.COUNCIL:
        raise InvalidInput("Only a council has a by-law.", field="body")
    if not 0 < new.quorum <= 1:
        raise InvalidInput("The quorum is a share of the members, as 2/3.", field="quorum")
    if new.min_ballots < 1:
        raise InvalidInput("At least one ballot is needed.", field="min_ballots")
    require_decision(new.decision_number, new.decision_date, new.valid_from)
    require_within(new.valid_from, new.valid_to, new.body, new.body.name)
    previous = list(overlapping(ByLaw.objects.filter(body=new.body), new.valid_from, new.valid_to))
    later = _first(bylaw for bylaw in previous if bylaw.valid_from >= new.valid_from)
    if later:
        raise InvalidInput(
            "The by-law %(number)s is in force from %(day)s; the periods overlap.",
            {"number": later.decision_number, "day": f"{later.valid_from:%d/%m/%Y}"},
            field="valid_from",
        )
    return _first(previous)


def _first(bylaws: Iterable[ByLaw]) -> ByLaw | None:
    return next(iter(bylaws), None)


def day_before(day: date) -> date:
    return day - timedelta(days=1)
