"""What the search does when the register or the news changed: it writes documents, in the same transaction."""

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_unpublished, post_page_move

from cms.models.news import NewsPage
from ocop_workflow.models import Certificate, Producer, Product
from ocop_workflow.signals import (
    certificate_changed,
    certificate_issued,
    producer_changed,
    product_changed,
    units_changed,
)
from search.sync import refresh, refresh_news, refresh_places, refresh_producers


@receiver([certificate_issued, certificate_changed], dispatch_uid="search-certificate")
def follow_certificate(sender: type, certificate: Certificate, **kwargs: object) -> None:
    refresh(products=[certificate.product_id], producers=[certificate.product.producer_id])


@receiver(product_changed, dispatch_uid="search-product")
def follow_product(sender: type, product: Product, **kwargs: object) -> None:
    refresh(products=[product.pk], producers=[product.producer_id])


@receiver(producer_changed, dispatch_uid="search-producer")
def follow_producer(sender: type, producer: Producer, **kwargs: object) -> None:
    refresh_producers([producer.pk])


@receiver(units_changed, dispatch_uid="search-units")
def follow_units(sender: type, **kwargs: object) -> None:
    refresh_places()


@receiver([page_published, page_unpublished, post_page_move], dispatch_uid="search-page")
def follow_page(sender: type, instance: Page, **kwargs: object) -> None:
    _follow_news_below(instance)


@receiver([post_save, post_delete], sender=NewsPage, dispatch_uid="search-article")
def follow_article(sender: type, instance: NewsPage, **kwargs: object) -> None:
    refresh_news([instance.pk])


@receiver([post_save, post_delete], sender=PageViewRestriction, dispatch_uid="search-restriction")
def follow_restriction(sender: type, instance: PageViewRestriction, **kwargs: object) -> None:
    _follow_news_below(instance.page)


def _follow_news_below(page: Page) -> None:
    articles = list(NewsPage.objects.descendant_of(page, inclusive=True).values_list("pk", flat=True))
    if articles:
        refresh_news(articles)
