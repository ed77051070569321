import re
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from search.models import SearchDocument
from tests.search.conftest import Market

BAD_WORDS = [
    "'; DROP TABLE search_searchdocument; --",
    "<script>alert(1)</script>",
    '"',
    '"mien',
    "mien*",
    "NEAR(mien dong)",
    "mien AND OR NOT",
    "title_folded : mien",
    "^mien + dong -x",
    "mien | ! & ( <-> :*",
    "%' OR 1=1",
    "\\",
    "🍯",
    "mien 🍯 dong",
    "\x00",
    "mien\x00dong",
    "\u202emien",
    "\ufffd",
    "中文 مرحبا",
    "_",
    "%",
    "!!!???",
    "   ",
    "a " * 90,
    "x" * 200,
    "x" * 201,
    "miến " * 1000,
]


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html)).strip()


def get(client: Client, address: str, *, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def test_a_citizen_finds_the_noodles_without_typing_a_mark(client: Client, market: Market):
    html = get(client, "/tim-kiem/?q=mien+dong")

    said = words(html)
    assert "Kết quả cho “mien dong”" in said
    assert "6 kết quả" in said
    assert "<mark>Miến dong</mark> San Thàng" in html
    assert "4 sao Còn hiệu lực đến 15/01/2027" in said
    assert "Còn 1 sản phẩm hiện không có hiệu lực" in said


def test_filters_stand_in_the_address(client: Client, market: Market):
    html = get(client, "/tim-kiem/?q=mien&loai=san-pham&nhom=Thực phẩm&bo=6&sao=4&xa=03409&tinh-trang=valid")

    assert re.findall(r'<a href="(/san-pham/[^"]+)"><mark>', html) == [f"/san-pham/{market.products['noodles'].code}/"]
    assert "Đang lọc" in html


def test_an_expired_product_is_shown_greyed_when_asked_for(client: Client, market: Market):
    said = words(get(client, "/tim-kiem/?loai=san-pham&tinh-trang=expired"))

    assert "Miến dong cổ truyền Từng đạt 4 sao Đã hết hạn HTX Suối Ngàn · Xã San Thàng" in said


def test_a_page_past_the_end_says_so(client: Client, market: Market):
    said = words(get(client, "/tim-kiem/?q=mien&trang=99999999999999999999"))

    assert "Không có trang 99.999.999.999.999.999.999; trang cuối là trang 1" in said


def test_whatever_is_typed_is_answered(client: Client, market: Market):
    for text in BAD_WORDS:
        response = client.get(f"/tim-kiem/?q={quote(text)}")
        assert response.status_code in {200, 422}
        assert "<script>alert" not in response.content.decode()
        get(client, f"/tim-kiem/goi-y/?q={quote(text)}")

    assert SearchDocument.objects.count() == 9


@pytest.mark.parametrize("raw", ["%ED%A0%80", "%FF%FE", "mien%ED%A0%80", "%00"])
def test_broken_encodings_are_answered(client: Client, market: Market, raw: str):
    assert get(client, f"/tim-kiem/?q={raw}&xa={raw}&sao={raw}&trang={raw}", status=422)


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ("q=!!!", "Nhập ít nhất một chữ cái hoặc chữ số."),
        ("q=" + "x" * 5000, "Rút gọn từ khóa còn 200 ký tự; hiện có 5000 ký tự."),
        ("sao=abc", "Hạng sao: Bộ lọc này không có giá trị “abc”."),
        ("sao=9", "Hạng sao: Bộ lọc này không có giá trị “9”."),
        ("nhom=khong-co", "Nhóm sản phẩm: Bộ lọc này không có giá trị “khong-co”."),
        ("xa=99999", "Xã, phường: Bộ lọc này không có giá trị “99999”."),
        ("loai=product2", "Loại: Bộ lọc này không có giá trị “product2”."),
        ("tinh-trang=con", "Tình trạng: Bộ lọc này không có giá trị “con”."),
        ("trang=-1", "Nhập số nguyên từ 1 trở lên."),
        ("trang=1.5", "Nhập số nguyên từ 1 trở lên."),
        ("bo=" + "9" * 5000, "Bộ sản phẩm: Bộ lọc này không có giá trị “" + "9" * 60 + "”."),
    ],
)
def test_what_cannot_be_searched_is_said_with_the_reason(client: Client, market: Market, asked: str, reason: str):
    assert f"Chưa tìm được với điều kiện này {reason}" in words(get(client, f"/tim-kiem/?{asked}", status=422))


def test_words_spelled_nearly_so_find_what_is_meant(client: Client, market: Market):
    assert "<mark>Mật ong</mark> hoa" in get(client, "/tim-kiem/?q=mat+onng")


def test_the_page_needs_at_most_25_queries(client: Client, market: Market):
    get(client, "/tim-kiem/?q=mien")
    with CaptureQueriesContext(connection) as queries:
        get(client, "/tim-kiem/?q=mien+dong")

    assert len(queries) <= 25


def test_only_reading_is_possible(client: Client, db: None):
    assert client.post("/tim-kiem/").status_code == 405
