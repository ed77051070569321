"""One dossier before the council: who handed in, conflicts, unsealed ballots, what is agreed, the result."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ocop_workflow.backoffice.charts import DotChart
from ocop_workflow.backoffice.council_forms import NO, YES, AgreementForm, ConflictForm, case_label
from ocop_workflow.backoffice.frame import find, intent, refusal_status, refusals
from ocop_workflow.backoffice.sessions import AgendaLine, Seat, agenda_line, chart_of, seat_of, session_in_sight
from ocop_workflow.backoffice.step_rows import StepRow, step_rows
from ocop_workflow.backoffice.typed import typed_words
from ocop_workflow.domain.ballot import WHOLE_DOSSIER
from ocop_workflow.domain.scorecard import Node, Scorecard
from ocop_workflow.models import CouncilSession, Dossier, Membership, Reading
from ocop_workflow.queries import council
from ocop_workflow.queries.rights import visible_dossiers
from ocop_workflow.queries.sessions import (
    AgendaRow,
    OpenSheet,
    agenda_rows,
    conflicts_of,
    open_points,
    unsealed_sheets,
)
from ocop_workflow.services.agreements import record_agreement
from ocop_workflow.services.conflicts import declare_conflict

if TYPE_CHECKING:
    from accounts.models import User

UNPROCESSABLE = 422


@dataclass(frozen=True, slots=True)
class Difference:
    """A criterion on which ballots differ: the points of each ballot, None where it was not scored."""

    node: Node
    points: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class OpenReading:
    """An unsealed reading as its table shows it."""

    reading: Reading
    line: AgendaLine
    parts: tuple[Node, ...]
    sheets: tuple[OpenSheet, ...]
    differences: tuple[Difference, ...]
    chart: DotChart | None


def differences(card: Scorecard, sheets: tuple[OpenSheet, ...]) -> tuple[Difference, ...]:
    """Return the criteria on which the ballots differ, in the order of the sheet."""
    found = []
    for criterion in card.criteria:
        chosen = [open_.sheet.choices.get(criterion.code) for open_ in sheets]
        if len(set(chosen)) > 1:
            points = tuple(card.node(option).points if option else None for option in chosen)
            found.append(Difference(criterion, points))
    return tuple(found)


def _open_reading(row: AgendaRow, session: CouncilSession, user: "User") -> OpenReading:
    card = row.dossier.rulebook.scorecard(row.dossier.set_no)
    sheets = unsealed_sheets(row.reading)
    line = agenda_line(row, session, user)
    return OpenReading(row.reading, line, card.parts, sheets, differences(card, sheets), chart_of([line]))


def earlier_readings(row: AgendaRow, session: CouncilSession, user: "User") -> list[OpenReading]:
    """Return the replaced readings of this session that were unsealed, the last one first."""
    readings = Reading.objects.filter(session=session, dossier=row.dossier, unsealed_at__isnull=False)
    found = []
    for reading in readings.exclude(pk=row.reading.pk).order_by("-number"):
        reading.session, reading.dossier = session, row.dossier
        totals = tuple(ballot.total for ballot in council.handed_in(reading))
        old = AgendaRow(row.item, reading, (), frozenset(), totals, None, row.is_here)
        found.append(_open_reading(old, session, user))
    return found


def _row(session: CouncilSession, user: "User", dossier: str) -> AgendaRow:
    item = find(session.agenda.filter(dossier__in=visible_dossiers(user)), dossier__code=dossier)
    return next(row for row in agenda_rows(session, user) if row.item.pk == item.pk)


@require_GET
def session_dossier(request: HttpRequest, code: str, dossier: str) -> HttpResponse:
    session = session_in_sight(request.user, code)
    return dossier_in_session(request, session, _row(session, request.user, dossier))


def dossier_in_session(
    request: HttpRequest,
    session: CouncilSession,
    row: AgendaRow,
    *,
    bound: Mapping[str, BaseForm] | None = None,
    typed: Sequence[str] = (),
    status: int = 200,
) -> HttpResponse:
    """Render a dossier's part of a session; `bound` holds a form that was refused, by its name, `typed` the words
    of one that has no place here any more."""
    bound, user = bound or {}, request.user
    seat = seat_of(user, session.body)
    is_open = row.reading is not None and not row.reading.is_sealed
    conflicts = list(conflicts_of(row.dossier))
    steps = _steps(request, session, row)
    context = {
        "session": session,
        "row": row,
        "line": agenda_line(row, session, user),
        "seat": seat,
        "conflicts": conflicts,
        "conflict_form": bound.get("conflict") or conflict_form(session, row, seat, user),
        "steps": [step for step in steps if step.mine],
        "others_step": "" if any(step.mine for step in steps) or not steps else steps[0].reasons[0],
        "current": _open_reading(row, session, user) if is_open else None,
        "earlier": earlier_readings(row, session, user) if row.reading else [],
        "agreement_form": bound.get("agreement") or agreement_form(row, seat),
        "agreed": agreed_words(row) if is_open else [],
        "typed": typed,
        "refused": next(iter(bound.values()), None),
    }
    return render(request, "ocop_workflow/backoffice/session_dossier.html", context, status=status)


def _steps(request: HttpRequest, session: CouncilSession, row: AgendaRow) -> list[StepRow]:
    if row.is_concluded or row.reading is None or row.reading.replaced_at:
        return []
    rows = step_rows(row.dossier, request, {})
    back = reverse("ocop:session_dossier", args=[session.code, row.dossier.code])
    for step in rows:
        if step.form:
            step.form.initial["next"] = back
    return rows


def conflict_form(
    session: CouncilSession, row: AgendaRow, seat: Seat, user: "User", data: Mapping[str, str] | None = None
) -> ConflictForm | None:
    """Return the form to declare an interest: a member's own, or any member's for who keeps the minutes."""
    if row.is_concluded or session.closed_at:
        return None
    declared = {conflict.membership_id for conflict in conflicts_of(row.dossier)}
    members = [member for member in council.appointed(session) if seat.keeps or member.user_id == user.pk]
    ids = [member.pk for member in members if data is not None or member.pk not in declared]
    members = Membership.objects.filter(pk__in=ids).select_related("user")
    return ConflictForm(data, members=members, auto_id="conflict_%s") if ids else None


def agreement_form(row: AgendaRow, seat: Seat, data: Mapping[str, str] | None = None) -> AgreementForm | None:
    """Return the chair's form for the points on which members differ; None where there is nothing to agree."""
    reading = row.reading
    if not seat.presides or reading is None or reading.replaced_at or row.is_concluded:
        return None
    points = open_points(reading)
    if not points:
        return None
    card = row.dossier.rulebook.scorecard(row.dossier.set_no)
    return AgreementForm(
        card, points, unsealed_sheets(reading), data, agreed=agreed_values(reading), auto_id="agree_%s"
    )


def agreed_values(reading: Reading) -> dict[str, str]:
    """Return what is agreed so far, by the names of the form's fields."""
    options, eliminations = council.agreements(reading)
    return {
        **{f"option:{criterion}": option for criterion, option in options.items()},
        **{f"eliminate:{node}": YES if eliminate else NO for node, eliminate in eliminations.items()},
        **({"case:case": reading.agreed_case} if reading.agreed_case else {}),
    }


def agreed_words(row: AgendaRow) -> list[tuple[str, str, str]]:
    """Return what the council agreed on, in words: the point, what was agreed, the note."""
    card = row.dossier.rulebook.scorecard(row.dossier.set_no)
    case = row.reading.agreed_case
    agreed = [(_("The case that is scored"), case_label(card, case), "")] if case else []
    for agreement in row.reading.agreements.order_by("pk"):
        point = _("Whole dossier") if agreement.criterion == WHOLE_DOSSIER else _point(card, agreement.criterion)
        agreed.append((point, _agreed(card, agreement.option, agreement.eliminate), agreement.note))
    return agreed


def _point(card: Scorecard, code: str) -> str:
    return f"{code} {card.node(code).label}"


def _agreed(card: Scorecard, option: str, eliminate: bool | None) -> str:
    if eliminate is None:
        node = card.node(option)
        return _("%(points)s points: %(label)s") % {"points": node.points, "label": node.label}
    return _("eliminate") if eliminate else _("do not eliminate")


@require_POST
def conflict(request: HttpRequest, code: str, dossier: str) -> HttpResponse:
    session = session_in_sight(request.user, code)
    row = _row(session, request.user, dossier)
    form = conflict_form(session, row, seat_of(request.user, session.body), request.user, request.POST)
    declare = partial(_declare, row.dossier, form, request)
    return _answer(request, session, row, ("conflict", form), declare, _("The conflict of interest is recorded."))


def _declare(dossier: Dossier, form: ConflictForm, request: HttpRequest) -> object:
    return declare_conflict(dossier, actor=request.user, idempotency_key=intent(request), **_without_intent(form))


def _without_intent(form: BaseForm) -> dict[str, object]:
    return {key: value for key, value in form.cleaned_data.items() if key != "intent"}


@require_POST
def agreement(request: HttpRequest, code: str, dossier: str) -> HttpResponse:
    session = session_in_sight(request.user, code)
    row = _row(session, request.user, dossier)
    form = agreement_form(row, seat_of(request.user, session.body), request.POST)
    agree = partial(_agree, row.dossier, form, request)
    return _answer(request, session, row, ("agreement", form), agree, _("What the council agreed on is recorded."))


def _agree(dossier: Dossier, form: AgreementForm, request: HttpRequest) -> None:
    record_agreement(dossier, actor=request.user, idempotency_key=intent(request), **form.agreement())


def _answer(request, session, row, named, act, done) -> HttpResponse:
    name, form = named
    if form is None:
        messages.error(
            request,
            _(
                "Nothing was recorded: the council is done with this, or it is for another member to do. "
                "What you typed is kept below."
            ),
        )
        return dossier_in_session(request, session, row, typed=typed_words(request.POST), status=403)
    if not form.is_valid():
        return dossier_in_session(request, session, row, bound={name: form}, status=UNPROCESSABLE)
    with refusals(request, form) as refused:
        act()
    if refused:
        return dossier_in_session(request, session, row, bound={name: form}, status=refusal_status(refused[0]))
    messages.success(request, done)
    return redirect("ocop:session_dossier", code=session.code, dossier=row.dossier.code)
