"""The forms for the papers of a dossier: a new one, one put in or taken out again, and what was found about each."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ocop_workflow.backoffice.dossier_forms import DossierForm
from ocop_workflow.backoffice.forms import DayField
from ocop_workflow.domain.errors import WorkflowError
from ocop_workflow.domain.rulebook import EvidenceKind
from ocop_workflow.models import Dossier, Evidence, Verdict

PICTURES = "application/pdf,image/jpeg,image/png,image/webp"


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
        data = {key: value for key, value in self.cleaned_data.items() if key not in {"file", "version", "seen"}}
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
        self.about |= dict.fromkeys((f"verdict_{kind.key}", f"note_{kind.key}"), kind.label.vi)

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
