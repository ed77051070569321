"""What waits for a person: the dossiers in the hands of his or her bodies, and the list of all in sight."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Count, F, Min, OuterRef, Q, QuerySet, Subquery

from ocop_workflow.domain.calendar import days_left, known_holidays
from ocop_workflow.domain.rulebook import Rulebook, Stage
from ocop_workflow.domain.text import fold
from ocop_workflow.models import (
    BodyKind,
    BodySuccession,
    Dossier,
    ProducerMember,
    Round,
    StageVisit,
    UnitSuccession,
    VisitBody,
)
from ocop_workflow.queries.rights import OfficeHeld, offices_held, predecessors, visible_dossiers
from ocop_workflow.queries.rulebooks import in_stages

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    from accounts.models import User

SOON_DAYS = 3
SHOWN = 50
GROUPS = OVERDUE, SOON, LATER, OPEN_END = "overdue", "soon", "later", "open"
_BY_DAY = (F("due_on").asc(nulls_last=True), "since", "pk")


class Stay(TypedDict):
    """What a dossier's present stay in a stage says."""

    held_by: int | None
    stage_kind: str
    since: date
    due_on: date | None


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One dossier on a desk: where it stands, since when, until when; `days_left` counts working days."""

    dossier: Dossier
    kind: str
    stage: str
    since: date
    due_on: date | None
    days_left: int | None

    @property
    def group(self) -> str:
        """How urgent it is: past its day, due within three working days, later, or without a day in law."""
        if self.days_left is None:
            return OPEN_END
        return OVERDUE if self.days_left < 0 else SOON if self.days_left <= SOON_DAYS else LATER

    @property
    def days_over(self) -> int:
        return -(self.days_left or 0)

    @property
    def urgency(self) -> str:
        """`bad` when overdue, `soon` within three days, else empty: the design's state classes."""
        return {OVERDUE: "bad", SOON: "soon"}.get(self.group, "")


@dataclass(frozen=True, slots=True)
class Waiting:
    """Dossiers in sight that lie with others in one kind of stage: how many, and for how many days the longest."""

    kind: str
    count: int
    longest: int


@dataclass(frozen=True, slots=True)
class Desk:
    """What waits for one person on one day, and what is in sight but in other hands; `more` rows are not shown."""

    offices: tuple[OfficeHeld, ...]
    mine: tuple[DeskRow, ...]
    more: int
    elsewhere: tuple[Waiting, ...]
    rounds: tuple[Round, ...]

    @property
    def groups(self) -> tuple[tuple[str, tuple[DeskRow, ...]], ...]:
        """The rows by urgency, groups without rows left out."""
        rows = {
            group: tuple(row for row in self.mine if row.group == group) for group in (OVERDUE, SOON, LATER, OPEN_END)
        }
        return tuple((group, found) for group, found in rows.items() if found)

    def counted(self, group: str) -> int:
        return sum(row.group == group for row in self.mine)

    @property
    def overdue(self) -> int:
        return self.counted(OVERDUE)

    @property
    def soon(self) -> int:
        return self.counted(SOON)

    @property
    def total(self) -> int:
        return len(self.mine) + self.more


def desk_of(user: "User", day: date) -> Desk:
    """Return a person's desk: the dossiers in hand, the most urgent first, those of others counted, the open rounds."""
    offices = offices_held(user, day)
    running = staged(visible_dossiers(user, day)).filter(in_stages(_goes_on))
    in_hand = running.filter(_in_hand(user, offices, day))
    ordered = in_hand.select_related("product", "producer", "unit").order_by(*_BY_DAY)
    rows = [_row(dossier, day) for dossier in ordered[:SHOWN]]
    elsewhere = running.exclude(pk__in=in_hand.values("pk"))
    more = in_hand.count() - SHOWN if len(rows) == SHOWN else 0
    return Desk(offices, tuple(rows), more, _waiting(elsewhere, day), _open_rounds(running, day))


def _goes_on(rulebook: Rulebook, stage: Stage) -> bool:
    """Whether there is something to do in a stage: also one that is an end for now may lead on."""
    return not stage.is_terminal or bool(rulebook.steps_from(stage.key))


def staged(dossiers: QuerySet[Dossier]) -> "QuerySet[WithAnnotations[Dossier, Stay]]":
    """Add to each dossier what its present stay says."""
    visits = StageVisit.objects.filter(dossier=OuterRef("pk"), left_at__isnull=True)
    return dossiers.annotate(
        held_by=Subquery(visits.values("body")),
        stage_kind=Subquery(visits.values("kind")),
        since=Subquery(visits.values("entered_on")),
        due_on=Subquery(visits.values("due_on")),
    )


def _in_hand(user: "User", offices: tuple[OfficeHeld, ...], day: date) -> Q:
    bodies = {held.body_id for held in offices if held.body_id}
    communes = {held.unit_id for held in offices if held.body_kind == BodyKind.COMMUNE_COMMITTEE and held.unit_id}
    own = ProducerMember.objects.on(day).filter(user=user).values("producer")
    prepared = Q(held_by__isnull=True) & (Q(unit__in=predecessors(communes, UnitSuccession, day)) | Q(producer__in=own))
    known = predecessors(bodies, BodySuccession, day)
    beside = VisitBody.objects.filter(visit__left_at__isnull=True, works=True, body__in=known)
    return Q(held_by__in=known) | Q(pk__in=beside.values("visit__dossier")) | prepared


def _row(dossier: "WithAnnotations[Dossier, Stay]", day: date) -> DeskRow:
    due = dossier.due_on
    return DeskRow(
        dossier=dossier,
        kind=dossier.stage_kind,
        stage=dossier.stage_data.names.staff.vi,
        since=dossier.since,
        due_on=due,
        days_left=days_left(day, due, "working_days", known_holidays()) if due else None,
    )


def _waiting(dossiers: "QuerySet[WithAnnotations[Dossier, Stay]]", day: date) -> tuple[Waiting, ...]:
    rows = dossiers.order_by().values("stage_kind").annotate(count=Count("pk"), first=Min("since"))
    found = [Waiting(row["stage_kind"], row["count"], (day - row["first"]).days) for row in rows]
    return tuple(sorted(found, key=lambda waiting: (-waiting.longest, waiting.kind)))


def _open_rounds(dossiers: QuerySet[Dossier], day: date) -> tuple[Round, ...]:
    rounds = Round.objects.filter(pk__in=dossiers.values("round"))
    return tuple(rounds.filter(Q(finish_by__isnull=True) | Q(finish_by__gte=day)).order_by("finish_by", "pk")[:3])


def find_dossiers(user: "User", *, text: str = "", kind: str = "") -> "QuerySet[WithAnnotations[Dossier, Stay]]":
    """Return the dossiers in sight, the newest first, narrowed to a kind of stage and to words.

    All words must stand in code, product or producer; marks and capitals do not matter (`mien dong` finds Miến dong).
    """
    found = staged(visible_dossiers(user)).select_related("product", "producer", "unit", "round").order_by("-pk")
    if kind:
        found = found.filter(stage_kind=kind)
    if words := fold(text).split():
        found = found.filter(pk__in=_matching(found, words))
    return found


def _matching(dossiers: QuerySet[Dossier], words: list[str]) -> list[int]:
    rows = dossiers.values_list("pk", "code", "product__name", "producer__name")
    named = ((pk, fold(" ".join(names))) for pk, *names in rows)
    return [pk for pk, name in named if all(word in name for word in words)]


def stage_counts(user: "User") -> Mapping[str, int]:
    """Return how many dossiers in sight stand in each kind of stage; kinds without one are left out."""
    rows = staged(visible_dossiers(user)).order_by().values("stage_kind").annotate(count=Count("pk"))
    return {row["stage_kind"]: row["count"] for row in rows}
