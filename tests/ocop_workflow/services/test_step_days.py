"""The law, the unit, the bodies and the office a step belongs to: those of its day, until the dossier is pinned."""

import json
from datetime import date

import pytest

from ocop_workflow.domain import clock
from ocop_workflow.domain.chain import canonical, sha256
from ocop_workflow.domain.errors import (
    InvalidInput,
    UnknownStep,
)
from ocop_workflow.models import Event
from ocop_workflow.queries.rights import visible_dossiers
from ocop_workflow.services.effects import REGISTERED
from ocop_workflow.services.foresight import available_steps
from ocop_workflow.services.memberships import end_membership, grant_membership
from tests.factories.city import City
from tests.factories.dossiers import appraise, at_appraisal, draft, owner, submitted
from tests.factories.merger import TAN_PHONG, after_merger
from tests.ocop_workflow.services.door import press

pytestmark = pytest.mark.usefixtures("october")


def test_first_submission_pins_the_law_of_its_day_for_good(city: City):
    with clock.travel(date(2025, 6, 30)):
        dossier = draft(city)
        press(dossier, "submit", city.users["chuthe1"])

    assert dossier.rulebook_version.code == "2023-148"
    assert dossier.is_pinned


def test_draft_begun_under_one_law_is_submitted_by_the_steps_of_the_next(city: City):
    with clock.travel(date(2025, 6, 30)):
        dossier = draft(city)

    with clock.travel(date(2025, 7, 7)):
        event = press(dossier, "submit", city.users["chuthe1"])

    assert dossier.rulebook_version.code == "2025-1489"
    assert dossier.stage == "commune_intake"
    assert event.rulebook == "2025-1489@1"


def test_dossier_of_an_ended_level_goes_on_with_the_bodies_that_took_over(city: City):
    with clock.travel(date(2025, 6, 27)):
        dossier = at_appraisal(city)
        appraise(city, dossier)
    after_merger(city)

    with clock.travel(date(2025, 7, 2)):
        press(dossier, "send_to_council", city.users["totuvan.tinh"])
        visit = dossier.visits.get(left_at=None)
        chair = city.users["chutichhoidongtinh"]
        unseal = next(step for step in available_steps(dossier, chair) if step.step.key == "unseal")

        assert visit.body == city.bodies["HD-LC-2025"]
        assert unseal.office is not None
        assert visible_dossiers(chair).filter(pk=dossier.pk).exists()


def test_backdated_step_names_the_office_of_its_business_day(city: City):
    dossier = submitted(city)
    officer = city.users["xa.santhang"]
    with clock.travel(date(2024, 10, 9)):
        end_membership(city.members["xa.santhang"], last_day=date(2024, 10, 8))
        grant_membership(
            city.bodies["UBND-03409"], officer, "officer", decision_number="9/QĐ-UBND",
            decision_date=date(2024, 10, 9), valid_from=date(2024, 10, 9),
        )  # fmt: skip

        event = press(dossier, "return_from_commune", officer, reason="Thiếu", occurred_on=date(2024, 10, 8))

    assert json.loads(event.payload)["by"]["membership"] == city.members["xa.santhang"].pk


def test_step_before_the_dossier_came_into_its_stage_is_refused(city: City):
    dossier = submitted(city)

    with clock.travel(date(2024, 10, 9)), pytest.raises(InvalidInput) as refusal:
        press(dossier, "return_from_commune", city.users["xa.santhang"], reason="Thiếu", occurred_on=date(2024, 10, 4))

    assert refusal.value.field == "occurred_on"


def test_withdrawn_draft_does_not_come_back_under_the_next_law(city: City):
    dossier = draft(city)
    press(dossier, "withdraw", owner(dossier.producer), reason="Thôi")

    with clock.travel(date(2026, 6, 1)), pytest.raises(UnknownStep):
        press(dossier, "submit", owner(dossier.producer), intent="again")

    assert dossier.stage == "withdrawn"


def test_step_names_the_unit_of_its_day(city: City):
    dossier = submitted(city)
    with clock.travel(date(2025, 7, 2)):
        after_merger(city)

        event = press(
            dossier, "return_from_commune", city.users["phuong.tanphong"], reason="Bổ sung", intent="after the merger"
        )

    units = [json.loads(one.payload)["unit"] for one in Event.objects.filter(dossier=dossier.code, kind="step")]
    assert units == [city.commune.key, city.units[TAN_PHONG].key]
    assert event.office.endswith(".officer")


def test_submission_binds_what_the_registry_says_that_day(city: City):
    dossier = submitted(city)

    event = Event.objects.get(dossier=dossier.code, step="submit")
    notes = dict(event.notes.values_list("key", "text"))
    said = {
        key: sha256(canonical({name: getattr(row, name) for name in REGISTERED[key]}))
        for key, row in (("producer", dossier.producer), ("product", dossier.product))
    }
    assert {key: notes[key] for key in said} == said
    assert set(json.loads(event.payload)["notes"]) == {"actor", "producer", "product"}
    assert dossier.producer.name not in event.payload
