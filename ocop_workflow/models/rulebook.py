"""Rulebooks as stored: one immutable, checksummed document a version."""

import json
from functools import lru_cache

from django.db import models
from django.utils.translation import gettext_lazy as _

from ocop_workflow.domain.rulebook import Rulebook, from_document


@lru_cache(maxsize=64)
def _parsed(checksum: str, document: str) -> Rulebook:
    return from_document(json.loads(document))


@lru_cache(maxsize=64)
def rulebook_of(version_id: int) -> Rulebook:
    """Return the rulebook of a stored version, parsed once per process; versions never change."""
    return RulebookVersion.objects.get(pk=version_id).rulebook


@lru_cache(maxsize=64)
def rulebook_name(version_id: int) -> tuple[str, str]:
    """Return name@version and checksum of a stored version, read once per process."""
    code, version, checksum = RulebookVersion.objects.values_list("code", "version", "checksum").get(pk=version_id)
    return f"{code}@{version}", checksum


def forget_rulebooks() -> None:
    """Empty the process's memory of rulebooks: for tests that change databases."""
    rulebook_of.cache_clear()
    rulebook_name.cache_clear()


class RulebookVersion(models.Model):
    """A legal act as data. A correction is a new version; the database refuses to change one."""

    code = models.CharField(_("code"), max_length=40)
    version = models.PositiveIntegerField(_("version"))
    checksum = models.CharField(_("checksum"), max_length=64, unique=True)
    title = models.CharField(_("title"), max_length=300)
    applies_from = models.DateField(_("applies to dossiers from"))
    applies_to = models.DateField(_("applies to dossiers until"), null=True)
    document = models.TextField(_("document"))
    loaded_at = models.DateTimeField(_("loaded"))

    class Meta:
        verbose_name = _("rulebook")
        verbose_name_plural = _("rulebooks")
        ordering = ["-applies_from", "-version"]
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="rulebook_version_once")]

    def __str__(self) -> str:
        return f"{self.code}@{self.version}"

    @property
    def rulebook(self) -> Rulebook:
        return _parsed(self.checksum, self.document)
