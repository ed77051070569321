"""Reads of a council's session: who may score, who has handed in, whether it may decide."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from ocop_workflow.domain import scoring
from ocop_workflow.models import (
    Ballot,
    BallotLine,
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
    StageVisit,
)
from ocop_workflow.queries.rights import predecessors

VOTING_ROLES = (Role.CHAIR, Role.DEPUTY, Role.MEMBER)
PRESIDING_ROLES = (Role.CHAIR, Role.DEPUTY)
# Looking at a dossier is no act on it.
LOOKING = ("file.opened", "paper.opened")


@dataclass(frozen=True, slots=True)
class Presence:
    """How many of the appointed members are present, and whether somebody can preside."""

    appointed: int
    present: int
    presided: bool


def current_reading(dossier: Dossier) -> Reading | None:
    """Return the reading that counts, or None before the first one."""
    readings = dossier.readings.filter(replaced_at__isnull=True)
    return readings.select_related("session__bylaw", "session__body", "visit").first()


def present_reading(dossier: Dossier) -> Reading | None:
    """Return the reading of the revision submitted last, or None.

    In a scoring stage only a reading opened during the present stay there: what was scored before is of the past.
    """
    reading = current_reading(dossier)
    if reading is None or reading.revision != dossier.last_revision:
        return None
    reading.dossier = dossier
    is_past = dossier.stage_data.kind == "scoring" and reading.visit.left_at is not None
    return None if is_past else reading


def councils_of(visit: StageVisit, day: date) -> set[int]:
    """Return the ids of the body in whose hands a visit lies and of those that took over from it by a day."""
    found = newest = {visit.body_id} if visit.body_id else set()
    while newest:
        rows = BodySuccession.objects.filter(predecessor_id__in=newest, since__lte=day)
        newest = set(rows.values_list("successor_id", flat=True)) - found
        found = found | newest
    return found


def open_session_of(dossier: Dossier, councils: Collection[int]) -> CouncilSession | None:
    """Return the open session of one of these councils that has the dossier on its agenda, or None."""
    sessions = CouncilSession.objects.filter(agenda__dossier=dossier, body__in=councils)
    return sessions.filter(opened_at__isnull=False, closed_at__isnull=True).select_related("bylaw", "body").first()


def appointed(session: CouncilSession) -> Sequence[Membership]:
    """Return the members with a vote on the day of the session, the chair first."""
    members = Membership.objects.on(session.held_on).filter(body=session.body_id, role__in=VOTING_ROLES)
    order = {role: place for place, role in enumerate(VOTING_ROLES)}
    return sorted(members.select_related("user"), key=lambda member: (order[Role(member.role)], member.pk))


def presence(session: CouncilSession) -> Presence:
    """Count the members present at a session."""
    members = appointed(session)
    here = set(session.attendance.filter(present=True).values_list("membership_id", flat=True))
    present = [member for member in members if member.pk in here]
    return Presence(len(members), len(present), any(member.role in PRESIDING_ROLES for member in present))


def entitled(reading: Reading) -> list[Membership]:
    """Return the members who are to hand in a ballot.

    They are present, have a vote by the by-law, declared no conflict, and, where the by-law separates duties, did
    nothing with the dossier in another office.
    """
    return entitled_for(reading.session, [reading])[reading.pk]


def entitled_for(session: CouncilSession, readings: Sequence[Reading]) -> dict[int, list[Membership]]:
    """Return the same for several readings of one session, by their ids, in as many queries as for one."""
    bylaw = session.bylaw
    here = set(session.attendance.filter(present=True).values_list("membership_id", flat=True))
    members = [member for member in appointed(session) if member.pk in here and votes(member, bylaw)]
    conflicts = Conflict.objects.filter(dossier__in=[reading.dossier_id for reading in readings])
    barred = set(conflicts.values_list("dossier_id", "membership__user_id"))
    if bylaw and bylaw.separate_duties:
        barred |= acted_elsewhere(session, readings, [member.user_id for member in members])
    return {
        reading.pk: [member for member in members if (reading.dossier_id, member.user_id) not in barred]
        for reading in readings
    }


def votes(member: Membership, bylaw: ByLaw | None) -> bool:
    """Whether a member scores: the chair only where the by-law says so."""
    return member.role != Role.CHAIR or bylaw is None or bylaw.chair_votes


def acted_elsewhere(session: CouncilSession, readings: Sequence[Reading], users: Sequence[int]) -> set[tuple[int, int]]:
    """Return (dossier, user) for users who did anything with the dossier outside this council.

    Councils that this one took over from are this council; looking at papers is no act.
    """
    ids = {reading.dossier.code: reading.dossier_id for reading in readings}
    elsewhere = Event.objects.filter(dossier__in=ids, actor__in=users).exclude(kind__in=LOOKING)
    own = predecessors({session.body_id}, BodySuccession, session.held_on)
    for code in Body.objects.filter(pk__in=own).values_list("code", flat=True):
        elsewhere = elsewhere.exclude(office__startswith=f"{code}.")
    return {(ids[code], actor) for code, actor in elsewhere.values_list("dossier", "actor") if actor is not None}


def handed_in(reading: Reading) -> list[Ballot]:
    """Return the ballots handed in, in the order of their hand-in."""
    ballots = reading.ballots.filter(handed_in_at__isnull=False).select_related("member", "membership")
    return list(ballots.order_by("handed_in_at", "pk"))


def sheets(reading: Reading) -> tuple[scoring.Ballot, ...]:
    """Return the handed-in ballots as the scoring rules read them; members are named by their account's id."""
    ballots = handed_in(reading)
    lines: dict[int, list[BallotLine]] = {ballot.pk: [] for ballot in ballots}
    for line in BallotLine.objects.filter(ballot__in=lines).order_by("pk"):
        lines[line.ballot_id].append(line)
    return tuple(sheet(ballot, lines[ballot.pk]) for ballot in ballots)


def sheet(ballot: Ballot, lines: Sequence[BallotLine]) -> scoring.Ballot:
    """Return one ballot as the scoring rules read it."""
    return scoring.Ballot(
        member=str(ballot.member_id),
        choices={line.criterion: line.option for line in lines if line.option},
        case=ballot.case or None,
        eliminations={line.criterion: line.eliminates for line in lines if line.eliminates},
    )


def agreements(reading: Reading) -> tuple[dict[str, str], dict[str, bool]]:
    """Return the agreed options by criterion, and the agreed eliminations by node."""
    rows = list(reading.agreements.all())
    options = {row.criterion: row.option for row in rows if row.eliminate is None}
    return options, {row.criterion: row.eliminate for row in rows if row.eliminate is not None}


def evaluate(reading: Reading) -> scoring.Result:
    """Compute the result of a reading anew from its ballots; raises scoring.Unsettled where agreement is missing."""
    dossier = reading.dossier
    rulebook, bylaw = dossier.rulebook, reading.session.bylaw
    options, eliminations = agreements(reading)
    return scoring.evaluate(
        rulebook.scorecard(dossier.set_no),
        sheets(reading),
        bands=rulebook.bands,
        level_certifies=rulebook.level(_scoring_level(reading)).certifies,
        forward_on=rulebook.forward_on,
        agreed=options,
        agreed_case=reading.agreed_case or None,
        agreed_eliminations=eliminations,
        places=bylaw.rounding_places if bylaw else 2,
    )


def _scoring_level(reading: Reading) -> str:
    rulebook = reading.dossier.rulebook
    body = rulebook.stage(reading.visit.stage).body
    return rulebook.body(body).level if body else rulebook.evaluating_level
