from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from ocop_workflow.domain import clock
from ocop_workflow.domain.errors import WorkflowError
from ocop_workflow.models import ChainHead, ClockOffset, Event
from ocop_workflow.models.system import forget_offset
from ocop_workflow.services.demo_clock import ClockGoesForward, start_clock
from tests.factories.city import City
from tests.ocop_workflow.refusals import refused_with

pytestmark = pytest.mark.django_db


def shown() -> tuple[str, int]:
    """What the clock shows, to the minute, and how many events there are."""
    return f"{timezone.localtime(clock.now()):%Y-%m-%d %H:%M}", Event.objects.count()


@pytest.fixture(autouse=True)
def _system_clock():
    yield
    ClockOffset.objects.all().delete()
    forget_offset()


def test_start_clock_shows_eight_in_the_morning_and_runs_on(city: City):
    moment = start_clock(date(2024, 10, 7))

    event = Event.objects.order_by("-seq").first()
    assert shown() == ("2024-10-07 08:00", 57)
    assert timedelta(0) <= clock.now() - moment < timedelta(seconds=30)
    assert (event.kind, event.subject, event.occurred_on) == ("clock.moved", "clock", date(2024, 10, 7))
    assert ClockOffset.objects.count() == 1


def test_start_clock_on_the_same_day_lets_it_run(city: City):
    start_clock(date(2024, 10, 7))
    ClockOffset.objects.update(seconds=ClockOffset.objects.get().seconds + 3 * 3600)

    start_clock(date(2024, 10, 7))

    assert shown() == ("2024-10-07 11:00", 57)


def test_start_clock_plays_forward(city: City):
    for day in (date(2024, 10, 7), date(2024, 10, 21), date(2026, 11, 21)):
        start_clock(day)

    assert shown() == ("2026-11-21 08:00", 59)


def test_start_clock_never_goes_back(city: City):
    start_clock(date(2024, 10, 7))

    with refused_with(
        ClockGoesForward,
        "The demonstration has reached 07/10/2024; for 06/10/2024 start it anew with `make demo-reset`.",
    ):
        start_clock(date(2024, 10, 6))
    assert shown()[0] == "2024-10-07 08:00"


def test_start_clock_on_the_day_of_the_last_event_starts_at_that_event(city: City):
    start_clock(date(2024, 10, 7))
    with clock.travel(datetime(2024, 10, 7, 16, 30, tzinfo=clock.LOCAL)):
        ChainHead.objects.update(recorded_at=clock.now())
    ClockOffset.objects.update(seconds=ClockOffset.objects.get().seconds + 2 * 24 * 3600)

    start_clock(date(2024, 10, 7))

    assert shown() == ("2024-10-07 16:30", 58)


def test_start_clock_is_for_demonstrations_alone(city: City, settings):
    settings.OCOP_DEMO = False

    with refused_with(WorkflowError, "Only a demonstration moves its clock."):
        start_clock(date(2024, 10, 7))
