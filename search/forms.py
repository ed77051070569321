"""What may be asked: one form for the page and for the API. Every refusal names the field and the reason."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from ocop_workflow.domain.certificates import STATES
from ocop_workflow.domain.cleaning import clean_line
from ocop_workflow.domain.text import slug
from ocop_workflow.models.registry import OrganisationType
from search.catalogue import Catalogue
from search.question import ALL, KIND_NAMES, KINDS, NAMES, PRICES, RELEVANCE, SORT_NAMES, SORTS, SearchQuery
from search.words import folded_words

LONGEST_TEXT = 200
LONGEST_NUMBER = 30
MOST_STARS = 5
SHOWN = 60


class KnownValues(forms.Field):
    """Any number of values of a facet; each must be one that `known` recognises."""

    widget = forms.MultipleHiddenInput

    def __init__(self, known: Callable[[str], str | int | None]) -> None:
        super().__init__(required=False)
        self.known = known

    def clean(self, value: Sequence[str] | None) -> tuple[str | int, ...]:
        return tuple(dict.fromkeys(self._recognised(text) for text in value or () if text.strip()))

    def _recognised(self, text: str) -> str | int:
        found = self.known(clean_line(text))
        if found is None:
            shown = clean_line(text)[:SHOWN]
            raise ValidationError(_("“%(value)s” is no value of this filter."), params={"value": shown}, code="unknown")
        return found


class WholeNumber(forms.Field):
    """A number from `least` to `most`; empty means `otherwise`."""

    def __init__(self, least: int, otherwise: int, most: int | None = None) -> None:
        super().__init__(required=False)
        self.least, self.most, self.otherwise = least, most, otherwise

    def to_python(self, value: str | None) -> int:
        if not value:
            return self.otherwise
        number = int(value) if is_number(value) else None
        if number is None or number < self.least:
            raise ValidationError(_("Enter a whole number from %(least)s."), params={"least": self.least})
        if self.most is not None and number > self.most:
            raise ValidationError(_("Enter a whole number up to %(most)s."), params={"most": self.most})
        return number


class Words(forms.Field):
    """What people type: at most 200 characters, with a letter or a digit among them."""

    def __init__(self) -> None:
        super().__init__(required=False)

    def to_python(self, value: str | None) -> str:
        text = clean_line(value or "")
        if len(text) > LONGEST_TEXT:
            words = _("Shorten the search to %(limit)s characters; it has %(count)s.")
            raise ValidationError(words, params={"limit": LONGEST_TEXT, "count": len(text)}, code="too_long")
        if (value or "").strip() and not folded_words(text):
            raise ValidationError(_("Enter at least one letter or digit."), code="no_words")
        return text


class SearchForm(forms.Form):
    """A question as it was sent. `query()` gives it once the form is valid."""

    text = Words()
    page = WholeNumber(1, otherwise=1)
    literal = forms.BooleanField(required=False)
    sort = KnownValues(lambda text: text if text in SORTS else None)

    def __init__(self, data: Any, *, catalogue: Catalogue) -> None:
        super().__init__(data)
        self.catalogue = catalogue
        known: dict[str, Callable[[str], str | int | None]] = {
            "kind": one_of(KINDS),
            "group": lambda text: slug(text) if slug(text) in catalogue.groups else None,
            "set": lambda text: int(text) if is_number(text) and int(text) in catalogue.sets else None,
            "stars": numbered(MOST_STARS),
            "commune": catalogue.places.find,
            "status": one_of((*STATES, ALL)),
            "organisation": one_of(OrganisationType.values),
            "price": one_of(tuple(PRICES)),
        }
        self.fields |= {name: KnownValues(recognise) for name, recognise in known.items()}

    def clean_sort(self) -> str:
        return next(iter(self.cleaned_data["sort"]), RELEVANCE)

    def query(self) -> SearchQuery:
        return SearchQuery(**self.cleaned_data)


def said_in(address: QueryDict) -> "MultiValueDict[str, str]":
    """Return what an address says, under the names of the form's fields."""
    kinds = {name: kind for kind, name in KIND_NAMES.items()}
    sorts = {name: sort for sort, name in SORT_NAMES.items()}
    said = {field: address.getlist(name) for field, name in NAMES.items() if name in address}
    said["kind"] = [kinds.get(value, value) for value in said.get("kind", ())]
    said["sort"] = [sorts.get(value, value) for value in said.get("sort", ())]
    return MultiValueDict(said)


def typed_in(address: QueryDict) -> str:
    """Return the text being typed, empty where it is none that can be searched for."""
    try:
        return str(SearchForm.base_fields["text"].clean(address.get(NAMES["text"], "")))
    except ValidationError:
        return ""


def is_number(text: str) -> bool:
    """Return whether a text is a whole number of a size that can be counted with."""
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER


def one_of(values: Sequence[str]) -> Callable[[str], str | None]:
    return lambda text: text if text in values else None


def numbered(most: int) -> Callable[[str], int | None]:
    return lambda text: int(text) if is_number(text) and 1 <= int(text) <= most else None
