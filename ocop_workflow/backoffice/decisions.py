"""Officers' views of decisions: the list, a draft over several products, signing, the printed paper."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ocop_workflow.backoffice.council_forms import DraftDecisionForm, SignForm, WithdrawForm
from ocop_workflow.backoffice.files import paper_response
from ocop_workflow.backoffice.frame import find, intent, refusal_status, refusals
from ocop_workflow.domain import clock
from ocop_workflow.domain.errors import InvalidInput
from ocop_workflow.models import Body, Decision, DecisionKind, Dossier, Membership
from ocop_workflow.queries.decisions import (
    DRAFTING_KINDS,
    awaiting_decision,
    deciding_body,
    deciding_kinds,
    may_draft,
    signing_roles,
    visible_decisions,
    withdrawal_reason,
)
from ocop_workflow.queries.rights import offices_held, visible_dossiers
from ocop_workflow.services.decisions import draft_decision, withdraw_decision
from ocop_workflow.services.signing import sign_decision

if TYPE_CHECKING:
    from accounts.models import User

PAGE_SIZE = 50
UNPROCESSABLE = 422
USUAL_CAPACITY = "CHỦ TỊCH"


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


def decision_in_sight(user: "User", code: str) -> Decision:
    """Return the decision of that code when the user may see it today, else 404."""
    return find(visible_decisions(user).select_related("body", "round"), code=code)


@require_GET
def decision(request: HttpRequest, code: str) -> HttpResponse:
    return decision_page(request, decision_in_sight(request.user, code))


def decision_page(
    request: HttpRequest, decision: Decision, *, bound: Mapping[str, BaseForm] | None = None, status: int = 200
) -> HttpResponse:
    """Render a decision; `bound` holds a form that was refused, by its name: sign or withdraw."""
    bound = bound or {}
    items = list(
        decision.items.select_related(
            "dossier__product", "dossier__producer", "dossier__unit", "dossier__certificate", "result"
        )
    )
    dossiers = [item.dossier for item in items]
    approvers = signers(decision, dossiers) if decision.is_draft else []
    context = {
        "decision": decision,
        "items": items,
        "in_sight": set(
            visible_dossiers(request.user).filter(decision_items__decision=decision).values_list("pk", flat=True)
        ),
        "paper": decision.papers.filter(kind="decision").first(),
        "is_recognition": decision.kind == DecisionKind.RECOGNITION,
        "form": (bound.get("sign") or _sign_form()) if may_sign(request.user, approvers) else None,
        "withdraw": withdraw_form(request.user, decision, dossiers, bound.get("withdraw")),
        "withdrawn_because": withdrawal_reason(decision) if decision.is_withdrawn else "",
        "approvers": approvers,
        "refused": next(iter(bound.values()), None),
    }
    return render(request, "ocop_workflow/backoffice/decision.html", context, status=status)


def signers(decision: Decision, dossiers: list[Dossier]) -> list[Membership]:
    """Return the members who may sign a decision today."""
    roles = signing_roles(dossiers, decision.body, decision.kind)
    members = Membership.objects.on(clock.today()).filter(body=decision.body_id, role__in=roles)
    return list(members.select_related("user"))


def may_sign(user: "User", approvers: list[Membership]) -> bool:
    held = {held.membership_id for held in offices_held(user, clock.today())}
    return any(member.pk in held for member in approvers)


def withdraw_form(user: "User", decision: Decision, dossiers: list[Dossier], bound: BaseForm | None) -> BaseForm | None:
    """Return the form to withdraw a draft, for who may."""
    drafts = any(may_draft(held, dossiers, [decision.body]) for held in offices_held(user, clock.today()))
    return (bound or WithdrawForm(auto_id="withdraw_%s")) if decision.is_draft and drafts else None


def _sign_form() -> SignForm:
    return SignForm(initial={"decided_on": clock.today(), "signer_capacity": USUAL_CAPACITY}, auto_id="sign_%s")


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
