"""The forms on a dossier's page. Each carries the version that was seen, and says on which field a refusal belongs."""

from collections.abc import Iterator, Mapping, Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from ocop_workflow.backoffice.forms import LONG, DayField
from ocop_workflow.domain.answers import TEXTS
from ocop_workflow.domain.errors import WorkflowError
from ocop_workflow.domain.rulebook import CommuneContent, EvidenceKind
from ocop_workflow.domain.scorecard import Node
from ocop_workflow.models import Dossier, Evidence, Recommendation, Verdict
from ocop_workflow.queries.reports import report_to_go_on_from

PICTURES = "application/pdf,image/jpeg,image/png,image/webp"


class DossierForm(forms.Form):
    """What all of them share."""

    use_required_attribute = False

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, dossier: Dossier, *args: object, **kwargs: object) -> None:
        kwargs["initial"] = {"version": dossier.version, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)

    def place_of(self, error: WorkflowError) -> str | None:
        """Return the field a refusal is about; None when it is about the whole form."""
        return error.field if error.field in self.fields else None


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
        self.kept = {key: str(dossier.answers.get(key, "")) for key in TEXTS}
        super().__init__(dossier, *args, initial=dict(self.kept), **kwargs)
        for key in TEXTS:
            hint = _("Needed before the dossier is submitted.") if key in NEEDED else ""
            self.fields[key] = forms.CharField(
                label=ANSWER_LABELS[key], help_text=hint, required=False, widget=forms.Textarea(attrs={"rows": 4})
            )

    def given(self) -> dict[str, str]:
        """Return what the service takes."""
        return {key: self.cleaned_data[key] for key in TEXTS}

    def differing(self) -> Iterator[tuple[str, str]]:
        """Yield label and text of the parts that are kept otherwise than they were typed here."""
        typed = ((key, str(self.data.get(key, ""))) for key in TEXTS)
        return ((ANSWER_LABELS[key], self.kept[key]) for key, text in typed if text.split() != self.kept[key].split())


class EvidenceForm(DossierForm):
    """A new paper put into the dossier."""

    kind = forms.ChoiceField(label=_("Kind of paper"))
    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF or picture, at most 20 MB."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": PICTURES}),
    )
    title = forms.CharField(
        label=_("Title"), max_length=200, required=False, help_text=_("Left empty, the kind of paper is its title.")
    )
    number = forms.CharField(label=_("Number of the paper"), max_length=60, required=False)
    issuer = forms.CharField(label=_("Issued by"), max_length=160, required=False)
    issued_on = DayField(label=_("Issued on"), required=False)
    expires_on = DayField(label=_("Expires on"), required=False)

    def __init__(self, dossier: Dossier, *args: object, **kwargs: object) -> None:
        super().__init__(dossier, *args, **kwargs)
        offered = dossier.rulebook.evidence_for(dossier.set_no)
        self.fields["kind"].choices = [(kind.key, kind.label.vi) for kind in offered]
        self.names = {kind.key: kind.label.vi for kind in offered}

    def facts(self) -> dict[str, object]:
        """Return what the service takes, the file as `upload`."""
        data = {key: value for key, value in self.cleaned_data.items() if key not in {"file", "version"}}
        return {**data, "title": data["title"] or self.names[data["kind"]], "upload": self.cleaned_data["file"]}


class PaperChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Evidence) -> str:
        return " · ".join(filter(None, (obj.title, obj.number, obj.original_name)))


class AttachForm(DossierForm):
    """A paper of the producer's vault put into the dossier."""

    evidence = PaperChoice(
        label=_("Paper of the producer"), queryset=Evidence.objects.none(), to_field_name="code", empty_label=None
    )

    def __init__(self, dossier: Dossier, *args: object, **kwargs: object) -> None:
        super().__init__(dossier, *args, **kwargs)
        offered = [kind.key for kind in dossier.rulebook.evidence_for(dossier.set_no)]
        papers = Evidence.objects.filter(producer=dossier.producer_id, kind__in=offered)
        if not self.is_bound:
            papers = papers.exclude(uses__in=dossier.evidence_uses.filter(active=True))
        self.fields["evidence"].queryset = papers


class DetachForm(DossierForm):
    """A paper taken out of the dossier again."""

    evidence = forms.ModelChoiceField(queryset=Evidence.objects.none(), to_field_name="code", widget=forms.HiddenInput)
    kind = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, dossier: Dossier, *args: object, **kwargs: object) -> None:
        super().__init__(dossier, *args, **kwargs)
        self.fields["evidence"].queryset = Evidence.objects.filter(uses__dossier=dossier).distinct()


class ChecksForm(DossierForm):
    """One verdict and note for each paper the set needs or that is there."""

    # Its fields stand among the papers, outside the form's own element.
    OUTSIDE = {"form": "kiem-giay"}

    def __init__(self, dossier: Dossier, *args: object, **kwargs: object) -> None:
        super().__init__(dossier, *args, **kwargs)
        visit = dossier.visits.filter(left_at__isnull=True).first()
        found = {check.kind: check for check in visit.checks.all()} if visit else {}
        attached = set(dossier.evidence_uses.filter(active=True).values_list("kind", flat=True))
        offered = dossier.rulebook.evidence_for(dossier.set_no)
        self.kinds = [kind for kind in offered if kind.needed_for(dossier.set_no) or kind.key in attached]
        for kind in self.kinds:
            check = found.get(kind.key)
            self._add(kind, check.verdict if check else "", check.note if check else "")

    def _add(self, kind: EvidenceKind, verdict: str, note: str) -> None:
        self.fields[f"verdict_{kind.key}"] = forms.ChoiceField(
            label=_("Verdict"),
            choices=[("", _("Not checked")), *Verdict.choices],
            required=False,
            initial=verdict,
            widget=forms.Select(attrs=self.OUTSIDE),
        )
        self.fields[f"note_{kind.key}"] = forms.CharField(
            label=_("Note for the producer"),
            max_length=300,
            required=False,
            initial=note,
            widget=forms.TextInput(attrs=self.OUTSIDE),
        )

    def fields_of(self, kind: str) -> tuple[forms.BoundField, forms.BoundField] | None:
        """Return the fields of one paper: its verdict and its note; None for a paper that is not checked."""
        name = f"verdict_{kind}"
        return (self[name], self[f"note_{kind}"]) if name in self.fields else None

    def place_of(self, error: WorkflowError) -> str | None:
        name = f"note_{error.field}"
        return name if name in self.fields else None

    def verdicts(self) -> dict[str, tuple[str, str]]:
        """Return kind → (verdict, note) of the papers that were judged, or noted without a verdict."""
        data = self.cleaned_data
        rows = {kind.key: (data[f"verdict_{kind.key}"], data[f"note_{kind.key}"]) for kind in self.kinds}
        return {kind: row for kind, row in rows.items() if any(row)}

    def clean(self) -> None:
        for kind in self.kinds:
            data = self.cleaned_data
            if data.get(f"note_{kind.key}") and not data.get(f"verdict_{kind.key}"):
                self.add_error(f"verdict_{kind.key}", _("A note goes with a verdict."))


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
            name: data[name] for name in ("number", "reported_on", "meeting_on", "attendees")
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
        names = [name for name in self.base_fields if name != "version"]
        super().__init__(dossier, *args, initial={name: getattr(appraisal, name, None) for name in names}, **kwargs)

    def appraisal(self) -> dict[str, object]:
        """Return what the service takes."""
        data = {key: value for key, value in self.cleaned_data.items() if key != "version"}
        return {**data, "samples": data["samples"] or 0}
