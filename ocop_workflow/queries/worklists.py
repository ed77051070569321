"""What waits for a person: the dossiers in the hands of the bodies he or she belongs to."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Q, Subquery

from ocop_workflow.domain.process import TERMINAL_KINDS
from ocop_workflow.models import BodyKind, BodySuccession, Dossier, ProducerMember, StageVisit, UnitSuccession
from ocop_workflow.queries.rights import OfficeHeld, offices_held, predecessors, visible_dossiers

if TYPE_CHECKING:
    from accounts.models import User

SOON_DAYS = 3
SHOWN = 50


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One dossier on a desk: where it stands, since when, until when."""

    dossier: Dossier
    stage: str
    since: date
    due_on: date | None
    days_left: int | None

    @property
    def urgency(self) -> str:
        """`bad` when overdue, `soon` within three days, else empty: the design's state classes."""
        if self.days_left is None:
            return ""
        return "bad" if self.days_left < 0 else "soon" if self.days_left <= SOON_DAYS else ""


@dataclass(frozen=True, slots=True)
class Desk:
    """What waits for one person on one day, and what is in sight but in other hands."""

    offices: tuple[OfficeHeld, ...]
    mine: tuple[DeskRow, ...]
    others: tuple[DeskRow, ...]
    more: int


def desk_of(user: "User", day: date) -> Desk:
    """Return a person's desk: the dossiers in hand, overdue ones first, and those of others still on the road."""
    offices = offices_held(user, day)
    visits = StageVisit.objects.filter(dossier=OuterRef("pk"), left_at__isnull=True)
    running = (
        visible_dossiers(user, day)
        .select_related("product", "producer", "unit", "round")
        .annotate(
            held_by=Subquery(visits.values("body")),
            stage_kind=Subquery(visits.values("kind")),
            since=Subquery(visits.values("entered_on")),
            due_on=Subquery(visits.values("due_on")),
        )
        .exclude(stage_kind__in=TERMINAL_KINDS)
    )
    in_hand = _in_hand(user, offices, day)
    mine = [_row(dossier, day) for dossier in running.filter(in_hand).order_by("due_on", "pk")[: SHOWN + 1]]
    elsewhere = running.exclude(pk__in=running.filter(in_hand).values("pk"))
    others = [_row(dossier, day) for dossier in elsewhere.order_by("-pk")[:SHOWN]]
    rows = sorted(mine[:SHOWN], key=lambda row: (row.due_on is None, row.due_on or day))
    return Desk(offices, tuple(rows), tuple(others), max(0, len(mine) - SHOWN))


def _in_hand(user: "User", offices: tuple[OfficeHeld, ...], day: date) -> Q:
    bodies = {held.body_id for held in offices if held.body_id}
    communes = {held.unit_id for held in offices if held.body_kind == BodyKind.COMMUNE_COMMITTEE and held.unit_id}
    own = ProducerMember.objects.on(day).filter(user=user).values("producer")
    prepared = Q(held_by__isnull=True) & (Q(unit__in=predecessors(communes, UnitSuccession, day)) | Q(producer__in=own))
    return Q(held_by__in=predecessors(bodies, BodySuccession, day)) | prepared


def _row(dossier: Dossier, day: date) -> DeskRow:
    due = dossier.due_on  # type: ignore[attr-defined] -- annotated above
    return DeskRow(
        dossier=dossier,
        stage=dossier.stage_data.names.staff.vi,
        since=dossier.since,  # type: ignore[attr-defined]
        due_on=due,
        days_left=(due - day).days if due else None,
    )
