"""The home page."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.blocks.media import media_blocks
from cms.blocks.text import text_blocks
from cms.models.cards import images_of
from cms.models.news import LEAD, NewsPage
from cms.models.showcase import product_cards
from ocop_workflow.domain import clock
from ocop_workflow.models import Producer
from ocop_workflow.queries.catalogue import certified_products, product_groups
from ocop_workflow.queries.register import products_facts, register_counts

SHOWN_PRODUCTS = 8
SHOWN_NEWS = 4


class HomePage(Page):
    """Search first, then what is valid today, newest products and news."""

    body = StreamField([*text_blocks(), *media_blocks()], verbose_name=_("body"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("body", heading=_("Content"))]
    max_count = 1
    parent_page_types = ["wagtailcore.Page"]

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        today = clock.today()
        products = products_facts(certified_products(today)[:SHOWN_PRODUCTS], today)
        return super().get_context(request, *args, **kwargs) | {
            "latest_news": NewsPage.objects.newest().prefetch_related(images_of("image", LEAD))[:SHOWN_NEWS],
            "items": product_cards(products, request),
            # Each figure is the length of the list it leads to; that of producers lists all who ever held one.
            "counts": register_counts(today) | {"producers": Producer.objects.public().count()},
            "groups": product_groups(today),
        }
