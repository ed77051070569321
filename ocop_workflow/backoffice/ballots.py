"""A member's own ballot: filling it in, keeping the draft, handing it in, reading it again."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from ocop_workflow.backoffice.ballot_faults import faults_of
from ocop_workflow.backoffice.ballot_page import filled_before, filled_from, of_its_case, sheet_of
from ocop_workflow.backoffice.council_forms import IntentForm
from ocop_workflow.backoffice.frame import dossier_in_sight, intent, refusal_status, words
from ocop_workflow.domain.ballot import BallotFault
from ocop_workflow.domain.errors import InvalidInput, NotAllowed, WorkflowError
from ocop_workflow.models import Ballot, Dossier
from ocop_workflow.queries import council
from ocop_workflow.queries.papers import dossier_papers
from ocop_workflow.services.ballots import (
    BallotInput,
    BallotRefused,
    ballot_in_hand,
    hand_in_ballot,
    save_ballot_draft,
)


@require_GET
@never_cache
def ballot(request: HttpRequest, code: str) -> HttpResponse:
    dossier = dossier_in_sight(request.user, code)
    handed_in = own_ballot(dossier, request)
    if handed_in:
        return _handed_in(request, dossier, handed_in)
    try:
        mine = ballot_in_hand(dossier, actor=request.user)
    except WorkflowError as error:
        return _barred(request, dossier, error)
    return _sheet(request, dossier, filled_before(mine), saved_at=mine.saved_at)


def own_ballot(dossier: Dossier, request: HttpRequest) -> Ballot | None:
    """Return the ballot this person handed in for the reading that counts, or None."""
    reading = council.current_reading(dossier)
    mine = reading.ballots.filter(member=request.user, handed_in_at__isnull=False) if reading else Ballot.objects.none()
    return mine.select_related("reading__session").first()


def _sheet(
    request: HttpRequest,
    dossier: Dossier,
    filled: BallotInput,
    *,
    saved_at: object = None,
    faults: tuple[BallotFault, ...] = (),
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "dossier": dossier,
        "reading": council.current_reading(dossier),
        "sheet": sheet_of(dossier, filled, faults),
        "papers": [row for row in dossier_papers(dossier) if row.files],
        "form": IntentForm(request.POST or None),
        "saved_at": saved_at,
        "refused": refused,
    }
    return render(request, "ocop_workflow/backoffice/ballot.html", context, status=status)


def _handed_in(request: HttpRequest, dossier: Dossier, mine: Ballot) -> HttpResponse:
    context = {"dossier": dossier, "ballot": mine, "sheet": sheet_of(dossier, filled_before(mine))}
    return render(request, "ocop_workflow/backoffice/ballot_own.html", context)


def _barred(
    request: HttpRequest, dossier: Dossier, error: WorkflowError, filled: BallotInput | None = None
) -> HttpResponse:
    """Say why somebody does not score now, and show again what was filled in."""
    status = HTTPStatus.FORBIDDEN if isinstance(error, NotAllowed) else HTTPStatus.CONFLICT
    context = {
        "dossier": dossier,
        "reason": words(error),
        "reading": council.current_reading(dossier),
        "typed": sheet_of(dossier, filled) if filled and dossier.set_no in dossier.rulebook.scorecards else None,
    }
    return render(request, "ocop_workflow/backoffice/ballot_barred.html", context, status=status)


@require_POST
def draft(request: HttpRequest, code: str) -> HttpResponse:
    dossier = dossier_in_sight(request.user, code)
    filled = filled_from(request.POST)
    in_background = request.headers.get("Accept") == "application/json"
    try:
        saved = save_ballot_draft(dossier, filled, actor=request.user)
    except WorkflowError as error:
        if in_background:
            return JsonResponse({"error": words(error)}, status=refusal_status(error))
        return _refused(request, dossier, error, filled)
    if in_background:
        return _counted(dossier, filled, saved)
    messages.success(request, _("The draft was saved at %(time)s.") % {"time": _time(saved)})
    return redirect("ocop:ballot", code=code)


def _counted(dossier: Dossier, filled: BallotInput, saved: Ballot) -> JsonResponse:
    sheet = sheet_of(dossier, filled)
    said = _("Saved at %(time)s") % {"time": _time(saved)}
    return JsonResponse({"saved": said, "total": sheet.total, "missing": list(sheet.missing)})


def _refused(request: HttpRequest, dossier: Dossier, error: WorkflowError, filled: BallotInput) -> HttpResponse:
    """Return to the sheet what can be mended there; say of all else why it is barred."""
    if not isinstance(error, InvalidInput):
        return _barred(request, dossier, error, filled)
    faults = faults_of(error)
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    return _sheet(request, dossier, filled, faults=faults, refused=words(BallotRefused(faults)), status=status)


def _time(saved: Ballot) -> str:
    return date_format(localtime(saved.saved_at), "H:i")


@require_POST
def hand_in(request: HttpRequest, code: str) -> HttpResponse:
    dossier = dossier_in_sight(request.user, code)
    filled = filled_from(request.POST)
    card = dossier.rulebook.scorecards.get(dossier.set_no)
    sent = of_its_case(card, filled) if card else filled
    try:
        hand_in_ballot(dossier, sent, actor=request.user, idempotency_key=intent(request))
    except WorkflowError as error:
        return _refused(request, dossier, error, filled)
    messages.success(request, _("Your ballot is handed in. It stays sealed until the chair unseals the ballots."))
    return redirect("ocop:ballot", code=code)
