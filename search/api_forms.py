"""What the API may be asked. Nothing is passed over in silence: a parameter it does not know is refused like a bad
value, for leaving it out would answer another question than the one asked.
"""

import re
from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from ocop_workflow.domain.cleaning import clean_line
from search.catalogue import Catalogue
from search.forms import SHOWN, KnownValues, SearchForm, WholeNumber, one_of
from search.question import FACETS, PAGE_SIZE, SearchQuery

LARGEST_PAGE = 100
CODE = re.compile(r"[A-Za-z0-9-]{1,20}")
# What the form calls otherwise than an address.
NAMES = {"text": "q"}
FIELDS = {name: field for field, name in NAMES.items()}
# What a harvest cannot be combined with: it goes by code, from where it stands.
NOT_HARVESTED = ("text", "sort", "page")
MOST_ERRORS = 20
YES_OR_NO = ("0", "1")

Errors = list[dict[str, str]]


class ApiForm(SearchForm):
    """A question as a program sends it: `names` are the parameters it may use, each but the facets once."""

    producer = forms.CharField(required=False, max_length=20, empty_value="")
    page_size = WholeNumber(1, otherwise=PAGE_SIZE, most=LARGEST_PAGE)
    cursor = forms.CharField(required=False, empty_value="")

    def __init__(self, sent: QueryDict, names: Iterable[str], *, catalogue: Catalogue) -> None:
        self.sent, self.names = sent, tuple(names)
        said = {FIELDS.get(name, name): sent.getlist(name) for name in self.names if name in sent}
        super().__init__(MultiValueDict(said), catalogue=catalogue)
        self.fields["literal"] = KnownValues(one_of(YES_OR_NO))

    def clean_literal(self) -> bool:
        return "1" in self.cleaned_data["literal"]

    def clean_producer(self) -> str:
        return self._code("producer")

    def clean_cursor(self) -> str:
        return self._code("cursor")

    def _code(self, field: str) -> str:
        code = str(self.cleaned_data[field])
        if code and not CODE.fullmatch(code):
            raise ValidationError(_("“%(value)s” is no code."), params={"value": shortened(code)}, code="no_code")
        return code

    @property
    def is_harvest(self) -> bool:
        """Whether products are asked for one after the other, by their codes."""
        return "cursor" in self.data

    def query(self) -> SearchQuery:
        return SearchQuery(**{name: value for name, value in self.cleaned_data.items() if name != "cursor"})

    def clean(self) -> None:
        for field in NOT_HARVESTED if self.is_harvest else ():
            if self.data.get(field):
                self.add_error(field, _("A harvest goes by code: leave this out beside “cursor”."))

    def refusals(self) -> Errors:
        """Return everything that cannot be answered, field and reason each; empty when all can be."""
        unknown = [name for name in self.sent if name not in self.names]
        twice = [name for name in self.names if name not in FACETS and len(self.sent.getlist(name)) > 1]
        told = [_refusal(name, _("There is no such parameter.")) for name in unknown]
        told += [_refusal(name, _("Give this only once.")) for name in twice]
        for field, reasons in self.errors.items():
            told += [_refusal(NAMES.get(field, field), reason) for reason in reasons]
        return told[:MOST_ERRORS]


def shortened(text: str) -> str:
    """Return what was sent as it can be shown in a refusal."""
    return clean_line(text)[:SHOWN]


def _refusal(field: str, reason: object) -> dict[str, str]:
    return {"field": shortened(field), "reason": str(reason)}
