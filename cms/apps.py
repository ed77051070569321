from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = _("Public pages")

    def ready(self) -> None:
        from cms import receivers  # noqa: F401, PLC0415 -- they register themselves
