"""The guards a rulebook may name, as `domain.registry` declares them: each yields what is in the way."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from django.utils.translation import get_language

from ocop_workflow.domain import scoring
from ocop_workflow.domain.errors import WorkflowError
from ocop_workflow.domain.process import Call
from ocop_workflow.models import Event, Forwarding, Verdict
from ocop_workflow.queries import council
from ocop_workflow.services.context import StepContext

Guard = Callable[..., Iterator[WorkflowError]]


def barriers(context: StepContext) -> tuple[WorkflowError, ...]:
    """Return everything that bars a step: its guards in the order of the rulebook, then what its effects need.

    Each is told once; empty when the step may be taken.
    """
    return _told_once((*guarded(context, context.step.guards), *_needed(context)))


def guarded(context: StepContext, calls: Iterable[Call]) -> Iterator[WorkflowError]:
    """Yield what some guards find in the way."""
    for call in calls:
        yield from GUARDS[call.name](context, **call.params)


def _needed(context: StepContext) -> Iterator[WorkflowError]:
    asked = {call.name for call in context.step.guards}
    for call in context.step.effects:
        for need in NEEDS.get(call.name, ()):
            if need.__name__ not in asked:
                yield from need(context)


def _told_once(found: Iterable[WorkflowError]) -> tuple[WorkflowError, ...]:
    return tuple({(error.message, str(error.params)): error for error in found}.values())


REQUIRED_ANSWERS = {
    "product_description": "Describe the product.",
    "production": "Describe how and where the product is made.",
    "market": "Describe where the product is sold.",
}


def form_complete(context: StepContext) -> Iterator[WorkflowError]:
    for key, message in REQUIRED_ANSWERS.items():
        if not str(context.dossier.answers.get(key, "")).strip():
            yield WorkflowError(message, code="form", field=key)


def evidence_complete(context: StepContext) -> Iterator[WorkflowError]:
    attached = {kind for kind, _, _ in context.files}
    for kind in context.rulebook.evidence_for(context.dossier.set_no):
        if kind.needed_for(context.dossier.set_no) and kind.key not in attached:
            name = kind.label.text(get_language() or "vi")
            yield WorkflowError("A paper is missing: %(paper)s.", {"paper": name}, code="evidence", field=kind.key)


def scorecard_available(context: StepContext) -> Iterator[WorkflowError]:
    card = context.rulebook.scorecards.get(context.dossier.set_no)
    if card is None:
        yield WorkflowError("The rulebook has no scorecard for set %(set)s.", {"set": context.dossier.set_no})
    elif card.withheld:
        yield WorkflowError(
            "The scorecard of set %(set)s is withheld: %(reason)s",
            {"set": context.dossier.set_no, "reason": card.withheld},
            code="withheld",
        )


def commune_report_complete(context: StepContext, meeting: str) -> Iterator[WorkflowError]:
    report = context.commune_report
    if report is None:
        yield WorkflowError("The commune has not reported on the four contents.", code="report")
        return
    language = get_language() or "vi"
    for content in context.rulebook.commune:
        if not str(report.findings.get(content.key, {}).get("finding", "")).strip():
            name = content.label.text(language)
            yield WorkflowError("The commune report lacks: %(content)s.", {"content": name}, code="report")
    if not (report.number and report.reported_on):
        yield WorkflowError("The commune report has no number and date.", code="report", field="number")
    if meeting == "required" and not (report.meeting_on and report.attendees.strip()):
        yield WorkflowError(
            "The commune report lacks the day of the meeting and who attended.", code="report", field="meeting_on"
        )


def samples_received(context: StepContext, count: int, except_sets: tuple[int, ...]) -> Iterator[WorkflowError]:
    received = context.appraisal.samples if context.appraisal else 0
    if context.dossier.set_no not in except_sets and received < count:
        yield WorkflowError(
            "%(received)s of %(count)s samples were received.", {"received": received, "count": count}, field="samples"
        )


def completeness_checked(context: StepContext) -> Iterator[WorkflowError]:
    verdicts = dict(context.visit.checks.values_list("kind", "verdict"))
    language = get_language() or "vi"
    for kind in context.rulebook.evidence_for(context.dossier.set_no):
        if kind.needed_for(context.dossier.set_no) and verdicts.get(kind.key) != Verdict.SUFFICIENT:
            name = kind.label.text(language)
            yield WorkflowError("Not yet found sufficient: %(paper)s.", {"paper": name}, code="check", field=kind.key)


def appraisal_complete(context: StepContext) -> Iterator[WorkflowError]:
    appraisal = context.appraisal
    if appraisal is None:
        yield WorkflowError("There is no appraisal report yet.", code="appraisal")
        return
    if not (appraisal.number and appraisal.reported_on):
        yield WorkflowError("The appraisal report has no number and date.", code="appraisal", field="number")
    if not appraisal.surveyed_on:
        yield WorkflowError("The appraisal report lacks the day of the survey.", code="appraisal", field="surveyed_on")
    if not (appraisal.findings.strip() and appraisal.recommendation):
        yield WorkflowError(
            "The appraisal report lacks findings and a recommendation.", code="appraisal", field="findings"
        )


def on_agenda(context: StepContext) -> Iterator[WorkflowError]:
    items = context.dossier.agenda_items.filter(session__body__in=context.councils)
    if not items.filter(session__closed_at__isnull=True).exists():
        yield WorkflowError("The dossier is not on the agenda of a council session.", code="agenda")


def session_open(context: StepContext) -> Iterator[WorkflowError]:
    if context.session is None or not context.session.is_open:
        yield WorkflowError("The council session is not open.", code="session")


def quorum_met(context: StepContext) -> Iterator[WorkflowError]:
    session = context.session
    if session is None or session.bylaw is None:
        yield WorkflowError("The council session is not open.", code="session")
        return
    presence, bylaw = council.presence(session), session.bylaw
    if not scoring.quorum(presence.present, presence.appointed, bylaw.quorum):
        yield WorkflowError(
            "No quorum: %(present)s of %(appointed)s members are present; the by-law %(bylaw)s asks for %(share)s.",
            {
                "present": presence.present,
                "appointed": presence.appointed,
                "bylaw": bylaw.decision_number,
                "share": f"{bylaw.quorum_numerator}/{bylaw.quorum_denominator}",
            },
            code="quorum",
        )
    if bylaw.chair_or_deputy_present and not presence.presided:
        yield WorkflowError("Neither the chair nor a vice-chair of the council is present.", code="quorum")


def ballots_complete(context: StepContext) -> Iterator[WorkflowError]:
    if context.running is None:
        yield WorkflowError("The council session is not open.", code="session")
        return
    done = {ballot.member_id for ballot in context.ballots}
    waiting = [member for member in context.entitled if member.user_id not in done]
    if waiting:
        yield WorkflowError(
            "Ballots not yet handed in: %(members)s.",
            {"members": ", ".join(str(member.user) for member in waiting)},
            code="ballots",
        )
    bylaw = context.running.session.bylaw
    if bylaw and len(done) < bylaw.min_ballots:
        yield WorkflowError(
            "%(count)s ballots were handed in; the by-law asks for at least %(least)s.",
            {"count": len(done), "least": bylaw.min_ballots},
            code="ballots",
        )


def ballots_sealed(context: StepContext) -> Iterator[WorkflowError]:
    if context.running is None:
        yield WorkflowError("The council session is not open.", code="session")
    elif not context.running.is_sealed:
        yield WorkflowError("The ballots are already unsealed.", code="unsealed")


def ballots_unsealed(context: StepContext) -> Iterator[WorkflowError]:
    if context.running is None or context.running.is_sealed:
        yield WorkflowError("The ballots are still sealed; the chair unseals them first.", code="sealed")


def spread_within(context: StepContext) -> Iterator[WorkflowError]:
    if context.running is None or context.running.is_sealed:
        yield from ballots_unsealed(context)
        return
    bylaw = context.running.session.bylaw
    totals = [ballot.total or 0 for ballot in context.ballots]
    if bylaw and totals and not scoring.spread_within(totals, bylaw.spread_limit):
        yield WorkflowError(
            "The ballots lie %(spread)s points apart; the by-law allows %(limit)s. Open a new reading.",
            {"spread": max(totals) - min(totals), "limit": bylaw.max_spread},
            code="spread",
        )


def disagreements_settled(context: StepContext) -> Iterator[WorkflowError]:
    reading = context.running
    if reading is None or reading.is_sealed:
        yield from ballots_unsealed(context)
        return
    options, eliminations = council.agreements(reading)
    card = context.rulebook.scorecard(context.dossier.set_no)
    differences = scoring.disagreements(
        card,
        council.sheets(reading),
        agreed=options,
        agreed_case=reading.agreed_case or None,
        agreed_eliminations=eliminations,
    )
    for difference in differences:
        yield WorkflowError(
            "Members differ on %(criterion)s; the chair records what the council agreed on.",
            {"criterion": difference.criterion},
            code="unsettled",
            field=difference.criterion,
        )


def outcome_is(context: StepContext, outcomes: tuple[str, ...]) -> Iterator[WorkflowError]:
    result = getattr(context.reading, "result", None)
    if result is None:
        yield WorkflowError("The council has not concluded yet.", code="outcome")
    elif result.outcome not in outcomes:
        yield WorkflowError(
            "The council's result is: %(outcome)s.", {"outcome": str(result.get_outcome_display())}, code="outcome"
        )


def decision_signed(context: StepContext, kind: str) -> Iterator[WorkflowError]:
    decision = context.decision
    if decision is None or decision.kind != kind or not decision.is_signed:
        yield WorkflowError("This step is taken by signing a decision that lists the product.", code="decision")
    elif not decision.items.filter(dossier=context.dossier).exists():
        yield WorkflowError("The decision %(number)s does not list this product.", {"number": decision.number})


def elimination_recorded(context: StepContext) -> Iterator[WorkflowError]:
    noting = [
        step.key for step in context.rulebook.steps if any(call.name == "record_elimination" for call in step.effects)
    ]
    noted = Event.objects.filter(
        dossier=context.dossier.code, kind="step", step__in=noting, revision=context.dossier.last_revision
    )
    in_report = context.appraisal is not None and context.appraisal.elimination_ground.strip()
    if not in_report and not noted.exists():
        yield WorkflowError("State the ground for elimination.", code="elimination", field="elimination_ground")


def _has_ballots(context: StepContext) -> Iterator[WorkflowError]:
    if context.running is not None and not context.ballots:
        yield WorkflowError("No ballot was handed in.", code="no_ballots")


def _has_result(context: StepContext) -> Iterator[WorkflowError]:
    computes = any(call.name == "compute_result" for call in context.step.effects)
    if not computes and getattr(context.reading, "result", None) is None:
        yield WorkflowError("The council has not concluded yet.", code="outcome")


def _not_yet_forwarded(context: StepContext) -> Iterator[WorkflowError]:
    sent = Forwarding.objects.filter(visit=context.visit).first()
    if sent:
        yield WorkflowError(
            "It was forwarded from here on %(day)s.", {"day": f"{sent.forwarded_on:%d/%m/%Y}"}, code="forwarded"
        )


# What an effect cannot do without, whether or not the rulebook asks for it as well.
NEEDS: Mapping[str, tuple[Guard, ...]] = {
    "unseal_ballots": (ballots_sealed,),
    "new_reading": (session_open,),
    "compute_result": (ballots_unsealed, _has_ballots, disagreements_settled),
    "record_forwarding": (_has_result, _not_yet_forwarded),
}
GUARDS: Mapping[str, Guard] = {
    function.__name__: function
    for function in (
        form_complete, evidence_complete, scorecard_available, commune_report_complete, samples_received,
        completeness_checked, appraisal_complete, on_agenda, session_open, quorum_met, ballots_complete,
        ballots_sealed, ballots_unsealed, spread_within, disagreements_settled, outcome_is, decision_signed,
        elimination_recorded,
    )
}  # fmt: skip
