"""What happened, said in words: one sentence for each kind of event."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ocop_workflow.domain.rulebook import Step
from ocop_workflow.domain.scorecard import UnknownKey
from ocop_workflow.models import Dossier, Event, Outcome, Verdict
from ocop_workflow.queries.field_changes import evidence_label, part_label

Payload = Mapping[str, Any]

# Acts inside the offices: a producer is told of what they lead to.
INTERNAL = frozenset(
    {
        "file.opened", "papers.checked", "report.saved", "appraisal.saved", "ballot.handed_in", "conflict.declared",
        "agreement.recorded", "session.agenda", "paper.opened", "session.opened", "reading.opened", "decision.drafted",
        "decision.withdrawn",
    }
)  # fmt: skip
# Acts whose reason is about a person: read by those before whom it was given.
CONFIDENTIAL = frozenset({"conflict.declared"})


def sentence(event: Event, payload: Payload, dossier: Dossier, *, inside: bool) -> str:
    """Return what happened; `inside` says whether the reader belongs to an office."""
    if event.kind == "step":
        return step_sentence(event, payload, dossier, inside=inside)
    say = SAYINGS.get(event.kind)
    return say(dossier, payload) if say else _("Recorded: %(kind)s") % {"kind": event.kind}


def step_of(dossier: Dossier, event: Event) -> Step | None:
    """Return the step of an event, or None where the dossier's present law does not know it."""
    try:
        return dossier.rulebook.step(event.step)
    except UnknownKey:
        return None


def step_sentence(event: Event, payload: Payload, dossier: Dossier, *, inside: bool) -> str:
    step, language = step_of(dossier, event), get_language() or "vi"
    parts = [step.label.text(language) if step else event.step]
    if payload.get("from") != payload.get("to"):
        parts.append(_("now: %(stage)s") % {"stage": stage_name(dossier, str(payload.get("to")), inside=inside)})
    effects = payload.get("effects", {})
    if number := effects.get("issue_receipt", {}).get("number"):
        parts.append(_("receipt %(number)s") % {"number": number})
    if number := effects.get("issue_certificate", {}).get("number"):
        parts.append(_("certificate %(number)s") % {"number": number})
    if inside and (result := effects.get("compute_result")):
        parts.append(str(Outcome(result["outcome"]).label))
    return "; ".join(parts)


def stage_name(dossier: Dossier, key: str, *, inside: bool) -> str:
    """Return a stage's name for staff, or for the producer; its key where the present law does not know it."""
    try:
        names = dossier.rulebook.stage(key).names
    except UnknownKey:
        return key
    return (names.staff if inside else names.producer).text(get_language() or "vi")


def _drafted(_dossier: Dossier, _payload: Payload) -> str:
    return _("Dossier begun")


def _edited(dossier: Dossier, payload: Payload) -> str:
    return _("Answers changed: %(parts)s") % {
        "parts": ", ".join(part_label(dossier, part) for part in payload.get("parts", ()))
    }


def _attached(dossier: Dossier, payload: Payload) -> str:
    return _("Paper put in: %(paper)s") % {"paper": evidence_label(dossier, str(payload.get("kind")))}


def _detached(dossier: Dossier, payload: Payload) -> str:
    papers = ", ".join(evidence_label(dossier, kind) for kind in payload.get("kinds", ()))
    return _("Paper taken out: %(paper)s") % {"paper": papers}


def _opened(_dossier: Dossier, payload: Payload) -> str:
    return _("Paper read: %(paper)s") % {"paper": payload["title"]}


def _paper_opened(_dossier: Dossier, payload: Payload) -> str:
    return _("Printed paper read: %(paper)s") % {"paper": payload["subject"]}


def _checked(_dossier: Dossier, payload: Payload) -> str:
    verdicts = list(payload.get("verdicts", {}).values())
    good = verdicts.count(Verdict.SUFFICIENT)
    return _("Papers checked: %(good)s sufficient, %(open)s not") % {"good": good, "open": len(verdicts) - good}


def _reported(_dossier: Dossier, _payload: Payload) -> str:
    return _("Commune report written")


def _appraised(_dossier: Dossier, _payload: Payload) -> str:
    return _("Appraisal written")


def _handed_in(_dossier: Dossier, payload: Payload) -> str:
    return _("Ballot handed in, reading %(reading)s") % {"reading": payload.get("reading")}


def _conflict(_dossier: Dossier, _payload: Payload) -> str:
    return _("Conflict of interest declared")


def _agreed(_dossier: Dossier, payload: Payload) -> str:
    criteria = [*payload.get("options", {}), *payload.get("eliminations", {})]
    return _("The council agreed where members differed: %(criteria)s") % {"criteria": ", ".join(criteria) or "–"}


def _agenda(_dossier: Dossier, payload: Payload) -> str:
    return _("Put on the agenda of session %(session)s") % {"session": payload["subject"]}


def _session_opened(_dossier: Dossier, payload: Payload) -> str:
    return _("Session %(session)s opened") % {"session": payload["subject"]}


def _reading_opened(_dossier: Dossier, payload: Payload) -> str:
    return _("Reading %(reading)s opened in session %(session)s") % {
        "reading": payload.get("reading"),
        "session": payload.get("session"),
    }


def _decision_drafted(_dossier: Dossier, _payload: Payload) -> str:
    return _("Decision drafted")


def _decision_withdrawn(_dossier: Dossier, _payload: Payload) -> str:
    return _("Draft decision withdrawn")


def _decision_signed(_dossier: Dossier, payload: Payload) -> str:
    return _("Decision %(number)s signed") % {"number": payload.get("number")}


SAYINGS: Mapping[str, Callable[[Dossier, Payload], str]] = {
    "dossier.drafted": _drafted,
    "dossier.edited": _edited,
    "evidence.attached": _attached,
    "evidence.detached": _detached,
    "file.opened": _opened,
    "paper.opened": _paper_opened,
    "papers.checked": _checked,
    "report.saved": _reported,
    "appraisal.saved": _appraised,
    "ballot.handed_in": _handed_in,
    "conflict.declared": _conflict,
    "agreement.recorded": _agreed,
    "session.agenda": _agenda,
    "session.opened": _session_opened,
    "reading.opened": _reading_opened,
    "decision.drafted": _decision_drafted,
    "decision.withdrawn": _decision_withdrawn,
    "decision.signed": _decision_signed,
}
