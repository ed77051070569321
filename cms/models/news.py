"""News: articles under one index, moderated by Wagtail's own workflow."""

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from cms.blocks.media import media_blocks
from cms.blocks.text import text_blocks
from ocop_workflow.domain import clock
from ocop_workflow.models import Product
from ocop_workflow.queries.register import products_facts

PAGE_SIZE = 12


def today() -> object:
    return clock.today()


class NewsIndexPage(Page):
    """All news, newest first."""

    intro = RichTextField(_("introduction"), blank=True, features=["bold", "link"])

    content_panels = [*Page.content_panels, FieldPanel("intro")]
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.NewsPage"]
    max_count = 1

    class Meta:
        verbose_name = _("news index")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        context = super().get_context(request, *args, **kwargs)
        news = NewsPage.objects.live().public().child_of(self).select_related("image").order_by("-date", "-pk")
        context["page_obj"] = Paginator(news, PAGE_SIZE).get_page(request.GET.get("trang"))
        context["items"] = context["page_obj"].object_list
        return context


class NewsPage(Page):
    """One article."""

    date = models.DateField(_("date"), default=today)
    lead = models.TextField(_("lead"), max_length=400)
    author_name = models.CharField(_("author"), max_length=120, blank=True)
    image = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("image"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    body = StreamField([*text_blocks(), *media_blocks()], verbose_name=_("body"), blank=True)
    products = ParentalManyToManyField(
        Product, verbose_name=_("products in this article"), blank=True, related_name="news"
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        MultiFieldPanel([FieldPanel("date"), FieldPanel("author_name")], heading=_("By and when")),
        FieldPanel("image"),
        FieldPanel("body"),
        FieldPanel("products"),
    ]
    parent_page_types = ["cms.NewsIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("news article")
        verbose_name_plural = _("news articles")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        context = super().get_context(request, *args, **kwargs)
        context["products"] = products_facts(self.products.all(), clock.today())
        return context
