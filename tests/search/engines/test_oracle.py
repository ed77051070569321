"""Both engines against the contract worked out in plain Python, over many questions."""

from itertools import product

import pytest

from search.engines.base import Asked, Engine, Found
from search.question import KINDS, NEWEST, RELEVANCE, STARS
from search.words import exact_words
from tests.search.engines.asking import IN_FORCE, asking, term
from tests.search.engines.corpus import corpus
from tests.search.engines.oracle import answer, beginning, similar

DOCUMENTS = corpus()
TEXTS = [
    "", "miến dong", "mien dong", "dong mien", "mién dông", "miền đông", "miến", "dong", "dừa", "dua", "đũa", "chè",
    "che", "chè xanh", "san thang", "san thàng miến", "htx suoi ngan", "hoà bình", "gao nep", "500g", "sp 0001",
    "1 qđ ubnd", "12 qd ubnd", "mật ong bạc hà", "miến dong miến dong", "trạng thái", "trang thai 007", "bún", "heo",
    "thịt heo gác bếp", "thit", "moi", "suối ngàn miến cổ truyền",
]  # fmt: skip
TERMS = [
    (term("chè", meant=("trà",)),),
    (term("che", meant=("trà", "chè")), term("xanh")),
    (term("trà", meant=("chè",)), term("xanh"), term("ô"), term("long")),
    (term("heo", meant=("lợn",)), term("hun", near=("hung",))),
    (term("miendong", meant=("miến dong", "miền đông")),),
    (term("mienn", near=("mien", "miến")), term("dong")),
    (term("mieens", meant=("miến",)), term("dongg", near=("dong",))),
    (term("tra", meant=("chè", "trà")), term("dongg", near=("đông",))),
    (term("ngàn suối", meant=("suối ngàn",)), term("htx", meant=("hợp tác xã",))),
]
WHOLE = [
    "ăn cùng miến dong",
    "miến dong và chè",
    "mien dong va che",
    "cai muoi voi dua",
    "dưa cải muối với dứa",
    "đũa gỗ dừa",
    "dong riềng trên nương",
    "san thang co mien",
    "miến dong cổ truyền",
    "thit heo gac bep",
    "gói 500g",
    "12 qđ ubnd",
]
FILTERS = [
    {},
    {"status": IN_FORCE},
    {"status": ("expired", "revoked")},
    {"kind": ("product",), "set": (6, 11), "status": IN_FORCE},
    {"stars": (3, 4), "price": ("0", "100"), "commune": ("lai-chau/san-thang", "lai-chau/dong-phong")},
    {"organisation": ("hop_tac_xa",), "group": (3, 4, 6), "kind": ("product", "producer")},
    {"kind": ("news",)},
    {"set": ()},
]
MISSPELLED = [
    "mat onng", "gao nep hoa bnih", "zzzz", "mien dongg", "mein dong", "trang thaii", "tragn thai 007",
    "thit heo gac bepp", "che xanhh bann", "coong tyy mieen dongg", "ga", "hoi choo mienn dogn", "miendong",
    "dua dua", "thang",
]  # fmt: skip
TYPED = [
    "mi", "miến", "miến d", "mien d", "dong m", "d", "dừ", "dua", "đu", "ch", "chè x", "xanh ch", "htx s", "san th",
    "trạng thái 00", "trang thai", "hoà b", "hòa bì", "gao nep ho", "bún", "d miến", "miến miến d", "o l",
]  # fmt: skip
pytestmark = pytest.mark.django_db


def plain(found: Found) -> Found:
    """Return what was found without counts of things that have no value in a facet."""
    tallies = {facet: {v: n for v, n in counts.items() if v} for facet, counts in found.tallies.items()}
    return Found(found.keys, found.count, found.hidden, tallies)


def differing(engine: Engine, questions: list[Asked]) -> list[tuple[Asked, Found, Found]]:
    answers = [(asked, plain(engine.find(asked)), answer(asked, DOCUMENTS)) for asked in questions]
    return [each for each in answers if each[1] != each[2]]


@pytest.mark.parametrize("sort", [RELEVANCE, STARS, NEWEST])
def test_words_are_found_as_promised(engine: Engine, sort: str) -> None:
    questions = [asking(text, filters=filters, sort=sort, limit=20) for text, filters in product(TEXTS, FILTERS)]

    assert differing(engine, questions) == []


@pytest.mark.parametrize("first", ["", *KINDS])
def test_whole_questions_are_found_as_promised(engine: Engine, first: str) -> None:
    questions = [asking(text, whole=exact_words(text), first=first) for text in WHOLE]

    assert differing(engine, questions) == []


@pytest.mark.parametrize("may_miss", [0, 1])
def test_forms_are_found_as_promised(engine: Engine, may_miss: int) -> None:
    questions = [
        asking(terms=terms, filters=filters, may_miss=may_miss if len(terms) > 1 else 0)
        for terms, filters in product(TERMS, FILTERS)
    ]

    assert differing(engine, questions) == []


@pytest.mark.parametrize("first", ["", "producer"])
def test_names_typed_so_far_are_offered_as_promised(engine: Engine, first: str) -> None:
    questions = [
        asking(text, filters=filters, first=first, limit=8)
        for text, filters in product(TYPED, ({}, {"status": IN_FORCE}, {"kind": ("product",)}))
    ]

    assert [engine.beginning(asked) for asked in questions] == [beginning(asked, DOCUMENTS) for asked in questions]


@pytest.mark.parametrize("filters", [{}, {"kind": ("product",), "status": IN_FORCE}])
def test_names_spelled_nearly_so_are_offered_as_promised(engine: Engine, filters: dict[str, tuple[str, ...]]) -> None:
    questions = [asking(text, filters=filters) for text in MISSPELLED]

    assert [engine.similar(asked) for asked in questions] == [similar(asked, DOCUMENTS) for asked in questions]
