"""The forms on a dossier's page. Each carries the version that was seen, and says on which field a refusal belongs."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from ocop_workflow.backoffice.forms import LONG, DayField
from ocop_workflow.domain.answers import TEXTS
from ocop_workflow.domain.cleaning import clean_text
from ocop_workflow.domain.errors import WorkflowError
from ocop_workflow.domain.rulebook import CommuneContent
from ocop_workflow.domain.scorecard import Node
from ocop_workflow.models import Dossier, Recommendation
from ocop_workflow.queries.reports import report_to_go_on_from


class DossierForm(forms.Form):
    """What all of them share."""

    use_required_attribute = False

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    came_late = False

    def __init__(self, dossier: Dossier, *args: object, **kwargs: object) -> None:
        kwargs["initial"] = {"version": dossier.version, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.about: dict[str, str] = {}

    def differing(self) -> Iterator[tuple[str, str]]:
        """Yield name and content of the fields that somebody else saved otherwise than they were typed here."""
        for field in self.visible_fields() if self.came_late else ():
            typed = clean_text(field.data) if isinstance(field.data, str) else field.data
            if field.field.has_changed(field.initial, typed):
                yield ": ".join(filter(None, (self.about.get(field.name), str(field.label)))), kept_words(field)

    def place_of(self, error: WorkflowError) -> str | None:
        """Return the field a refusal is about; None when it is about the whole form."""
        return error.field if error.field in self.fields else None


def kept_words(field: forms.BoundField) -> str:
    """Return what a field was filled with before it was typed into, as a person reads it."""
    kept = field.initial
    if isinstance(field.field, forms.ChoiceField):
        return str(dict(field.field.choices).get(kept or "", ""))
    return date_format(kept, "SHORT_DATE_FORMAT") if isinstance(kept, date) else str(kept or "")


ANSWER_LABELS = {
    "product_description": _("Describe the product"),
    "production": _("How and where it is made"),
    "market": _("Where it is sold"),
    "workforce": _("Who works there"),
    "plan": _("Plan for the coming years"),
}
NEEDED = ("product_description", "production", "market")


class AnswersForm(DossierForm):
    """The producer's texts."""

    def __init__(self, dossier: Dossier, *args: object, **kwargs: object) -> None:
        kept = {key: str(dossier.answers.get(key, "")) for key in TEXTS}
        super().__init__(dossier, *args, initial=kept, **kwargs)
        for key in TEXTS:
            hint = _("Needed before the dossier is submitted.") if key in NEEDED else ""
            self.fields[key] = forms.CharField(
                label=ANSWER_LABELS[key], help_text=hint, required=False, widget=forms.Textarea(attrs={"rows": 4})
            )

    def given(self) -> dict[str, str]:
        """Return what the service takes."""
        return {key: self.cleaned_data[key] for key in TEXTS}


class CommuneReportForm(DossierForm):
    """The commune's report on the contents the rulebook names, each beside its criterion."""

    number = forms.CharField(label=_("Report number"), max_length=40, required=False)
    reported_on = DayField(label=_("Report date"), required=False)
    meeting_on = DayField(label=_("Meeting date"), required=False)
    attendees = forms.CharField(
        label=_("Attendees (offices)"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, dossier: Dossier, *args: object, **kwargs: object) -> None:
        report = report_to_go_on_from(dossier.commune_reports.all(), dossier)
        facts = {name: getattr(report, name, None) for name in ("number", "reported_on", "meeting_on", "attendees")}
        super().__init__(dossier, *args, initial=facts, **kwargs)
        self.contents = [(content, criterion_beside(dossier, content)) for content in dossier.rulebook.commune]
        for content, (_criterion, options) in self.contents:
            self._add(content, options, report.findings.get(content.key, {}) if report else {})

    def _add(self, content: CommuneContent, options: Sequence[Node], found: Mapping[str, str]) -> None:
        self.fields[f"finding_{content.key}"] = forms.CharField(
            label=_("Finding"), required=False, widget=LONG, initial=found.get("finding", "")
        )
        if options:
            self.fields[f"level_{content.key}"] = forms.ChoiceField(
                label=_("Proposed level"),
                required=False,
                choices=[("", "–"), *((option.code, f"{option.label} ({option.points})") for option in options)],
                initial=found.get("level", ""),
            )
        self.about |= dict.fromkeys((f"finding_{content.key}", f"level_{content.key}"), content.label.vi)

    def rows(self) -> Iterator[tuple[CommuneContent, Node | None, Sequence[Node], forms.BoundField, object]]:
        """Yield each content with its criterion, the options of it, and its fields: the finding and the level."""
        for content, (criterion, options) in self.contents:
            level = self[f"level_{content.key}"] if options else None
            yield content, criterion, options, self[f"finding_{content.key}"], level

    def facts(self) -> list[forms.BoundField]:
        return [self[name] for name in ("meeting_on", "attendees", "number", "reported_on")]

    def place_of(self, error: WorkflowError) -> str | None:
        names = (error.field, f"finding_{error.field}")
        return next((name for name in names if name in self.fields), None)

    def report(self) -> dict[str, object]:
        """Return what the service takes."""
        data = self.cleaned_data
        findings = {
            content.key: {"finding": data[f"finding_{content.key}"], "level": data.get(f"level_{content.key}", "")}
            for content, _beside in self.contents
        }
        return {"findings": findings} | {
            name: data[name] for name in ("number", "reported_on", "meeting_on", "attendees", "seen")
        }


def criterion_beside(dossier: Dossier, content: CommuneContent) -> tuple[Node | None, Sequence[Node]]:
    """Return the criterion a content of the commune's report stands beside, and its options; None where it has none."""
    code = content.criteria.get(dossier.set_no)
    card = dossier.rulebook.scorecards.get(dossier.set_no)
    return (card.node(code), card.options(code)) if code and card else (None, ())


class AppraisalForm(DossierForm):
    """The appraisal of who samples, surveys and tests."""

    surveyed_on = DayField(label=_("Field survey"), required=False)
    samples = forms.IntegerField(label=_("Samples received"), min_value=0, max_value=1000, required=False)
    findings = forms.CharField(label=_("Findings"), required=False, widget=forms.Textarea(attrs={"rows": 6}))
    recommendation = forms.ChoiceField(
        label=_("Recommendation"), choices=[("", "–"), *Recommendation.choices], required=False
    )
    elimination_ground = forms.CharField(
        label=_("Ground for elimination"),
        max_length=300,
        required=False,
        help_text=_("Only with the recommendation to eliminate."),
    )
    number = forms.CharField(label=_("Report number"), max_length=40, required=False)
    reported_on = DayField(label=_("Report date"), required=False)

    def __init__(self, dossier: Dossier, *args: object, **kwargs: object) -> None:
        appraisal = report_to_go_on_from(dossier.appraisals.all(), dossier)
        names = [name for name in self.base_fields if name not in {"version", "seen"}]
        super().__init__(dossier, *args, initial={name: getattr(appraisal, name, None) for name in names}, **kwargs)

    def appraisal(self) -> dict[str, object]:
        """Return what the service takes."""
        data = {key: value for key, value in self.cleaned_data.items() if key != "version"}
        return {**data, "samples": data["samples"] or 0}
