"""Showcases: a page for a product or a producer, beside the register's facts that no page can change."""

from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable, Page
from wagtail.url_routing import RouteResult

from cms.blocks.media import media_blocks
from cms.blocks.text import text_blocks
from ocop_workflow.domain import clock
from ocop_workflow.models import Producer, Product
from ocop_workflow.queries.register import producer_facts, producers_facts, product_facts, products_facts

PAGE_SIZE = 24


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
        page = Paginator(queryset, PAGE_SIZE).get_page(request.GET.get("trang"))
        return {"page_obj": page, "today": clock.today()}


class ProductIndexPage(RegisterIndexPage):
    """All products that ever held a certificate."""

    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.ProductPage"]
    max_count = 1

    class Meta:
        verbose_name = _("product index")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        context = super().get_context(request, *args, **kwargs) | self.paged(request, Product.objects.public())
        context["items"] = products_facts(context["page_obj"].object_list, context["today"])
        return context

    def serve_code(self, request: HttpRequest, code: str) -> HttpResponse:
        page = ProductPage.objects.live().filter(product__code=code).first()
        if page:
            return redirect(page.get_url(request))
        facts = product_facts(code, clock.today())
        if facts is None:
            raise Http404
        return TemplateResponse(request, "ocop_workflow/public/product_facts.html", {"facts": facts, "page": self})


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

    class Meta:
        verbose_name = _("product page")
        verbose_name_plural = _("product pages")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        context = super().get_context(request, *args, **kwargs)
        context["facts"] = product_facts(self.product.code, clock.today())
        return context


class ProductPageImage(Orderable):
    """A picture of a product page; the first one is shown large."""

    page = ParentalKey(ProductPage, on_delete=models.CASCADE, related_name="gallery_images")
    image = models.ForeignKey("wagtailimages.Image", on_delete=models.CASCADE, related_name="+")
    caption = models.CharField(_("caption"), max_length=200, blank=True)

    panels = [FieldPanel("image"), FieldPanel("caption")]


class ProducerIndexPage(RegisterIndexPage):
    """All producers with a product that ever held a certificate."""

    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.ProducerPage"]
    max_count = 1

    class Meta:
        verbose_name = _("producer index")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        context = super().get_context(request, *args, **kwargs) | self.paged(request, Producer.objects.public())
        context["items"] = producers_facts(context["page_obj"].object_list, context["today"])
        return context

    def serve_code(self, request: HttpRequest, code: str) -> HttpResponse:
        page = ProducerPage.objects.live().filter(producer__code=code).first()
        if page:
            return redirect(page.get_url(request))
        facts = producer_facts(code, clock.today())
        if facts is None:
            raise Http404
        title = {"title": facts.name, "seo_title": ""}
        return TemplateResponse(request, "cms/producer_page.html", {"page": title, **producer_context(code)})


def producer_context(code: str) -> dict[str, object]:
    """Return a producer's facts and those of its public products, as they stand today."""
    today = clock.today()
    products = Product.objects.public().filter(producer__code=code)
    return {"producer": producer_facts(code, today), "products": products_facts(products, today)}


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

    class Meta:
        verbose_name = _("producer page")
        verbose_name_plural = _("producer pages")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        return super().get_context(request, *args, **kwargs) | producer_context(self.producer.code)
