"""A small market of October 2024: certificates in every state, names that differ in marks alone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from pytest_django import Settings

from cms.tree import ensure_tree
from ocop_workflow.domain import clock
from ocop_workflow.models import Certificate, Producer, Product
from ocop_workflow.services.demo_clock import start_clock
from ocop_workflow.services.earlier_certificates import register_earlier_certificate
from ocop_workflow.services.producers import register_producer, set_representative
from ocop_workflow.services.products import register_product
from ocop_workflow.signals import certificate_changed
from tests.factories.city import DONG_PHONG, OCTOBER, SAN_THANG, City, standing, standing_city
from tests.factories.merger import after_merger
from tests.services.site import Site

ISSUER = "UBND tỉnh Lai Châu"
RESTRICTED = "Zqxkín"


@dataclass
class Market:
    """Producers and products by a short name."""

    city: City
    producers: dict[str, Producer]
    products: dict[str, Product]

    def names(self, codes: Iterable[str]) -> list[str]:
        """Return the short names of codes, in their order."""
        by_code = {thing.code: name for name, thing in (self.products | self.producers).items()}
        return [by_code[code] for code in codes]


def certify(product: Product, *, on: date = date(2024, 1, 15), stars: int = 3, **facts: object) -> Certificate:
    """Register a certificate of a decision of that day, numbered after the product."""
    number = f"{product.code[3:]}/{on:%m-%Y}/GCN"
    return register_earlier_certificate(
        product,
        number=number,
        stars=stars,
        issuer=ISSUER,
        decision_number=f"{product.pk}/QĐ-UBND",
        decision_date=on,
        **facts,
    )


def revoked_on(day: date) -> dict[str, object]:
    return {"revoked_on": day, "revocation_ground": "Vi phạm", "revocation_decision": "9/QĐ-UBND"}


def revoke(product: Product) -> None:
    """Revoke a product's certificate today, and tell."""
    certificate = Certificate.objects.get(product=product)
    certificate.revoked_on, certificate.revocation_ground = clock.today(), "Vi phạm"
    certificate.revocation_decision = "9/QĐ-UBND"
    certificate.save_as(None, reason="Vi phạm")
    certificate_changed.send(Certificate, certificate=certificate)


def new_producer(city: City, name: str, commune: str, **facts: object) -> Producer:
    unit = city.units[commune]
    return register_producer(name=name, organisation_type="hop_tac_xa", commune=unit, address="Tổ 5", **facts)


@pytest.fixture
def october() -> Iterator[None]:
    with clock.travel(OCTOBER):
        yield


@pytest.fixture
def market(db: None, october: None, settings: Settings) -> Market:
    """The market of `build_market`, on 07/10/2024; with a search server, what its index is to be told as well."""
    return standing(f"market {bool(settings.ELASTICSEARCH_NODES)}", build_market)


def build_market() -> Market:
    """Seven products with a certificate, one without, of two producers; a third producer has none."""
    city = standing_city()
    starch = new_producer(city, "HTX Suối Ngàn", SAN_THANG, introduction="Làm miến từ năm 2015.")
    tea = new_producer(city, "HTX Bản Chè", DONG_PHONG)
    hidden = new_producer(city, f"HTX {RESTRICTED}", SAN_THANG)
    for producer in (starch, tea):
        set_representative(
            producer,
            {"name": RESTRICTED, "position": RESTRICTED, "ethnicity": RESTRICTED, "permanent_address": RESTRICTED},
        )
    products = {
        "noodles": register_product(starch, name="Miến dong San Thàng", set_no=6, story="Bột dong riềng trên nương."),
        "plain": register_product(starch, name="Mien dong khô", set_no=6, specification="Gói 500g"),
        "east": register_product(tea, name="Trà Miền Đông", set_no=11),
        "honey": register_product(starch, name="Mật ong hoa", set_no=4, story="Ăn cùng miến dong."),
        "tea": register_product(tea, name="Chè Tủa Thàng", set_no=11, village="bản Gia Khâu"),
        "rice": register_product(tea, name="Gạo nếp hoà bình", set_no=3),
        "old": register_product(starch, name="Miến dong cổ truyền", set_no=6),
        "hidden": register_product(hidden, name=f"Miến dong {RESTRICTED}", set_no=6),
    }
    certify(products["noodles"], stars=4)
    certify(products["plain"])
    certify(products["east"], stars=5)
    certify(products["honey"])
    certify(products["tea"], on=date(2021, 12, 1))
    certify(products["rice"], **revoked_on(date(2024, 9, 3)))
    certify(products["old"], on=date(2021, 6, 1), stars=4)
    return Market(city, {"starch": starch, "maker": tea, "none": hidden}, products)


@pytest.fixture
def merged_market(market: Market) -> Iterator[Market]:
    """The market after the merger of 01/07/2025, on 05/07/2025."""
    after_merger(market.city)
    with clock.travel(date(2025, 7, 5)):
        yield market


@pytest.fixture(scope="module")
def stocked(site_of_module: Site) -> Market:
    """The site of the module with the market of October 2024, on that day."""
    ensure_tree()
    with clock.travel(OCTOBER):
        market = build_market()
    start_clock(OCTOBER)
    return market
