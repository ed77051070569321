"""Suggestions while typing: in groups, light, and each leads to something."""

import re
from html import unescape
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ocop_workflow.services.products import register_product
from search.catalogue import catalogue_on
from search.suggesting import Item, suggested, typed_parts
from search.templatetags.search_options import options
from tests.factories.city import SAN_THANG
from tests.search.conftest import Market, certify
from tests.search.test_views import get

LIMIT = 3000


def offered(html: str) -> list[tuple[str, str]]:
    """Return what is offered, as addresses and names."""
    options = re.findall(r'<a role="option"[^>]*href="([^"]+)"[^>]*>(.*?)</a>', html, re.DOTALL)
    return [(unescape(url), unescape(re.sub(r"<[^>]*>", "", label)).strip()) for url, label in options]


def test_suggestions_come_in_groups(client: Client, market: Market):
    html = get(client, "/tim-kiem/goi-y/?q=che")

    assert re.findall(r'class="suggest__head"[^>]*>([^<]+)<', html) == ["Sản phẩm", "Chủ thể", "Bộ sản phẩm"]
    assert offered(html) == [
        (market.products["tea"].get_absolute_url(), "Chè Tủa Thàng"),
        (market.producers["maker"].get_absolute_url(), "HTX Bản Chè"),
        ("/tim-kiem/?loai=san-pham&bo=6", "Chế biến từ gạo, ngũ cốc"),
    ]
    assert "3 gợi ý, chọn bằng phím mũi tên" in html


def test_communes_are_suggested_when_something_counts_there(client: Client, market: Market):
    commune = quote(market.city.units[SAN_THANG].key, safe="/")

    assert offered(get(client, "/tim-kiem/goi-y/?q=san+th")) == [
        (market.products["noodles"].get_absolute_url(), "Miến dong San Thàng"),
        (f"/tim-kiem/?loai=san-pham&xa={commune}", "Sản phẩm của Xã San Thàng"),
    ]


@pytest.mark.parametrize("text", ["", "m", " m ", "!!!", "m" * 201])
def test_nothing_is_suggested_before_the_second_letter_or_to_nonsense(client: Client, market: Market, text: str):
    assert get(client, f"/tim-kiem/goi-y/?q={text}").strip() == ""


def test_every_suggestion_leads_to_something(client: Client, market: Market):
    pages = [get(client, f"/tim-kiem/goi-y/?q={text}") for text in ("mi", "ch", "sa", "htx", "xa")]
    found = [url for page in pages for url, _label in offered(page)]

    assert len(found) >= 8
    for url in found:
        if url.startswith("/tim-kiem/"):
            assert 'class="hits"' in get(client, url), url


def test_namesakes_are_told_apart_by_who_makes_them(client: Client, market: Market):
    makers = market.producers["starch"], market.producers["maker"]
    for maker in makers:
        certify(register_product(maker, name="Rượu ngô men lá", set_no=11))

    found = [label for _url, label in offered(get(client, "/tim-kiem/goi-y/?q=ruou"))]

    assert found == [f"Rượu ngô men lá {maker.name}" for maker in makers]
    assert [label for _url, label in offered(get(client, "/tim-kiem/goi-y/?q=mien+dong+san"))] == [
        "Miến dong San Thàng"
    ]


def test_suggestions_stay_within_3_kilobytes(client: Client, market: Market):
    for number in range(9):
        name = f"Miến dong sợi dài đặc biệt phơi nắng hai ngày trên nương, mẻ {number}"
        certify(register_product(market.producers["starch"], name=name, set_no=6))

    response = client.get("/tim-kiem/goi-y/?q=mien+d")

    assert len(offered(response.content.decode())) == 8
    assert len(response.content) <= LIMIT


def test_suggestions_cost_the_same_for_one_and_for_many(client: Client, market: Market):
    def queries(text: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            get(client, f"/tim-kiem/goi-y/?q={text}")
        return len(captured)

    get(client, "/tim-kiem/goi-y/?q=mat")
    of_one = queries("mat+ong")
    for number in range(3):
        certify(register_product(market.producers["starch"], name=f"Mật ong mẻ {number}", set_no=4))

    get(client, "/tim-kiem/goi-y/?q=mat")  # reads the new words
    assert queries("mat+ong") == of_one <= 5


def test_lists_are_looked_for_by_one_query_whatever_their_number(client: Client, market: Market):
    catalogue = catalogue_on()

    with CaptureQueriesContext(connection) as captured:
        groups = suggested("ch", catalogue)

    assert [len(group.items) for group in groups] == [1, 1, 1]
    assert sum("SELECT EXISTS" in query["sql"] for query in captured) == 1
    assert len(captured) == 4


@pytest.mark.parametrize(
    ("typed", "marked"),
    [
        (("mien",), ["Miến"]),
        (("mi",), ["Mi"]),
        (("mien", "do"), ["Miến", "do"]),
        (("san",), ["San"]),
        (("xyz",), []),
    ],
)
def test_typed_letters_are_marked(typed: tuple[str, ...], marked: list[str]):
    parts = typed_parts("Miến dong San Thàng", typed)

    assert [text for text, is_typed in parts if is_typed] == marked
    assert "".join(text for text, _is_typed in parts) == "Miến dong San Thàng"


def test_nothing_breaks_out_of_an_option():
    item = Item("gy-o-1", '/x/?a="1"&b=2', (("<b>", False), ("Chè & “trà”", True)), beside="<i>HTX</i>")

    assert options([item]) == (
        '<a role="option" id="gy-o-1" href="/x/?a=&quot;1&quot;&amp;b=2" tabindex="-1" aria-selected="false">'
        '<span>&lt;b&gt;<mark>Chè &amp; “trà”</mark></span> <span class="muted">&lt;i&gt;HTX&lt;/i&gt;</span></a>'
    )
