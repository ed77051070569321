"""Reads of a council's session: who may score, who has handed in, whether it may decide."""

from collections.abc import Sequence
from dataclasses import dataclass

from ocop_workflow.domain import scoring
from ocop_workflow.models import (
    Ballot,
    BallotLine,
    ByLaw,
    Conflict,
    CouncilSession,
    Dossier,
    Event,
    Membership,
    Reading,
    Role,
)

VOTING_ROLES = (Role.CHAIR, Role.DEPUTY, Role.MEMBER)
PRESIDING_ROLES = (Role.CHAIR, Role.DEPUTY)
WHOLE_DOSSIER = "*"


@dataclass(frozen=True, slots=True)
class Presence:
    """How many of the appointed members are present, and whether somebody can preside."""

    appointed: int
    present: int
    presided: bool


def current_reading(dossier: Dossier) -> Reading | None:
    """Return the reading that counts, or None before the first one."""
    return dossier.readings.filter(replaced_at__isnull=True).select_related("session__bylaw", "session__body").first()


def open_session_of(dossier: Dossier) -> CouncilSession | None:
    """Return the open session that has the dossier on its agenda, or None."""
    return (
        CouncilSession.objects.filter(agenda__dossier=dossier, opened_at__isnull=False, closed_at__isnull=True)
        .select_related("bylaw", "body")
        .first()
    )


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
    not act on the dossier in another office.
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
    """Return (dossier, user) for users who took a step with the dossier in another office than this council's."""
    ids = {reading.dossier.code: reading.dossier_id for reading in readings}
    steps = Event.objects.filter(kind="step", dossier__in=ids, actor__in=users)
    elsewhere = steps.exclude(office__startswith=f"{session.body.code}.")
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
        level_certifies=rulebook.level(rulebook.evaluating_level).certifies,
        forward_on=rulebook.forward_on,
        agreed=options,
        agreed_case=reading.agreed_case or None,
        agreed_eliminations=eliminations,
        places=bylaw.rounding_places if bylaw else 2,
    )
