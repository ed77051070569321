"""The home page: what is valid today, the newest products and news; each figure opens its list."""

import re
from datetime import date

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from cms.models import HomePage
from tests.cms.shelf import (
    MOST_QUERIES,
    article,
    certify,
    headings,
    image,
    read,
    same_for_one_and_three,
    showcase,
    words,
)
from tests.factories.city import City, another_producer, new_product

YEARS_AGO = date(2021, 6, 1)


@pytest.fixture
def register(city: City) -> City:
    """Seven products of two producers: four in force, one of them expiring; two expired, one revoked."""
    other = another_producer(city).producer
    certify(city.product, stars=4)
    certify(new_product(city.producer, "Bột dong"), on=date(2024, 2, 1))
    certify(new_product(other, "Chè xanh", set_no=11), on=date(2024, 3, 1), stars=5)
    certify(new_product(other, "Gạo nếp", set_no=3), on=date(2021, 12, 1))
    certify(new_product(other, "Mật ong", set_no=4), on=YEARS_AGO)
    certify(new_product(other, "Chẳm chéo", set_no=9), on=YEARS_AGO)
    revoked = {"revoked_on": date(2024, 9, 3), "revocation_ground": "Vi phạm", "revocation_decision": "9/QĐ-UBND"}
    certify(new_product(other, "Rượu ngô", set_no=14), **revoked)
    new_product(city.producer, "Miến chưa dự thi")
    return city


def test_home_shows_products_in_force_the_newest_first(client: Client, register: City):
    html = read(client, "/")

    products = html[html.index('id="san-pham"') : html.index('id="sao"')]
    assert headings(products) == ["Chè xanh", "Bột dong", "Miến dong San Thàng (minh họa)", "Gạo nếp"]


def test_home_counts_what_holds_today(client: Client, register: City):
    html = read(client, "/")

    figures = re.findall(r"<b>(\d+)</b>([^<]+)</a>", html)
    assert figures == [
        ("4", "sản phẩm còn hiệu lực"),
        ("1", "sản phẩm sắp hết hạn"),
        ("2", "chủ thể"),
        ("2", "sản phẩm đã hết hạn"),
    ]


@pytest.mark.parametrize("number", range(4))
def test_each_figure_is_the_length_of_the_list_it_opens(client: Client, register: City, number: int):
    address, figure = re.findall(r'<a href="([^"]+)"><b>(\d+)</b>', read(client, "/"))[number]

    html = read(client, address.replace("&amp;", "&"))

    listed = html.count('<article class="card') or html.count('<article class="hit')
    assert listed == int(figure)


def test_each_group_counts_the_products_it_opens(client: Client, register: City):
    home = read(client, "/")
    groups = re.findall(
        r'<a href="([^"]+nhom=[^"]+)">.*?<span>([^<]+)</span> <span class="muted num">(\d+)<', home, re.DOTALL
    )

    listed = {
        name: read(client, address.replace("&amp;", "&")).count('<article class="hit') for address, name, _ in groups
    }

    assert listed == {name: int(figure) for _, name, figure in groups}
    assert sum(listed.values()) == 4
    assert len(listed) == 6


def test_home_shows_the_four_newest_articles(client: Client, city: City):
    for day in range(1, 7):
        article(f"Tin {day}", date(2024, 9, day))
    article("Tin nháp", live=False)
    restricted = article("Tin nội bộ", date(2024, 9, 30))
    PageViewRestriction.objects.create(page=restricted, restriction_type="login")

    assert headings(read(client, "/"))[:4] == ["Tin 6", "Tin 5", "Tin 4", "Tin 3"]


def test_home_of_an_empty_register_invites_to_search(client: Client, city: City):
    html = read(client, "/")

    assert "<h1" in html
    assert 'id="san-pham"' not in html
    assert 'id="tin"' not in html
    assert re.findall(r"<b>(\d+)</b>", html) == ["0", "0", "0", "0"]


def test_home_shows_what_editors_add(client: Client, city: City):
    home = HomePage.objects.get()
    home.body = [("heading", "Lịch đợt 2"), ("text", "<p>Nhận hồ sơ đến 30/9.</p>")]
    home.save()

    assert "Lịch đợt 2 Nhận hồ sơ đến 30/9." in words(read(client, "/"))


def test_home_takes_the_same_queries_however_much_it_shows(client: Client, city: City):
    def add(number: int) -> None:
        product = new_product(city.producer, f"Sản phẩm {number}")
        certify(product)
        showcase(product, pictures=2)
        article(f"Tin {number}", image=image())

    assert same_for_one_and_three(client, "/", add) <= MOST_QUERIES


def test_anonymous_visitors_get_no_session(client: Client, register: City):
    response = client.get("/")

    assert dict(response.cookies) == {}
    assert "Cookie" not in response.headers.get("Vary", "")
