"""Pinned results: first for exactly their question, only while they count, marked, with their history."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ocop_workflow.domain import clock
from ocop_workflow.domain.errors import NotAllowed, WorkflowError
from ocop_workflow.services.products import register_product
from search.catalogue import catalogue_on
from search.editors.models import Pin
from search.editors.pins import PinFacts, keep_pin, pinned_keys
from search.engines.base import Key
from search.page import shown
from search.queries import search_catalogue
from search.question import SearchQuery
from tests.search.conftest import Market, certify
from tests.search.test_views import get, words

DAY = date(2024, 10, 7)
MARK = "Ban biên tập chọn"


def key(market: Market, name: str) -> Key:
    return ("product", market.products[name].code)


@pytest.fixture
def orchid(market: Market) -> str:
    """Return the code of a product in force that has nothing to do with the others."""
    product = register_product(market.producers["maker"], name="Hoa địa lan", set_no=26)
    certify(product)
    return product.code


def pin(market: Market, phrase: str, *names: str, since: date = DAY, until: date | None = None) -> Pin:
    return pin_keys(market, phrase, *(key(market, name) for name in names), since=since, until=until)


def pin_keys(market: Market, phrase: str, *keys: Key, since: date = DAY, until: date | None = None) -> Pin:
    return keep_pin(None, PinFacts(phrase, keys, since, until), actor=market.city.users["truyenthong"])


def titles(html: str) -> list[str]:
    return [words(title) for title in re.findall(r"<h3>(.*?)</h3>", html, re.DOTALL)]


@pytest.mark.parametrize("asked", ["mien+dong", "MIẾN,+DÔNG!", "miến+dong"])
def test_pins_stand_first_in_their_order_for_exactly_their_words(client: Client, market: Market, asked: str):
    pin(market, "Miến dong", "honey", "plain")

    html = get(client, f"/tim-kiem/?q={asked}")

    assert titles(html)[:2] == ["Mật ong hoa", "Mien dong khô"]
    assert html.count(MARK) == 2
    assert titles(html).count("Mien dong khô") == 1


@pytest.mark.parametrize("asked", ["?q=mien", "?q=mien+dong+khô", "?q=mien+dong&sao=4", "?q=mien+dong&xep=sao", "?q="])
def test_other_questions_have_no_pins(client: Client, market: Market, asked: str):
    pin(market, "miến dong", "honey")

    assert MARK not in get(client, f"/tim-kiem/{asked}")


def test_a_pin_helps_a_question_that_found_nothing(client: Client, market: Market):
    pin(market, "quà tết", "honey")

    html = get(client, "/tim-kiem/?q=qua+tet")

    assert titles(html) == ["Mật ong hoa"]
    assert 'id="khong-co"' not in html


def listed(text: str, pages: int, size: int) -> tuple[list[list[str]], list[object]]:
    """Return for each page of a question the codes it lists in their order, and the number of results it tells."""
    catalogue = catalogue_on()
    asked = [SearchQuery(text, page=number, page_size=size) for number in range(1, pages + 1)]
    contexts = [shown(query, search_catalogue(query, catalogue), catalogue) for query in asked]
    return [[hit.code for hit in (*page["pinned"], *page["hits"])] for page in contexts], [
        page["count"] for page in contexts
    ]


def test_page_tells_as_many_results_as_it_lists(client: Client, market: Market, orchid: str):
    pin_keys(market, "san thang", key(market, "honey"), ("product", orchid))

    html = get(client, "/tim-kiem/?q=san+thang")

    assert titles(html) == [
        "Mật ong hoa",
        "Hoa địa lan",
        "Miến dong San Thàng",
        "Mien dong khô",
        "HTX Suối Ngàn",
    ]
    assert re.findall(r'id="so-luong"[^>]*>\s*([^<]+?)\s*<', html) == ["5 kết quả"]
    assert re.findall(r'id="loai-[^>]*>([^<]+)<b>(\d)', html) == [
        ("Tất cả ", "5"),
        ("Sản phẩm ", "3"),
        ("Chủ thể ", "1"),
    ]


def test_all_pages_together_list_each_result_once(market: Market, orchid: str):
    pin_keys(market, "miến dong", key(market, "honey"), ("product", orchid), key(market, "rice"))

    pages, counts = listed("miến dong", pages=4, size=2)

    codes = {orchid: "orchid"} | {thing.code: name for name, thing in (market.products | market.producers).items()}
    assert [[codes[code] for code in page] for page in pages] == [
        ["honey", "orchid", "noodles", "plain"],
        ["east"],
        ["starch", "maker"],
        [],
    ]
    assert counts == [7, 7, 7, 7]


def test_a_pin_that_a_filter_said_in_words_leaves_out_is_counted_besides(market: Market):
    pin(market, "miến 3 sao", "noodles", "honey")

    pages, counts = listed("miến 3 sao", pages=2, size=1)

    assert [market.names(page) for page in pages] == [["noodles", "honey"], ["plain"]]
    assert counts == [3, 3]


def test_a_page_whose_results_all_stand_first_leads_there(market: Market):
    pin_keys(market, "miến dong", ("producer", market.producers["maker"].code))
    query, catalogue = SearchQuery("miến dong", page=2, page_size=5), catalogue_on()

    html = render_to_string("search/_answer.html", shown(query, search_catalogue(query, catalogue), catalogue))

    assert "Ban biên tập đã đưa các kết quả của trang này lên đầu Về trang đầu" in words(html)
    assert 'href="/tim-kiem/?q=mi%E1%BA%BFn+dong">Về trang đầu' in html
    assert titles(html) == []


def test_there_is_no_second_page_of_pins_alone(client: Client, market: Market):
    pin(market, "quà tết", "honey")

    assert "Không có trang 2; trang cuối là trang 1" in words(get(client, "/tim-kiem/?q=qua+tet&trang=2"))


def test_a_pin_disappears_with_the_state_asked_for(client: Client, market: Market):
    pin(market, "miến dong", "rice", "old", "noodles")

    assert titles(get(client, "/tim-kiem/?q=mien+dong"))[0] == "Miến dong San Thàng"
    assert get(client, "/tim-kiem/?q=mien+dong").count(MARK) == 1
    assert titles(get(client, "/tim-kiem/?q=mien+dong&tinh-trang=all"))[:2] == [
        "Gạo nếp hoà bình",
        "Miến dong cổ truyền",
    ]
    assert MARK not in get(client, "/tim-kiem/?q=mien+dong&tinh-trang=expiring")


def test_a_product_never_certified_is_never_shown(client: Client, market: Market):
    pin(market, "miến dong", "hidden")

    html = get(client, "/tim-kiem/?q=mien+dong")

    assert MARK not in html
    assert market.products["hidden"].code not in html


@pytest.mark.parametrize(("asked", "found"), [(-1, False), (0, True), (5, True), (6, False)])
def test_a_pin_has_its_days(market: Market, asked: int, found: bool):
    pin(market, "miến dong", "honey", until=DAY + timedelta(days=5))

    keys = pinned_keys("mien dong", catalogue_on(DAY + timedelta(days=asked)))

    assert keys == ((key(market, "honey"),) if found else ())


def test_pins_cost_the_same_whatever_their_number(client: Client, market: Market):
    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            get(client, address)
        return len(captured)

    pin(market, "mien", "honey")
    pin(market, "miến dong", "honey", "noodles", "plain")
    get(client, "/tim-kiem/?q=mien")

    assert queries("/tim-kiem/?q=mien") == queries("/tim-kiem/?q=mien+dong") <= 25


def test_every_change_of_a_pin_is_kept_with_who_made_it(market: Market):
    editor, publisher = market.city.users["truyenthong"], market.city.users["duyettin"]
    made = pin(market, "miến dong", "honey")
    keep_pin(made, PinFacts("miến dong", (), DAY), actor=publisher)

    rows = [
        (row.history_user_id, row.history_change_reason, row.documents) for row in made.history.order_by("history_id")
    ]
    honey = list(key(market, "honey"))
    assert rows == [(editor.pk, "search.pinned", [honey]), (publisher.pk, "search.pinned", [])]
    assert pinned_keys("miến dong", catalogue_on(DAY)) == ()


@pytest.mark.parametrize("name", ["thuky", "lanhdao", "xa.santhang", "thanhtra"])
def test_others_pin_nothing(market: Market, name: str):
    facts = PinFacts("miến dong", (key(market, "honey"),), DAY)

    with pytest.raises(NotAllowed):
        keep_pin(None, facts, actor=market.city.users[name])
    assert Pin.objects.count() == 0


def test_a_question_has_one_pin(market: Market):
    first = pin(market, "Miến dong", "honey")

    with pytest.raises(WorkflowError) as refused:
        pin(market, "mien DÔNG", "plain")

    assert (refused.value.code, refused.value.field) == ("taken", "phrase")
    assert [row.documents for row in Pin.objects.all()] == [first.documents]


def test_who_left_the_office_pins_no_more(market: Market):
    with clock.travel(clock.now() - timedelta(days=20000)), pytest.raises(NotAllowed):
        pin(market, "miến dong", "honey")
