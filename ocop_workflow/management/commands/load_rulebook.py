import argparse
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from ocop_workflow.domain.errors import InvalidInput
from ocop_workflow.domain.rulebook import RulebookFaults
from ocop_workflow.services.rulebooks import check_rulebook, load_rulebook


class Command(BaseCommand):
    help = "Read, check and store rulebook folders. Exit code 1 when one is refused; every fault as file:line: reason."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("directories", nargs="+", type=Path, metavar="DIR", help="A rulebook folder.")
        parser.add_argument("--check", action="store_true", help="Check only, store nothing.")

    def handle(self, *, directories: list[Path], check: bool, **options: object) -> None:
        refused = [directory for directory in directories if not self._taken(directory, check=check)]
        if refused:
            raise CommandError(_("Refused: %(folders)s.") % {"folders": ", ".join(map(str, refused))}, returncode=1)

    def _taken(self, directory: Path, *, check: bool) -> bool:
        try:
            self.stdout.write(_checked(directory) if check else _loaded(directory))
        except RulebookFaults as error:
            for fault in error.faults:
                # A value may hold a percent sign of its own, so it is filled in after translating.
                self.stderr.write(f"{directory / fault.file}:{fault.line}: {_(fault.message) % fault.params}")
            return False
        except InvalidInput as error:
            self.stderr.write(_(error.message) % error.params)
            return False
        return True


def _checked(directory: Path) -> str:
    rulebook = check_rulebook(directory)
    return _("%(rulebook)s: no faults.") % {"rulebook": rulebook.code}


def _loaded(directory: Path) -> str:
    version, created = load_rulebook(directory)
    if created:
        return _("%(rulebook)s is loaded.") % {"rulebook": version}
    return _("%(rulebook)s is already loaded.") % {"rulebook": version}
