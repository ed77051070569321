"""Showcases: a page for a product or a producer, beside the register's facts that no page can change."""

from collections.abc import Iterable
from dataclasses import replace

from django.core.paginator import Paginator
from django.db import models
from django.db.models import F, Max, OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable, Page
from wagtail.url_routing import RouteResult

from cms.blocks.media import media_blocks
from cms.blocks.text import text_blocks
from cms.forms import ShowcaseForm
from cms.models.cards import CARD, Card, card_picture, images_of, images_with
from ocop_workflow.domain import clock
from ocop_workflow.models import Producer, Product
from ocop_workflow.public import register
from ocop_workflow.queries.register import ProductFacts, producer_facts, producers_facts, products_facts

PAGE_SIZE = 24
MOST_PICTURES = 5
BY_NAME, NEWEST = "ten", "moi"
LARGE = ("fill-640x480|format-webp|webpquality-78", "fill-1200x900|format-webp|webpquality-78")
WHOLE = "max-1200x1200|format-webp|webpquality-78"
SHARED = "fill-1200x630|format-jpeg"
SMALL = "fill-240x180|format-webp|webpquality-75"


class RegisterIndexPage(Page):
    """An index whose children are pages, and which also answers for codes of the register that have no page yet."""

    intro = RichTextField(_("introduction"), blank=True, features=["bold", "link"])

    content_panels = [*Page.content_panels, FieldPanel("intro")]

    class Meta:
        abstract = True

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        try:
            return super().route(request, path_components)
        except Http404:
            if len(path_components) != 1 or not self.live:
                raise
            return RouteResult(self, args=(path_components[0],))

    def serve(self, request: HttpRequest, code: str = "") -> HttpResponse:
        return self.serve_code(request, code) if code else super().serve(request)

    def serve_code(self, request: HttpRequest, code: str) -> HttpResponse:
        raise NotImplementedError

    def paged(self, request: HttpRequest, queryset: models.QuerySet) -> dict[str, object]:
        return {"page_obj": Paginator(queryset, PAGE_SIZE).get_page(request.GET.get("trang"))}


class ProductIndexPage(RegisterIndexPage):
    """All products that ever held a certificate."""

    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.ProductPage"]
    max_count = 1

    class Meta:
        verbose_name = _("product index")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        order = NEWEST if request.GET.get("xep") == NEWEST else BY_NAME
        context = super().get_context(request, *args, **kwargs) | self.paged(request, listed_products(order))
        facts = products_facts(context["page_obj"].object_list, clock.today())
        return context | {"items": product_cards(facts, request), "order": order}

    def serve_code(self, request: HttpRequest, code: str) -> HttpResponse:
        page = ProductPage.objects.live().filter(product__in=Product.objects.public().filter(code=code)).first()
        return redirect(page.get_url(request)) if page else register.product(request, code)


def listed_products(order: str) -> models.QuerySet[Product]:
    """Return the public products by name, or the newest certificates first."""
    products = Product.objects.public()
    if order == NEWEST:
        return products.annotate(since=Max("certificates__valid_from")).order_by("-since", "sort_key", "pk")
    return products.order_by("sort_key", "pk")


class ProductPage(Page):
    """A product's story in the communications staff's words."""

    product = models.OneToOneField(
        Product, verbose_name=_("product"), on_delete=models.PROTECT, related_name="showcase"
    )
    intro = models.TextField(_("one sentence"), max_length=300, blank=True)
    body = StreamField([*text_blocks(), *media_blocks()], verbose_name=_("story"), blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("product"),
        FieldPanel("intro"),
        InlinePanel("gallery_images", label=_("Image")),
        FieldPanel("body"),
    ]
    parent_page_types = ["cms.ProductIndexPage"]
    subpage_types: list[str] = []
    base_form_class = ShowcaseForm

    class Meta:
        verbose_name = _("product page")
        verbose_name_plural = _("product pages")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        context = super().get_context(request, *args, **kwargs)
        facts, similar = register.facts_and_similar(self.product.code, clock.today())
        if facts is None:
            raise Http404
        gallery = self.gallery_images.prefetch_related(images_of("image", *LARGE, WHOLE, SHARED, SMALL))
        items = product_cards(similar, request)
        return context | {"facts": facts, "gallery": gallery[:MOST_PICTURES], "items": items}


class ProductPageImage(Orderable):
    """A picture of a product page; the first one is shown large."""

    page = ParentalKey(ProductPage, on_delete=models.CASCADE, related_name="gallery_images")
    image = models.ForeignKey("wagtailimages.Image", on_delete=models.CASCADE, related_name="+")
    caption = models.CharField(_("caption"), max_length=200, blank=True)

    panels = [FieldPanel("image", heading=_("Image")), FieldPanel("caption")]


def product_cards(products: Iterable[ProductFacts], request: HttpRequest) -> list[Card]:
    """Return the cards of products in their order: those with a live page lead to it and bear its first picture.

    The number of queries does not depend on how many they are.
    """
    facts = list(products)
    first = ProductPageImage.objects.filter(page=OuterRef("pk")).order_by("sort_order", "pk").values("image")[:1]
    pages = ProductPage.objects.live().public().filter(product__code__in=[one.code for one in facts])
    by_code = {page.code: page for page in pages.annotate(code=F("product__code"), cover=Subquery(first)).defer("body")}
    covers = images_with(CARD).in_bulk({page.cover for page in by_code.values() if page.cover})
    return [_card(one, by_code.get(one.code), covers, request) for one in facts]


def _card(facts: ProductFacts, page: ProductPage | None, covers: dict[int, object], request: HttpRequest) -> Card:
    if page is None:
        return Card(facts, None)
    return Card(replace(facts, url=page.get_url(request)), card_picture(covers.get(page.cover)))


class ProducerIndexPage(RegisterIndexPage):
    """All producers with a product that ever held a certificate."""

    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.ProducerPage"]
    max_count = 1

    class Meta:
        verbose_name = _("producer index")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        producers = Producer.objects.public().order_by("sort_key", "pk")
        context = super().get_context(request, *args, **kwargs) | self.paged(request, producers)
        return context | {"items": producers_facts(context["page_obj"].object_list, clock.today())}

    def serve_code(self, request: HttpRequest, code: str) -> HttpResponse:
        page = ProducerPage.objects.live().filter(producer__in=Producer.objects.public().filter(code=code)).first()
        return redirect(page.get_url(request)) if page else register.producer(request, code)


class ProducerPage(Page):
    """A producer's story in the communications staff's words."""

    producer = models.OneToOneField(
        Producer, verbose_name=_("producer"), on_delete=models.PROTECT, related_name="showcase"
    )
    intro = models.TextField(_("one sentence"), max_length=300, blank=True)
    body = StreamField([*text_blocks(), *media_blocks()], verbose_name=_("story"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("producer"), FieldPanel("intro"), FieldPanel("body")]
    parent_page_types = ["cms.ProducerIndexPage"]
    subpage_types: list[str] = []
    base_form_class = ShowcaseForm

    class Meta:
        verbose_name = _("producer page")
        verbose_name_plural = _("producer pages")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        code = self.producer.code
        facts = producer_facts(code, clock.today())
        if facts is None:
            raise Http404
        products = product_cards(register.products_of(code), request)
        return super().get_context(request, *args, **kwargs) | {"facts": facts, "items": products}
