"""The agenda of a session, and the readings its dossiers get."""

import json
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ocop_workflow.domain import clock
from ocop_workflow.domain.errors import InvalidInput
from ocop_workflow.models import Event
from ocop_workflow.queries.council import current_reading, present_reading
from ocop_workflow.services.agenda import set_agenda
from ocop_workflow.services.sessions import close_session, convene_session, open_session
from tests.factories.city import City
from tests.factories.dossiers import (
    appraise,
    at_council,
    before_council,
    concluded,
    draft,
    hand_in,
    owner,
    session,
    step,
)
from tests.ocop_workflow.refusals import refused
from tests.ocop_workflow.services.council_world import BACK, RETURN, another_council, barred, law_with

pytestmark = pytest.mark.usefixtures("october")


@pytest.mark.parametrize("brought", [draft, concluded])
def test_dossier_that_does_not_stand_before_the_council_is_not_put_on_its_agenda(city: City, brought):
    dossier = brought(city)
    called = convene_session(city.council, actor=city.users["thuky"], held_on=clock.today())

    with refused(InvalidInput, field="dossiers") as caught:
        set_agenda(called, [dossier], actor=city.users["thuky"])

    assert caught.value.params == {"dossier": dossier.code}


def test_council_of_another_unit_cannot_take_a_dossier_over(city: City):
    dossier = at_council(city)
    another_council(city)
    called = convene_session(city.bodies["HD-106"], actor=city.users["thuky2"], held_on=clock.today())

    with refused(InvalidInput, field="dossiers"):
        set_agenda(called, [dossier], actor=city.users["thuky2"])

    assert current_reading(dossier).session.body == city.council


def test_each_reading_opened_is_told_with_the_one_it_replaces(city: City):
    dossier = at_council(city)
    second = session(city, [dossier])

    told = Event.objects.filter(kind="reading.opened", dossier=dossier.code).order_by("seq")
    first, again = (json.loads(payload) for payload in told.values_list("payload", flat=True))
    assert (first["reading"], first["replaced"], first["revision"]) == (1, None, dossier.last_revision)
    assert (again["reading"], again["replaced"], again["session"]) == (2, 1, second.code)
    assert first["visit"] == again["visit"] == dossier.visits.get(left_at=None).number


def test_dossier_that_left_the_council_gets_no_reading_when_the_session_opens(city: City, tmp_path: Path):
    law_with(tmp_path, RETURN)
    dossier = before_council(city)
    called = convene_session(city.council, actor=city.users["thuky"], held_on=clock.today())
    set_agenda(called, [dossier], actor=city.users["thuky"])
    step(dossier, "return_from_council", city.users["chutichhoidong"])

    open_session(called, actor=city.users["chutichhoidong"])

    assert dossier.readings.count() == 0


def test_dossiers_are_locked_before_the_session_and_only_what_changed_is_saved(city: City):
    dossier = at_council(city)

    with CaptureQueriesContext(connection) as asked:
        session(city, [dossier])

    updates = [query["sql"] for query in asked if query["sql"].startswith('UPDATE "ocop_workflow_reading"')]
    assert [sql.partition(" SET ")[2].partition(" =")[0] for sql in updates] == ['"replaced_at"']
    assert all(sql.count(" = ") == 2 for sql in updates)
    locks = [query["sql"] for query in asked if "FOR NO KEY UPDATE" in query["sql"]]
    tables = [sql.partition(' FROM "ocop_workflow_')[2].partition('"')[0] for sql in locks]
    if connection.features.has_select_for_update:
        assert tables[1:] == ["dossier", "councilsession"] * 3


def test_ballots_on_an_earlier_revision_do_not_count_when_the_dossier_comes_back(city: City, tmp_path: Path):
    law_with(tmp_path, RETURN)
    dossier = at_council(city)
    hand_in(city, dossier, (68, 68, 69, 68, 69))
    step(dossier, "return_from_council", city.users["chutichhoidong"])
    step(dossier, "resubmit_to_appraisal", owner(dossier.producer))
    appraise(city, dossier)
    step(dossier, "send_to_council", city.actor("team"))

    assert barred(dossier, "unseal", city) == {"session"}
    running = current_reading(dossier).session
    set_agenda(running, [dossier], actor=city.users["thuky"])
    assert barred(dossier, "unseal", city) == {"ballots"}
    hand_in(city, dossier, (60, 60, 60, 60, 60))
    step(dossier, "unseal", city.users["chutichhoidong"])
    step(dossier, "conclude", city.users["chutichhoidong"])

    reading = present_reading(dossier)
    assert (reading.number, reading.revision, reading.result.points) == (2, 2, 60)


def test_conclusion_of_an_earlier_stay_is_replaced_when_the_dossier_comes_back(city: City, tmp_path: Path):
    law_with(tmp_path, BACK)
    dossier = concluded(city)
    earlier = current_reading(dossier).session
    step(dossier, "back_to_council", city.actor("office"))

    assert present_reading(dossier) is None
    assert barred(dossier, "conclude", city) == {"sealed"}
    close_session(earlier, actor=city.users["chutichhoidong"])
    session(city, [dossier])
    hand_in(city, dossier, (55, 55, 55, 55, 55))
    step(dossier, "unseal", city.users["chutichhoidong"])
    step(dossier, "conclude", city.users["chutichhoidong"])

    assert [reading.result.points for reading in dossier.readings.order_by("number")] == [
        dossier.readings.get(number=1).result.points, 55,
    ]  # fmt: skip
