"""Texts that do not fit are refused by the service as well, at their field; nothing is cut off, nothing changes."""

import pytest

from ocop_workflow.domain.errors import InvalidInput
from ocop_workflow.services.agreements import record_agreement
from ocop_workflow.services.attendance import record_attendance
from ocop_workflow.services.conflicts import declare_conflict
from ocop_workflow.services.decisions import draft_decision, withdraw_decision
from ocop_workflow.services.sessions import convene_session
from ocop_workflow.services.signing import sign_decision
from tests.factories.city import OCTOBER, City
from tests.factories.dossiers import at_council, at_decision, recognition, unsealed
from tests.ocop_workflow.refusals import refused_with

pytestmark = pytest.mark.usefixtures("october")


def too_long(limit: int, field: str):
    return refused_with(InvalidInput, f"This text has {limit + 1} characters; at most {limit} fit.", field=field)


def test_place_of_a_session_fits(city: City):
    with too_long(160, "place"):
        convene_session(city.council, actor=city.users["thuky"], held_on=OCTOBER, place="x" * 161)


def test_reason_for_absence_fits(city: City):
    session = at_council(city).readings.get().session
    member = city.members["hoidong7"]

    with too_long(200, f"reason_{member.pk}"):
        record_attendance(session, {member.pk: False}, reasons={member.pk: "x" * 201}, actor=city.users["thuky"])


def test_interest_fits(city: City):
    dossier = at_council(city)

    with too_long(300, "reason"):
        declare_conflict(dossier, actor=city.users["hoidong1"], membership=city.members["hoidong1"], reason="x" * 301)


def test_note_of_an_agreement_fits(city: City):
    dossier = unsealed(city)

    with too_long(300, "note"):
        record_agreement(dossier, actor=city.actor("chair"), note="x" * 301)


def test_subject_of_a_decision_fits(city: City):
    dossier = at_decision(city)

    with too_long(300, "subject"):
        draft_decision(city.authority, [dossier], actor=city.actor("office"), subject="x" * 301)


@pytest.mark.parametrize(("name", "limit"), [("number", 40), ("signer_capacity", 200)])
def test_number_and_capacity_of_a_signature_fit(city: City, name: str, limit: int):
    decision = recognition(city, [at_decision(city)])
    given = {"number": "1/QĐ-UBND", name: "x" * (limit + 1)}

    with too_long(limit, name):
        sign_decision(decision, actor=city.actor("approver"), decided_on=OCTOBER, **given)


def test_reason_of_a_withdrawal_fits(city: City):
    decision = recognition(city, [at_decision(city)])

    with too_long(300, "reason"):
        withdraw_decision(decision, actor=city.actor("office"), reason="x" * 301)
