"""Pinned results: first for exactly their question, only while they count, marked, with their history."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ocop_workflow.domain import clock
from ocop_workflow.domain.errors import NotAllowed, WorkflowError
from search.catalogue import catalogue_on
from search.editors.models import Pin
from search.editors.pins import PinFacts, keep_pin, pinned_keys
from search.engines.base import Key
from tests.search.conftest import Market
from tests.search.test_views import get, words

DAY = date(2024, 10, 7)
MARK = "Ban biên tập chọn"


def key(market: Market, name: str) -> Key:
    return ("product", market.products[name].code)


def pin(market: Market, phrase: str, *names: str, since: date = DAY, until: date | None = None) -> Pin:
    facts = PinFacts(phrase, tuple(key(market, name) for name in names), since, until)
    return keep_pin(None, facts, actor=market.city.users["truyenthong"])


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
