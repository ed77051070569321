"""Forms of the officers' screens: they check shape; what is right is decided by the services."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ocop_workflow.domain.answers import TEXTS
from ocop_workflow.models import Appraisal, CommuneReport, Dossier, DossierKind, Product, Recommendation, Round, Verdict

LONG = forms.Textarea(attrs={"rows": 4})


class DayField(forms.DateField):
    """A day, typed as 07/10/2024 or picked."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class StepForm(forms.Form):
    """A step: the reason where one is asked for, the version that was seen, the key of the one intent."""

    reason = forms.CharField(label=_("Reason"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    version = forms.IntegerField(widget=forms.HiddenInput)
    intent = forms.CharField(required=False, widget=forms.HiddenInput)


class NewDossierForm(forms.Form):
    """For which product a dossier is begun."""

    product = forms.ModelChoiceField(label=_("Product"), queryset=Product.objects.none())
    kind = forms.ChoiceField(label=_("Kind of dossier"), choices=DossierKind.choices)
    round = forms.ModelChoiceField(label=_("Evaluation round"), queryset=Round.objects.none(), required=False)

    def __init__(self, *args: object, products: object, rounds: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["product"].queryset = products
        self.fields["round"].queryset = rounds


ANSWER_LABELS = {
    "product_description": _("Describe the product"),
    "production": _("How and where it is made"),
    "market": _("Where it is sold"),
    "workforce": _("Who works there"),
    "plan": _("Plan for the coming years"),
}


class AnswersForm(forms.Form):
    """The producer's texts."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, dossier: Dossier, *args: object, **kwargs: object) -> None:
        given = {key: dossier.answers.get(key, "") for key in TEXTS}
        super().__init__(*args, initial={**given, "version": dossier.version}, **kwargs)
        for key in TEXTS:
            self.fields[key] = forms.CharField(label=ANSWER_LABELS[key], required=False, widget=LONG)


class EvidenceForm(forms.Form):
    """A paper put into the dossier."""

    kind = forms.ChoiceField(label=_("Kind of paper"))
    title = forms.CharField(label=_("Title"), max_length=200)
    number = forms.CharField(label=_("Number of the paper"), max_length=60, required=False)
    issuer = forms.CharField(label=_("Issued by"), max_length=160, required=False)
    issued_on = DayField(label=_("Issued on"), required=False)
    expires_on = DayField(label=_("Expires on"), required=False)
    file = forms.FileField(label=_("File"), help_text=_("PDF or picture, at most 20 MB."), allow_empty_file=True)

    def __init__(self, dossier: Dossier, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        offered = dossier.rulebook.evidence_for(dossier.set_no)
        self.fields["kind"].choices = [(kind.key, kind.label.vi) for kind in offered]


class ChecksForm(forms.Form):
    """One verdict and note for each paper the set needs or that is there."""

    def __init__(self, dossier: Dossier, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        visit = dossier.visits.filter(left_at__isnull=True).first()
        found = {check.kind: check for check in visit.checks.all()} if visit else {}
        attached = set(dossier.evidence_uses.filter(active=True).values_list("kind", flat=True))
        self.kinds = [
            kind
            for kind in dossier.rulebook.evidence_for(dossier.set_no)
            if kind.needed_for(dossier.set_no) or kind.key in attached
        ]
        for kind in self.kinds:
            check = found.get(kind.key)
            self.fields[f"verdict_{kind.key}"] = forms.ChoiceField(
                label=kind.label.vi,
                choices=[("", "–"), *Verdict.choices],
                required=False,
                initial=check.verdict if check else "",
            )
            self.fields[f"note_{kind.key}"] = forms.CharField(
                label=_("Note"), max_length=300, required=False, initial=check.note if check else ""
            )

    def verdicts(self) -> dict[str, tuple[str, str]]:
        """Return kind → (verdict, note) of the papers that were judged."""
        data = self.cleaned_data
        return {
            kind.key: (data[f"verdict_{kind.key}"], data[f"note_{kind.key}"])
            for kind in self.kinds
            if data[f"verdict_{kind.key}"]
        }


class CommuneReportForm(forms.Form):
    """The commune's report on the contents the rulebook names."""

    number = forms.CharField(label=_("Report number"), max_length=40, required=False)
    reported_on = DayField(label=_("Report date"), required=False)
    meeting_on = DayField(label=_("Meeting date"), required=False)
    attendees = forms.CharField(
        label=_("Attendees (offices)"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, dossier: Dossier, *args: object, **kwargs: object) -> None:
        report = CommuneReport.objects.filter(dossier=dossier, revision=dossier.last_revision).first()
        self.contents = dossier.rulebook.commune
        initial = {name: getattr(report, name, None) for name in ("number", "reported_on", "meeting_on", "attendees")}
        super().__init__(*args, initial=initial, **kwargs)
        for content in self.contents:
            criterion = content.criteria.get(dossier.set_no)
            found = report.findings.get(content.key, {}) if report else {}
            self.fields[f"finding_{content.key}"] = forms.CharField(
                label=content.label.vi,
                help_text=_("Beside criterion %(code)s") % {"code": criterion} if criterion else "",
                required=False,
                widget=LONG,
                initial=found.get("finding", ""),
            )
        self.order_fields([*(f"finding_{content.key}" for content in self.contents), *initial])

    def report(self) -> dict[str, object]:
        """Return what the service takes."""
        data = self.cleaned_data
        findings = {content.key: {"finding": data[f"finding_{content.key}"], "level": ""} for content in self.contents}
        return {
            "findings": findings,
            "number": data["number"],
            "reported_on": data["reported_on"],
            "meeting_on": data["meeting_on"],
            "attendees": data["attendees"],
        }


class AppraisalForm(forms.Form):
    """The assistance team's appraisal."""

    number = forms.CharField(label=_("Report number"), max_length=40, required=False)
    reported_on = DayField(label=_("Report date"), required=False)
    surveyed_on = DayField(label=_("Field survey"), required=False)
    samples = forms.IntegerField(label=_("Samples received"), min_value=0, max_value=1000, required=False)
    findings = forms.CharField(label=_("Findings"), required=False, widget=LONG)
    recommendation = forms.ChoiceField(
        label=_("Recommendation"), choices=[("", "–"), *Recommendation.choices], required=False
    )
    elimination_ground = forms.CharField(label=_("Ground for elimination"), max_length=300, required=False)

    def __init__(self, dossier: Dossier, *args: object, **kwargs: object) -> None:
        appraisal = Appraisal.objects.filter(dossier=dossier, revision=dossier.last_revision).first()
        initial = {name: getattr(appraisal, name, None) for name in self.base_fields}
        super().__init__(*args, initial=initial, **kwargs)

    def appraisal(self) -> dict[str, object]:
        """Return what the service takes."""
        return {**self.cleaned_data, "samples": self.cleaned_data["samples"] or 0}
