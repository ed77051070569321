"""Sessions of a council: called, opened by the by-law of their day, closed once everything is concluded."""

from datetime import date
from fractions import Fraction

import pytest

from ocop_workflow.domain import clock
from ocop_workflow.domain.errors import NotAllowed, WorkflowError
from ocop_workflow.models import Event
from ocop_workflow.services.agenda import set_agenda
from ocop_workflow.services.attendance import record_attendance
from ocop_workflow.services.bylaws import adopt_bylaw
from ocop_workflow.services.sessions import close_session, convene_session, open_session
from tests.factories.city import City
from tests.factories.dossiers import (
    at_council,
    before_council,
    hand_in,
    step,
)
from tests.ocop_workflow.refusals import refused

pytestmark = pytest.mark.usefixtures("october")


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


@pytest.mark.parametrize("who", ["hoidong1", "phongkinhte", "lanhdao", "quantri", "chuthe1"])
def test_only_secretary_or_chair_convene(city: City, who: str):
    with refused(NotAllowed):
        convene_session(city.council, actor=city.users[who], held_on=date(2024, 10, 15))


def test_acts_of_a_session_happen_on_the_day_they_are_done(city: City):
    dossier = before_council(city)
    called = convene_session(city.council, actor=city.users["thuky"], held_on=date(2024, 10, 21))
    set_agenda(called, [dossier], actor=city.users["thuky"])
    record_attendance(called, {city.members["hoidong1"].pk: True}, actor=city.users["thuky"])

    days = Event.objects.filter(subject=called.code).values_list("kind", "occurred_on")
    assert dict(days) == dict.fromkeys(["session.convened", "session.agenda", "session.attendance"], date(2024, 10, 7))
