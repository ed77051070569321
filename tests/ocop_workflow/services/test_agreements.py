"""What the council agrees on where its members differ, and interests they declare."""

import pytest

from ocop_workflow.domain.errors import InvalidInput, NotAllowed, Stale, StepBarred, WorkflowError
from ocop_workflow.services.agreements import record_agreement
from ocop_workflow.services.ballots import BallotInput, hand_in_ballot
from ocop_workflow.services.conflicts import declare_conflict
from tests.factories.ballots import full_ballot
from tests.factories.city import City, another_producer
from tests.factories.dossiers import (
    at_council,
    before_council,
    hand_in,
    step,
    unsealed,
)
from tests.ocop_workflow.refusals import refused

pytestmark = pytest.mark.usefixtures("october")


def test_member_with_a_conflict_is_not_waited_for(city: City):
    dossier = at_council(city, present=6)
    declare_conflict(
        dossier, actor=city.users["hoidong6"], membership=city.members["hoidong6"], reason="Góp vốn vào hợp tác xã"
    )
    hand_in(city, dossier, (68, 68, 69, 68, 69))

    step(dossier, "unseal", city.users["chutichhoidong"])

    assert dossier.readings.get().unsealed_at is not None


def test_members_who_differ_on_a_minimum_wait_for_the_agreed_option(city: City):
    dossier = at_council(city)
    card = dossier.rulebook.scorecard(6)
    choices = full_ballot(card, 68)
    differing = {**choices, "8a": "8a.2"} if choices["8a"] != "8a.2" else {**choices, "8a": "8a.3"}
    for member, filled in zip(city.scorers, [differing, choices, choices, choices, choices], strict=False):
        hand_in_ballot(dossier, BallotInput(filled), actor=member)
    step(dossier, "unseal", city.users["chutichhoidong"])

    with refused(StepBarred) as caught:
        step(dossier, "conclude", city.users["chutichhoidong"])
    record_agreement(dossier, actor=city.users["chutichhoidong"], options={"8a": "8a.3"}, note="Có bản công bố")
    step(dossier, "conclude", city.users["chutichhoidong"])

    assert [(reason.code, reason.field) for reason in caught.value.reasons] == [("unsettled", "8a")]
    assert dossier.readings.get().result.stars == 3


@pytest.mark.parametrize(
    ("who", "options", "error"),
    [
        ("thuky", {"8a": "8a.3"}, NotAllowed),
        ("hoidong1", {"8a": "8a.3"}, NotAllowed),
        ("chutichhoidong", {"8a": "8a.3"}, InvalidInput),
    ],
)
def test_agreement_is_the_chairs_and_only_where_members_differ(city: City, who: str, options: dict, error: type):
    dossier = unsealed(city)

    with refused(error):
        record_agreement(dossier, actor=city.users[who], options=options)


def test_agreement_before_unsealing_is_refused(city: City):
    dossier = at_council(city)

    with refused(WorkflowError, code="session"):
        record_agreement(dossier, actor=city.users["chutichhoidong"], options={"8a": "8a.3"})


def test_key_of_a_conflict_does_not_serve_for_another_dossier(city: City):
    dossiers = [before_council(city), before_council(city, product=another_producer(city, commune="03409"))]
    declared = {"actor": city.users["hoidong2"], "membership": city.members["hoidong2"], "reason": "Góp vốn"}
    first = declare_conflict(dossiers[0], **declared, idempotency_key="once")

    with refused(Stale, code="key_reused"):
        declare_conflict(dossiers[1], **declared, idempotency_key="once")

    assert declare_conflict(dossiers[0], **declared, idempotency_key="once") == first
