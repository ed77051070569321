"""The story of the demonstration: its scenes in the order of their days, and how they are played."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from django.db import transaction
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from config.demo import autumn_2024, late_2024, site_2024, spring_2024, year_2025, year_2026
from config.demo.memory import is_played, keep_played
from config.demo.scene import Scene
from ocop_workflow.domain import clock
from ocop_workflow.models import ClockOffset
from ocop_workflow.models.system import forget_offset
from ocop_workflow.services.demo_clock import start_clock

CHAPTERS = (spring_2024, autumn_2024, late_2024, site_2024, year_2025, year_2026)
STORY: Sequence[Scene] = sorted(
    (scene for chapter in CHAPTERS for scene in chapter.SCENES), key=lambda scene: scene.day
)
TALKERS = ("django_tasks", "django_tasks_db", "wagtail")


def reached() -> date | None:
    """Return the day the demonstration's clock shows; None before the story began."""
    return clock.today() if ClockOffset.objects.exists() else None


def to_play(until: date) -> list[Scene]:
    """Return the scenes up to a day that were not played yet."""
    return [scene for scene in STORY if scene.day <= until and not is_played(scene.key)]


def play(scenes: Sequence[Scene], until: date, tell: Callable[[Scene], None]) -> None:
    """Play scenes in their order, telling of each, then let the clock stand at `until` if it does not yet.

    A scene and its mark are one transaction, so that one cut short leaves nothing and is played again. The papers it
    asked for are drawn after it, on its day. Raises ClockGoesForward where something was recorded after a scene's day.
    """
    with _quiet():
        for scene in scenes:
            _play(scene)
            draw_queued()
            tell(scene)
    stands_at = reached()
    if stands_at is None or stands_at < until:
        start_clock(until)


def _play(scene: Scene) -> None:
    try:
        with transaction.atomic():
            start_clock(scene.day)
            scene.play()
            keep_played(scene.key)
    finally:
        forget_offset()


def draw_queued() -> None:
    """Run what waits in the queue, as the worker would."""
    if DBTaskResult.objects.ready().exists():
        _worker().run()


def _worker() -> Worker:
    return Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="seed-demo",
        excluded_queue_names=[],
    )


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep libraries from telling of each page and task."""
    before = {name: logging.getLogger(name).level for name in TALKERS}
    for name in TALKERS:
        logging.getLogger(name).setLevel(logging.WARNING)
    try:
        yield
    finally:
        for name, level in before.items():
            logging.getLogger(name).setLevel(level)
