from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from ocop_workflow.domain.errors import WorkflowError
from ocop_workflow.services.anchoring import anchor_head


class Command(BaseCommand):
    help = "Sign the head of the chain and keep it in the database and in the journal outside it."

    def handle(self, *args: object, **options: object) -> None:
        try:
            anchor = anchor_head()
        except WorkflowError as error:
            raise CommandError(_(error.message) % error.params) from error
        text = _("Event %(seq)s anchored, hash %(hash)s.") % {"seq": anchor.seq, "hash": anchor.hash[:16]}
        self.stdout.write(self.style.SUCCESS(text))
