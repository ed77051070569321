from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class OcopWorkflowConfig(AppConfig):
    name = "ocop_workflow"
    verbose_name = _("OCOP workflow")

    def ready(self) -> None:
        from ocop_workflow.models import append_only  # noqa: PLC0415 -- models exist only now
        from ocop_workflow.models.system import install_clock  # noqa: PLC0415 -- models exist only now

        install_clock()
        post_migrate.connect(
            lambda using, **_: append_only.lay_triggers(using), sender=self, weak=False, dispatch_uid="ocop-triggers"
        )
