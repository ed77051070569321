"""A certificate proposes a page; a person publishes it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections, transaction
from django.test import Client

from cms.models import ProductPage
from cms.receivers import propose_product_page
from cms.tree import ensure_tree
from ocop_workflow.domain import clock
from ocop_workflow.models import Certificate, Product
from ocop_workflow.services.products import change_product
from tests.cms.shelf import certify, read, showcase, words
from tests.factories import dossiers
from tests.factories.city import OCTOBER, City, new_product, standing_city

STORY = "Tráng miến từ tháng Mười.\n\nPhơi hai nắng <b>và</b> một sương."


@pytest.fixture
def drafted(city: City) -> ProductPage:
    """The page that the city's first certificate proposed."""
    change_product(city.product, {"story": STORY})
    dossiers.certified(city)
    return ProductPage.objects.get()


def test_certificate_drafts_a_page_of_what_the_register_knows(drafted: ProductPage, city: City):
    assert (drafted.title, drafted.slug, drafted.product) == (
        "Miến dong San Thàng (minh họa)",
        "mien-dong-san-thang-minh-hoa",
        city.product,
    )
    assert (drafted.live, drafted.has_unpublished_changes, drafted.first_published_at) == (False, True, None)
    assert drafted.intro == "Miến làm từ củ dong riềng."
    assert [block.value.source for block in drafted.body] == [
        "<p>Tráng miến từ tháng Mười.</p>",
        "<p>Phơi hai nắng &lt;b&gt;và&lt;/b&gt; một sương.</p>",
    ]


def test_draft_stays_inside_until_a_person_publishes_it(drafted: ProductPage, client: Client):
    before = [client.get(address).status_code for address in ("/san-pham/SP-0001/", drafted.url)]

    drafted.latest_revision.publish()

    after = client.get("/san-pham/SP-0001/")
    assert before == [200, 404]
    assert (after.status_code, after.url) == (302, drafted.url)
    assert "Phơi hai nắng <b>và</b> một sương." in words(read(client, drafted.url)).replace("&lt;", "<").replace(
        "&gt;", ">"
    )


def test_earlier_certificate_proposes_no_page(city: City):
    certify(city.product)

    assert ProductPage.objects.count() == 0


def test_product_with_a_page_gets_no_second_one(city: City):
    page = showcase(city.product)

    dossiers.certified(city)

    assert ProductPage.objects.get() == page


def test_address_already_taken_gets_the_code(city: City):
    other = new_product(city.producer, "Miến khác")
    showcase(other, slug="mien-dong-san-thang-minh-hoa")

    dossiers.certified(city)

    assert city.product.showcase.slug == "mien-dong-san-thang-minh-hoa-sp-0001"


def test_decision_undone_leaves_no_page(city: City):
    with transaction.atomic():
        dossiers.certified(city)
        transaction.set_rollback(True)

    assert ProductPage.objects.count() == 0


@pytest.mark.commits
def test_pages_proposed_at_once_all_find_a_place(committed: object):
    city = standing_city()
    ensure_tree()
    products = [new_product(city.producer, f"Món {number}") for number in range(4)]
    barrier = Barrier(len(products))

    def propose(product: Product) -> None:
        try:
            with clock.travel(OCTOBER):
                barrier.wait()
                with transaction.atomic():
                    propose_product_page(Certificate, Certificate(product=product, dossier_id=1))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(products)) as pool:
        list(pool.map(propose, products))

    pages = ProductPage.objects.order_by("path")
    assert sorted(page.product_id for page in pages) == [product.pk for product in products]
    assert [page.path[-4:] for page in pages] == ["0001", "0002", "0003", "0004"]
    assert pages[0].get_parent().numchild == 4
