"""Officers' views of council sessions: the list, convening one, its page with agenda, attendance and quorum."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ocop_workflow.backoffice.charts import Ballots, DotChart, dot_chart
from ocop_workflow.backoffice.council_forms import AgendaForm, AttendanceForm, ConveneForm, IntentForm
from ocop_workflow.backoffice.frame import find, intent, refusal_status, refusals
from ocop_workflow.backoffice.typed import typed_words
from ocop_workflow.domain import clock, scoring
from ocop_workflow.models import Body, BodyKind, CouncilSession
from ocop_workflow.queries import council
from ocop_workflow.queries.rights import offices_held
from ocop_workflow.queries.sessions import (
    WATCHING_KINDS,
    AgendaRow,
    agenda_rows,
    awaiting_session,
    quorum_of,
    visible_sessions,
)
from ocop_workflow.services.agenda import set_agenda
from ocop_workflow.services.attendance import record_attendance
from ocop_workflow.services.session_rows import KEEPERS
from ocop_workflow.services.sessions import close_session, convene_session, open_session

if TYPE_CHECKING:
    from accounts.models import User

PAGE_SIZE = 50
UNPROCESSABLE = 422


@dataclass(frozen=True, slots=True)
class Seat:
    """The roles a person holds today in a council; what is shown, not what is allowed."""

    roles: frozenset[str]

    @property
    def keeps(self) -> bool:
        return bool(self.roles & set(KEEPERS))

    @property
    def presides(self) -> bool:
        return bool(self.roles & set(council.PRESIDING_ROLES))


def seat_of(user: "User", body: Body) -> Seat:
    held = offices_held(user, clock.today())
    return Seat(frozenset(office.role for office in held if office.body_id == body.pk))


@require_GET
def sessions(request: HttpRequest) -> HttpResponse:
    kinds = {held.body_kind for held in offices_held(request.user, clock.today())}
    if not (request.user.is_superuser or kinds & {BodyKind.COUNCIL, *WATCHING_KINDS}):
        raise Http404
    rows = visible_sessions(request.user).select_related("body", "round").annotate(dossiers=Count("agenda"))
    context = {
        "page_obj": Paginator(rows.order_by("-held_on", "-pk"), PAGE_SIZE).get_page(request.GET.get("trang")),
        "may_convene": councils_kept(request.user).exists(),
        "page_title": _("Council sessions"),
    }
    return render(request, "ocop_workflow/backoffice/sessions.html", context)


def councils_kept(user: "User"):
    """Return the councils whose sessions a person may call today: as secretary or chair."""
    held = offices_held(user, clock.today())
    kept = [office.body_id for office in held if office.body_kind == BodyKind.COUNCIL and office.role in KEEPERS]
    return Body.objects.filter(pk__in=kept)


@require_http_methods(["GET", "POST"])
def convene(request: HttpRequest) -> HttpResponse:
    bodies = councils_kept(request.user)
    if not bodies.exists():
        raise Http404
    form = ConveneForm(
        request.POST if request.method == "POST" else None,
        bodies=bodies,
        initial={"held_on": clock.today(), "body": bodies.first()},
    )
    status = UNPROCESSABLE if form.is_bound else 200
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        with refusals(request, form) as refused:
            session = convene_session(
                data["body"],
                actor=request.user,
                held_on=data["held_on"],
                place=data["place"],
                mode=data["mode"],
                round_=data["round"],
                idempotency_key=intent(request),
            )
        if not refused:
            messages.success(request, _("Session %(code)s is called.") % {"code": session.code})
            return redirect("ocop:session", code=session.code)
        status = refusal_status(refused[0])
    context = {"form": form, "page_title": _("Call a session")}
    return render(request, "ocop_workflow/backoffice/session_new.html", context, status=status)


def session_in_sight(user: "User", code: str) -> CouncilSession:
    """Return the session of that code when the user may see it today, else 404."""
    return find(visible_sessions(user).select_related("body", "round", "bylaw"), code=code)


@require_GET
def session(request: HttpRequest, code: str) -> HttpResponse:
    return session_page(request, session_in_sight(request.user, code))


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """An agenda row as one person reads it: `mine` is todo, done or empty for the own ballot."""

    row: AgendaRow
    mine: str
    spread: int | None
    mean: Decimal | None
    is_wide: bool


def agenda_line(row: AgendaRow, session: CouncilSession, user: "User") -> AgendaLine:
    limit = session.bylaw.spread_limit if session.bylaw else None
    places = session.bylaw.rounding_places if session.bylaw else 2
    totals = row.totals
    return AgendaLine(
        row=row,
        mine=_mine(row, session, user),
        spread=max(totals) - min(totals) if totals else None,
        mean=mean_of(totals, places) if totals else None,
        is_wide=not scoring.spread_within(totals, limit),
    )


def _mine(row: AgendaRow, session: CouncilSession, user: "User") -> str:
    if user.pk in row.handed_in:
        return "done"
    is_due = session.is_open and row.reading and row.reading.is_sealed and not row.is_concluded
    return "todo" if is_due and any(member.user_id == user.pk for member in row.entitled) else ""


def mean_of(totals: tuple[int, ...], places: int) -> Decimal:
    """Return the mean of totals, rounded half up as the by-law shows it."""
    return (Decimal(sum(totals)) / len(totals)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def chart_of(lines: list[AgendaLine]) -> DotChart | None:
    """Return the dot chart of the unsealed ballots of these rows."""
    rows = [
        Ballots(str(line.row.dossier.product), line.row.totals, number_format(line.mean), line.is_wide)
        for line in lines
        if line.row.totals
    ]
    if not lines:
        return None
    rulebook = lines[0].row.dossier.rulebook
    return dot_chart(rows, rulebook.bands, rulebook.points_total)


def session_page(
    request: HttpRequest,
    session: CouncilSession,
    *,
    bound: Mapping[str, BaseForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render a session; `bound` holds a form that was refused, by its name, so that nothing typed is lost."""
    bound = bound or {}
    seat = seat_of(request.user, session.body)
    keeps = seat.keeps and not session.closed_at
    lines = [agenda_line(row, session, request.user) for row in agenda_rows(session, request.user)]
    context = {
        "session": session,
        "seat": seat,
        "keeps": keeps,
        "quorum": quorum_of(session),
        "lines": lines,
        "open_lines": [line for line in lines if not line.row.is_concluded],
        "wide_lines": [line for line in lines if line.is_wide and not line.row.is_concluded],
        "chart": chart_of(lines),
        "attendance": bound.get("attendance") or attendance_form(session),
        "agenda_form": bound.get("agenda") or (_agenda_form(session, request.user) if keeps else None),
        "open_form": IntentForm(auto_id="open_%s"),
        "close_form": IntentForm(auto_id="close_%s"),
        "typed": typed_words(request.POST) if "attendance" in bound and not keeps else [],
        "is_today": session.held_on == clock.today(),
        "refused": next(iter(bound.values()), None),
    }
    return render(request, "ocop_workflow/backoffice/session.html", context, status=status)


def attendance_form(session: CouncilSession, data: Mapping[str, str] | None = None) -> AttendanceForm:
    known = {row.membership_id: row for row in session.attendance.all()}
    return AttendanceForm(council.appointed(session), known, data, auto_id="attendance_%s")


def _agenda_form(session: CouncilSession, user: "User") -> AgendaForm | None:
    waiting = awaiting_session(session, user)
    return AgendaForm(waiting=waiting, auto_id="agenda_%s") if waiting else None


def _answer(
    request: HttpRequest, session: CouncilSession, name: str, form: BaseForm, act: Callable[[], object], done: str
) -> HttpResponse:
    if not form.is_valid():
        return session_page(request, session, bound={name: form}, status=UNPROCESSABLE)
    with refusals(request, form) as refused:
        act()
    if refused:
        return session_page(request, session, bound={name: form}, status=refusal_status(refused[0]))
    messages.success(request, done)
    return redirect("ocop:session", code=session.code)


@require_POST
def agenda(request: HttpRequest, code: str) -> HttpResponse:
    found = session_in_sight(request.user, code)
    form = AgendaForm(request.POST, waiting=awaiting_session(found, request.user), auto_id="agenda_%s")
    return _answer(
        request,
        found,
        "agenda",
        form,
        lambda: set_agenda(found, form.cleaned_data["dossiers"], actor=request.user),
        _("The agenda is saved."),
    )


@require_POST
def attendance(request: HttpRequest, code: str) -> HttpResponse:
    found = session_in_sight(request.user, code)
    form = attendance_form(found, request.POST)
    return _answer(
        request,
        found,
        "attendance",
        form,
        lambda: record_attendance(
            found, form.present(), reasons=form.reasons(), actor=request.user, idempotency_key=intent(request)
        ),
        _("The attendance is saved."),
    )


@require_POST
def open_(request: HttpRequest, code: str) -> HttpResponse:
    found = session_in_sight(request.user, code)
    act = partial(open_session, found, actor=request.user, idempotency_key=intent(request))
    return _answer(request, found, "open", IntentForm(request.POST), act, _("The session is open."))


@require_POST
def close(request: HttpRequest, code: str) -> HttpResponse:
    found = session_in_sight(request.user, code)
    act = partial(close_session, found, actor=request.user, idempotency_key=intent(request))
    return _answer(request, found, "close", IntentForm(request.POST), act, _("The session is closed."))
