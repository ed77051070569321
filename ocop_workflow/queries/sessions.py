"""Reads of council sessions for those who may see them: agenda, attendance, quorum, and what is no longer sealed."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from ocop_workflow.domain import clock, scoring
from ocop_workflow.models import (
    AgendaItem,
    Ballot,
    Body,
    BodyKind,
    BodySuccession,
    ByLaw,
    Conflict,
    CouncilSession,
    Dossier,
    Membership,
    Reading,
    Result,
    StageVisit,
)
from ocop_workflow.queries import council
from ocop_workflow.queries.rights import OfficeHeld, offices_held, predecessors, visible_dossiers

if TYPE_CHECKING:
    from accounts.models import User

WATCHING_KINDS = frozenset({BodyKind.STANDING_OFFICE, BodyKind.ASSISTANCE_TEAM, BodyKind.INSPECTORATE})


def visible_sessions(user: "User", day: date | None = None) -> QuerySet[CouncilSession]:
    """Return the sessions a user may open on a day.

    Those of councils the user belongs to; for a standing office, an assistance team and an inspectorate those of the
    councils of their unit. What a body took over from another counts as its own.
    """
    day = day or clock.today()
    if not user.is_authenticated or not user.is_active:
        return CouncilSession.objects.none()
    if user.is_superuser:
        return CouncilSession.objects.all()
    offices = offices_held(user, day)
    councils = predecessors(_bodies(offices, {BodyKind.COUNCIL}), BodySuccession, day)
    watching = predecessors(_bodies(offices, WATCHING_KINDS), BodySuccession, day)
    units = Body.objects.filter(pk__in=watching).values("unit")
    return CouncilSession.objects.filter(Q(body__in=councils) | Q(body__unit__in=units))


def _bodies(offices: Sequence[OfficeHeld], kinds: frozenset[str] | set[str]) -> set[int]:
    return {held.body_id for held in offices if held.body_kind in kinds and held.body_id}


@dataclass(frozen=True, slots=True)
class Quorum:
    """Whether a session may decide: figures, the by-law that asks for them, and whether somebody can preside."""

    present: int
    appointed: int
    needed: int
    bylaw: ByLaw | None
    presided: bool

    @property
    def is_met(self) -> bool:
        if self.bylaw is None:
            return False
        presided = self.presided or not self.bylaw.chair_or_deputy_present
        return presided and scoring.quorum(self.present, self.appointed, self.bylaw.quorum)


def quorum_of(session: CouncilSession) -> Quorum:
    """Return a session's quorum by the by-law it was opened with, before that by the one in force on its day."""
    bylaw = session.bylaw
    if bylaw is None:
        bylaw = ByLaw.objects.on(session.held_on).filter(body=session.body_id).order_by("-valid_from").first()
    counted = council.presence(session)
    share = bylaw.quorum if bylaw else Fraction(1)
    return Quorum(counted.present, counted.appointed, ceil(share * counted.appointed), bylaw, counted.presided)


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """A dossier on an agenda: who is to hand in, who has, and points only once they are unsealed.

    `is_here` says whether the dossier stands before this council now.
    """

    item: AgendaItem
    reading: Reading | None
    entitled: tuple[Membership, ...]
    handed_in: frozenset[int]
    totals: tuple[int, ...]
    result: Result | None
    is_here: bool

    @property
    def dossier(self) -> Dossier:
        return self.item.dossier

    @property
    def waiting(self) -> tuple[Membership, ...]:
        return tuple(member for member in self.entitled if member.user_id not in self.handed_in)

    @property
    def is_concluded(self) -> bool:
        """Whether this session is done with it: concluded here, or no longer before this council."""
        return not self.is_here or (self.reading is not None and self.reading.concluded_at is not None)


def agenda_rows(session: CouncilSession, user: "User") -> tuple[AgendaRow, ...]:
    """Return the dossiers on a session's agenda that the user may see, in its order; points only of unsealed readings.

    Asks as many queries for one dossier as for many.
    """
    items = list(
        session.agenda.filter(dossier__in=visible_dossiers(user)).select_related(
            "dossier__product", "dossier__producer", "dossier__unit"
        )
    )
    here = _standing_before(session, items)
    readings = _last_readings(session, items)
    entitled = council.entitled_for(session, list(readings.values())) if readings else {}
    done, totals = _ballots(readings.values())
    return tuple(
        _row(item, readings.get(item.dossier_id), entitled, done, totals, is_here=item.dossier_id in here)
        for item in items
    )


def _standing_before(session: CouncilSession, items: Sequence[AgendaItem]) -> set[int]:
    """Return the ids of the dossiers that now lie with the session's council, or one it took over from."""
    councils = predecessors({session.body_id}, BodySuccession, clock.today())
    visits = StageVisit.objects.filter(left_at__isnull=True, kind="scoring", body__in=councils)
    return set(visits.filter(dossier__in=[item.dossier_id for item in items]).values_list("dossier", flat=True))


def _last_readings(session: CouncilSession, items: Sequence[AgendaItem]) -> dict[int, Reading]:
    dossiers = {item.dossier_id: item.dossier for item in items}
    readings = Reading.objects.filter(session=session, dossier__in=dossiers).select_related("result")
    last = {reading.dossier_id: reading for reading in readings.order_by("number")}
    for reading in last.values():
        reading.session, reading.dossier = session, dossiers[reading.dossier_id]
    return last


def _ballots(readings: Collection[Reading]) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """Return who handed in by reading, and the totals of the readings that are unsealed."""
    ids = [reading.pk for reading in readings]
    ballots = Ballot.objects.filter(reading__in=ids, handed_in_at__isnull=False).order_by("handed_in_at", "pk")
    unsealed = ballots.filter(reading__unsealed_at__isnull=False)
    return (
        _by_first(ballots.values_list("reading", "member")),
        _by_first(unsealed.values_list("reading", "total")),
    )


def _by_first(pairs: Iterable[tuple[int, int | None]]) -> dict[int, list[int]]:
    grouped: dict[int, list[int]] = {}
    for key, value in pairs:
        grouped.setdefault(key, []).append(value or 0)
    return grouped


def _row(
    item: AgendaItem,
    reading: Reading | None,
    entitled: Mapping[int, list[Membership]],
    done: Mapping[int, list[int]],
    totals: Mapping[int, list[int]],
    *,
    is_here: bool,
) -> AgendaRow:
    if reading is None:
        return AgendaRow(item, None, (), frozenset(), (), None, is_here)
    return AgendaRow(
        item=item,
        reading=reading,
        entitled=tuple(entitled[reading.pk]),
        handed_in=frozenset(done.get(reading.pk, ())),
        totals=tuple(totals.get(reading.pk, ())),
        result=getattr(reading, "result", None),
        is_here=is_here,
    )


def awaiting_session(session: CouncilSession, user: "User") -> QuerySet[Dossier]:
    """Return the dossiers in sight that stand in the scoring stage of this council and are on none of its agendas now.

    A dossier of an agenda whose session is closed, and that was not concluded, can be called again.
    """
    councils = predecessors({session.body_id}, BodySuccession, clock.today())
    running = AgendaItem.objects.filter(session__body=session.body_id, session__closed_at__isnull=True)
    return (
        visible_dossiers(user)
        .filter(visits__left_at__isnull=True, visits__kind="scoring", visits__body__in=councils)
        .exclude(pk__in=running.values("dossier"))
        .select_related("product", "producer")
        .order_by("code")
    )


@dataclass(frozen=True, slots=True)
class OpenSheet:
    """One unsealed ballot: whose, its points in all and by part, what the member chose."""

    ballot: Ballot
    parts: tuple[int, ...]
    sheet: scoring.Ballot


def unsealed_sheets(reading: Reading) -> tuple[OpenSheet, ...]:
    """Return a reading's ballots in the order of hand-in; none while they are sealed."""
    if reading.is_sealed:
        return ()
    card = reading.dossier.rulebook.scorecard(reading.dossier.set_no)
    sheets = council.sheets(reading)
    return tuple(
        OpenSheet(ballot, tuple(scoring.points(card, sheet).parts.values()), sheet)
        for ballot, sheet in zip(council.handed_in(reading), sheets, strict=True)
    )


def open_points(reading: Reading) -> tuple[scoring.Disagreement, ...]:
    """Return every point on which the members of an unsealed reading differ and the council must agree.

    Points agreed before are among them, so that the chair can correct them until the conclusion.
    """
    if reading.is_sealed:
        return ()
    card = reading.dossier.rulebook.scorecard(reading.dossier.set_no)
    sheets = council.sheets(reading)
    differences = scoring.disagreements(card, sheets)
    if reading.agreed_case:
        known = {(point.kind, point.criterion) for point in differences}
        within = scoring.disagreements(card, sheets, agreed_case=reading.agreed_case)
        differences += tuple(point for point in within if (point.kind, point.criterion) not in known)
    return differences


def conflicts_of(dossier: Dossier) -> QuerySet[Conflict]:
    """Return the interests members declared in a dossier."""
    return Conflict.objects.filter(dossier=dossier).select_related("membership__user").order_by("pk")
