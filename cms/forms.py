"""Forms of the page editor: they offer what the public register knows, and nothing else."""

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from ocop_workflow.models import Producer, Product

FEED = "rss"


class ShowcaseForm(WagtailAdminPageForm):
    """A showcase is of a product or a producer that has no other."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name, model in (("product", Product), ("producer", Producer)):
            if name in self.fields:
                without_page = Q(showcase__isnull=True) | Q(showcase=self.instance.pk)
                self.fields[name].queryset = model.objects.public().filter(without_page).order_by("sort_key")


class NewsForm(WagtailAdminPageForm):
    """An article names public products; its address leaves that of the feed free."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if "products" in self.fields:
            self.fields["products"].queryset = Product.objects.public().order_by("sort_key")

    def clean_slug(self) -> str:
        if self.cleaned_data["slug"] == FEED:
            raise ValidationError(_("“%(slug)s” is the address of the feed; choose another."), params={"slug": FEED})
        return self.cleaned_data["slug"]
