"""What the search does when something changed in the register: it writes documents, in the same transaction."""

from django.dispatch import receiver

from ocop_workflow.models import Certificate, Producer, Product
from ocop_workflow.signals import (
    certificate_changed,
    certificate_issued,
    producer_changed,
    product_changed,
    units_changed,
)
from search.sync import refresh, refresh_places, refresh_producers


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
