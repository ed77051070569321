"""A draft decision is withdrawn with a reason, stays on record, and its products wait for another one."""

import json

import pytest

from ocop_workflow.domain.errors import NotAllowed, ReasonRequired, WorkflowError
from ocop_workflow.models import Decision, Event
from ocop_workflow.queries.decisions import awaiting_decision, withdrawal_reason
from ocop_workflow.services.decisions import withdraw_decision
from ocop_workflow.services.signing import sign_decision
from tests.factories.city import OCTOBER, City
from tests.factories.dossiers import at_decision, recognition
from tests.ocop_workflow.refusals import refused

pytestmark = pytest.mark.usefixtures("october")


@pytest.fixture
def decision(city: City, october: None) -> Decision:
    return recognition(city, [at_decision(city)])


def test_withdrawn_draft_is_kept_with_its_reason_and_its_products_wait_again(city: City, decision: Decision):
    office = city.actor("office")

    withdraw_decision(decision, actor=office, reason=" Sai tên\nsản phẩm ")

    dossier = decision.items.get().dossier
    assert (decision.is_withdrawn, decision.is_draft, withdrawal_reason(decision)) == (True, False, "Sai tên sản phẩm")
    event = Event.objects.latest("seq")
    assert (event.kind, event.subject, event.office) == ("decision.withdrawn", decision.code, "PKT-TPLC.officer")
    assert json.loads(event.payload)["dossiers"] == [dossier.code]
    assert "Sai tên" not in event.payload
    assert awaiting_decision(office) == {"recognition": [dossier]}
    assert recognition(city, [dossier]).is_draft


def test_withdrawn_draft_is_not_signed(city: City, decision: Decision):
    withdraw_decision(decision, actor=city.actor("office"), reason="Nhầm")

    with refused(WorkflowError, code="withdrawn"):
        sign_decision(decision, actor=city.actor("approver"), number="1/QĐ-UBND", decided_on=OCTOBER)


def test_signed_decision_is_not_withdrawn(city: City, decision: Decision):
    sign_decision(decision, actor=city.actor("approver"), number="1/QĐ-UBND", decided_on=OCTOBER)

    with refused(WorkflowError, code="signed"):
        withdraw_decision(decision, actor=city.actor("office"), reason="Nhầm")


def test_draft_is_withdrawn_once_and_not_twice(city: City, decision: Decision):
    given = {"actor": city.actor("office"), "reason": "Nhầm"}
    withdraw_decision(decision, **given, idempotency_key="once")
    events = Event.objects.count()

    withdraw_decision(decision, **given, idempotency_key="once")

    assert Event.objects.count() == events
    with refused(WorkflowError, code="withdrawn"):
        withdraw_decision(decision, **given, idempotency_key="again")


@pytest.mark.parametrize("reason", ["", "  \n "])
def test_withdrawal_needs_a_reason(city: City, decision: Decision, reason: str):
    with refused(ReasonRequired, field="reason"):
        withdraw_decision(decision, actor=city.actor("office"), reason=reason)


@pytest.mark.parametrize("account", ["chuthe1", "xa.santhang", "togiupviec", "hoidong1", "thanhtra", "quantri"])
def test_only_who_drafts_withdraws(city: City, decision: Decision, account: str):
    with refused(NotAllowed):
        withdraw_decision(decision, actor=city.users[account], reason="Nhầm")
