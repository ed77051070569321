"""The worker keeps doing its duties, whatever goes wrong, and leaves longer pauses after failures."""

import threading
from datetime import timedelta

import pytest

from ocop_workflow.services.duties import DUTIES, Duty, Postponed, done, duty, keep_doing
from ocop_workflow.services.sweeping import sweep_tasks

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("every", "failures", "pause"), [(1, 0, 1), (1, 1, 2), (1, 4, 16), (1, 5, 30), (1, 5000, 30), (600, 3, 600)]
)
def test_pause_doubles_after_each_failure_up_to_half_a_minute(every: int, failures: int, pause: int):
    assert Duty(lambda: None, every * SECOND).pause(failures) == pause * SECOND


def test_a_duty_registers_for_the_worker(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("ocop_workflow.services.duties.DUTIES", registered := [])

    @duty(every=SECOND)
    def look_around() -> None:
        pass

    assert registered == [Duty(look_around, SECOND)]


def test_the_sweeper_is_one():
    assert [one.every for one in DUTIES if one.run is sweep_tasks] == [30 * SECOND]


def test_a_failure_is_logged_and_a_postponement_is_not(caplog: pytest.LogCaptureFixture):
    def fail() -> None:
        raise ZeroDivisionError

    def postpone() -> None:
        raise Postponed

    assert [done(Duty(run, SECOND)) for run in (fail, postpone, list)] == [False, False, True]
    assert [record.message for record in caplog.records] == ["The duty fail failed"]


def test_a_duty_is_done_again_after_a_failure_until_told_to_stop():
    stop, calls = threading.Event(), []

    def third_time_lucky() -> None:
        calls.append(len(calls))
        if len(calls) < 3:
            raise Postponed
        stop.set()

    keep_doing(Duty(third_time_lucky, timedelta(milliseconds=1)), stop)

    assert calls == [0, 1, 2]
