"""News: articles under one index, moderated by Wagtail's own workflow."""

from datetime import date
from math import ceil

from django.core.paginator import Paginator
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet

from cms.blocks.media import media_blocks
from cms.blocks.text import text_blocks
from cms.feeds import NewsFeed
from cms.forms import FEED, NewsForm
from cms.models.cards import images_of
from cms.models.showcase import product_cards
from ocop_workflow.domain import clock
from ocop_workflow.models import Product
from ocop_workflow.queries.register import products_facts

PAGE_SIZE = 12
RELATED = 3
WORDS_A_MINUTE = 220
LEAD = "fill-960x540|format-webp|webpquality-75"
LINE = "fill-480x270|format-webp|webpquality-75"


def today() -> date:
    return clock.today()


class NewsQuerySet(PageQuerySet):
    def newest(self) -> "NewsQuerySet":
        """Those anyone may read, the newest first, without their bodies."""
        return self.live().public().order_by("-date", "-pk").defer("body")


class NewsIndexPage(RoutablePageMixin, Page):
    """All news, newest first, also as a feed."""

    intro = RichTextField(_("introduction"), blank=True, features=["bold", "link"])

    content_panels = [*Page.content_panels, FieldPanel("intro")]
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.NewsPage"]
    max_count = 1

    class Meta:
        verbose_name = _("news index")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        news = self.news().prefetch_related(images_of("image", LINE))
        page = Paginator(news, PAGE_SIZE).get_page(request.GET.get("trang"))
        return super().get_context(request, *args, **kwargs) | {"page_obj": page, "items": page.object_list}

    @path(f"{FEED}/")
    def feed(self, request: HttpRequest) -> HttpResponse:
        return NewsFeed()(request, index=self)

    def news(self) -> NewsQuerySet:
        return NewsPage.objects.child_of(self).newest()


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

    objects = PageManager.from_queryset(NewsQuerySet)()

    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        MultiFieldPanel([FieldPanel("date"), FieldPanel("author_name")], heading=_("By and when")),
        FieldPanel("image"),
        FieldPanel("body", heading=_("Content")),
        FieldPanel("products", widget=CheckboxSelectMultiple),
    ]
    parent_page_types = ["cms.NewsIndexPage"]
    subpage_types: list[str] = []
    base_form_class = NewsForm

    class Meta:
        verbose_name = _("news article")
        verbose_name_plural = _("news articles")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        products = products_facts(self.products.order_by("sort_key"), clock.today())
        return super().get_context(request, *args, **kwargs) | {
            "items": product_cards(products, request),
            "related": NewsPage.objects.newest().exclude(pk=self.pk)[:RELATED],
        }

    @property
    def minutes(self) -> int:
        """How long reading takes, at least a minute."""
        said = (self.lead, *self.body.stream_block.get_searchable_content(self.body))
        return max(1, ceil(sum(len(text.split()) for text in said) / WORDS_A_MINUTE))
