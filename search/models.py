"""What the search knows: one row for each thing that can be found, public facts only."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ocop_workflow.domain.certificates import Term
from search.editors.models import AskedQuery, Pin  # noqa: F401 -- Django looks for models here
from search.index.models import SearchChange, SearchCheck, SearchIndex  # noqa: F401 -- Django looks for models here
from search.synonyms.models import Synonym  # noqa: F401 -- Django looks for models here


class SearchDocument(models.Model):
    """A thing as it can be found, written in the same transaction as the thing itself; `kinds` say what there is.

    Three texts, each once with marks and once folded: `title` its name; `maker` who makes it and where; `body` all the
    rest. `codes` has a line for each number it is known by. What a certificate is worth is computed for the day of the
    question from the term, never stored. `dated_on` is since when it is what it is: certified, published.

    The short columns come first: SQLite reads a row from its start and no further than it must.
    """

    kind = models.CharField(max_length=12)
    code = models.CharField(max_length=64)
    producer = models.CharField(max_length=20, blank=True)
    commune = models.CharField(max_length=20, blank=True)
    organisation = models.CharField(max_length=24, blank=True)
    price = models.CharField(max_length=8, blank=True)
    set_no = models.PositiveSmallIntegerField(null=True)
    stars = models.PositiveSmallIntegerField(null=True)
    dated_on = models.DateField(null=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    extended_to = models.DateField(null=True)
    suspended_on = models.DateField(null=True)
    suspended_to = models.DateField(null=True)
    revoked_on = models.DateField(null=True)
    superseded_on = models.DateField(null=True)
    title = models.CharField(max_length=255)
    title_exact = models.TextField()
    title_folded = models.TextField()
    codes = models.TextField(blank=True)
    maker_exact = models.TextField()
    maker_folded = models.TextField()
    sort_key = models.CharField(max_length=600)
    place = models.TextField(blank=True)
    body = models.TextField(blank=True)
    body_exact = models.TextField()
    body_folded = models.TextField()

    class Meta:
        verbose_name = _("search document")
        verbose_name_plural = _("search documents")
        constraints = [models.UniqueConstraint(fields=["kind", "code"], name="search_document_once")]
        indexes = [
            models.Index(fields=["producer"], name="search_document_producer"),
            models.Index(fields=["commune"], name="search_document_commune"),
            models.Index(fields=["set_no"], name="search_document_set"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class SearchWord(models.Model):
    """A word that documents contain, as `words.exact_words` writes it; once seen in a name it stays one of names.

    Rows are never changed: whatever is new, a word first seen in a name too, comes under a new number.
    """

    word = models.CharField(max_length=40, unique=True)
    in_name = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("search word")
        verbose_name_plural = _("search words")

    def __str__(self) -> str:
        return self.word


class ProductOpening(models.Model):
    """How often a product's page was opened in a month, told by its first day: a number, and nothing about who did."""

    code = models.CharField(_("code"), max_length=20)
    month = models.DateField(_("month"))
    count = models.PositiveIntegerField(_("times"))

    class Meta:
        verbose_name = _("openings of a product page")
        verbose_name_plural = _("openings of product pages")
        constraints = [models.UniqueConstraint(fields=["code", "month"], name="search_opening_once_a_month")]
        indexes = [models.Index(fields=["-count", "code"], name="search_opening_highest")]

    def __str__(self) -> str:
        return f"{self.code} {self.month:%m/%Y}: {self.count}"


# The columns that say what the row says, all but its own number.
FACTS = tuple(field.name for field in SearchDocument._meta.concrete_fields if not field.primary_key)
TERM = tuple(Term.__dataclass_fields__)
