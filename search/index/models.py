"""What must be known to keep Elasticsearch in step: what changed, and how far each index has followed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchChange(models.Model):
    """A document that was written or removed, noted in the same transaction. Numbers grow in the order of commits."""

    kind = models.CharField(max_length=12)
    code = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("search change")
        verbose_name_plural = _("search changes")

    def __str__(self) -> str:
        return f"{self.pk} {self.kind} {self.code}"


class SearchIndex(models.Model):
    """An index in Elasticsearch that is being filled or serves.

    `position` is the number of the last change it has; `fingerprint` says how its documents lie in it.
    """

    name = models.CharField(max_length=120, unique=True)
    fingerprint = models.CharField(max_length=64)
    position = models.BigIntegerField()
    is_live = models.BooleanField(default=False)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("search index")
        verbose_name_plural = _("search indices")
        constraints = [
            models.UniqueConstraint(fields=["is_live"], condition=models.Q(is_live=True), name="search_one_live_index")
        ]

    def __str__(self) -> str:
        return self.name


class SearchCheck(models.Model):
    """The nightly comparison of a day: how many documents were missing, orphaned or stale, and then repaired.

    Those of the database come first; `documents_at` is when these were, `done_at` when the index was, too.
    """

    day = models.DateField(unique=True)
    begun_at = models.DateTimeField()
    documents_at = models.DateTimeField(null=True)
    missing = models.PositiveIntegerField(default=0)
    orphaned = models.PositiveIntegerField(default=0)
    stale = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("search check")
        verbose_name_plural = _("search checks")

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"
