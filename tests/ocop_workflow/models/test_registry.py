"""Producers and products as they are stored."""

import pytest

from ocop_workflow.models import Producer, Product
from ocop_workflow.services.producers import register_producer
from ocop_workflow.services.products import register_product
from tests.factories.city import SAN_THANG, City

LONGEST_NAMES = ["ệ" * 200, "a" * 199 + "ệ", "茶" * 200]


@pytest.mark.parametrize("name", LONGEST_NAMES)
def test_a_name_of_any_script_and_length_is_stored(city: City, name: str):
    producer = register_producer(
        name=name, organisation_type="hop_tac_xa", commune=city.units[SAN_THANG], address="Tổ 5"
    )
    product = register_product(producer, name=name, set_no=6)

    stored = [Producer.objects.get(pk=producer.pk), Product.objects.get(pk=product.pk)]
    assert [(row.name, len(row.sort_key)) for row in stored] == [(name, 400)] * 2


def test_long_names_stand_in_the_order_of_the_dictionary(city: City):
    names = ["à" * 200, "a" * 199 + "b", "茶" * 200]
    for name in reversed(names):
        register_product(city.producer, name=name, set_no=6)

    assert list(Product.objects.filter(name__in=names).values_list("name", flat=True)) == names
