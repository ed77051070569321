"""The page of one decision: what it lists, who signs it, its signature or its withdrawal."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ocop_workflow.backoffice.council_forms import SignForm, WithdrawForm
from ocop_workflow.backoffice.frame import find
from ocop_workflow.backoffice.typed import typed_words
from ocop_workflow.domain import clock
from ocop_workflow.models import Decision, DecisionKind, Dossier, Membership
from ocop_workflow.queries.decisions import may_draft, signing_roles, visible_decisions, withdrawal_reason
from ocop_workflow.queries.rights import offices_held, visible_dossiers

if TYPE_CHECKING:
    from accounts.models import User

USUAL_CAPACITY = "CHỦ TỊCH"


def decision_in_sight(user: "User", code: str) -> Decision:
    """Return the decision of that code when the user may see it today, else 404."""
    return find(visible_decisions(user).select_related("body", "round"), code=code)


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
    shown = {
        "sign": (bound.get("sign") or _sign_form()) if may_sign(request.user, approvers) else None,
        "withdraw": withdraw_form(request.user, decision, dossiers, bound.get("withdraw")),
    }
    context = {
        "decision": decision,
        "items": items,
        "in_sight": set(
            visible_dossiers(request.user).filter(decision_items__decision=decision).values_list("pk", flat=True)
        ),
        "paper": decision.papers.filter(kind="decision").first(),
        "is_recognition": decision.kind == DecisionKind.RECOGNITION,
        "form": shown["sign"],
        "withdraw": shown["withdraw"],
        "typed": typed_words(request.POST) if any(shown[name] is None for name in bound) else [],
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
