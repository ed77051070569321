"""Things that are valid from a day to a day, both included, and are asked for a day."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ocop_workflow.models.audited import Audited, AuditedQuerySet


def valid_on(day: date, prefix: str = "") -> Q:
    """Return the condition that a row, or one reached by `prefix`, is valid on a day."""
    return Q(**{f"{prefix}valid_from__lte": day}) & (
        Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gte": day})
    )


class DatedQuerySet(AuditedQuerySet):
    def on(self, day: date) -> Self:
        return self.filter(valid_on(day))


class Dated(Audited):
    """Valid from `valid_from` to `valid_to`, the last day included; open while `valid_to` is empty."""

    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_validity_runs_forward",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            )
        ]

    def is_valid_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
