"""The clock of a demonstration: moved forward to a day, from where it runs on."""

from datetime import date, datetime
from math import ceil

from django.conf import settings
from django.db import transaction

from ocop_workflow.domain import clock
from ocop_workflow.domain.errors import WorkflowError
from ocop_workflow.models import ChainHead, ClockOffset, one_act
from ocop_workflow.models.system import forget_offset, stored_offset
from ocop_workflow.services.recording import Happening, record


class ClockGoesForward(WorkflowError):
    """Something was recorded after the day asked for; the clock never runs backwards."""

    code = "clock"


def start_clock(day: date) -> datetime:
    """Let the demonstration's clock stand at 08:00 of a day, from where it runs, and return its moment.

    A clock that already shows this day runs on undisturbed. On the day of the last event it starts at that event.
    Raises ClockGoesForward for a day before it, WorkflowError (`no_demo`) where this is no demonstration.
    """
    if not settings.OCOP_DEMO:
        raise WorkflowError("Only a demonstration moves its clock.", code="no_demo")
    forget_offset()
    try:
        with transaction.atomic(), one_act() as act:
            head = ChainHead.objects.select_for_update().get(pk=1)
            if clock.today() != day:
                _move(_moment(day, head.recorded_at))
                record(Happening(kind="clock.moved", subject="clock", act=act, payload={"to": day}))
    finally:
        forget_offset()
    return clock.now()


def _moment(day: date, recorded_at: datetime | None) -> datetime:
    if recorded_at and day < clock.local_day(recorded_at):
        raise ClockGoesForward(
            "The demonstration has reached %(reached)s; for %(day)s start it anew with `make demo-reset`.",
            {"reached": f"{clock.local_day(recorded_at):%d/%m/%Y}", "day": f"{day:%d/%m/%Y}"},
        )
    return max(clock.at(day), recorded_at or clock.at(day))


def _move(moment: datetime) -> None:
    system = clock.now() - stored_offset()
    row = ClockOffset.objects.first() or ClockOffset()
    row.seconds = ceil((moment - system).total_seconds())
    row.save()
    forget_offset()
