"""Forms of the officers' screens: they check shape; what is right is decided by the services."""

import uuid
from collections.abc import Sequence

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ocop_workflow.domain.errors import WorkflowError
from ocop_workflow.models import AdministrativeUnit, DossierKind, OrganisationType, Product, Round

LONG = forms.Textarea(attrs={"rows": 4})


class DayField(forms.DateField):
    """A day, typed as 07/10/2024 or picked."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class StepForm(forms.Form):
    """A step: the reason where one is asked for, the version that was seen, the key of the one intent."""

    use_required_attribute = False

    reason = forms.CharField(label=_("Reason"), required=False, widget=forms.Textarea(attrs={"rows": 4}))
    version = forms.IntegerField(widget=forms.HiddenInput)
    intent = forms.CharField(required=False, widget=forms.HiddenInput)
    next = forms.CharField(required=False, widget=forms.HiddenInput)


class RegistryForm(forms.Form):
    """A form that enters something: sent twice from one page it carries the same key and enters it once."""

    use_required_attribute = False

    intent = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("intent", str(uuid.uuid4()))


class ProductChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Product) -> str:
        return f"{obj} · {obj.producer}"


class NewDossierForm(RegistryForm):
    """For which product a dossier is begun."""

    product = ProductChoice(label=_("Product"), queryset=Product.objects.none(), to_field_name="code")
    kind = forms.ChoiceField(label=_("Kind of dossier"), choices=DossierKind.choices)
    round = forms.ModelChoiceField(
        label=_("Evaluation round"), queryset=Round.objects.none(), required=False, empty_label=_("None yet")
    )

    def __init__(self, *args: object, products: QuerySet[Product], rounds: QuerySet[Round], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["product"].queryset = products
        self.fields["round"].queryset = rounds
        self.fields["round"].initial = rounds.first()

    def place_of(self, error: WorkflowError) -> str | None:
        """Return the field a refusal is about: a dossier under way is about its product."""
        field = "product" if error.code == "running" else error.field
        return field if field in self.fields else None


class ProducerForm(RegistryForm):
    """A producer not yet in the registry."""

    name = forms.CharField(label=_("Name of the producer"), max_length=200)
    organisation_type = forms.ChoiceField(label=_("Organisation type"), choices=OrganisationType.choices)
    commune = forms.ModelChoiceField(
        label=_("Commune or ward"), queryset=AdministrativeUnit.objects.none(), empty_label=None
    )
    address = forms.CharField(label=_("Production address"), max_length=200)
    registration_number = forms.CharField(label=_("Business registration number"), max_length=30, required=False)
    phone = forms.CharField(label=_("Business phone"), max_length=20, required=False)
    email = forms.EmailField(label=_("Business e-mail"), required=False)

    def __init__(self, *args: object, communes: QuerySet[AdministrativeUnit], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["commune"].queryset = communes


class ProductForm(RegistryForm):
    """A product not yet in the registry."""

    name = forms.CharField(label=_("Name of the product"), max_length=200)
    set_no = forms.TypedChoiceField(
        label=_("Product set"), coerce=int, help_text=_("The set decides by which sheet the product is scored.")
    )
    specification = forms.CharField(
        label=_("Specification"), max_length=120, required=False, help_text=_("For example: bag of 500 g.")
    )
    description = forms.CharField(label=_("Describe the product"), required=False, widget=LONG)
    village = forms.CharField(label=_("Village"), max_length=120, required=False)

    def __init__(self, *args: object, sets: Sequence[tuple[int, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["set_no"].choices = [("", "–"), *sets]
