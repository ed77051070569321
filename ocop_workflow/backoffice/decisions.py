"""Officers' views of decisions: the list, a draft over several products, signing, the printed paper."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ocop_workflow.backoffice.council_forms import DraftDecisionForm, SignForm
from ocop_workflow.backoffice.files import paper_response
from ocop_workflow.backoffice.frame import find, intent, refusal_status, refusals
from ocop_workflow.domain import clock
from ocop_workflow.domain.errors import InvalidInput
from ocop_workflow.models import Body, Decision, Dossier, Membership, Role
from ocop_workflow.queries.decisions import DECIDING_KINDS, awaiting_decision, visible_decisions
from ocop_workflow.queries.rights import offices_held, visible_dossiers
from ocop_workflow.services.decisions import DRAFTING_KINDS, draft_decision, sign_decision

if TYPE_CHECKING:
    from accounts.models import User

PAGE_SIZE = 50
UNPROCESSABLE = 422
USUAL_CAPACITY = "CHỦ TỊCH"


def holds_office_in(user: "User", kinds: object) -> bool:
    return any(held.body_kind in kinds for held in offices_held(user, clock.today()))


@require_GET
def decisions(request: HttpRequest) -> HttpResponse:
    if not (request.user.is_superuser or holds_office_in(request.user, DECIDING_KINDS)):
        raise Http404
    rows = visible_decisions(request.user).select_related("body", "round").annotate(products=Count("items"))
    may_draft = holds_office_in(request.user, DRAFTING_KINDS)
    context = {
        "page_obj": Paginator(rows.order_by("-pk"), PAGE_SIZE).get_page(request.GET.get("trang")),
        "may_draft": may_draft,
        "waiting": awaiting_decision(request.user).count() if may_draft else 0,
        "page_title": _("Decisions"),
    }
    return render(request, "ocop_workflow/backoffice/decisions.html", context)


@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest) -> HttpResponse:
    if not holds_office_in(request.user, DRAFTING_KINDS):
        raise Http404
    waiting = awaiting_decision(request.user)
    subject = _("Recognising products of the One Commune One Product programme")
    form = DraftDecisionForm(
        request.POST if request.method == "POST" else None, waiting=waiting, initial={"subject": subject}
    )
    status = UNPROCESSABLE if form.is_bound else 200
    if form.is_bound and form.is_valid():
        with refusals(request, form) as refused:
            decision = _draft(form, request)
        if not refused:
            messages.success(request, _("The draft %(code)s is ready to be signed.") % {"code": decision.code})
            return redirect("ocop:decision", code=decision.code)
        status = refusal_status(refused[0])
    context = {"form": form, "page_title": _("Draft a decision"), "has_waiting": waiting.exists()}
    return render(request, "ocop_workflow/backoffice/decision_new.html", context, status=status)


def _draft(form: DraftDecisionForm, request: HttpRequest) -> Decision:
    dossiers = list(form.cleaned_data["dossiers"])
    rounds = {dossier.round for dossier in dossiers}
    return draft_decision(
        authority_of(dossiers),
        dossiers,
        actor=request.user,
        subject=form.cleaned_data["subject"],
        round_=rounds.pop() if len(rounds) == 1 else None,
        idempotency_key=intent(request),
    )


def authority_of(dossiers: list[Dossier]) -> Body:
    """Return the authority in whose hands all these dossiers lie; refuse when it is not one and the same."""
    bodies = {dossier.authority_id for dossier in dossiers}
    if len(bodies) != 1 or None in bodies:
        raise InvalidInput("These products lie with different authorities: draft one decision each.", field="dossiers")
    return Body.objects.get(pk=bodies.pop())


def decision_in_sight(user: "User", code: str) -> Decision:
    """Return the decision of that code when the user may see it today, else 404."""
    return find(visible_decisions(user).select_related("body", "round"), code=code)


@require_GET
def decision(request: HttpRequest, code: str) -> HttpResponse:
    return decision_page(request, decision_in_sight(request.user, code))


def decision_page(
    request: HttpRequest, decision: Decision, *, bound: BaseForm | None = None, status: int = 200
) -> HttpResponse:
    """Render a decision; `bound` is the signing form that was refused."""
    approvers = Membership.objects.on(clock.today()).filter(body=decision.body_id, role=Role.APPROVER)
    may_sign = any(
        held.body_id == decision.body_id and held.role == Role.APPROVER
        for held in offices_held(request.user, clock.today())
    )
    context = {
        "decision": decision,
        "items": decision.items.select_related(
            "dossier__product", "dossier__producer", "dossier__unit", "dossier__certificate", "result"
        ),
        "in_sight": set(
            visible_dossiers(request.user).filter(decision_items__decision=decision).values_list("pk", flat=True)
        ),
        "paper": decision.papers.filter(kind="decision").first(),
        "form": (bound or _sign_form()) if may_sign and not decision.is_signed else None,
        "approvers": [] if decision.is_signed else list(approvers.select_related("user")),
        "refused": bound,
    }
    return render(request, "ocop_workflow/backoffice/decision.html", context, status=status)


def _sign_form() -> SignForm:
    return SignForm(initial={"decided_on": clock.today(), "signer_capacity": USUAL_CAPACITY}, auto_id="sign_%s")


@require_POST
def sign(request: HttpRequest, code: str) -> HttpResponse:
    found = decision_in_sight(request.user, code)
    form = SignForm(request.POST, auto_id="sign_%s")
    if not form.is_valid():
        return decision_page(request, found, bound=form, status=UNPROCESSABLE)
    data = form.cleaned_data
    with refusals(request, form) as refused:
        sign_decision(
            found,
            actor=request.user,
            number=data["number"],
            decided_on=data["decided_on"],
            signer_capacity=data["signer_capacity"],
            idempotency_key=intent(request),
        )
    if refused:
        found.refresh_from_db()
        return decision_page(request, found, bound=form, status=refusal_status(refused[0]))
    messages.success(
        request, _("Decision %(number)s is signed; its papers are being printed.") % {"number": data["number"]}
    )
    return redirect("ocop:decision", code=code)


@require_GET
@never_cache
def decision_file(request: HttpRequest, code: str) -> HttpResponse:
    found = decision_in_sight(request.user, code)
    return paper_response(request, find(found.papers.filter(kind="decision")), f"{code}.pdf")
