"""Decisions and certificates for those who may see them in the staff area."""

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Q, QuerySet, Subquery

from ocop_workflow.domain import clock
from ocop_workflow.models import (
    Body,
    BodyKind,
    BodySuccession,
    Certificate,
    Decision,
    Dossier,
    StageVisit,
    UnitSuccession,
)
from ocop_workflow.queries.rights import SeesAll, offices_held, predecessors, visible_dossiers

if TYPE_CHECKING:
    from accounts.models import User

WATCHING_KINDS = frozenset({BodyKind.STANDING_OFFICE, BodyKind.INSPECTORATE})
DECIDING_KINDS = WATCHING_KINDS | {BodyKind.AUTHORITY}


def visible_decisions(user: "User", day: date | None = None) -> QuerySet[Decision]:
    """Return the decisions, drafts too, that a user may open on a day.

    Those of the authority the user belongs to; for a standing office and an inspectorate those of the authorities of
    their unit. What a body took over from another counts as its own.
    """
    day = day or clock.today()
    if not user.is_authenticated or not user.is_active:
        return Decision.objects.none()
    if user.is_superuser:
        return Decision.objects.all()
    offices = offices_held(user, day)
    own = {held.body_id for held in offices if held.body_kind == BodyKind.AUTHORITY and held.body_id}
    watching = {held.body_id for held in offices if held.body_kind in WATCHING_KINDS and held.body_id}
    units = Body.objects.filter(pk__in=predecessors(watching, BodySuccession, day)).values("unit")
    return Decision.objects.filter(Q(body__in=predecessors(own, BodySuccession, day)) | Q(body__unit__in=units))


def awaiting_decision(user: "User", day: date | None = None) -> QuerySet[Dossier]:
    """Return the dossiers in sight that stand in a decision stage, each with `authority_id`: in whose hands it lies."""
    now = StageVisit.objects.filter(dossier=OuterRef("pk"), left_at__isnull=True)
    return (
        visible_dossiers(user, day)
        .filter(visits__left_at__isnull=True, visits__kind="decision")
        .select_related("product", "producer", "round")
        .annotate(authority_id=Subquery(now.values("body")))
        .order_by("code")
    )


def visible_certificates(user: "User", day: date | None = None) -> QuerySet[Certificate]:
    """Return the certificates of the units a user holds an office for, those from before the site among them."""
    day = day or clock.today()
    if not user.is_authenticated or not user.is_active:
        return Certificate.objects.none()
    offices = offices_held(user, day)
    if user.is_superuser or any(held.body_kind in SeesAll for held in offices):
        return Certificate.objects.all()
    units = predecessors({held.unit_id for held in offices if held.unit_id}, UnitSuccession, day)
    place = "product__producer__commune"
    within = Q(**{f"{place}__in": units}) | Q(**{f"{place}__parent__in": units})
    return Certificate.objects.filter(within | Q(**{f"{place}__parent__parent__in": units}))
