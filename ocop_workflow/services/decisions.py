"""Decisions: drafted over several products, and withdrawn while they are drafts."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from ocop_workflow.domain import clock
from ocop_workflow.domain.cleaning import fitting_line
from ocop_workflow.domain.errors import InvalidInput, NotAllowed, ReasonRequired
from ocop_workflow.models import Body, Decision, DecisionItem, DecisionKind, Dossier, Round, one_act
from ocop_workflow.queries.decisions import current_result, deciding_bodies, decision_step, may_draft
from ocop_workflow.queries.rights import OfficeHeld, offices_held, visible_dossiers
from ocop_workflow.services.intents import done_before, given
from ocop_workflow.services.numbering import next_code
from ocop_workflow.services.recording import Happening, Note, record
from ocop_workflow.services.signing import locked_decision, require_draft

if TYPE_CHECKING:
    from accounts.models import User

SUBJECT_LIMIT = REASON_LIMIT = 300


def draft_decision(
    body: Body,
    dossiers: Sequence[Dossier],
    *,
    actor: "User",
    subject: str,
    kind: str = DecisionKind.RECOGNITION,
    round_: Round | None = None,
    idempotency_key: str = "",
) -> Decision:
    """Draft a decision of a body over several products, each with the stars of its result.

    The body's own people, a standing office, or in whose hands the dossiers lie drafts it, with all of them in sight.
    Raises InvalidInput for a dossier that does not wait for a decision of this kind by this body. The same intent
    gives the same draft.
    """
    office = _drafting_office(body, dossiers, actor)
    if kind not in DecisionKind.values:
        raise InvalidInput("There is no decision of the kind “%(kind)s”.", {"kind": kind}, field="kind")
    if not dossiers:
        raise InvalidInput("A decision lists at least one product.", field="dossiers")
    subject = fitting_line(subject, SUBJECT_LIMIT, "subject")
    codes = sorted(dossier.code for dossier in dossiers)
    facts = given(body=body.code, dossiers=codes, kind=kind, subject=subject, round=round_.code if round_ else "")
    with transaction.atomic(), one_act() as act:
        Body.objects.select_for_update(no_key=True).get(pk=body.pk)
        if event := done_before(actor, idempotency_key, "decision.drafted", facts=facts):
            return Decision.objects.get(code=event.subject)
        decision = Decision(code=next_code("QD"), kind=kind, body=body, round=round_, subject=subject)
        decision.save_as(actor, reason="decision.drafted")
        for position, dossier in enumerate(sorted(dossiers, key=lambda dossier: dossier.code), start=1):
            _item(decision, dossier, position).save_as(actor, reason="decision.drafted")
        record(
            Happening(
                kind="decision.drafted",
                subject=decision.code,
                act=act,
                actor=actor,
                office=office,
                idempotency_key=idempotency_key,
                payload={"kind": kind, "body": body.code, "dossiers": codes},
                notes=[facts],
            )
        )
    return decision


def _drafting_office(body: Body, dossiers: Sequence[Dossier], actor: "User") -> OfficeHeld:
    held = offices_held(actor, clock.today())
    office = next((office for office in held if may_draft(office, dossiers, [body])), None)
    in_sight = visible_dossiers(actor).filter(pk__in=[dossier.pk for dossier in dossiers])
    if office is None or in_sight.count() < len(dossiers):
        raise NotAllowed("You may not draft a decision over these products.")
    return office


def _item(decision: Decision, dossier: Dossier, position: int) -> DecisionItem:
    result = current_result(dossier)
    step = decision_step(dossier, decision.kind, result)
    if step is None or decision.body not in deciding_bodies(dossier, step, clock.today()):
        raise InvalidInput(
            "%(dossier)s is not waiting for such a decision of “%(body)s”.",
            {"dossier": dossier.code, "body": decision.body.name},
            field="dossiers",
        )
    stars = result.stars if result else None
    return DecisionItem(decision=decision, dossier=dossier, result=result, position=position, stars=stars)


def withdraw_decision(decision: Decision, *, actor: "User", reason: str, idempotency_key: str = "") -> Decision:
    """Withdraw a draft before it is signed, with a reason; its products wait for another one.

    Who may draft such a decision may withdraw it. Raises WorkflowError (`signed`, `withdrawn`), NotAllowed,
    ReasonRequired.
    """
    reason = fitting_line(reason, REASON_LIMIT, "reason")
    with transaction.atomic(), one_act() as act:
        current = locked_decision(decision)
        if done_before(actor, idempotency_key, "decision.withdrawn", subject=current.code):
            return current
        dossiers = list(Dossier.objects.filter(decision_items__decision=current).order_by("code"))
        office = _drafting_office(current.body, dossiers, actor)
        require_draft(current)
        if not reason:
            raise ReasonRequired("State why the draft is withdrawn.", field="reason")
        current.withdrawn_at = clock.now()
        current.save_as(actor, reason="decision.withdrawn", update_fields=["withdrawn_at"])
        record(
            Happening(
                kind="decision.withdrawn",
                subject=current.code,
                act=act,
                actor=actor,
                office=office,
                idempotency_key=idempotency_key,
                payload={"body": current.body.code, "dossiers": [dossier.code for dossier in dossiers]},
                notes=[Note("reason", reason)],
            )
        )
    decision.refresh_from_db()
    return current
