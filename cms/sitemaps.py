"""What search engines may list: every published page, and what the register says where no page says it yet."""

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from wagtail.models import Page, Site

from cms.models import ProducerPage, ProductPage
from ocop_workflow.models import Producer, Product


class PageSitemap(Sitemap):
    def items(self) -> QuerySet[Page]:
        root = Site.objects.get(is_default_site=True).root_page
        hidden = ProductPage.objects.exclude(product__in=Product.objects.public()).values("pk")
        unproven = ProducerPage.objects.exclude(producer__in=Producer.objects.public()).values("pk")
        pages = Page.objects.descendant_of(root, inclusive=True).live().public()
        return pages.exclude(pk__in=hidden).exclude(pk__in=unproven).order_by("path")

    def location(self, item: Page) -> str:
        return item.url

    def lastmod(self, item: Page) -> datetime | None:
        return item.last_published_at


class ProductSitemap(Sitemap):
    def items(self) -> QuerySet[Product]:
        shown = ProductPage.objects.live().values("product")
        return Product.objects.public().exclude(pk__in=shown).order_by("code")


class ProducerSitemap(Sitemap):
    def items(self) -> QuerySet[Producer]:
        shown = ProducerPage.objects.live().values("producer")
        return Producer.objects.public().exclude(pk__in=shown).order_by("code")


SITEMAPS = {"trang": PageSitemap, "san-pham": ProductSitemap, "chu-the": ProducerSitemap}
