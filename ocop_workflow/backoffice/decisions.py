"""Officers' views of decisions: the list, a draft over several products, signing, withdrawing, the printed paper."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ocop_workflow.backoffice.council_forms import DraftDecisionForm, SignForm, WithdrawForm
from ocop_workflow.backoffice.decision_page import decision_in_sight, decision_page
from ocop_workflow.backoffice.files import paper_response
from ocop_workflow.backoffice.frame import find, intent, refusal_status, refusals
from ocop_workflow.domain import clock
from ocop_workflow.domain.errors import InvalidInput
from ocop_workflow.models import Body, Decision, DecisionKind, Dossier
from ocop_workflow.queries.decisions import (
    DRAFTING_KINDS,
    awaiting_decision,
    deciding_body,
    deciding_kinds,
    may_draft,
    visible_decisions,
)
from ocop_workflow.queries.rights import offices_held
from ocop_workflow.services.decisions import draft_decision, withdraw_decision
from ocop_workflow.services.signing import sign_decision

if TYPE_CHECKING:
    from accounts.models import User

PAGE_SIZE = 50
UNPROCESSABLE = 422


def kinds_held(user: "User") -> frozenset[str]:
    return frozenset(held.body_kind for held in offices_held(user, clock.today()))


@require_GET
def decisions(request: HttpRequest) -> HttpResponse:
    waiting = awaiting_decision(request.user)
    drafts = may_open_draft(request.user, waiting)
    if not (request.user.is_superuser or drafts or kinds_held(request.user) & deciding_kinds()):
        raise Http404
    rows = visible_decisions(request.user).select_related("body", "round").annotate(products=Count("items"))
    context = {
        "page_obj": Paginator(rows.order_by("-pk"), PAGE_SIZE).get_page(request.GET.get("trang")),
        "may_draft": drafts,
        "waiting": sum(map(len, waiting.values())),
        "page_title": _("Decisions"),
    }
    return render(request, "ocop_workflow/backoffice/decisions.html", context)


def may_open_draft(user: "User", waiting: Mapping[str, list[Dossier]]) -> bool:
    """Whether the page for a draft is shown: to who usually drafts, and to whoever has something in hand to decide."""
    held = offices_held(user, clock.today())
    return bool(kinds_held(user) & DRAFTING_KINDS) or any(
        may_draft(office, [dossier], deciding_bodies_of(dossier, kind))
        for office in held
        for kind, dossiers in waiting.items()
        for dossier in dossiers[:1]
    )


def deciding_bodies_of(dossier: Dossier, kind: str) -> list[Body]:
    body = deciding_body([dossier], kind, clock.today())
    return [body] if body else []


SUBJECTS = {
    DecisionKind.RECOGNITION: gettext_lazy("Recognising products of the One Commune One Product programme"),
    DecisionKind.REJECTION: gettext_lazy("Not recognising products in the One Commune One Product programme"),
    DecisionKind.REVOCATION: gettext_lazy("Revoking certificates of the One Commune One Product programme"),
}


@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest) -> HttpResponse:
    waiting = awaiting_decision(request.user)
    if not may_open_draft(request.user, waiting):
        raise Http404
    kind = asked_kind(request, waiting)
    form = DraftDecisionForm(
        request.POST if request.method == "POST" else None,
        waiting=Dossier.objects.filter(pk__in=[dossier.pk for dossier in waiting.get(kind, ())]),
        initial={"subject": str(SUBJECTS[DecisionKind(kind)]), "kind": kind},
    )
    status = UNPROCESSABLE if form.is_bound else 200
    if form.is_bound and form.is_valid():
        with refusals(request, form) as refused:
            decision = _draft(form, kind, request)
        if not refused:
            messages.success(request, _("The draft %(code)s is ready to be signed.") % {"code": decision.code})
            return redirect("ocop:decision", code=decision.code)
        status = refusal_status(refused[0])
    context = {
        "form": form,
        "page_title": _("Draft a decision"),
        "has_waiting": bool(waiting),
        "kind": kind,
        "kinds": [(key, DecisionKind(key).label, len(dossiers)) for key, dossiers in waiting.items()],
    }
    return render(request, "ocop_workflow/backoffice/decision_new.html", context, status=status)


def asked_kind(request: HttpRequest, waiting: Mapping[str, list[Dossier]]) -> str:
    """Return the kind of decision the page is for: the one asked for, else the first for which something waits."""
    asked = request.POST.get("kind") or request.GET.get("loai", "")
    return asked if asked in DecisionKind.values else next(iter(waiting), DecisionKind.RECOGNITION.value)


def _draft(form: DraftDecisionForm, kind: str, request: HttpRequest) -> Decision:
    dossiers = list(form.cleaned_data["dossiers"])
    rounds = {dossier.round for dossier in dossiers}
    return draft_decision(
        authority_of(dossiers, kind),
        dossiers,
        actor=request.user,
        kind=kind,
        subject=form.cleaned_data["subject"],
        round_=rounds.pop() if len(rounds) == 1 else None,
        idempotency_key=intent(request),
    )


def authority_of(dossiers: list[Dossier], kind: str) -> Body:
    """Return the body that decides on all these dossiers; refuse when it is not one and the same."""
    body = deciding_body(dossiers, kind, clock.today())
    if body is None:
        raise InvalidInput("These products lie with different authorities: draft one decision each.", field="dossiers")
    return body


@require_GET
def decision(request: HttpRequest, code: str) -> HttpResponse:
    return decision_page(request, decision_in_sight(request.user, code))


@require_POST
def sign(request: HttpRequest, code: str) -> HttpResponse:
    found = decision_in_sight(request.user, code)
    form = SignForm(request.POST, auto_id="sign_%s")
    if not form.is_valid():
        return decision_page(request, found, bound={"sign": form}, status=UNPROCESSABLE)
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
        return decision_page(request, found, bound={"sign": form}, status=refusal_status(refused[0]))
    messages.success(
        request, _("Decision %(number)s is signed; its papers are being printed.") % {"number": data["number"]}
    )
    return redirect("ocop:decision", code=code)


@require_POST
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    found = decision_in_sight(request.user, code)
    form = WithdrawForm(request.POST, auto_id="withdraw_%s")
    if not form.is_valid():
        return decision_page(request, found, bound={"withdraw": form}, status=UNPROCESSABLE)
    with refusals(request, form) as refused:
        withdraw_decision(
            found, actor=request.user, reason=form.cleaned_data["reason"], idempotency_key=intent(request)
        )
    if refused:
        found.refresh_from_db()
        return decision_page(request, found, bound={"withdraw": form}, status=refusal_status(refused[0]))
    messages.success(request, _("The draft %(code)s is withdrawn; its products wait again.") % {"code": code})
    return redirect("ocop:decision", code=code)


@require_GET
@never_cache
def decision_file(request: HttpRequest, code: str) -> HttpResponse:
    found = decision_in_sight(request.user, code)
    return paper_response(request, find(found.papers.filter(kind="decision")), f"{code}.pdf")
