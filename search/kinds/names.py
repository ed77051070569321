"""What products and producers are called now, in SQL written out: it is asked at each letter typed."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection

from ocop_workflow.domain.certificates import IN_FORCE
from ocop_workflow.models import Certificate, Producer, Product
from search.engines.ranking import status_on
from search.engines.sql import Sql, among, every, values_of

CERTIFICATES, PRODUCTS, PRODUCERS = (model._meta.db_table for model in (Certificate, Product, Producer))


def named_products(codes: Sequence[str], day: date) -> dict[str, tuple[str, str]]:
    """Return by their codes the names and states of those products that held a certificate by a day, by one query."""
    status, wanted = status_on(day), every([among("p.code", codes), _begun(day)])
    rows = _rows(
        f"SELECT p.code, p.name, {status.text} FROM {CERTIFICATES} c JOIN {PRODUCTS} p ON p.id = c.product_id "  # noqa: S608 -- ours
        f"WHERE {wanted.text} ORDER BY c.valid_from DESC, c.id DESC",
        values_of([status, wanted]),
    )
    found: dict[str, tuple[str, str]] = {}
    for code, name, state in rows:
        if code not in found or (state in IN_FORCE and found[code][1] not in IN_FORCE):
            found[code] = (name, state)
    return found


def named_producers(codes: Sequence[str], day: date) -> dict[str, str]:
    """Return by their codes the names of those producers with a product that held a certificate by a day."""
    held = f"SELECT 1 FROM {PRODUCTS} p JOIN {CERTIFICATES} c ON c.product_id = p.id WHERE p.producer_id = m.id"  # noqa: S608 -- ours
    begun, wanted = _begun(day), among("m.code", codes)
    rows = _rows(
        f"SELECT m.code, m.name FROM {PRODUCERS} m WHERE {wanted.text} AND EXISTS ({held} AND {begun.text})",  # noqa: S608 -- ours
        values_of([wanted, begun]),
    )
    return dict(rows)


def _rows(text: str, values: Sequence[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        return list(cursor.fetchall())


def _begun(day: date) -> Sql:
    return Sql("c.valid_from <= %s", (connection.ops.adapt_datefield_value(day),))
