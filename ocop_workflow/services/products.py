"""The registry's products."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction

from ocop_workflow.domain.errors import InvalidInput
from ocop_workflow.models import Producer, Product, one_act
from ocop_workflow.services.intents import given
from ocop_workflow.services.producers import locked_producer
from ocop_workflow.services.registry_acts import Entry, enter, keep_change
from ocop_workflow.services.registry_rules import assign, require_product, require_registrar
from ocop_workflow.signals import product_changed

if TYPE_CHECKING:
    from accounts.models import User


PRODUCT_FACTS = (
    "legal_code", "name", "set_no", "specification", "description", "story", "ingredients", "village", "price_from",
    "price_to", "illustrative",
)  # fmt: skip
PRODUCTS = Entry(
    Product,
    "SP",
    PRODUCT_FACTS,
    "product.registered",
    "product.changed",
    tell=lambda row: product_changed.send(sender=Product, product=row),
)


def register_product(
    producer: Producer,
    *,
    name: str,
    set_no: int,
    actor: "User | None" = None,
    idempotency_key: str = "",
    **facts: object,
) -> Product:
    """Enter a product of one of the 26 sets and return it, with its code; one intent enters one.

    `facts` are further fields of Product: specification, description, story, ingredients, village, prices in đồng …
    Raises InvalidInput for malformed facts, prices that run backwards, and a second product of the same name;
    NotAllowed as `register_producer` does.
    """
    office = require_registrar(actor, producer.commune)
    facts |= {"name": name, "set_no": set_no}
    with transaction.atomic(), one_act() as act:
        locked_producer(producer)
        return enter(
            PRODUCTS,
            Product(producer=producer),
            facts,
            (act, actor, office),
            {"producer": producer.code, "set": set_no},
            check=require_product,
            begun=given(producer=producer.code, **facts),
            idempotency_key=idempotency_key,
        )


def change_product(product: Product, changes: Mapping[str, object], *, actor: "User | None" = None) -> Product:
    """Change facts of a product; what was is kept in its history, the event names the fields.

    Nothing is written when nothing differs. The set stays once a dossier or a certificate names it. Raises as
    `register_product` does.
    """
    with transaction.atomic(), one_act() as act:
        rows = Product.objects.select_for_update(of=("self",), no_key=True).select_related("producer__commune")
        current = rows.get(pk=product.pk)
        office = require_registrar(actor, current.producer.commune)
        if changed := assign(current, changes, PRODUCT_FACTS):
            if "set_no" in changed and (current.dossiers.exists() or current.certificates.exists()):
                raise InvalidInput("The set of a product with a dossier or a certificate stays.", field="set_no")
            require_product(current)
            keep_change(PRODUCTS, current, changed, (act, actor, office))
    product.refresh_from_db()
    return current
