"""Products: entered and changed under their producer."""

import pytest

from ocop_workflow.domain.errors import InvalidInput
from ocop_workflow.services.products import change_product, register_product
from tests.factories import dossiers
from tests.factories.city import City, another_producer
from tests.ocop_workflow.refusals import refused_with
from tests.ocop_workflow.services.registry_world import last_event

pytestmark = [pytest.mark.django_db]


october = pytest.mark.usefixtures("october")


@october
def test_register_product_enters_it_under_its_producer(city: City, heard):
    product = register_product(
        city.producer, name="Miến  khô", set_no=6, price_from=60_000, price_to=65_000, actor=city.users["phongkinhte"]
    )

    event = last_event()
    assert (product.code, product.name, product.price_to) == ("SP-0002", "Miến khô", 65_000)
    assert (event.kind, event.subject, event.office) == ("product.registered", "SP-0002", "PKT-TPLC.officer")
    assert heard == [("SP-0002", event.seq - 1)]


@october
@pytest.mark.parametrize(
    ("changes", "message", "field"),
    [
        ({"name": ""}, "This field cannot be blank.", "name"),
        ({"set_no": 27}, "Ensure this value is less than or equal to 26.", "set_no"),
        ({"set_no": 0}, "Ensure this value is greater than or equal to 1.", "set_no"),
        (
            {"name": "MIẾN DONG San Thàng (minh hoạ)"},
            "“Miến dong San Thàng (minh họa)” is already registered as SP-0001.",
            "name",
        ),
        ({"price_from": 2, "price_to": 1}, "The highest price lies below the lowest.", "price_to"),
        ({"code": "SP-9"}, "“code” is not set here.", "code"),
    ],
)
def test_register_product_refuses_bad_input(city: City, english: None, changes, message, field):
    with refused_with(InvalidInput, message, field=field):
        register_product(city.producer, **{"name": "Miến khô", "set_no": 6, **changes})


@october
def test_products_of_two_producers_may_share_a_name(city: City):
    other = another_producer(city).producer

    product = register_product(other, name=city.product.name, set_no=6)

    assert (product.code, product.name) == ("SP-0003", city.product.name)


@october
def test_change_product_keeps_what_was_and_names_the_fields(city: City, heard):
    change_product(city.product, {"story": "Chuyện", "price_from": 50_000}, actor=city.users["xa.santhang"])

    event = last_event()
    assert (city.product.story, city.product.history.count()) == ("Chuyện", 2)
    assert (event.kind, event.subject) == ("product.changed", "SP-0001")
    assert '"fields":["story","price_from"]' in event.payload
    assert heard == [("SP-0001", event.seq - 1)]


@october
def test_change_product_keeps_the_set_once_a_dossier_names_it(city: City):
    change_product(city.product, {"set_no": 7})
    dossiers.draft(city, complete=False)

    with refused_with(InvalidInput, "The set of a product with a dossier or a certificate stays.", field="set_no"):
        change_product(city.product, {"set_no": 8})
