import argparse
import sys
from collections.abc import Callable
from datetime import date

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from config.demo import story
from config.demo.load.writing import load_products
from config.demo.scene import Scene
from ocop_workflow.domain.errors import StepBarred, WorkflowError

FIRST_DAY = date(2024, 10, 7)


class Command(BaseCommand):
    help = "Play the demonstration's story up to a day. Run again it goes on from where the story stands."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        day = {"type": date.fromisoformat, "metavar": "DAY"}
        parser.add_argument("--until", default=FIRST_DAY, help=f"The last day to play (default: {FIRST_DAY}).", **day)
        parser.add_argument("--products", type=int, default=0, metavar="N", help="Bring load data up to N products.")

    def handle(self, *, until: date, products: int, **options: object) -> None:
        if not settings.OCOP_DEMO:
            raise CommandError(_("Only a demonstration is filled with its story: OCOP_DEMO is not set."))
        self._play_until(until)
        if products:
            self._load(products)

    def _play_until(self, until: date) -> None:
        scenes, stands_at = story.to_play(until), story.reached()
        if scenes or stands_at is None or stands_at < until:
            self._play(scenes, until)
        elif stands_at == until:
            self.stdout.write(_("The story stands at %(day)s: nothing to play.") % {"day": _day(until)})
        else:
            days = {"reached": _day(stands_at), "day": _day(until)}
            self.stdout.write(_("The story stands at %(reached)s, after %(day)s: nothing was done.") % days)

    def _play(self, scenes: list[Scene], until: date) -> None:
        with tqdm(total=len(scenes), disable=None, unit="") as bar:
            try:
                story.play(scenes, until, self._teller(bar))
            except WorkflowError as error:
                raise CommandError(_in_words(error)) from error
        self.stdout.write(_("The story was played until %(day)s.") % {"day": _day(until)})

    def _load(self, wanted: int) -> None:
        with tqdm(total=wanted, disable=None, unit="") as bar:
            added = load_products(wanted, bar.update)
        words = _("%(count)s products of load data were added, round the door: no dossier, no event, no history.")
        self.stdout.write(words % {"count": added})

    def _teller(self, bar: tqdm) -> Callable[[Scene], None]:
        def tell(scene: Scene) -> None:
            words = f"{_day(scene.day)} {scene.title}"
            if sys.stderr.isatty():
                bar.set_description(words)
                bar.update()
            else:
                self.stdout.write(words)

        return tell


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _in_words(error: WorkflowError) -> str:
    reasons = error.reasons if isinstance(error, StepBarred) else ()
    return " ".join(_(each.message) % each.params for each in (error, *reasons))
