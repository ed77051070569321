"""The form for a group of synonyms: a phrase a line."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ocop_workflow.domain.cleaning import clean_line, clean_text
from search.synonyms.keeping import SynonymFacts, words_of_phrase
from search.synonyms.models import LONGEST_PHRASE, MOST_PHRASES, Synonym

MOST_WORDS = 8
SHOWN = 40


class SynonymForm(forms.Form):
    """What a group says. `facts()` gives it once the form is valid."""

    use_required_attribute = False

    phrases = forms.CharField(
        label=_("Phrases, one a line"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("At least two. Write them with their marks: chè and trà, not che and tra."),
    )
    one_way = forms.BooleanField(
        label=_("Only the first phrase finds the others"),
        required=False,
        help_text=_("Leave empty when each of them finds what any of them finds."),
    )
    in_use = forms.BooleanField(
        label=_("In use"), required=False, help_text=_("A group out of use is kept and changes no search.")
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, synonym: Synonym | None = None) -> None:
        super().__init__(data, initial=_said(synonym) if synonym else {"in_use": True})

    def clean_phrases(self) -> tuple[str, ...]:
        lines = [clean_line(line) for line in clean_text(self.cleaned_data["phrases"]).split("\n")]
        phrases = tuple(line for line in lines if line)
        if len(phrases) < 2:  # noqa: PLR2004 -- one phrase means the same as none other
            raise ValidationError(_("Enter at least two phrases, each on a line of its own."))
        if len(phrases) > MOST_PHRASES:
            limits = {"most": MOST_PHRASES, "count": len(phrases)}
            raise ValidationError(_("A group has at most %(most)s phrases; this one has %(count)s."), params=limits)
        for phrase in phrases:
            _check(phrase)
        return _distinct(phrases)

    def facts(self) -> SynonymFacts:
        return SynonymFacts(**self.cleaned_data)


def _check(phrase: str) -> None:
    shown = phrase if len(phrase) <= SHOWN else f"{phrase[:SHOWN]}…"
    words = words_of_phrase(phrase).split()
    if not words:
        raise ValidationError(_("“%(phrase)s” has no letter and no digit."), params={"phrase": shown})
    if len(phrase) > LONGEST_PHRASE:
        params = {"phrase": shown, "most": LONGEST_PHRASE, "count": len(phrase)}
        raise ValidationError(_("Shorten “%(phrase)s” to %(most)s characters; it has %(count)s."), params=params)
    if len(words) > MOST_WORDS:
        params = {"phrase": shown, "most": MOST_WORDS, "count": len(words)}
        raise ValidationError(_("“%(phrase)s” has %(count)s words; a phrase has at most %(most)s."), params=params)


def _distinct(phrases: tuple[str, ...]) -> tuple[str, ...]:
    seen: dict[str, str] = {}
    for phrase in phrases:
        if before := seen.get(words_of_phrase(phrase)):
            raise ValidationError(
                _("“%(phrase)s” and “%(before)s” are the same words."), params={"phrase": phrase, "before": before}
            )
        seen[words_of_phrase(phrase)] = phrase
    return phrases


def _said(synonym: Synonym) -> dict[str, object]:
    return {"phrases": synonym.phrases, "one_way": synonym.one_way, "in_use": synonym.in_use}
