import argparse
from datetime import date

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from ocop_workflow.domain.errors import WorkflowError
from ocop_workflow.services.demo_clock import start_clock


def day_of(text: str) -> date:
    """Return the day a command line names; argparse turns the ValueError into a message."""
    return date.fromisoformat(text)


class Command(BaseCommand):
    help = "Start the demonstration's clock at a day (default: OCOP_CLOCK) and let it run; exit code 1 when refused."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("day", nargs="?", type=day_of, metavar="DAY", help="A day such as 2024-10-07.")

    def handle(self, *, day: date | None, **options: object) -> None:
        if day is None and not settings.OCOP_CLOCK:
            raise CommandError(_("Name a day, or set OCOP_CLOCK."))
        try:
            moment = start_clock(day or day_of(settings.OCOP_CLOCK))
        except WorkflowError as error:
            raise CommandError(_(error.message) % error.params) from error
        except ValueError as error:
            raise CommandError(_("OCOP_CLOCK is no day such as 2024-10-07.")) from error
        self.stdout.write(_("The clock shows %(moment)s.") % {"moment": f"{timezone.localtime(moment):%d/%m/%Y %H:%M}"})
