"""What the communications staff keep of the search: questions that found nothing, and results they put first."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ocop_workflow.models.validity import Dated

LONGEST_QUESTION = 80


class AskedQuery(models.Model):
    """How often a question found nothing on a day: its words and a number, and nothing about who asked."""

    day = models.DateField(_("day"))
    words = models.CharField(_("question"), max_length=LONGEST_QUESTION)
    count = models.PositiveIntegerField(_("times"), default=1)

    class Meta:
        verbose_name = _("question without results")
        verbose_name_plural = _("questions without results")
        constraints = [models.UniqueConstraint(fields=["day", "words"], name="search_question_once_a_day")]

    def __str__(self) -> str:
        return f"{self.words} ({self.count})"


class Pin(Dated):
    """What stands first when exactly these words are asked, from a day to a day.

    `folded` are the words as questions are compared, `documents` pairs of kind and code in their order.
    """

    phrase = models.CharField(_("question"), max_length=LONGEST_QUESTION)
    folded = models.CharField(max_length=LONGEST_QUESTION, unique=True, editable=False)
    documents = models.JSONField(_("results"))

    class Meta(Dated.Meta):
        verbose_name = _("pinned results")
        verbose_name_plural = _("pinned results")
        ordering = ["folded"]

    def __str__(self) -> str:
        return self.phrase

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """Kind and code of what is pinned, in its order."""
        return tuple((str(kind), str(code)) for kind, code in self.documents)
