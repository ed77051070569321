"""What the communications staff say about words: which phrases mean the same."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ocop_workflow.models import Audited

LONGEST_PHRASE, MOST_PHRASES = 60, 12


class Synonym(Audited):
    """A group of phrases, one a line. Two-way each finds what any of them finds; one-way only the first finds the rest.

    One no longer in use stays for the record.
    """

    phrases = models.TextField(_("phrases"), max_length=(LONGEST_PHRASE + 1) * MOST_PHRASES)
    one_way = models.BooleanField(_("one-way"), default=False)
    in_use = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("synonyms")
        verbose_name_plural = _("synonyms")
        ordering = ["pk"]

    def __str__(self) -> str:
        first, *others = self.lines
        return f"{first} → {', '.join(others)}" if self.one_way else " = ".join(self.lines)

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(self.phrases.splitlines())
