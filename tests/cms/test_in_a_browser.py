"""The public pages in Chromium: light, closed to other hosts, usable without scripts, by anyone, on a small phone.

Requests to another host, script errors and breaches of the content policy fail every one of these by themselves.
"""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import override_settings
from playwright.sync_api import Page

from cms.tree import ensure_tree
from ocop_workflow.domain import clock
from ocop_workflow.domain.certificates import STATES
from ocop_workflow.models import Certificate
from ocop_workflow.services.demo_clock import start_clock
from tests.cms.shelf import article, certify, image, producer_page, showcase
from tests.factories.city import OCTOBER, City, new_product, standing_city
from tests.services.site import Site

pytestmark = [pytest.mark.commits, pytest.mark.browser]
BUDGETS = {"home": 225, "product": 280, "verification": 30}
WIDTHS = (320, 390, 1280)
SEEN_BY_AXE = (320, 1280)  # between them only the lines break elsewhere
FACTS = {
    "valid": {},
    "expiring": {"on": date(2021, 12, 1)},
    "extended": {"on": date(2020, 1, 15)},
    "suspended": {},
    "expired": {"on": date(2020, 1, 15)},
    "revoked": {"revoked_on": date(2024, 9, 3), "revocation_ground": "Vi phạm", "revocation_decision": "9/QĐ-UBND"},
    "superseded": {},
}


@pytest.fixture(scope="module")
def live_site(site_of_module: Site) -> Site:
    """One site for all who only look."""
    return site_of_module


@pytest.fixture(scope="module")
def addresses(live_site: Site) -> dict[str, str]:
    """Fill the live site and return the addresses of its kinds of page by name."""
    with override_settings(MEDIA_ROOT=live_site.data_dir / "media"):
        return filled(standing_city())


def filled(city: City) -> dict[str, str]:
    ensure_tree()
    with clock.travel(OCTOBER):
        certificates = {}
        for number, state in enumerate(STATES):
            product = city.product if number == 0 else new_product(city.producer, f"Món {number}", set_no=number + 1)
            certificates[state] = certify(product, stars=4, **FACTS[state])
        stored(certificates)
        page = showcase(city.product, slug="mien-dong", pictures=4)
        producer_page(city.producer)
        for number in range(3):
            article(f"Tin {number}", image=image(), slug=f"tin-{number}")
    start_clock(OCTOBER)
    return {
        "home": "/",
        "product": page.url,
        "facts": "/san-pham/SP-0002/",
        "products": "/san-pham/",
        "producers": "/chu-the/",
        "producer": city.producer.showcase.url,
        "news": "/tin-tuc/",
        "article": "/tin-tuc/tin-0/",
        "start": "/xac-thuc/",
        "verification": certificates["valid"].get_absolute_url(),
        **{state: certificates[state].get_absolute_url() for state in STATES},
        "unknown": "/xac-thuc/AAAAAAAAAAAAAAAAAAAAAAAA/",
        "nowhere": "/khong-co/",
    }


def stored(certificates: dict[str, Certificate]) -> None:
    """Store the facts that only later acts bring."""
    certificates["extended"].extended_to = date(2999, 12, 31)
    certificates["suspended"].suspended_on = date(2024, 9, 1)
    certificates["superseded"].superseded_on = date(2024, 9, 1)
    for certificate in certificates.values():
        certificate.save_as(None, reason="certificate.changed")


def kilobytes(page: Page, address: str) -> float:
    """Return what a first view transfers over the wire, headers included."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(address, wait_until="networkidle")
    return sum(sizes) / 1000


def test_first_view_stays_within_its_budget(
    live_site: Site, addresses: dict[str, str], new_page: Callable[..., Page], figure: Callable[[str, object], None]
):
    weights = {}
    for name in BUDGETS:
        new_page().goto(live_site.url + addresses[name], wait_until="networkidle")
        weights[name] = kilobytes(new_page(width=390), live_site.url + addresses[name])
        figure(f"{name}: KB on first view", round(weights[name], 1))

    assert {name: weight for name, weight in weights.items() if weight > BUDGETS[name]} == {}


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_fit_and_are_accessible(
    live_site: Site,
    addresses: dict[str, str],
    new_page: Callable[..., Page],
    axe: Callable[[Page], list[str]],
    screenshot: Callable[..., object],
    width: int,
):
    page, faults = new_page(width=width), {}
    for name, address in addresses.items():
        page.goto(live_site.url + address)
        too_wide = page.evaluate("document.documentElement.scrollWidth") > width
        faults[name] = (axe(page) if width in SEEN_BY_AXE else []) + (["scrolls sideways"] if too_wide else [])
        screenshot(page, f"public-{name}-{width}")

    assert {name: found for name, found in faults.items() if found} == {}


def test_pages_work_without_scripts(live_site: Site, addresses: dict[str, str], new_page: Callable[..., Page]):
    page = new_page(javascript=False, width=320)

    page.goto(live_site.url)
    page.locator(".menu summary").click()
    page.locator(".menu nav a", has_text="Sản phẩm").click()
    page.get_by_role("link", name="Miến dong San Thàng (minh họa)").first.click()
    page.get_by_role("link", name="Mở trang xác thực").click()

    assert page.locator("h1").inner_text() == "Còn hiệu lực"
    assert page.url == live_site.url + addresses["valid"]


def test_number_of_a_certificate_is_checked_without_scripts(
    live_site: Site, addresses: dict[str, str], new_page: Callable[..., Page]
):
    page = new_page(javascript=False, width=320)

    page.goto(f"{live_site.url}/xac-thuc/")
    page.get_by_label("Số giấy chứng nhận").fill("0001/2024/gcn-ocop")
    page.locator("main button").click()

    assert page.url == live_site.url + addresses["valid"]
