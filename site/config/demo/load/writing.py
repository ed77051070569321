"""Products by the thousand for load tests: written in bulk, round the door, no history and no events, and marked so."""

from collections.abc import Callable, Sequence
from itertools import chain
from typing import TypeVar

from django.db import models, transaction

from config.demo.load.making import (
    PER_PRODUCER,
    PRODUCT_CODE,
    make_producer,
    make_product,
    producer_code,
)
from config.demo.load.papers import make_certificates
from ocop_workflow.domain import clock
from ocop_workflow.models import AdministrativeUnit, Producer, Product
from search.places import COMMUNE_TYPES
from search.sync import refresh

PORTION = 1000
Row = TypeVar("Row", bound=models.Model)


def load_products(wanted: int, tell: Callable[[int], object]) -> int:
    """Bring the number of load products up to `wanted` and return how many were added; the same ones each time.

    Five share a producer; each has certificates in whatever state that is today. They stand in registry and search
    alone: no dossier, no event and no history row tells of them. A portion is one transaction, and memory holds one.
    """
    there = Product.objects.filter(code__startswith=PRODUCT_CODE).count()
    for first in range(there, wanted, PORTION):
        numbers = range(first, min(first + PORTION, wanted))
        _write(numbers)
        tell(len(numbers))
    return max(0, wanted - there)


@transaction.atomic
def _write(numbers: Sequence[int]) -> None:
    producers = _producers(range(numbers[0] // PER_PRODUCER, numbers[-1] // PER_PRODUCER + 1))
    products = _in_bulk([make_product(number, producers[number // PER_PRODUCER]) for number in numbers])
    papers = [make_certificates(number, product) for number, product in zip(numbers, products, strict=True)]
    # The newest first: an older one names the one that superseded it.
    _in_bulk([newest for newest, *_ in papers])
    _in_bulk(list(chain.from_iterable(older for _, *older in papers)))
    refresh(products=[row.pk for row in products], producers=[row.pk for row in producers.values()])


def _in_bulk(rows: list[Row]) -> list[Row]:
    """Write rows without history: a plain queryset, not the audited one."""
    return models.QuerySet(type(rows[0])).bulk_create(rows) if rows else rows


def _producers(numbers: Sequence[int]) -> dict[int, Producer]:
    """Return the producers of these numbers; the first may be there from the portion before."""
    codes = {number: producer_code(number) for number in numbers}
    there = set(Producer.objects.filter(code__in=codes.values()).values_list("code", flat=True))
    communes = _communes()
    _in_bulk([make_producer(number, communes) for number, code in codes.items() if code not in there])
    known = {producer.code: producer for producer in Producer.objects.filter(code__in=codes.values())}
    return {number: known[code] for number, code in codes.items()}


def _communes() -> list[AdministrativeUnit]:
    """Return the communes there are or were: who registered before a merger keeps the name of that day."""
    known = AdministrativeUnit.objects.filter(unit_type__in=COMMUNE_TYPES, valid_from__lte=clock.today())
    return list(known.order_by("valid_from", "code"))
