from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        from search import duties, receivers, similar  # noqa: F401, PLC0415 -- they register themselves
        from search.engines import fulltext  # noqa: PLC0415 -- models exist only now

        post_migrate.connect(
            lambda using, **_: fulltext.restore_triggers(using), sender=self, weak=False, dispatch_uid="search-triggers"
        )
