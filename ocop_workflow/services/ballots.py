"""Scoring: a draft while it is written, unchangeable and sealed once handed in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from django.db import IntegrityError, transaction

from ocop_workflow.domain import clock, scoring
from ocop_workflow.domain.chain import new_salt, salted_digest
from ocop_workflow.domain.cleaning import clean_line, fitting_line, fitting_text
from ocop_workflow.domain.errors import InvalidInput, NotAllowed, WorkflowError
from ocop_workflow.domain.scorecard import Scorecard
from ocop_workflow.models import (
    Ballot,
    BallotLine,
    Conflict,
    Dossier,
    Event,
    Membership,
    Reading,
    one_act,
)
from ocop_workflow.queries import council
from ocop_workflow.queries.rights import offices_held
from ocop_workflow.services.authority import lock_dossier
from ocop_workflow.services.intents import done_before
from ocop_workflow.services.recording import of_dossier, record

if TYPE_CHECKING:
    from accounts.models import User

LONGEST_CODE, LONGEST_REASON, LONGEST_OPINION, MOST_CHOICES = 40, 300, 5000, 200


class BallotRefused(InvalidInput):
    """The ballot cannot be handed in; `faults` names every criterion and why."""

    code = "ballot"

    def __init__(self, faults: tuple[scoring.BallotFault, ...]) -> None:
        self.faults = faults
        super().__init__("The ballot has %(count)s open points.", {"count": len(faults)})


@dataclass(frozen=True, slots=True)
class BallotInput:
    """What a member filled in: an option per criterion, the case where there are cases, eliminations with reasons."""

    choices: Mapping[str, str] = field(default_factory=dict)
    case: str = ""
    eliminations: Mapping[str, str] = field(default_factory=dict)
    opinion: str = ""

    def cleaned(self) -> "BallotInput":
        """Return it composed and without unseen signs; InvalidInput for words longer than a ballot holds."""
        reasons = {
            clean_line(node): fitting_line(reason, LONGEST_REASON, clean_line(node))
            for node, reason in self.eliminations.items()
        }
        opinion = fitting_text(self.opinion, LONGEST_OPINION, "opinion")
        choices = {clean_line(criterion): clean_line(option) for criterion, option in self.choices.items()}
        return BallotInput(choices, clean_line(self.case), reasons, opinion)

    def as_draft(self) -> dict[str, object]:
        return {
            "choices": dict(self.choices),
            "case": self.case,
            "eliminations": dict(self.eliminations),
            "opinion": self.opinion,
        }


def scorer_membership(reading: Reading, actor: "User") -> Membership:
    """Return the membership by which the actor scores this reading; the refusal says why not."""
    if Conflict.objects.filter(dossier=reading.dossier_id, membership__user=actor).exists():
        raise NotAllowed("You declared a conflict of interest for this product and do not score it.", code="conflict")
    held_today = {office.membership_id for office in offices_held(actor, clock.today()) if not office.behalf}
    mine = [member for member in council.entitled(reading) if member.user_id == actor.pk and member.pk in held_today]
    if not mine:
        raise NotAllowed("You are not among the members who score this product in this session.")
    return mine[0]


def ballot_in_hand(dossier: Dossier, *, actor: "User") -> Ballot:
    """Return the actor's own unfinished ballot, unsaved when not begun; refuses whom, and when, handing in would."""
    reading = _open_reading(dossier)
    membership = scorer_membership(reading, actor)
    _scorable(dossier)
    return _own_ballot(reading, membership, actor)


def save_ballot_draft(dossier: Dossier, filled: BallotInput, *, actor: "User") -> Ballot:
    """Keep a member's unfinished ballot; leaves no event and no history (design 6).

    What no ballot can hold (values that are no text, codes that are too long, choices beyond 200) is left out.
    """
    kept = _kept(filled).cleaned()
    with transaction.atomic():
        reading = _open_reading(lock_dossier(dossier))
        ballot = _own_ballot(reading, scorer_membership(reading, actor), actor)
        ballot.draft, ballot.saved_at = kept.as_draft(), clock.now()
        ballot.save()
    return ballot


def _kept(filled: BallotInput) -> BallotInput:
    choices, eliminations = _texts(filled.choices), _texts(filled.eliminations)
    return BallotInput(
        choices={criterion: option for criterion, option in choices.items() if len(option) <= LONGEST_CODE},
        case=filled.case if isinstance(filled.case, str) and len(filled.case) <= LONGEST_CODE else "",
        eliminations=eliminations,
        opinion=filled.opinion if isinstance(filled.opinion, str) else "",
    )


def _texts(values: Mapping[str, str]) -> dict[str, str]:
    texts = (
        (code, value)
        for code, value in values.items()
        if isinstance(code, str) and isinstance(value, str) and len(code) <= LONGEST_CODE
    )
    return dict(islice(texts, MOST_CHOICES))


def hand_in_ballot(dossier: Dossier, filled: BallotInput, *, actor: "User", idempotency_key: str = "") -> Event:
    """Hand in a complete ballot: its lines are written once, and only a salted digest of them enters the chain.

    Raises BallotRefused with every open point, NotAllowed for a member with a conflict or absent, WorkflowError when
    the ballots are unsealed or one was handed in before, InvalidInput for words longer than a ballot holds.
    """
    filled = filled.cleaned()
    with transaction.atomic(), one_act() as act:
        current = lock_dossier(dossier)
        if event := done_before(actor, idempotency_key, "ballot.handed_in", subject=current.code, dossier=current.code):
            return event
        reading = _open_reading(current)
        membership = scorer_membership(reading, actor)
        card = _scorable(current)
        sheet = _checked(card, filled, actor)
        ballot = _own_ballot(reading, membership, actor)
        _write(ballot, card, sheet, filled)
        office = next(office for office in offices_held(actor, clock.today()) if office.membership_id == membership.pk)
        told = {"session": reading.session.code, "reading": reading.number, "ballot": ballot.digest}
        happening = of_dossier(
            "ballot.handed_in",
            current,
            actor,
            office,
            act,
            told,
            revision=reading.revision,
            idempotency_key=idempotency_key,
        )
        (event,) = record(happening)
    return event


def _open_reading(dossier: Dossier) -> Reading:
    reading = council.present_reading(dossier)
    if dossier.stage_data.kind != "scoring" or reading is None or not reading.session.is_open:
        raise WorkflowError("The council session is not open.", code="session")
    if not reading.is_sealed:
        raise WorkflowError("The ballots are unsealed; no ballot changes any more.", code="unsealed")
    return reading


def _scorable(dossier: Dossier) -> Scorecard:
    card = dossier.rulebook.scorecard(dossier.set_no)
    if card.withheld:
        raise WorkflowError(
            "The scorecard of set %(set)s is withheld: %(reason)s",
            {"set": dossier.set_no, "reason": card.withheld},
            code="withheld",
        )
    return card


def _checked(card: Scorecard, filled: BallotInput, actor: "User") -> scoring.Ballot:
    sheet = scoring.Ballot(
        member=str(actor.pk),
        choices=dict(filled.choices),
        case=filled.case or None,
        eliminations=dict(filled.eliminations),
    )
    if faults := scoring.ballot_faults(card, sheet):
        raise BallotRefused(faults)
    return sheet


def _own_ballot(reading: Reading, membership: Membership, actor: "User") -> Ballot:
    ballot = Ballot.objects.filter(reading=reading, member=actor).first()
    if ballot and ballot.handed_in_at:
        raise WorkflowError("You have handed in your ballot for this product.", code="two_ballots")
    return ballot or Ballot(reading=reading, member=actor, membership=membership)


class Row(NamedTuple):
    """One line of a ballot, as its digest binds it."""

    criterion: str
    option: str
    points: int
    eliminates: str


def ballot_content(case: str, lines: list[Row], opinion: str) -> dict[str, object]:
    """Return what a ballot's digest binds: case, lines as [criterion, option, points, elimination], opinion."""
    return {"case": case, "lines": lines, "opinion": opinion}


def _write(ballot: Ballot, card: Scorecard, sheet: scoring.Ballot, filled: BallotInput) -> None:
    counted = scoring.points(card, sheet)
    rows = [
        Row(criterion, option, counted.criteria[criterion], "")
        for criterion, option in sheet.choices.items()
        if criterion in counted.criteria and criterion not in counted.disabled
    ]
    rows += [Row(node, "", 0, reason) for node, reason in sheet.eliminations.items()]
    ballot.salt = new_salt()
    ballot.digest = salted_digest(ballot.salt, ballot_content(filled.case, rows, filled.opinion))
    ballot.case, ballot.opinion, ballot.total = filled.case, filled.opinion, counted.total
    ballot.draft, ballot.saved_at, ballot.handed_in_at = {}, clock.now(), clock.now()
    try:
        with transaction.atomic():
            ballot.save()
    except IntegrityError as error:
        raise WorkflowError("You have handed in your ballot for this product.", code="two_ballots") from error
    BallotLine.objects.bulk_create(BallotLine(ballot=ballot, **row._asdict()) for row in rows)
