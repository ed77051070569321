"""What products and producers are called now, in SQL written out: it is asked at each letter typed."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection

from ocop_workflow.domain.certificates import IN_FORCE
from ocop_workflow.models import Certificate, Producer, Product
from search.engines.ranking import status_on

CERTIFICATES, PRODUCTS, PRODUCERS = (model._meta.db_table for model in (Certificate, Product, Producer))


def named_products(codes: Sequence[str], day: date) -> dict[str, tuple[str, str]]:
    """Return by their codes the names and states of those products that held a certificate by a day, by one query."""
    status = status_on(day)
    rows = _rows(
        f"SELECT p.code, p.name, {status.text} FROM {CERTIFICATES} c JOIN {PRODUCTS} p ON p.id = c.product_id "  # noqa: S608 -- ours
        f"WHERE p.code IN {_places(codes)} AND c.valid_from <= %s ORDER BY c.valid_from DESC, c.id DESC",
        (*status.values, *codes, _stored(day)),
    )
    found: dict[str, tuple[str, str]] = {}
    for code, name, state in rows:
        if code not in found or (state in IN_FORCE and found[code][1] not in IN_FORCE):
            found[code] = (name, state)
    return found


def named_producers(codes: Sequence[str], day: date) -> dict[str, str]:
    """Return by their codes the names of those producers with a product that held a certificate by a day."""
    held = f"SELECT 1 FROM {PRODUCTS} p JOIN {CERTIFICATES} c ON c.product_id = p.id WHERE p.producer_id = m.id"  # noqa: S608 -- ours
    rows = _rows(
        f"SELECT m.code, m.name FROM {PRODUCERS} m "  # noqa: S608 -- ours
        f"WHERE m.code IN {_places(codes)} AND EXISTS ({held} AND c.valid_from <= %s)",
        (*codes, _stored(day)),
    )
    return dict(rows)


def _rows(text: str, values: Sequence[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        return list(cursor.fetchall())


def _places(codes: Sequence[str]) -> str:
    return f"({', '.join(['%s'] * len(codes))})"


def _stored(day: date) -> object:
    return connection.ops.adapt_datefield_value(day)
