"""Dossiers brought to a stage by the real steps of the city's road, on the day the clock shows.

Each function goes on from the one before: `at_council(city)` drafts, submits, receives, appraises and opens the
session. Give `product=` for another product than the city's own; `step()` takes a single step.
"""

import io
from collections.abc import Sequence
from itertools import count

from accounts.models import User
from ocop_workflow.domain import clock
from ocop_workflow.models import CouncilSession, Decision, Dossier, Event, Evidence, Product, Recommendation, Verdict
from ocop_workflow.services.agenda import set_agenda
from ocop_workflow.services.attendance import record_attendance
from ocop_workflow.services.ballots import BallotInput, hand_in_ballot
from ocop_workflow.services.checks import record_checks
from ocop_workflow.services.decisions import draft_decision
from ocop_workflow.services.dossiers import draft_dossier, save_answers
from ocop_workflow.services.evidence import attach_evidence, upload_evidence
from ocop_workflow.services.reports import save_appraisal, save_commune_report
from ocop_workflow.services.sessions import convene_session, open_session
from ocop_workflow.services.signing import sign_decision
from ocop_workflow.services.steps import take_step
from tests.factories.ballots import full_ballot
from tests.factories.city import City
from tests.factories.files import picture
from tests.factories.kept import kept

ANSWERS = {
    "product_description": "Miến dong sợi nhỏ, không phụ gia.",
    "production": "Làm tại bản, từ củ dong riềng trồng trong xã.",
    "market": "Bán tại chợ San Thàng và hai siêu thị.",
}
SIXTY_EIGHT_POINT_FOUR = (68, 68, 69, 68, 69)
_keys = count(1)


def step(dossier: Dossier, key: str, actor: User, **more: object) -> Event:
    """Take a step as seen just now, under a key of its own."""
    dossier.refresh_from_db()
    more.setdefault("idempotency_key", f"test-{next(_keys)}")
    return take_step(dossier, key, actor=actor, expected_version=dossier.version, **more)


def paper(city: City, kind: str, *, product: Product | None = None, actor: User | None = None) -> Evidence:
    """Upload a paper of a kind to a producer's vault: a small picture, another one for each kind."""
    upload = io.BytesIO(picture("PNG", (8 + len(kind), 8)))
    upload.name = f"{kind}.png"
    producer = (product or city.product).producer
    return upload_evidence(producer, kind=kind, title=f"Giấy tờ {kind}", upload=upload, actor=actor or owner(producer))


def owner(producer) -> User:
    """Return the account that acts for a producer."""
    return producer.members.select_related("user").order_by("pk").last().user


@kept
def draft(city: City, *, product: Product | None = None, complete: bool = True) -> Dossier:
    """Return a dossier in draft, with every required answer and paper unless `complete` is false."""
    product = product or city.product
    dossier = draft_dossier(product, actor=owner(product.producer), round_=city.round)
    return fill(city, dossier) if complete else dossier


def fill(city: City, dossier: Dossier) -> Dossier:
    """Write the required answers and attach the required papers."""
    actor = owner(dossier.producer)
    dossier = save_answers(dossier, ANSWERS, actor=actor, expected_version=dossier.version)
    for kind in required(dossier):
        attach_evidence(dossier, paper(city, kind, product=dossier.product), actor=actor)
    return dossier


def required(dossier: Dossier) -> list[str]:
    """Return the kinds of paper a dossier must hold."""
    kinds = dossier.rulebook.evidence_for(dossier.set_no)
    return [kind.key for kind in kinds if kind.needed_for(dossier.set_no)]


@kept
def submitted(city: City, **more: object) -> Dossier:
    """Return a dossier handed in to the commune."""
    dossier = draft(city, **more)
    step(dossier, "submit", owner(dossier.producer))
    return dossier


def check_papers(dossier: Dossier, actor: User) -> None:
    """Find every required paper sufficient."""
    record_checks(dossier, dict.fromkeys(required(dossier), (Verdict.SUFFICIENT, "")), actor=actor)


def report(city: City, dossier: Dossier) -> None:
    """Write the commune's complete report on the four contents."""
    findings = {
        content.key: {"finding": f"Đạt: {content.label.vi}.", "level": ""} for content in dossier.rulebook.commune
    }
    save_commune_report(
        dossier,
        actor=city.actor("commune_officer"),
        findings=findings,
        number="45/BC-UBND",
        reported_on=clock.today(),
        meeting_on=clock.today(),
        attendees="Chủ tịch UBND; công chức kinh tế; Mặt trận Tổ quốc; Hội Nông dân",
    )


@kept
def at_intake(city: City, **more: object) -> Dossier:
    """Return a dossier that lies with the standing office, the commune's report on it."""
    dossier = submitted(city, **more)
    if dossier.stage_data.kind == "intake":
        check_papers(dossier, city.actor("commune_officer"))
        step(dossier, "receive", city.actor("commune_officer"))
    report(city, dossier)
    step(dossier, _onward(dossier, "intake"), city.actor("commune_chair"))
    return dossier


def _onward(dossier: Dossier, kind: str) -> str:
    """Return the forward step from here to a stage of a kind."""
    rulebook = dossier.rulebook
    steps = [step for step in rulebook.steps_from(dossier.stage) if step.tone == "forward" and step.target != "="]
    return next(step.key for step in steps if rulebook.stage(step.target).kind == kind)


@kept
def at_appraisal(city: City, **more: object) -> Dossier:
    """Return a dossier received by the standing office and passed to the assistance team."""
    dossier = at_intake(city, **more)
    check_papers(dossier, city.actor("office"))
    step(dossier, "accept", city.actor("office"))
    return dossier


def appraise(city: City, dossier: Dossier) -> None:
    """Write the team's complete appraisal, for the council."""
    save_appraisal(
        dossier,
        actor=city.actor("team"),
        number="12/BC-TGV",
        reported_on=clock.today(),
        surveyed_on=clock.today(),
        samples=5,
        findings="Hồ sơ đầy đủ, cơ sở sạch.",
        recommendation=Recommendation.COUNCIL,
    )


@kept
def before_council(city: City, **more: object) -> Dossier:
    """Return a dossier appraised and submitted to the council, on no agenda yet."""
    dossier = at_appraisal(city, **more)
    appraise(city, dossier)
    step(dossier, "send_to_council", city.actor("team"))
    return dossier


def session(city: City, dossiers: Sequence[Dossier], *, present: int = 5) -> CouncilSession:
    """Open today's session over dossiers: the chair and the first `present` members are there."""
    secretary = city.actor("secretary")
    called = convene_session(
        city.council, actor=secretary, held_on=clock.today(), place="Hội trường UBND", round_=city.round
    )
    set_agenda(called, dossiers, actor=secretary)
    here = {city.road.chair, *city.road.scorers[:present]}
    attendance = {city.members[name].pk: name in here for name in (city.road.chair, *city.road.scorers)}
    record_attendance(called, attendance, actor=secretary)
    return open_session(called, actor=city.actor("chair"))


@kept
def at_council(city: City, *, present: int = 5, **more: object) -> Dossier:
    """Return a dossier before an open session, its ballots not yet handed in."""
    dossier = before_council(city, **more)
    session(city, [dossier], present=present)
    return dossier


def hand_in(city: City, dossier: Dossier, totals: Sequence[int], **wanted: object) -> None:
    """Let the first members each hand in a complete ballot of the total given."""
    card = dossier.rulebook.scorecard(dossier.set_no)
    for member, total in zip(city.scorers, totals, strict=False):
        filled = BallotInput(full_ballot(card, total, **wanted), next(iter(card.cases), ""))
        hand_in_ballot(dossier, filled, actor=member, idempotency_key=f"ballot-{next(_keys)}")


@kept
def unsealed(city: City, *, totals: Sequence[int] = SIXTY_EIGHT_POINT_FOUR, stars: int = 3, **more: object) -> Dossier:
    """Return a dossier whose ballots are handed in and unsealed."""
    dossier = at_council(city, present=len(totals), **more)
    hand_in(city, dossier, totals, stars=stars)
    step(dossier, "unseal", city.actor("chair"))
    return dossier


@kept
def concluded(city: City, **more: object) -> Dossier:
    """Return a dossier with the council's result: 68.4 points and 3 stars unless `totals` says otherwise."""
    dossier = unsealed(city, **more)
    step(dossier, "conclude", city.actor("chair"))
    return dossier


@kept
def at_decision(city: City, **more: object) -> Dossier:
    """Return a dossier proposed for recognition."""
    dossier = concluded(city, **more)
    step(dossier, "propose_recognition", city.actor("office"))
    return dossier


def recognition(city: City, dossiers: Sequence[Dossier]) -> Decision:
    """Draft the decision that recognises dossiers."""
    return draft_decision(
        city.authority, dossiers, actor=city.actor("office"), subject="Công nhận sản phẩm OCOP", round_=city.round
    )


@kept
def certified(city: City, *, number: str = "1520/QĐ-UBND", **more: object) -> Dossier:
    """Return a certified dossier: `dossier.certificate` is the certificate issued today."""
    dossier = at_decision(city, **more)
    decision = recognition(city, [dossier])
    sign_decision(decision, actor=city.actor("approver"), number=number, decided_on=clock.today())
    dossier.refresh_from_db()
    return dossier
