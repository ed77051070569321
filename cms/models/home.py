"""The home page."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.blocks.media import media_blocks
from cms.blocks.text import text_blocks
from cms.models.news import NewsPage
from ocop_workflow.domain import clock
from ocop_workflow.queries.catalogue import certified_products, product_groups
from ocop_workflow.queries.register import products_facts, register_counts

SHOWN_PRODUCTS = 8
SHOWN_NEWS = 4


class HomePage(Page):
    """Search first, then what is valid today, newest products and news."""

    body = StreamField([*text_blocks(), *media_blocks()], verbose_name=_("body"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("body")]
    max_count = 1
    parent_page_types = ["wagtailcore.Page"]

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        context = super().get_context(request, *args, **kwargs)
        today = clock.today()
        context["latest_news"] = NewsPage.objects.live().public().order_by("-date", "-pk")[:SHOWN_NEWS]
        context["products"] = products_facts(certified_products(today)[:SHOWN_PRODUCTS], today)
        context["counts"] = register_counts(today)
        context["groups"] = product_groups(today)
        return context
