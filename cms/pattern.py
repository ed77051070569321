"""The pattern page: every component of the design in every state, for the people who build and check the pages."""

from datetime import datetime
from types import SimpleNamespace

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from cms.samples import SHELF
from ocop_workflow.domain import clock


class PatternForm(forms.Form):
    """A field of each kind; sent empty, it shows what is missing."""

    name = forms.CharField(label=gettext_lazy("Name of the product"), help_text=gettext_lazy("As on the label."))
    description = forms.CharField(label=gettext_lazy("Description"), widget=forms.Textarea, required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of producer"),
        choices=[("coop", gettext_lazy("Cooperative")), ("home", gettext_lazy("Household business"))],
        widget=forms.RadioSelect,
    )
    agreed = forms.BooleanField(label=gettext_lazy("The facts above are true."))


@require_safe
def pattern(request: HttpRequest) -> HttpResponse:
    context = {
        "products": SHELF,
        "producer": SHELF[0].producer,
        "form": PatternForm({}),
        "facet": facet(),
        "stages": stages(),
        "entries": entries(),
    }
    return render(request, "pattern.html", context)


def facet() -> SimpleNamespace:
    counts = ((5, 2, False), (4, 9, True), (3, 21, False))
    values = [
        SimpleNamespace(value=stars, label=f"{stars} ★", count=n, selected=on, url="#mau-3") for stars, n, on in counts
    ]
    return SimpleNamespace(key="stars", label=_("Stars"), values=values)


def stages() -> list[SimpleNamespace]:
    names = (_("Submitted"), _("Commune reports"), _("Council scores"), _("Decision"))
    states = ("done", "returned", "now", "ahead")
    return [SimpleNamespace(label=name, state=state, day=None) for name, state in zip(names, states, strict=True)]


def entries() -> list[SimpleNamespace]:
    texts = ((_("The dossier was submitted"), "ok"), (_("The commune returned the dossier"), "soon"))
    at = datetime(2024, 10, 7, 9, 41, tzinfo=clock.LOCAL)
    return [SimpleNamespace(at=at, text=text, note="", tone=tone) for text, tone in texts]
