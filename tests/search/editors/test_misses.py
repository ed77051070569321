"""Questions that found nothing: counted by day, bounded, and nothing about a person among them."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError
from django.test import Client

from ocop_workflow.domain import clock
from search.editors import misses as counting
from search.editors.misses import Miss, misses, note_miss, question_kept
from search.editors.models import AskedQuery
from tests.factories.city import OCTOBER
from tests.search.conftest import Market
from tests.search.editors.test_pins import pin
from tests.search.test_page import PART

DAY = date(2024, 10, 7)


def kept() -> list[tuple[date, str, int]]:
    return list(AskedQuery.objects.order_by("day", "words").values_list("day", "words", "count"))


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("Mắc  khén!", "mắc khén"),
        ("chè SHAN 500 gr", "chè shan 500g"),
        ("0001/2024/GCN-OCOP", "0001 2024 gcn ocop"),
        ("SP-0001", "sp 0001"),
        ("0912345678", ""),
        ("gọi 0912 345 678 nhé", ""),
        ("+84.912.345.678", ""),
        ("(0213) 387-6543", ""),
        ("045085001234", ""),
        ("ban@laichau.example", ""),
        ("một hai ba bốn năm sáu bảy tám", "một hai ba bốn năm sáu bảy tám"),
        ("một hai ba bốn năm sáu bảy tám chín", ""),
        ("x" * 39 + " " + "y" * 39, "x" * 39 + " " + "y" * 39),
        ("x" * 40 + " " + "y" * 40, ""),
        ("!!!", ""),
    ],
)
def test_what_is_kept_of_a_question(asked: str, words: str):
    assert question_kept(asked) == words


@pytest.mark.django_db
def test_equal_questions_of_a_day_are_one_row():
    for text in ("mắc khén", "MẮC KHÉN", " mắc, khén "):
        assert note_miss(text, DAY)
    note_miss("mắc khén", DAY + timedelta(days=1))

    assert kept() == [(DAY, "mắc khén", 3), (DAY + timedelta(days=1), "mắc khén", 1)]


@pytest.mark.django_db
def test_a_day_keeps_only_so_many_different_questions(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(counting, "MOST_A_DAY", 2)

    assert [note_miss(text, DAY) for text in ("một", "hai", "ba", "một")] == [True, True, False, True]
    assert kept() == [(DAY, "hai", 1), (DAY, "một", 2)]


@pytest.mark.django_db
def test_old_questions_are_forgotten_with_the_first_of_a_day():
    for days in (91, 90, 1):
        note_miss("mắc khén", DAY - timedelta(days=days))

    note_miss("dổi", DAY)

    assert [row[0] for row in kept()] == [DAY - timedelta(days=90), DAY - timedelta(days=1), DAY]


@pytest.mark.django_db
def test_the_most_frequent_of_30_days_come_first():
    note_miss("cũ", DAY - timedelta(days=30))
    for day, text in ((29, "mắc khén"), (3, "dổi"), (2, "mắc khén"), (1, "hạt")):
        note_miss(text, DAY - timedelta(days=day))

    assert misses(DAY) == [
        Miss("mắc khén", 2, DAY - timedelta(days=2)),
        Miss("hạt", 1, DAY - timedelta(days=1)),
        Miss("dổi", 1, DAY - timedelta(days=3)),
    ]


@pytest.mark.parametrize(
    ("address", "headers", "counted"),
    [
        ("/tim-kiem/?q=zzz", {}, ["zzz"]),
        ("/tim-kiem/?q=mien", {}, []),
        ("/tim-kiem/?q=co+truyen", {}, []),
        ("/tim-kiem/?q=zzz", PART, []),
        ("/tim-kiem/?q=zzz&sao=4", {}, []),
        ("/tim-kiem/?q=0912345678", {}, []),
        ("/tim-kiem/?q=!!!", {}, []),
        ("/tim-kiem/goi-y/?q=zzz", {}, []),
        ("/api/v1/products?q=zzz", {}, []),
    ],
)
def test_only_whole_questions_without_filters_are_counted(
    client: Client, market: Market, address: str, headers: dict[str, str], counted: list[str]
):
    client.get(address, headers=headers)

    assert [row[1] for row in kept()] == counted


def test_a_question_that_editors_helped_is_counted_no_more(client: Client, market: Market):
    client.get("/tim-kiem/?q=quà+tết")
    pin(market, "quà tết", "honey")
    client.get("/tim-kiem/?q=quà+tết")
    client.get("/tim-kiem/?q=quà+tết&trang=2")

    assert kept() == [(DAY, "quà tết", 1)]


def test_search_outlives_its_counting(client: Client, market: Market, monkeypatch: pytest.MonkeyPatch):
    def full(*_args: object) -> bool:
        raise DatabaseError

    monkeypatch.setattr(counting, "note_miss", full)

    assert client.get("/tim-kiem/?q=zzz").status_code == 200


def test_nothing_about_the_person_is_stored():
    assert {field.name for field in AskedQuery._meta.get_fields()} == {"id", "day", "words", "count"}


def test_the_day_is_the_sites_own(client: Client, market: Market):
    client.get("/tim-kiem/?q=zzz")

    with clock.travel(OCTOBER):
        assert kept() == [(clock.today(), "zzz", 1)]
