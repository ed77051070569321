"""What products and producers are called now, in SQL written out: it is asked at each letter typed."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from ocop_workflow.domain.certificates import IN_FORCE
from ocop_workflow.models import Certificate, Producer, Product
from search.engines.ranking import status_on
from search.engines.sql import Sql, among, every, values_of

CERTIFICATES, PRODUCTS, PRODUCERS = (model._meta.db_table for model in (Certificate, Product, Producer))


class NamedProduct(NamedTuple):
    """A product as it is offered: its name, its state on the day, who makes it."""

    name: str
    status: str
    maker: str


class NamedProducer(NamedTuple):
    """A producer as it is offered: its name, and the id of the commune it is in."""

    name: str
    commune: int


def named_products(codes: Sequence[str], day: date) -> dict[str, NamedProduct]:
    """Return by their codes those products that held a certificate by a day, by one query."""
    status, wanted = status_on(day), every([among("p.code", codes), _begun(day)])
    rows = _rows(
        f"SELECT p.code, p.name, {status.text}, m.name FROM {CERTIFICATES} c JOIN {PRODUCTS} p ON p.id = c.product_id "  # noqa: S608 -- ours
        f"JOIN {PRODUCERS} m ON m.id = p.producer_id WHERE {wanted.text} ORDER BY c.valid_from DESC, c.id DESC",
        values_of([status, wanted]),
    )
    found: dict[str, NamedProduct] = {}
    for code, *said in rows:
        named = NamedProduct(*said)
        if code not in found or (named.status in IN_FORCE and found[code].status not in IN_FORCE):
            found[code] = named
    return found


def named_producers(codes: Sequence[str], day: date) -> dict[str, NamedProducer]:
    """Return by their codes those producers with a product that held a certificate by a day, by one query."""
    held = f"SELECT 1 FROM {PRODUCTS} p JOIN {CERTIFICATES} c ON c.product_id = p.id WHERE p.producer_id = m.id"  # noqa: S608 -- ours
    begun, wanted = _begun(day), among("m.code", codes)
    rows = _rows(
        f"SELECT m.code, m.name, m.commune_id FROM {PRODUCERS} m "  # noqa: S608 -- ours
        f"WHERE {wanted.text} AND EXISTS ({held} AND {begun.text})",
        values_of([wanted, begun]),
    )
    return {code: NamedProducer(*said) for code, *said in rows}


def _rows(text: str, values: Sequence[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        return list(cursor.fetchall())


def _begun(day: date) -> Sql:
    return Sql("c.valid_from <= %s", (connection.ops.adapt_datefield_value(day),))
