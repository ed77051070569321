"""The council's session: quorum, spread, agreement, conclusion (design 4 and 6; the by-law's settings)."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from ocop_workflow.domain import clock
from ocop_workflow.domain.errors import InvalidInput, NotAllowed, StepBarred, WorkflowError
from ocop_workflow.models import Outcome
from ocop_workflow.queries.council import current_reading, entitled
from ocop_workflow.services.ballots import BallotInput, hand_in_ballot
from ocop_workflow.services.bodies import adopt_bylaw, grant_membership
from ocop_workflow.services.council import (
    close_session,
    convene_session,
    declare_conflict,
    open_session,
    record_agreement,
    record_attendance,
)
from ocop_workflow.services.registry import change_product
from tests.factories.ballots import full_ballot
from tests.factories.city import City, another_producer
from tests.factories.dossiers import (
    appraise,
    at_appraisal,
    at_council,
    before_council,
    concluded,
    hand_in,
    session,
    step,
    unsealed,
)
from tests.ocop_workflow.refusals import refused

pytestmark = pytest.mark.usefixtures("october")


def codes(barred: StepBarred) -> set[str]:
    return {reason.code for reason in barred.reasons}


def test_conclusion_without_quorum_is_refused(city: City):
    dossier = at_council(city, present=4)
    hand_in(city, dossier, (68, 68, 69, 68))

    with refused(StepBarred) as caught:
        step(dossier, "unseal", city.users["chutichhoidong"])

    assert codes(caught.value) == {"quorum", "ballots"}
    assert caught.value.reasons[0].params == {"present": 5, "appointed": 8, "bylaw": "313/QĐ-UBND", "share": "2/3"}


def test_unsealing_waits_for_every_present_member(city: City):
    dossier = at_council(city, present=6)
    hand_in(city, dossier, (68, 68, 69, 68, 69))

    with refused(StepBarred) as caught:
        step(dossier, "unseal", city.users["chutichhoidong"])

    assert caught.value.reasons[0].params == {"members": "Ủy viên Hội đồng 6 (minh họa)"}


def test_member_with_a_conflict_is_not_waited_for(city: City):
    dossier = at_council(city, present=6)
    declare_conflict(
        dossier, actor=city.users["hoidong6"], membership=city.members["hoidong6"], reason="Góp vốn vào hợp tác xã"
    )
    hand_in(city, dossier, (68, 68, 69, 68, 69))

    step(dossier, "unseal", city.users["chutichhoidong"])

    assert dossier.readings.get().unsealed_at is not None


def test_conclusion_with_the_spread_too_wide_is_refused_until_a_new_reading(city: City):
    dossier = unsealed(city, totals=(60, 68, 69, 68, 71))

    with refused(StepBarred) as caught:
        step(dossier, "conclude", city.users["chutichhoidong"])
    step(dossier, "new_reading", city.users["chutichhoidong"], reason="Chênh 11 điểm")
    hand_in(city, dossier, (66, 66, 67, 66, 67))
    step(dossier, "unseal", city.users["chutichhoidong"])
    step(dossier, "conclude", city.users["chutichhoidong"])

    assert "spread" in codes(caught.value)
    assert dossier.readings.get(number=2).result.stars == 3


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


@pytest.mark.parametrize(
    ("totals", "stars", "band", "final", "outcome"),
    [
        ((49, 50, 50, 50, 50), 3, 2, None, Outcome.NOT_RECOGNISED),
        ((50, 50, 50, 50, 50), 3, 3, 3, Outcome.CERTIFY),
        ((69, 70, 70, 70, 70), 3, 3, 3, Outcome.CERTIFY),
        ((72, 72, 72, 72, 72), 3, 4, 3, Outcome.FORWARD),
        ((72, 72, 72, 72, 72), 4, 4, 4, Outcome.FORWARD),
        ((60, 60, 60, 60, 60), 0, 3, None, Outcome.NOT_RECOGNISED),
    ],
)
def test_result_follows_points_minimums_and_the_law(city: City, totals, stars, band, final, outcome):
    dossier = concluded(city, totals=totals, stars=stars)

    result = dossier.readings.get().result
    assert (result.band, result.stars, result.outcome) == (band, final, outcome)


def test_scoring_on_a_withheld_scorecard_never_reaches_the_council(city: City):
    tea = another_producer(city, account="chuthe1", commune="03409")
    change_product(tea, {"set_no": 11})
    dossier = at_appraisal(city, product=tea)
    appraise(city, dossier)

    with refused(StepBarred) as caught:
        step(dossier, "send_to_council", city.users["togiupviec"])

    assert codes(caught.value) == {"withheld"}


def test_session_opens_on_its_day_by_the_chair_with_the_by_law_of_that_day(city: City):
    dossier = before_council(city)
    called = convene_session(city.council, actor=city.users["thuky"], held_on=date(2024, 10, 15))

    with refused(WorkflowError, code="session"):
        open_session(called, actor=city.users["chutichhoidong"])
    with clock.travel(date(2024, 10, 15)), refused(NotAllowed):
        open_session(called, actor=city.users["thuky"])
    with clock.travel(date(2024, 10, 15)):
        opened = open_session(called, actor=city.users["chutichhoidong"])

    assert opened.bylaw == city.bylaw
    assert dossier.readings.count() == 0


def test_by_law_adopted_later_does_not_reach_an_open_session(city: City):
    dossier = at_council(city)
    with clock.travel(date(2024, 10, 8)):
        adopt_bylaw(
            city.council, decision_number="400/QĐ-UBND", decision_date=date(2024, 10, 8), valid_from=date(2024, 10, 8),
            quorum=Fraction(1), min_ballots=8,
        )  # fmt: skip
        hand_in(city, dossier, (68, 68, 69, 68, 69))
        step(dossier, "unseal", city.users["chutichhoidong"])

    assert dossier.readings.get().session.bylaw == city.bylaw


def test_session_closes_only_when_every_product_is_concluded(city: City):
    dossier = at_council(city)
    running = dossier.readings.get().session

    with refused(WorkflowError, code="open_dossiers"):
        close_session(running, actor=city.users["chutichhoidong"])


def test_attendance_of_a_stranger_is_refused(city: City):
    dossier = before_council(city)
    called = session(city, [dossier])

    with refused(InvalidInput, field="present"):
        record_attendance(called, {city.members["lanhdao"].pk: True}, actor=city.users["thuky"])


@pytest.mark.parametrize("who", ["hoidong1", "phongkinhte", "lanhdao", "quantri", "chuthe1"])
def test_only_secretary_or_chair_convene(city: City, who: str):
    with refused(NotAllowed):
        convene_session(city.council, actor=city.users[who], held_on=date(2024, 10, 15))


def test_member_who_took_a_step_with_the_dossier_elsewhere_does_not_score_it(city: City):
    grant_membership(
        city.bodies["PKT-TPLC"], city.users["hoidong1"], "officer", decision_number="9/QĐ-UBND",
        decision_date=date(2024, 10, 1), valid_from=date(2024, 10, 1),
    )  # fmt: skip
    city.road = replace(city.road, office="hoidong1")
    dossier = at_council(city)

    assert "hoidong1" not in {member.user.username for member in entitled(current_reading(dossier))}
