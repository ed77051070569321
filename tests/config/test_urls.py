"""The URL map: what the site promises answers, no link of a public page leads nowhere, search engines get a list."""

import re
from datetime import date
from html import unescape
from urllib.parse import urljoin

import pytest
from django.test import Client

from cms.tree import ensure_tree
from ocop_workflow.domain import clock
from tests.cms.shelf import article, certify, producer_page, showcase
from tests.factories.city import OCTOBER, City, another_producer, new_product, standing_city

HREF = re.compile(r'<a\b[^>]*\bhref="([^"#]+)')
# Signing in, calling and outside addresses end a walk; so does a filter, of which there are endless many.
NOT_FOLLOWED = re.compile(r"^(https?:|tel:|mailto:)|^/quan-tri/|[?&](nhom|bo|sao|xa|tinh-trang|q|trang)=")


@pytest.fixture
def city(db: None):
    with clock.travel(OCTOBER):
        city = standing_city()
        ensure_tree()
        yield city


@pytest.fixture
def shop(city: City) -> City:
    """Two producers, one with a page; three public products, one with a page; an article; drafts of each."""
    other = another_producer(city)
    plain = new_product(city.producer, "Bột dong")
    certify(city.product)
    certify(plain, on=date(2020, 1, 15))
    certify(other)
    new_product(city.producer, "Chưa dự thi")
    showcase(city.product, slug="mien-dong", pictures=0)
    showcase(other, slug="nhap", pictures=0, live=False)
    producer_page(city.producer)
    article("Phiên chợ", slug="phien-cho")
    article("Nháp", slug="tin-nhap", live=False)
    return city


def test_no_link_of_a_public_page_leads_nowhere(client: Client, shop: City):
    answers: dict[str, int] = {}
    waiting = ["/", "/khong-co-trang-nay/"]
    while waiting:
        address = waiting.pop()
        response = client.get(address)
        answers[address] = response.status_code
        if "html" not in response.get("Content-Type", ""):
            continue
        found = {urljoin(address, unescape(href)) for href in HREF.findall(response.content.decode())}
        waiting += [one for one in found - answers.keys() - set(waiting) if not NOT_FOLLOWED.search(one)]

    wrong = {address: status for address, status in answers.items() if status not in (200, 302)}
    assert wrong == {"/khong-co-trang-nay/": 404}
    assert len(answers) >= 15


def test_sitemap_lists_pages_and_what_only_the_register_says(client: Client, shop: City):
    response = client.get("/sitemap.xml")

    assert re.findall(r"<loc>http://testserver([^<]+)</loc>", response.content.decode()) == [
        "/",
        "/tin-tuc/",
        "/tin-tuc/phien-cho/",
        "/san-pham/",
        "/san-pham/mien-dong/",
        "/chu-the/",
        f"/chu-the/trang-{shop.producer.pk}/",
        "/san-pham/SP-0002/",
        "/san-pham/SP-0003/",
        "/chu-the/CT-0002/",
    ]
    assert response["Content-Type"] == "application/xml"


def test_sitemap_leaves_out_a_page_of_an_uncertified_product(client: Client, city: City):
    showcase(city.product, slug="mien-dong", pictures=0)

    assert "/san-pham/mien-dong/" not in client.get("/sitemap.xml").content.decode()


def test_robots_of_a_demonstration_are_sent_away(client: Client, settings):
    settings.OCOP_BASE_URL = "https://ocop.example"

    response = client.get("/robots.txt")

    assert response.content.decode() == "User-agent: *\nDisallow: /\nSitemap: https://ocop.example/sitemap.xml\n"


def test_robots_of_the_real_site_keep_to_public_pages(client: Client, settings):
    settings.OCOP_DEMO, settings.OCOP_BASE_URL = False, "https://ocop.example"

    assert client.get("/robots.txt").content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /quan-tri/",
        "Disallow: /api/",
        "Disallow: /tim-kiem/goi-y/",
        "Sitemap: https://ocop.example/sitemap.xml",
    ]


@pytest.mark.parametrize("path", ["/.env", "/.git/config", "/db.sqlite3", "/backup.zip", "/wp-login.php", "/admin/"])
def test_what_attackers_try_first_is_not_there(client: Client, db: None, path: str):
    assert client.get(path).status_code == 404
