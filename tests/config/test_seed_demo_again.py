"""The demonstration's story cut short, told too late, and where there is no demonstration."""

from datetime import date

import pytest
from django.core.management import CommandError

from accounts.models import User
from config.demo import story
from config.demo.scene import Scene
from ocop_workflow.domain import clock
from ocop_workflow.models import ClockOffset
from ocop_workflow.models.system import forget_offset
from tests.config.story import told
from tests.services.copies import Copy
from tests.services.demo import FIRST_DAY

pytestmark = pytest.mark.commits


def test_seed_demo_cut_short_is_taken_up_again(committed: Copy, monkeypatch: pytest.MonkeyPatch):
    played: list[str] = []

    def first() -> None:
        played.append("first")

    def second() -> None:
        User.objects.create(username="half", display_name="Half done")
        if len(played) == 1:
            played.append("cut")
            raise RuntimeError("cut short")
        played.append("second")

    scenes = [Scene(date(2024, 1, 15), "first", first), Scene(date(2024, 1, 16), "second", second)]
    monkeypatch.setattr(story, "STORY", scenes)

    with pytest.raises(RuntimeError):
        told(until=FIRST_DAY)
    left = User.objects.count(), clock.today()
    told(until=FIRST_DAY)

    assert left == (0, date(2024, 1, 15))
    assert (played, User.objects.count(), clock.today()) == (["first", "cut", "second"], 1, FIRST_DAY)


def test_seed_demo_refuses_where_something_was_recorded_later(committed: Copy, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(story, "STORY", [Scene(date(2024, 1, 15), "first", lambda: None)])
    told(until=FIRST_DAY)
    monkeypatch.setattr(story, "STORY", [Scene(date(2024, 1, 16), "forgotten", lambda: None)])

    with pytest.raises(CommandError, match="make demo-reset"):
        told(until=FIRST_DAY)


def test_seed_demo_is_for_demonstrations_alone(committed: Copy, settings):
    settings.OCOP_DEMO = False

    with pytest.raises(CommandError, match="chưa đặt OCOP_DEMO"):
        told(until=FIRST_DAY)

    assert not ClockOffset.objects.exists()
    forget_offset()
