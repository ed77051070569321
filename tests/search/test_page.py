"""The citizens' page: whole for a browser, in part for a script."""

import re
from dataclasses import replace
from datetime import date
from html import unescape

import pytest
from django.test import Client

from ocop_workflow.models import Certificate
from ocop_workflow.signals import certificate_changed
from search import page, queries
from search.engines.choice import PlainEngine
from search.queries import search_catalogue
from search.question import SearchQuery
from search.results import Facet, FacetValue
from tests.search.conftest import Market
from tests.search.test_views import get, words

PART = {"HX-Request": "true"}


def part(client: Client, address: str, *, status: int = 200) -> str:
    response = client.get(address, headers=PART)
    assert response.status_code == status
    return response.content.decode()


def test_script_gets_the_results_alone(client: Client, market: Market):
    whole, piece = get(client, "/tim-kiem/?q=mien+dong"), part(client, "/tim-kiem/?q=mien+dong")

    assert whole.startswith("<!doctype html>")
    assert "<header" not in piece
    assert words(piece).startswith("Kết quả cho “mien dong” – OCOP Lai Châu Kết quả cho “mien dong” 6 kết quả")
    assert re.findall(r'<[^>]*id="([^"]+)"[^>]*hx-swap-oob', piece) == ["tieu-de", "so-ket-qua", "giu-lai"]
    answer = piece[piece.index('<div id="ket-qua"') :].split()
    assert answer == whole[whole.index('<div id="ket-qua"') : whole.index("</main>")].rsplit("</div>", 1)[0].split()


def test_caches_keep_page_and_part_apart(client: Client, market: Market):
    page, piece = client.get("/tim-kiem/?q=mien"), client.get("/tim-kiem/?q=mien", headers=PART)

    assert ["HX-Request" in response["Vary"] for response in (page, piece)] == [True, True]
    assert (page["Cache-Control"], piece["Cache-Control"]) == ("no-cache", "no-store")


def test_history_restored_by_the_script_is_the_whole_page(client: Client, market: Market):
    response = client.get("/tim-kiem/?q=mien", headers=PART | {"HX-History-Restore-Request": "true"})

    assert response.content.startswith(b"<!doctype html>")


def test_address_bar_shows_the_question_without_what_is_usual(client: Client, market: Market):
    response = client.get("/tim-kiem/?q=++mien++dong&trang=1&sao=", headers=PART)

    assert response["HX-Replace-Url"] == "/tim-kiem/?q=mien+dong"
    assert "HX-Push-Url" not in response


def test_a_link_followed_by_the_script_is_a_step_back_can_undo(client: Client, market: Market):
    response = client.get("/tim-kiem/?q=mien&trang=1&sao=4", headers=PART | {"HX-Boosted": "true"})

    assert response["HX-Push-Url"] == "/tim-kiem/?q=mien&sao=4"
    assert "HX-Replace-Url" not in response


def test_filters_chosen_stay_in_the_field_of_who_types_on(client: Client, market: Market):
    kept = '<input type="hidden" name="sao" value="4">'

    assert kept in get(client, "/tim-kiem/?q=mien&sao=4")
    assert kept in part(client, "/tim-kiem/?q=mien&sao=4")


def test_what_cannot_be_searched_is_said_in_the_part_too(client: Client, market: Market):
    piece = part(client, "/tim-kiem/?q=!!!", status=422)

    assert "Nhập ít nhất một chữ cái hoặc chữ số." in words(piece)
    assert "<header" not in piece


@pytest.mark.parametrize(("asked", "is_said"), [("", True), ("&tinh-trang=all", False), ("&tinh-trang=expired", False)])
def test_what_is_left_out_is_told_only_where_no_state_was_chosen(
    client: Client, market: Market, asked: str, is_said: bool
):
    said = words(get(client, f"/tim-kiem/?q=mien+dong&loai=san-pham{asked}"))

    assert ("Danh sách trên chỉ gồm sản phẩm còn hiệu lực" in said) is is_said


@pytest.mark.parametrize(
    ("state", "facts"),
    [
        ("Tạm đình chỉ", {"suspended_on": date(2024, 9, 1)}),
        ("Đã được thay thế", {"superseded_on": date(2024, 9, 1)}),
    ],
)
def test_what_is_left_out_is_told_whatever_its_state(
    client: Client, market: Market, state: str, facts: dict[str, date]
):
    certificate = Certificate.objects.get(product=market.products["noodles"])
    for name, day in facts.items():
        setattr(certificate, name, day)
    certificate.save_as(None, reason="Đổi trạng thái")
    certificate_changed.send(Certificate, certificate=certificate)

    html = get(client, "/tim-kiem/?q=mien+dong")

    assert "Còn 2 sản phẩm hiện không có hiệu lực" in words(html)
    assert "Xem cả những sản phẩm này, kèm trạng thái" in words(html)
    assert state in words(get(client, "/tim-kiem/?q=mien+dong&tinh-trang=all"))


@pytest.mark.parametrize(
    ("asked", "offered", "finds"),
    [
        ("mien dog 4 sao ở san thàng", "?q=Mi%E1%BA%BFn+dong&sao=4&xa=03409/2013-12-27", "1 kết quả"),
        ("mật og 3 sao", "?q=M%E1%BA%ADt+ong&sao=3", "1 kết quả"),
        ("mật og&sao=3&xep=moi&nguyen-van=1", "?q=M%E1%BA%ADt+ong&sao=3&xep=moi", "1 kết quả"),
    ],
)
def test_another_spelling_is_asked_under_the_same_filters(
    client: Client, market: Market, asked: str, offered: str, finds: str
):
    html = get(client, f"/tim-kiem/?q={asked}")

    ways = re.findall(r'Có phải bạn tìm <a [^>]*href="([^"]+)"', html)
    assert [unescape(way) for way in ways] == [f"/tim-kiem/{offered}"]
    assert finds in words(get(client, unescape(ways[0])))


def test_filters_and_order_stay_while_words_change(client: Client, market: Market):
    html = get(client, "/tim-kiem/?q=mien&loai=san-pham&bo=6&bo=4&xep=sao&trang=2&nguyen-van=1")

    assert re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]+)">', html) == [
        ("loai", "san-pham"),
        ("bo", "6"),
        ("bo", "4"),
        ("xep", "sao"),
    ]


@pytest.mark.parametrize(("order", "first"), [("", "noodles"), ("&xep=sao", "east"), ("&xep=moi", "noodles")])
def test_orders_have_addresses(client: Client, market: Market, order: str, first: str):
    html = get(client, f"/tim-kiem/?q=miến+dong&loai=san-pham{order}")

    assert re.findall(r'<h3><a href="([^"]+)"', html)[0] == market.products[first].get_absolute_url()
    current = re.search(r'class="sorts".*?<a href="([^"]+)" rel="nofollow" aria-current="true"', html, re.DOTALL)
    assert current
    assert unescape(current[1]) == f"/tim-kiem/?q=mi%E1%BA%BFn+dong&loai=san-pham{order}"


@pytest.mark.parametrize(
    ("asked", "way"),
    [("q=mien+dong&sao=9", "/tim-kiem/?q=mien+dong"), ("q=!!!&sao=4", "/tim-kiem/"), ("xa=abc", "/tim-kiem/")],
)
def test_what_was_refused_leads_to_the_words_alone(client: Client, market: Market, asked: str, way: str):
    html = get(client, f"/tim-kiem/?{asked}", status=422)

    assert f'<a class="more" href="{way}">Tìm không dùng bộ lọc</a>' in html


def test_unknown_order_is_refused(client: Client, market: Market):
    assert "Bộ lọc này không có giá trị “gia”." in words(get(client, "/tim-kiem/?xep=gia", status=422))


def test_filters_said_in_words_are_shown_and_can_be_left(client: Client, market: Market):
    html = get(client, "/tim-kiem/?q=miến+4+sao")

    assert "Đã hiểu: “4 sao” là 4 sao . Tìm đúng nguyên văn" in words(html)
    chips = re.search(r'<ul class="chips" aria-label="Đang lọc">(.*?)</ul>', html, re.DOTALL)
    assert chips
    assert re.findall(r'<a [^>]*href="([^"]+)"', chips[1]) == ["/tim-kiem/?q=mi%E1%BA%BFn"]
    literal = re.search(r'class="more" href="([^"]+)" rel="nofollow">Tìm đúng nguyên văn', html)
    assert literal
    assert unescape(literal[1]) == "/tim-kiem/?q=mi%E1%BA%BFn+4+sao&nguyen-van=1"
    assert "Đang tìm đúng nguyên văn bạn gõ. Tìm theo nghĩa" in words(get(client, unescape(literal[1])))


def test_page_says_when_the_other_engine_answers(client: Client, market: Market, monkeypatch: pytest.MonkeyPatch):
    said = "Tìm kiếm đang chạy ở chế độ dự phòng"
    usual = words(get(client, "/tim-kiem/?q=mien"))
    monkeypatch.setattr(queries, "current_engine", lambda _live: PlainEngine(is_reduced=True))

    assert (said in usual, said in words(get(client, "/tim-kiem/?q=mien"))) == (False, True)


@pytest.mark.parametrize(
    "query",
    [
        SearchQuery(),
        SearchQuery(text="miến dong", sort="stars", page=3),
        SearchQuery(text="a\x00%00 & <b>", literal=True, status=("all",)),
        SearchQuery(text="miến", kind=("product",), stars=(3, 4), set=(6,), status=("valid", "expired"), price=("50",)),
    ],
)
def test_values_beside_the_list_lead_where_their_facet_says(market: Market, query: SearchQuery):
    found = search_catalogue(SearchQuery(status=("all",)))
    facets = tuple(replace(facet, values=asking(facet, query)) for facet in found.facets if facet.key != "kind")

    beside = page.filters(query, replace(found, query=query, facets=facets))

    assert [choice.url for facet in beside for choice in facet.values] == [
        value.url for facet in facets for value in facet.values
    ]


def asking(facet: Facet, query: SearchQuery) -> tuple[FacetValue, ...]:
    """Return a facet's values as those of another question."""
    chosen = query.chosen(facet.key)
    return tuple(replace(value, selected=value.value in chosen, query=query) for value in facet.values)
