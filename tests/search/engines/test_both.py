"""What both engines answer, told in names: the same documents, in the same order, with the same counts."""

from dataclasses import replace
from datetime import date

import pytest

from search.engines.base import Asked, Engine, Term
from search.question import NEWEST, STARS
from search.words import exact_words
from tests.search.engines.asking import IN_FORCE, asking, term, words
from tests.search.engines.corpus import corpus

TITLES = {(row.kind, row.code): row.title for row in corpus()}
PRODUCTS = {"kind": ("product",), "status": IN_FORCE}
pytestmark = pytest.mark.django_db


def names(engine: Engine, asked: Asked) -> list[str]:
    return [TITLES[key] for key in engine.find(asked).keys]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dừa", ["Nước dừa", "Đũa gỗ", "Dưa muối", "Mứt dứa"]),
        ("dứa", ["Mứt dứa", "Dưa muối", "Đũa gỗ", "Nước dừa"]),
        ("đũa", ["Đũa gỗ", "Dưa muối", "Mứt dứa", "Nước dừa"]),
        ("dua", ["Dưa muối", "Đũa gỗ", "Mứt dứa", "Nước dừa"]),
    ],
)
def test_homographs_are_told_apart_by_marks_that_were_typed(engine: Engine, text: str, expected: list[str]) -> None:
    assert names(engine, asking(text, filters=PRODUCTS)) == expected


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("miến dong", ["Miến dong", "Miến dong San Thàng", "Mien dong khô", "Trà Miền Đông", "Mật ong hoa rừng"]),
        ("mien dong", ["Miến dong", "Mien dong khô", "Miến dong San Thàng", "Trà Miền Đông", "Đông trùng miền núi"]),
        ("miền đông", ["Trà Miền Đông", "Đông trùng miền núi", "Miến dong", "Mứt dứa", "Nước dừa"]),
        ("suối ngàn miến", ["Miến dong San Thàng", "Mật ong hoa rừng", "Mien dong khô"]),
        ("500g", ["Mien dong khô"]),
        ("sp 0001", ["Miến dong San Thàng"]),
        ("1 qđ ubnd", ["Miến dong San Thàng"]),
        ("hòa bình", ["Gạo nếp hoà bình"]),
        ("bún", []),
    ],
)
def test_best_is_first(engine: Engine, text: str, first: list[str]) -> None:
    assert names(engine, asking(text, filters=PRODUCTS, limit=5)) == first


def test_name_comes_before_maker_before_story_and_product_before_producer_before_news(engine: Engine) -> None:
    assert names(engine, asking("chè", limit=6, filters={"status": IN_FORCE})) == [
        "Chè Tủa Thàng", "Chè xanh bản Chè", "HTX Bản Chè", "Mùa chè mới", "Đũa gỗ", "Gạo nếp hoà bình",
    ]  # fmt: skip


def test_in_force_comes_before_what_is_over(engine: Engine) -> None:
    assert names(engine, asking("miến dong", filters={"kind": ("product",)}, limit=4)) == [
        "Miến dong", "Miến dong San Thàng", "Miến dong cổ truyền", "Miến Miến dong dong",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("terms", "first"),
    [
        ((term("heo", meant=("lợn",)),), ["Thịt heo gác bếp", "Thịt lợn hun khói"]),
        ((term("lợn", meant=("heo",)),), ["Thịt lợn hun khói", "Thịt heo gác bếp"]),
        ((term("miendong", meant=("miến dong",)),), ["Miến dong", "Miến dong San Thàng", "Mien dong khô"]),
        ((term("mienn", near=("mien",)), term("kho")), ["Mien dong khô"]),
        ((term("xanh"), term("trà", meant=("chè",))), ["Trà xanh ô long", "Chè xanh bản Chè", "Chè Tủa Thàng"]),
    ],
)
def test_forms_that_mean_the_same_come_after_what_was_typed(
    engine: Engine, terms: tuple[Term, ...], first: list[str]
) -> None:
    assert names(engine, asking(terms=terms, filters=PRODUCTS, limit=3)) == first


def test_a_question_that_stands_whole_in_a_story_comes_before_its_words_scattered(engine: Engine) -> None:
    scattered, whole = (asking("thang che", whole=exact_words(text)) for text in ("", "thang co mien dong va che"))

    assert names(engine, scattered) == ["Chè Tủa Thàng", "HTX Bản Chè", "Hội chợ miến dong"]
    assert names(engine, whole) == ["Chè Tủa Thàng", "Hội chợ miến dong", "HTX Bản Chè"]


def test_where_words_are_scattered_more_of_them_in_the_name_come_first(engine: Engine) -> None:
    assert names(engine, asking("mien dong che", limit=4)) == [
        "Trà Miền Đông", "Hội chợ miến dong", "HTX Bản Chè", "Trà xanh ô long",
    ]  # fmt: skip


def test_producers_come_first_where_the_question_says_so(engine: Engine) -> None:
    asked = asking("chè", limit=3, filters={"status": IN_FORCE}, first="producer")

    assert names(engine, asked) == ["Chè Tủa Thàng", "Chè xanh bản Chè", "HTX Bản Chè"]
    assert names(engine, replace(asked, terms=words("bản chè"), limit=2)) == ["HTX Bản Chè", "Chè xanh bản Chè"]


def test_words_of_a_form_stand_side_by_side(engine: Engine) -> None:
    apart, together = term("ongmat", meant=("ong mật",)), term("matong", meant=("mật ong",))

    assert names(engine, asking(terms=(apart,), filters=PRODUCTS)) == []
    assert names(engine, asking(terms=(together,), filters=PRODUCTS)) == ["Mật ong hoa rừng"]


def test_a_term_may_be_missing_when_the_question_says_so(engine: Engine) -> None:
    text = "gạo nếp hoà bình ngon"

    assert names(engine, asking(text, filters=PRODUCTS)) == []
    assert names(engine, asking(text, filters=PRODUCTS, may_miss=1)) == ["Gạo nếp hoà bình"]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        (STARS, ["Miến dong", "Trà Miền Đông", "Miến dong San Thàng", "Mien dong khô", "Đông trùng miền núi"]),
        (NEWEST, ["Miến dong", "Mien dong khô", "Miến dong San Thàng", "Trà Miền Đông", "Đông trùng miền núi"]),
    ],
)
def test_order_may_be_chosen(engine: Engine, sort: str, expected: list[str]) -> None:
    makers = {"set": (6, 11, 26), **PRODUCTS}

    assert names(engine, asking("mien dong", filters=makers, sort=sort)) == [
        *expected[:-1], *(["Trà xanh ô long"] if sort == STARS else []), expected[-1],
        *(["Trà xanh ô long"] if sort == NEWEST else []),
    ]  # fmt: skip


def test_newest_comes_first_without_words(engine: Engine) -> None:
    assert names(engine, asking(filters={"kind": ("news",)})) == ["Mùa chè mới", "Hội chợ miến dong"]


def test_page_has_its_part_and_the_count_of_all(engine: Engine) -> None:
    pages = [engine.find(asking("dua", filters=PRODUCTS, offset=offset, limit=3)) for offset in (0, 3, 6, 20 * 10**9)]

    assert [len(page.keys) for page in pages] == [3, 1, 0, 0]
    assert {page.count for page in pages} == {4}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"set": (11,)}, ["Chè Tủa Thàng", "Chè xanh bản Chè", "Trà Miền Đông", "Trà xanh ô long"]),
        ({"group": (11, 26), "stars": (4, 5)}, ["Chè Tủa Thàng", "Trà Miền Đông"]),
        ({"price": ("500",)}, ["Đông trùng miền núi"]),
        ({"commune": ("lai-chau/nung-nang",), "kind": ("producer",)}, ["Công ty Miền Đông"]),
        ({"organisation": ("doanh_nghiep",), "stars": (5,)}, ["Miến dong"]),
        ({"status": ("suspended",), "set": (6,)}, ["Miến Miến dong dong"]),
        ({"status": ("expired", "revoked"), "set": (4, 6)}, ["Mật ong bạc hà", "Miến dong cổ truyền"]),
        ({"set": (10**12,)}, []),
        ({"stars": (-1,)}, []),
        ({"commune": ("x" * 40_000, "không có", "*")}, []),
    ],
)
def test_filters_narrow_and_their_values_widen(
    engine: Engine, filters: dict[str, tuple[object, ...]], expected: list[str]
) -> None:
    assert sorted(names(engine, asking(filters=filters, unrated=False))) == sorted(expected)


def test_things_of_a_producer(engine: Engine) -> None:
    asked = asking("mien", producer="dong", filters={"kind": ("product",)}, limit=3)

    assert names(engine, asked) == ["Miến dong", "Miến Miến dong dong", "Đông trùng miền núi"]


def test_counts_leave_their_own_filter_out_and_tell_what_is_hidden(engine: Engine) -> None:
    found = engine.find(asking("mien dong", filters={"set": (6,), "stars": (4,), "status": IN_FORCE}, unrated=False))

    assert (found.count, found.hidden) == (1, 1)
    assert found.tallies["stars"] == {"3": 1, "4": 1, "5": 1}
    assert found.tallies["set"] == {"6": 1}
    assert found.tallies["status"] == {"valid": 1, "expired": 1}


def test_certificate_whose_term_begins_later_is_not_there_yet(engine: Engine) -> None:
    days = (date(2024, 10, 31), date(2024, 11, 1))
    early, late = (asking("gạo nếp tan", day=day, filters={"kind": ("product",)}) for day in days)

    assert (names(engine, early), names(engine, late)) == ([], ["Gạo nếp tan"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("miến d", ["Miến dong", "Miến dong San Thàng", "Hội chợ miến dong", "Mien dong khô", "Đông trùng miền núi"]),
        ("mien d", ["Mien dong khô", "Miến dong", "Miến dong San Thàng", "Đông trùng miền núi", "Trà Miền Đông"]),
        ("mới", ["Mùa chè mới"]),
        ("dua", ["Dưa muối", "Đũa gỗ", "Mứt dứa", "Nước dừa"]),
        ("dứa", ["Mứt dứa", "Dưa muối", "Đũa gỗ", "Nước dừa"]),
        ("che", ["Chè Tủa Thàng", "Chè xanh bản Chè", "HTX Bản Chè", "Mùa chè mới"]),
        ("htx s", ["HTX Suối Ngàn"]),
        ("san thang mien", ["Miến dong San Thàng"]),
        ("bún", []),
        ("d miến", []),
    ],
)
def test_names_are_found_by_their_beginnings_those_that_begin_so_first(
    engine: Engine, text: str, expected: list[str]
) -> None:
    keys = engine.beginning(asking(text, limit=5, filters={"status": IN_FORCE}))

    assert [TITLES[key] for key in keys] == expected


@pytest.mark.parametrize(
    ("text", "name"), [("mat onng", "Mật ong hoa rừng"), ("gao nep hoa bnih", "Gạo nếp hoà bình"), ("zzzz", None)]
)
def test_names_spelled_nearly_so_are_offered(engine: Engine, text: str, name: str | None) -> None:
    offered = engine.similar(asking(text, filters=PRODUCTS))

    assert (name in offered) if name else offered == ()
