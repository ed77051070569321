"""The page without results: never a dead end."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.tree import ensure_tree
from tests.search.conftest import Market
from tests.search.test_page import part
from tests.search.test_views import get, words


def links(html: str, within: str) -> list[str]:
    """Return the addresses a section of a page leads to."""
    section = re.search(rf'<section[^>]*class="{within}".*?</section>', html, re.DOTALL)
    assert section
    return [unescape(address) for address in re.findall(r'<a [^>]*href="([^"]+)"', section[0])]


@pytest.mark.parametrize(
    "address",
    [
        "/tim-kiem/?q=zzzqqq+mien",
        "/tim-kiem/?q=zzzqqq",
        "/tim-kiem/?q=zzzqqq&sao=4&loai=san-pham",
        "/tim-kiem/?sao=1&bo=6",
        "/tim-kiem/?q=mien+dong&sao=5&bo=4",
    ],
)
def test_page_without_results_offers_at_least_three_links_that_find_something(
    client: Client, market: Market, address: str
):
    ensure_tree()

    ways = [way for way in links(get(client, address), "box zero") if way != "/tin-tuc/"]

    assert len(set(ways)) >= 3
    for way in ways:
        html = get(client, way)
        assert 'id="khong-co"' not in html, way
        assert re.search(r'class="(hit|card|card card--compact|valid[^"]*)"', html), way


def test_page_without_results_names_the_filter_that_frees_most_first(client: Client, market: Market):
    said = words(get(client, "/tim-kiem/?q=mien&sao=5&bo=4"))

    wider = re.findall(r"Bớt điều kiện (.*?) Sản phẩm mới", said)

    assert wider == ["Bỏ mọi bộ lọc 6 Bỏ “Mật ong, mật khác và nông sản thực phẩm khác” 1 Bỏ “5 sao” 1"]


def begun(html: str) -> list[str]:
    """Return what a page without results offers under the beginnings of names: headings and links, in order."""
    _before, _heading, rest = html.partition("<h3>Tên có từ bắt đầu như vậy</h3>")
    offered = re.findall(r"<(?:h4|a) [^>]*>(.*?)</(?:h4|a)>", rest.partition("<h3>")[0])
    return [re.sub("</?(mark|span)>", "", one) for one in offered]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("kh", ["Sản phẩm", "Mien dong khô"]),
        ("mien d", ["Sản phẩm", "Mien dong khô", "Miến dong San Thàng", "Trà Miền Đông"]),
        ("san th", ["Sản phẩm", "Miến dong San Thàng", "Xã, phường", "Sản phẩm của Xã San Thàng"]),
        ("ban ch", ["Chủ thể", "HTX Bản Chè"]),
    ],
)
def test_an_unfinished_word_leads_to_the_names_it_begins(client: Client, market: Market, typed: str, names: list[str]):
    html, piece = get(client, f"/tim-kiem/?q={typed}"), part(client, f"/tim-kiem/?q={typed}")

    assert (begun(html), begun(piece)) == (names, names)
    assert re.findall(r'id="khong-co"[^>]*>(.*?)</h2>', html) == [f"Chưa có gì khớp trọn “{typed}”"]
    found = len([name for name in names if name not in {"Sản phẩm", "Chủ thể", "Xã, phường"}])
    said = re.search(r'id="so-ket-qua"[^>]*>(.*?)</p>', piece, re.DOTALL)
    assert said
    assert words(said[1]) == f"Không có kết quả; {found} tên có từ bắt đầu như vậy"


def test_names_begun_are_those_the_field_suggests(client: Client, market: Market):
    suggested = re.findall(r'role="option"[^>]* href="([^"]+)"', get(client, "/tim-kiem/goi-y/?q=san+th"))

    offered = links(get(client, "/tim-kiem/?q=san+th"), "box zero")

    assert offered[: len(suggested)] == [unescape(address) for address in suggested]
    assert len(suggested) == 2


def test_a_whole_word_that_a_filter_leaves_out_is_not_called_unfinished(client: Client, market: Market):
    html = get(client, "/tim-kiem/?q=mien&sao=5&bo=4")

    assert begun(html) == ["Sản phẩm", "Mien dong khô", "Miến dong San Thàng", "Trà Miền Đông"]
    assert re.findall(r'id="khong-co"[^>]*>(.*?)</h2>', html) == ["Không có kết quả nào khớp “mien”"]


def test_queries_of_a_page_without_results_are_bounded(client: Client, market: Market):
    get(client, "/tim-kiem/?q=zzz")
    with CaptureQueriesContext(connection) as asked:
        get(client, "/tim-kiem/?q=zzz+yyy+xxx+www&sao=4&bo=6&loai=san-pham&tinh-trang=expired")

    assert len(asked) <= 25
