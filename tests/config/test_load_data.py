"""Load data: how many, in which states, marked as what it is, and the same each time."""

from collections import Counter

import pytest
from django.core.management import CommandError, call_command

from config.demo.load.making import MARK, make_product, product_code
from config.demo.load.papers import make_certificates
from config.demo.load.trades import trades, words
from config.demo.load.writing import load_products
from ocop_workflow.domain import clock
from ocop_workflow.domain.certificates import STATES
from ocop_workflow.domain.text import nfc
from ocop_workflow.models import AdministrativeUnit, Certificate, Event, Producer, Product
from ocop_workflow.queries.verification import verify
from search.models import SearchDocument
from search.sync import drift
from tests.factories.city import OCTOBER, City, standing_city


@pytest.fixture(autouse=True)
def october():
    with clock.travel(OCTOBER):
        yield


@pytest.fixture
def city(db: None) -> City:
    return standing_city()


def loaded() -> list[tuple[object, ...]]:
    rows = Product.objects.filter(code__startswith="SP-T").order_by("code")
    return list(rows.values_list("code", "name", "producer__name", "story", "price_from"))


def test_load_data_knows_a_trade_for_each_set():
    assert [trade.set_no for trade in trades()] == list(range(1, 27))
    texts = [base.name for trade in trades() for base in trade.bases] + list(words().sentences)
    assert [text for text in texts if text != nfc(text)] == []


def test_load_products_fills_register_and_search(city: City):
    told: list[int] = []

    added = load_products(23, told.append)

    assert (added, told) == (23, [23])
    assert [code for code, *_ in loaded()] == [product_code(number) for number in range(23)]
    assert Producer.objects.filter(code__startswith="CT-T").count() == 5
    assert SearchDocument.objects.filter(code__startswith="SP-T").count() == 23
    assert SearchDocument.objects.filter(code__startswith="CT-T").count() == 5
    assert not drift()


def test_load_products_brings_the_number_up_and_never_down(city: City):
    load_products(7, lambda _: None)
    first = loaded()

    assert (load_products(7, lambda _: None), load_products(3, lambda _: None)) == (0, 0)
    assert loaded() == first
    assert load_products(12, lambda _: None) == 5
    assert loaded()[:7] == first


def test_load_data_says_what_it_is(city: City):
    load_products(10, lambda _: None)

    products = Product.objects.filter(code__startswith="SP-T")
    assert not products.exclude(description__endswith=f"({MARK})").exists()
    assert not products.filter(illustrative=False).exists()
    assert not Producer.objects.filter(code__startswith="CT-T").exclude(introduction__endswith=f"({MARK})").exists()
    papers = Certificate.objects.filter(number__startswith="TT-")
    assert set(papers.values_list("legal_basis", "illustrative")) == {(MARK, True)}


def test_load_data_leaves_no_history_and_a_chain_that_verifies(city: City):
    events, histories = Event.objects.count(), Product.history.count()

    load_products(10, lambda _: None)

    report, faults = verify()
    assert (list(faults), report.events) == ([], events)
    assert Product.history.count() == histories


def test_certificates_are_in_every_state():
    producer = Producer(code="CT-T000001", name="Tổ", address="Bản Nậm Mạ, Xã X", commune=AdministrativeUnit())
    papers = [paper for n in range(400) for paper in make_certificates(n, make_product(n, producer))]

    states = Counter(paper.state_on(clock.today()) for paper in papers)

    assert set(states) == set(STATES)
    assert states["valid"] > 200
    assert len({paper.number for paper in papers}) == len(papers)


def test_seed_demo_refuses_load_data_outside_a_demonstration(city: City, settings):
    settings.OCOP_DEMO = False

    with pytest.raises(CommandError, match="OCOP_DEMO"):
        call_command("seed_demo", products=5)

    assert not Product.objects.filter(code__startswith="SP-T").exists()
