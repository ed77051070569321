from datetime import date

import pytest

from ocop_workflow.domain.errors import InvalidInput, NotAllowed
from ocop_workflow.models import Event
from ocop_workflow.services.rounds import plan_round
from tests.factories.city import City
from tests.ocop_workflow.refusals import refused_with

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("october")]


def test_plan_round_records_the_plan_of_the_standing_office(city: City):
    planned = plan_round(city.unit, 2025, 1, plan="Kế hoạch 2025", actor=city.users["phongkinhte"])

    event = Event.objects.order_by("-seq").first()
    assert (planned.code, planned.name) == ("105-2025-1", "Đợt 1 năm 2025")
    assert (event.kind, event.subject, event.office) == ("round.planned", "105-2025-1", "PKT-TPLC.officer")


def test_plan_round_refuses_a_round_planned_before(city: City):
    with refused_with(InvalidInput, "Round 2 of 2024 is already planned.", field="number"):
        plan_round(city.unit, 2024, 2)


def test_plan_round_refuses_an_end_before_the_end_of_intake(city: City):
    with refused_with(InvalidInput, "A round ends after its intake.", field="finish_by"):
        plan_round(city.unit, 2025, 1, intake_until=date(2025, 6, 2), finish_by=date(2025, 6, 1))


@pytest.mark.parametrize("account", ["xa.santhang", "lanhdao", "chuthe1"])
def test_plan_round_is_the_standing_offices_alone(city: City, account):
    with refused_with(NotAllowed, "Only the standing office of “Thành phố Lai Châu” plans its rounds."):
        plan_round(city.unit, 2025, 1, actor=city.users[account])
