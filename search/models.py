"""What the search knows: one row for each thing that can be found, public facts only."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ocop_workflow.domain.certificates import Term
from search.question import PRODUCER, PRODUCT


class SearchDocument(models.Model):
    """A product or producer as it can be found, written in the same transaction as the thing itself.

    Three texts, each once with marks and once folded: `title` its name; `maker` who makes it and where; `body` all the
    rest. What a certificate is worth is computed for the day of the question from the term, never stored.
    """

    class Kind(models.TextChoices):
        PRODUCT = PRODUCT, _("Product")
        PRODUCER = PRODUCER, _("Producer")

    kind = models.CharField(max_length=12, choices=Kind)
    code = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    title_exact = models.TextField()
    title_folded = models.TextField()
    maker_exact = models.TextField()
    maker_folded = models.TextField()
    body_exact = models.TextField()
    body_folded = models.TextField()
    producer = models.CharField(max_length=20, db_index=True)
    commune = models.CharField(max_length=20, db_index=True)
    place = models.TextField()
    set_no = models.PositiveSmallIntegerField(null=True)
    stars = models.PositiveSmallIntegerField(null=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    extended_to = models.DateField(null=True)
    suspended_on = models.DateField(null=True)
    suspended_to = models.DateField(null=True)
    revoked_on = models.DateField(null=True)
    superseded_on = models.DateField(null=True)
    sort_key = models.CharField(max_length=400)

    class Meta:
        verbose_name = _("search document")
        verbose_name_plural = _("search documents")
        constraints = [models.UniqueConstraint(fields=["kind", "code"], name="search_document_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


# The columns that say what the row says, all but its own number.
FACTS = tuple(field.name for field in SearchDocument._meta.concrete_fields if not field.primary_key)
TERM = tuple(Term.__dataclass_fields__)
