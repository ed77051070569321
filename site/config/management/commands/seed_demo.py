import argparse
import sys
from collections.abc import Callable
from datetime import date

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from config.demo import story
from config.demo.accounts import acting_today
from config.demo.people import PASSWORD
from config.demo.scene import Scene
from ocop_workflow.domain.errors import StepBarred, WorkflowError

FIRST_DAY = date(2024, 10, 7)


class Command(BaseCommand):
    help = "Play the demonstration's story up to a day. Run again it goes on from where the story stands."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        day = {"type": date.fromisoformat, "metavar": "DAY"}
        parser.add_argument("--until", default=FIRST_DAY, help=f"The last day to play (default: {FIRST_DAY}).", **day)
        parser.add_argument("--accounts", action="store_true", help="Print who can sign in, and play nothing.")

    def handle(self, *, until: date, accounts: bool, **options: object) -> None:
        if not settings.OCOP_DEMO:
            raise CommandError(_("Only a demonstration is filled with its story: OCOP_DEMO is not set."))
        if accounts:
            self._print_accounts()
            return
        scenes = story.to_play(until)
        if scenes or story.reached() is None or story.reached() < until:
            self._play(scenes, until)
        else:
            self.stdout.write(_("The story stands at %(day)s: nothing to play.") % {"day": _day(story.reached())})

    def _play(self, scenes: list[Scene], until: date) -> None:
        with tqdm(total=len(scenes), disable=None, unit="") as bar:
            try:
                story.play(scenes, until, self._teller(bar))
            except WorkflowError as error:
                raise CommandError(_in_words(error)) from error
        self.stdout.write(_("The story was played until %(day)s.") % {"day": _day(until)})

    def _teller(self, bar: tqdm) -> Callable[[Scene], None]:
        def tell(scene: Scene) -> None:
            words = f"{_day(scene.day)} {scene.title}"
            if sys.stderr.isatty():
                bar.set_description(words)
                bar.update()
            else:
                self.stdout.write(words)

        return tell

    def _print_accounts(self) -> None:
        self.stdout.write(_("Accounts of the demonstration, password %(password)s:") % {"password": PASSWORD})
        for line in acting_today():
            self.stdout.write(line)


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _in_words(error: WorkflowError) -> str:
    reasons = error.reasons if isinstance(error, StepBarred) else ()
    return " ".join(_(each.message) % each.params for each in (error, *reasons))
