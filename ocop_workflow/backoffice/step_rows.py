"""The steps from a dossier's stage as one person sees them: a form, or the words that bar it and where it is done."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.forms import BaseForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from ocop_workflow.backoffice.forms import StepForm
from ocop_workflow.backoffice.frame import words
from ocop_workflow.domain.rulebook import Step
from ocop_workflow.models import Dossier, Verdict
from ocop_workflow.queries.checks import open_points
from ocop_workflow.queries.decisions import visible_decisions
from ocop_workflow.queries.sessions import visible_sessions
from ocop_workflow.services.foresight import AvailableStep, available_steps

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step with its form, or with the words that bar it; `mine` when an office of the person's may take it.

    `place` is the address where such a step is really done: the decision that is signed, the council's session.
    `is_kept` marks a step that cannot be taken any more, its form holding what was typed for it.
    """

    step: Step
    form: BaseForm | None
    reasons: tuple[str, ...] = ()
    mine: bool = False
    place: tuple[str, str] | None = None
    is_kept: bool = False


def step_rows(dossier: Dossier, request: HttpRequest, bound: Mapping[str, BaseForm]) -> list[StepRow]:
    """Return the steps of the present stage: those this person may take first, others with whose they are.

    `bound` holds a step's form that was refused; it stays, also where the step is gone meanwhile.
    """
    user = request.user
    found = available_steps(dossier, user)
    rows = [_row(dossier, user, available, bound) for available in found]
    rows += _gone(dossier, bound, {available.step.key for available in found})
    return sorted(rows, key=lambda row: (not row.is_kept, row.form is None, row.step.tone != "forward"))


def _row(dossier: Dossier, user: "User", available: AvailableStep, bound: Mapping[str, BaseForm]) -> StepRow:
    step, mine = available.step, available.office is not None
    if available.is_open:
        return StepRow(step, _form(dossier, step, bound), mine=True)
    reasons = tuple(words(reason) for reason in available.reasons)
    kept = bound.get(step.key)
    return StepRow(step, kept, reasons, mine, _place(dossier, user, step), is_kept=kept is not None)


def _form(dossier: Dossier, step: Step, bound: Mapping[str, BaseForm]) -> BaseForm:
    initial = {"version": dossier.version, "intent": str(uuid.uuid4()), "reason": _prefilled(dossier, step)}
    form = bound.get(step.key) or StepForm(initial=initial, auto_id=f"{step.key}_%s")
    form.fields["reason"].required = step.needs_reason
    return form


def _prefilled(dossier: Dossier, step: Step) -> str:
    """Return the reason for sending a dossier back, as the check of the papers gives it; to be gone over by hand."""
    points = open_points(dossier) if step.tone == "back" and step.needs_reason else ()
    lines = [f"- {point.label.vi}: {Verdict(point.verdict).label}. {point.note}".strip() for point in points]
    return "\n".join([_("To be supplemented:"), *lines]) if lines else ""


def _gone(dossier: Dossier, bound: Mapping[str, BaseForm], present: set[str]) -> list[StepRow]:
    steps = {step.key: step for step in dossier.rulebook.steps}
    return [
        StepRow(steps[key], form, is_kept=True) for key, form in bound.items() if key in steps and key not in present
    ]


def _place(dossier: Dossier, user: "User", step: Step) -> tuple[str, str] | None:
    guards = {call.name for call in step.guards}
    if "decision_signed" in guards:
        return _decision(dossier, user)
    return _session(dossier, user) if "on_agenda" in guards else None


def _decision(dossier: Dossier, user: "User") -> tuple[str, str] | None:
    decision = visible_decisions(user).filter(items__dossier=dossier).order_by("-pk").first()
    if decision is None:
        return None
    return reverse("ocop:decision", args=[decision.code]), _("Open the decision %(code)s") % {"code": decision.code}


def _session(dossier: Dossier, user: "User") -> tuple[str, str] | None:
    session = visible_sessions(user).filter(agenda__dossier=dossier).order_by("-pk").first()
    if session is None:
        return None
    address = reverse("ocop:session_dossier", args=[session.code, dossier.code])
    return address, _("Open the council session %(code)s") % {"code": session.code}
