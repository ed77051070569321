from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from ocop_workflow.models import Dossier
from ocop_workflow.queries.verification import verify
from ocop_workflow.services.anchoring import broken_anchors


class Command(BaseCommand):
    help = "Read the whole chain of events anew and name the first link that does not hold (exit 1)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dossier", default="", metavar="CODE", help="report the steps of one dossier")

    def handle(self, *args: object, dossier: str, **options: object) -> None:
        if dossier and not Dossier.objects.filter(code=dossier).exists():
            raise CommandError(_("There is no dossier %(code)s.") % {"code": dossier})
        report, faults = verify(dossier)
        for fault in faults:
            raise CommandError(_("Event %(seq)s: %(what)s.") % {"seq": fault.seq, "what": fault.what}, returncode=1)
        for what in broken_anchors():
            raise CommandError(_("Anchor: %(what)s.") % {"what": what}, returncode=1)
        for step in report.steps:
            self.stdout.write(f"  {step}")
        text = _("%(count)s events verified, head %(head)s.") % {"count": report.events, "head": report.head[:16]}
        self.stdout.write(self.style.SUCCESS(text))
