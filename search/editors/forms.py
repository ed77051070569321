"""The form that pins results: each line of it names one document that anyone may find."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from ocop_workflow.domain import clock
from ocop_workflow.domain.cleaning import clean_line, clean_text
from search.editors.models import LONGEST_QUESTION, Pin
from search.editors.pins import MOST_PINNED, PinFacts, named
from search.engines.base import Key
from search.models import SearchDocument
from search.words import column, folded_words

DAY = "%Y-%m-%d"
AFTER_CODE = "·"


def day_input() -> forms.DateInput:
    return forms.DateInput(format=DAY, attrs={"type": "date"})


class PinForm(forms.Form):
    """What is pinned to a question. `facts()` gives it once the form is valid."""

    use_required_attribute = False

    phrase = forms.CharField(
        label=_("Question"),
        max_length=LONGEST_QUESTION,
        help_text=_("Applies when exactly these words are asked, with or without marks."),
    )
    documents = forms.CharField(
        label=_("Results in their order"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One a line: a code such as SP-0001, or the whole name. Leave empty to pin nothing any more."),
    )
    valid_from = forms.DateField(label=_("From"), widget=day_input())
    valid_to = forms.DateField(label=_("To, that day included"), required=False, widget=day_input())

    def __init__(self, data: QueryDict | None = None, *, pin: Pin | None = None, phrase: str = "") -> None:
        super().__init__(data, initial=facts_of(pin) if pin else {"phrase": phrase, "valid_from": clock.today()})

    def clean_phrase(self) -> str:
        phrase = clean_line(self.cleaned_data["phrase"])
        if not folded_words(phrase):
            raise ValidationError(_("Enter at least one letter or digit."))
        return phrase

    def clean_documents(self) -> tuple[Key, ...]:
        lines = [line.strip() for line in clean_text(self.cleaned_data["documents"]).split("\n") if line.strip()]
        if len(lines) > MOST_PINNED:
            raise ValidationError(_("Pin at most %(most)s results."), params={"most": MOST_PINNED})
        return tuple(dict.fromkeys(document_meant(line) for line in lines))

    def clean(self) -> dict[str, object]:
        begins, ends = self.cleaned_data.get("valid_from"), self.cleaned_data.get("valid_to")
        if begins and ends and ends < begins:
            self.add_error("valid_to", _("The last day lies before the first."))
        return self.cleaned_data

    def facts(self) -> PinFacts:
        said = self.cleaned_data
        return PinFacts(said["phrase"], said["documents"], said["valid_from"], said["valid_to"])


def document_meant(line: str) -> Key:
    """Return the key of the public document that a line names by its code, alone or before its name, or by its name."""
    code, after, name = (part.strip() for part in line.partition(AFTER_CODE))
    coded = SearchDocument.objects.filter(code__iexact=code)
    if after:
        coded = coded.filter(title_folded=column(folded_words(name)))
    found = _keys(coded) or _keys(SearchDocument.objects.filter(title_folded=column(folded_words(line))))
    if not found:
        raise ValidationError(_("Nothing public is called “%(line)s”."), params={"line": line[:LONGEST_QUESTION]})
    if len(found) > 1:
        raise ValidationError(_("“%(line)s” means more than one result; give its code."), params={"line": line})
    return found[0]


def _keys(documents: QuerySet[SearchDocument]) -> list[Key]:
    """Return the keys of documents, as many as tell one from several."""
    return list(documents.values_list("kind", "code")[:2])


def facts_of(pin: Pin) -> dict[str, object]:
    """Return what a pin says as the form shows it."""
    keys = pin.keys
    return {
        "phrase": pin.phrase,
        "documents": "\n".join(named(keys, titles(keys))),
        "valid_from": pin.valid_from,
        "valid_to": pin.valid_to,
    }


def titles(keys: tuple[Key, ...]) -> dict[Key, str]:
    """Return the names of documents, by one query; what is no longer public is left out."""
    rows = SearchDocument.objects.filter(code__in=[code for _kind, code in keys])
    return {(kind, code): title for kind, code, title in rows.values_list("kind", "code", "title")}
