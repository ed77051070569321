from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = _("Public pages")

    def ready(self) -> None:
        from cms import receivers  # noqa: F401, PLC0415 -- they register themselves

        post_migrate.connect(plant_tree, sender=self, dispatch_uid="cms-tree")


def plant_tree(sender: AppConfig, using: str, **kwargs: object) -> None:
    """Give a new site its fixed pages, once all tables are there."""
    from cms.models import HomePage  # noqa: PLC0415 -- models exist only now
    from cms.tree import ensure_tree  # noqa: PLC0415 -- models exist only now

    if HomePage._meta.db_table in connections[using].introspection.table_names():
        ensure_tree()
