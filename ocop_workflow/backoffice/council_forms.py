"""Forms of the council's and the authority's screens: they check shape; what is right is decided by the services."""

import uuid
from collections.abc import Iterable, Mapping, Sequence

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ocop_workflow.backoffice.forms import DayField
from ocop_workflow.domain.ballot import WHOLE_DOSSIER
from ocop_workflow.domain.council import Disagreement
from ocop_workflow.domain.scorecard import Node, Scorecard
from ocop_workflow.models import Attendance, Body, Dossier, Membership, Round, SessionMode
from ocop_workflow.queries.sessions import OpenSheet


class IntentForm(forms.Form):
    """A form whose sending is one intent: the same page sent twice carries the same key."""

    intent = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("intent", str(uuid.uuid4()))


class ConveneForm(IntentForm):
    """For which day a council is called."""

    body = forms.ModelChoiceField(label=_("Council"), queryset=Body.objects.none(), empty_label=None)
    held_on = DayField(label=_("Day of the session"))
    place = forms.CharField(label=_("Place"), max_length=160, required=False)
    mode = forms.ChoiceField(label=_("Mode"), choices=SessionMode.choices)
    round = forms.ModelChoiceField(label=_("Evaluation round"), queryset=Round.objects.none(), required=False)

    def __init__(self, *args: object, bodies: QuerySet[Body], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies
        self.fields["round"].queryset = Round.objects.filter(unit__bodies__in=bodies).distinct()


class _DossierNames(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Dossier) -> str:
        return f"{obj.code} – {obj.product} ({obj.producer})"


class AgendaForm(forms.Form):
    """Dossiers put on the agenda."""

    dossiers = _DossierNames(label=_("Dossiers waiting for this council"), queryset=Dossier.objects.none())

    def __init__(self, *args: object, waiting: QuerySet[Dossier], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dossiers"].queryset = waiting


class AttendanceForm(IntentForm):
    """For each member: present or not, and why not."""

    def __init__(
        self, members: Sequence[Membership], known: Mapping[int, Attendance], *args: object, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        self.members = members
        for member in members:
            row = known.get(member.pk)
            self.fields[f"present_{member.pk}"] = forms.BooleanField(
                label=_("Present"), required=False, initial=bool(row and row.present)
            )
            self.fields[f"reason_{member.pk}"] = forms.CharField(
                label=_("Reason for absence"), max_length=200, required=False, initial=row.reason if row else ""
            )

    def rows(self) -> list[tuple[Membership, forms.BoundField, forms.BoundField]]:
        """Return member, presence and reason, in the order of the members."""
        return [(member, self[f"present_{member.pk}"], self[f"reason_{member.pk}"]) for member in self.members]

    def present(self) -> dict[int, bool]:
        return {member.pk: self.cleaned_data[f"present_{member.pk}"] for member in self.members}

    def reasons(self) -> dict[int, str]:
        """Return the reasons of those who are absent."""
        here = self.present()
        return {member.pk: self.cleaned_data[f"reason_{member.pk}"] for member in self.members if not here[member.pk]}


class _MemberNames(forms.ModelChoiceField):
    def label_from_instance(self, obj: Membership) -> str:
        return f"{obj.user} – {obj.title or obj.get_role_display()}"


class ConflictForm(IntentForm):
    """Who has an interest in the producer, and which."""

    membership = _MemberNames(label=_("Member"), queryset=Membership.objects.none(), empty_label=None)
    reason = forms.CharField(label=_("What the interest is"), max_length=300)

    def __init__(self, *args: object, members: QuerySet[Membership], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["membership"].queryset = members


KINDS = {"minimum": "option", "elimination": "eliminate", "case": "case"}
YES, NO = "yes", "no"


class AgreementForm(IntentForm):
    """What the council agreed on, one field a point on which members differ."""

    def __init__(
        self,
        card: Scorecard,
        points: Sequence[Disagreement],
        sheets: Sequence[OpenSheet],
        *args: object,
        agreed: Mapping[str, object],
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.points, self._card, self._sheets = points, card, sheets
        for point in points:
            name = f"{KINDS[point.kind]}:{point.criterion}"
            self.fields[name] = forms.ChoiceField(
                label=self._label(point),
                choices=list(self._choices(point)),
                widget=forms.RadioSelect,
                required=False,
                initial=agreed.get(name, ""),
            )
        self.fields["note"] = forms.CharField(label=_("Note for the minutes"), max_length=300, required=False)

    def differences(self) -> list[forms.BoundField]:
        """Return the fields of the points, in the order of the sheet."""
        return [self[f"{KINDS[point.kind]}:{point.criterion}"] for point in self.points]

    def _label(self, point: Disagreement) -> str:
        if point.kind == "case":
            return _now("The case that is scored")
        if point.criterion == WHOLE_DOSSIER:
            return _now("Eliminate the whole dossier?")
        node = self._card.node(point.criterion)
        if point.kind == "elimination":
            return _now("%(code)s Eliminate: %(clause)s?") % {"code": node.code, "clause": node.argument}
        return f"{node.code} {node.label}"

    def _choices(self, point: Disagreement) -> Iterable[tuple[str, str]]:
        if point.kind == "case":
            return [(case, self._with_names(case, "case", case_label(self._card, case))) for case in self._card.cases]
        if point.kind == "elimination":
            return self._elimination_choices(point.criterion)
        return [
            (option.code, self._with_names(option.code, point.criterion, option_label(option)))
            for option in self._card.options(point.criterion)
        ]

    def _elimination_choices(self, clause: str) -> list[tuple[str, str]]:
        held = [open_.sheet.eliminations.get(clause) for open_ in self._sheets]
        said = [f"{open_.ballot.member}: {reason}" for open_, reason in zip(self._sheets, held, strict=True) if reason]
        yes = _now("Eliminate (%(said)s)") % {"said": "; ".join(said)}
        return [(YES, yes), (NO, _now("Do not eliminate"))]

    def _with_names(self, code: str, criterion: str, label: str) -> str:
        names = [str(open_.ballot.member) for open_ in self._sheets if self._held(open_, criterion) == code]
        return f"{label} ({', '.join(names)})" if names else label

    @staticmethod
    def _held(open_: OpenSheet, criterion: str) -> str | None:
        return open_.sheet.case if criterion == "case" else open_.sheet.choices.get(criterion)

    def _given(self, kind: str) -> dict[str, str]:
        prefix = f"{kind}:"
        data = self.cleaned_data
        return {name.removeprefix(prefix): data[name] for name in self.fields if name.startswith(prefix) and data[name]}

    def agreement(self) -> dict[str, object]:
        """Return what the service takes."""
        return {
            "options": self._given("option"),
            "eliminations": {node: answer == YES for node, answer in self._given("eliminate").items()},
            "case": next(iter(self._given("case").values()), ""),
            "note": self.cleaned_data["note"],
        }


def option_label(option: Node) -> str:
    """Return an option with its points, as the sheets print it."""
    return _now("%(points)s points: %(label)s") % {"points": option.points, "label": option.label}


def case_label(card: Scorecard, case: str) -> str:
    """Return how the sheet names a case: the title of the first row that belongs to it."""
    return next(node.label for node in card.nodes if node.rule == "one_of" and node.argument == case)


class DraftDecisionForm(IntentForm):
    """Which products a decision lists, and what it is about."""

    kind = forms.CharField(widget=forms.HiddenInput, required=False)
    dossiers = _DossierNames(label=_("Products waiting for the decision"), queryset=Dossier.objects.none())
    subject = forms.CharField(label=_("About"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: object, waiting: QuerySet[Dossier], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dossiers"].queryset = waiting.select_related("product", "producer", "round").order_by("code")


class WithdrawForm(IntentForm):
    """Why a draft is withdrawn."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class SignForm(IntentForm):
    """Number, date and capacity of the one who signs."""

    number = forms.CharField(label=_("Number of the decision"), max_length=40, help_text=_("As in 1520/QĐ-UBND."))
    decided_on = DayField(label=_("Date of the decision"))
    signer_capacity = forms.CharField(
        label=_("Capacity of the signer"),
        help_text=_("As printed above the name, one line each."),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
