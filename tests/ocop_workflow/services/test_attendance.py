"""Who is present at a session, and until when that may change."""

import json

import pytest

from ocop_workflow.domain import clock
from ocop_workflow.domain.errors import InvalidInput, WorkflowError
from ocop_workflow.models import Event
from ocop_workflow.queries.council import current_reading
from ocop_workflow.services.attendance import record_attendance
from ocop_workflow.services.sessions import convene_session
from tests.factories.city import City
from tests.factories.dossiers import (
    at_council,
    before_council,
    hand_in,
    session,
    step,
    unsealed,
)
from tests.ocop_workflow.refusals import refused
from tests.ocop_workflow.services.council_world import session_of

pytestmark = pytest.mark.usefixtures("october")


def test_attendance_of_a_stranger_is_refused(city: City):
    dossier = before_council(city)
    called = session(city, [dossier])

    with refused(InvalidInput, field="present"):
        record_attendance(called, {city.members["lanhdao"].pk: True}, actor=city.users["thuky"])


def test_member_who_handed_in_is_not_marked_absent(city: City):
    dossier = at_council(city)
    hand_in(city, dossier, (68,))
    running = current_reading(dossier).session

    with refused(InvalidInput, field="present") as caught:
        record_attendance(running, {city.members["hoidong1"].pk: False}, actor=city.users["thuky"])
    record_attendance(running, {city.members["hoidong2"].pk: False}, actor=city.users["thuky"])

    assert caught.value.params == {"member": str(city.users["hoidong1"])}


def test_nobody_comes_or_goes_between_unsealing_and_conclusion(city: City):
    dossier = unsealed(city)
    running = current_reading(dossier).session
    late = {city.members["hoidong6"].pk: True}

    with refused(WorkflowError, code="unsealed"):
        record_attendance(running, late, actor=city.users["thuky"])
    step(dossier, "conclude", city.users["chutichhoidong"])
    record_attendance(running, late, actor=city.users["thuky"])

    assert running.attendance.get(membership=city.members["hoidong6"]).present


def test_attendance_is_told_with_who_came_and_who_did_not(city: City):
    called = convene_session(city.council, actor=city.users["thuky"], held_on=clock.today())
    came, stayed_away = city.members["hoidong1"].pk, city.members["hoidong2"].pk

    record_attendance(called, {stayed_away: False, came: True}, actor=city.users["thuky"])

    told = json.loads(Event.objects.get(kind="session.attendance").payload)
    assert (told["present"], told["absent"]) == ([came], [stayed_away])


def test_who_handed_in_for_an_earlier_reading_was_there_as_well(city: City):
    dossier = unsealed(city)
    step(dossier, "new_reading", city.users["chutichhoidong"], reason="Chấm lại")

    with refused(InvalidInput, field="present"):
        record_attendance(session_of(dossier), {city.members["hoidong1"].pk: False}, actor=city.users["thuky"])
