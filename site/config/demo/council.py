"""Sessions of the story's councils, and the decisions that follow, through the services."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import cycle

from config.demo.ballots import full_ballot
from config.demo.memory import body, find, keep, person, the
from config.demo.road import Road, dossiers, step
from ocop_workflow.domain import clock
from ocop_workflow.models import CouncilSession, Decision, Dossier, Membership, Round
from ocop_workflow.queries.council import appointed, current_reading, entitled, handed_in
from ocop_workflow.services.agenda import set_agenda
from ocop_workflow.services.agreements import record_agreement
from ocop_workflow.services.attendance import record_attendance
from ocop_workflow.services.ballots import BallotInput, hand_in_ballot
from ocop_workflow.services.conflicts import declare_conflict
from ocop_workflow.services.decisions import draft_decision
from ocop_workflow.services.sessions import close_session, convene_session, open_session
from ocop_workflow.services.signing import sign_decision

OPINIONS = (
    "Sản phẩm có vùng nguyên liệu rõ ràng; nên hoàn thiện thêm bao bì.",
    "Đồng ý với báo cáo thẩm định. Cần mở rộng kênh bán hàng.",
    "Câu chuyện sản phẩm tốt, nên có tem truy xuất trên từng đơn vị.",
)
STEP_AFTER = {
    "certify": "propose_recognition",
    "forward": "forward",
    "not_recognised": "close_not_recognised",
    "eliminated": "close_eliminated",
}


@dataclass(frozen=True, slots=True)
class Scores:
    """How the members score a dossier: a total each, the stars whose minimums they see met, clauses they flag.

    `flags` is clause → reason, flagged by the first `flagging` members; `differing` are options that the first member
    alone chose; `first` are the totals of a first reading that lay too far apart.
    """

    totals: Sequence[int]
    stars: int = 3
    first: Sequence[int] = ()
    flags: Mapping[str, str] = field(default_factory=dict)
    flagging: int = 0
    differing: Mapping[str, str] = field(default_factory=dict)


def convene(road: Road, key: str, held_on: date, round_: str, *keys: str) -> None:
    """Call a session with these dossiers on its agenda, those that wait for the council."""
    secretary = person(road.secretary)
    session = convene_session(
        body(road.council),
        actor=secretary,
        held_on=held_on,
        place="Phòng họp số 2, trụ sở UBND",
        round_=the(Round, round_),
    )
    set_agenda(keep(session, key), dossiers(*keys, stage="council"), actor=secretary)


def open_with(road: Road, key: str, *, absent: Mapping[str, str]) -> None:
    """Record who is there and open the session, unless somebody did; `absent` is account → reason."""
    session = the(CouncilSession, key)
    if session.opened_at:
        return
    members = appointed(session)
    away = {member.pk: absent[member.user.username] for member in members if member.user.username in absent}
    present = {member.pk: member.pk not in away for member in members}
    record_attendance(session, present, actor=person(road.secretary), reasons=away)
    open_session(session, actor=person(road.chair))


def recuse(road: Road, key: str, username: str, reason: str) -> None:
    """Let a member declare an interest in a dossier's producer."""
    member = person(username)
    membership = Membership.objects.on(clock.today()).get(user=member, body=body(road.council))
    declare_conflict(the(Dossier, key), actor=member, membership=membership, reason=reason)


def decide(road: Road, session: str, results: Mapping[str, Scores]) -> None:
    """Score and conclude the dossiers on a session's agenda, one after the other."""
    on_agenda = set(the(CouncilSession, session).agenda.values_list("dossier_id", flat=True))
    for key, scores in results.items():
        for dossier in dossiers(key, stage="council"):
            if dossier.pk in on_agenda:
                _decide(road, dossier, scores)


def _decide(road: Road, dossier: Dossier, scores: Scores) -> None:
    chair = person(road.chair)
    if scores.first:
        _hand_in(dossier, Scores(scores.first, scores.stars))
        step(dossier, "unseal", chair)
        reason = "Các phiếu chênh nhau quá 10 điểm. Hội đồng đã thảo luận và chấm lại."
        step(dossier, "new_reading", chair, reason=reason)
    _hand_in(dossier, scores)
    step(dossier, "unseal", chair)
    _agree(road, dossier, scores)
    step(dossier, "conclude", chair)


def _hand_in(dossier: Dossier, scores: Scores) -> None:
    card = dossier.rulebook.scorecard(dossier.set_no)
    members = entitled(current_reading(dossier))
    for place, (member, total) in enumerate(zip(members, cycle(scores.totals), strict=False)):
        choices = full_ballot(card, total, stars=scores.stars)
        filled = BallotInput(
            choices | (scores.differing if place == 0 else {}),
            next(iter(card.cases), ""),
            scores.flags if place < scores.flagging else {},
            OPINIONS[place % len(OPINIONS)],
        )
        hand_in_ballot(dossier, filled, actor=member.user)


def _agree(road: Road, dossier: Dossier, scores: Scores) -> None:
    """Let the chair record what the members agreed on where they differ: the majority's view."""
    chair = person(road.chair)
    members = len(handed_in(current_reading(dossier)))
    if scores.flags and scores.flagging < members:
        met = dict.fromkeys(scores.flags, scores.flagging * 2 > members)
        record_agreement(dossier, actor=chair, eliminations=met, note="Hội đồng thống nhất theo đa số.")
    if scores.differing:
        card = dossier.rulebook.scorecard(dossier.set_no)
        usual = full_ballot(card, scores.totals[-1], stars=scores.stars)
        options = {criterion: usual[criterion] for criterion in scores.differing}
        record_agreement(dossier, actor=chair, options=options, note="Hội đồng thống nhất sau khi xem lại minh chứng.")


def close(road: Road, key: str) -> None:
    """Close a session, unless somebody did or put on its agenda what is not concluded."""
    session = the(CouncilSession, key)
    waiting = any(item.dossier.stage == "council" for item in session.agenda.select_related("dossier"))
    if session.is_open and not waiting:
        close_session(session, actor=person(road.chair))


def follow_up(road: Road, *keys: str) -> None:
    """Let the standing office do with each result what it asks for."""
    for dossier in dossiers(*keys, stage="result"):
        step(dossier, STEP_AFTER[current_reading(dossier).result.outcome], person(road.office))


def prepare_decision(road: Road, key: str, round_: str, subject: str, *keys: str) -> None:
    """Draft the decision over those of the dossiers that wait for it."""
    waiting = dossiers(*keys, stage="decision")
    if waiting:
        authority, round_row = body(road.authority), the(Round, round_)
        drafted = draft_decision(authority, waiting, actor=person(road.office), subject=subject, round_=round_row)
        keep(drafted, key)


def sign(road: Road, key: str, number: str) -> None:
    """Sign a decision, unless somebody did, or moved one of its products by another."""
    decision = find(Decision, key)
    items = decision.items.select_related("dossier") if decision else ()
    if items and all(item.dossier.stage == "decision" for item in items):
        sign_decision(decision, actor=person(road.approver), number=number, decided_on=clock.today())
