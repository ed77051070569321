"""Whatever is sent: an answer to exactly that, or a refusal that names what was wrong. Page and API, never a 500."""

import unicodedata
from collections.abc import Iterable
from urllib.parse import quote, urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.search.conftest import Market

SLOW = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
Pairs = list[tuple[str, str]]

# What each parameter of the API takes, and what it does not.
GOOD = {
    "q": ["", "mien dong", "Mie\u0302\u0301n", "chè", "500g"],
    "stars": ["3", "4", "5", "05"],
    "set": ["1", "6", "26"],
    "group": ["thuc-pham", "Thực phẩm"],
    "commune": ["03408", "03409/2013-12-27"],
    "status": ["valid", "expired", "revoked", "suspended", "all"],
    "organisation": ["hop_tac_xa", "ho_kinh_doanh"],
    "price": ["0", "500"],
    "producer": ["CT-0001", "CT-9999"],
    "sort": ["relevance", "stars", "newest"],
    "page": ["", "1", "2", "1000000000", "9" * 29],
    "page_size": ["1", "20", "100"],
}
BAD = {
    "q": ["...", "x" * 201, "x" * 5000, "🍯"],
    "stars": ["0", "6", "-1", "4.0", "bốn", "٤", "²", "\x00", "4\x004", "9" * 400],
    "set": ["0", "27", "abc", "1e1", "0x1"],
    "group": ["khong-co", "<script>", "'; DROP TABLE x"],
    "commune": ["99999", "%", "*", "\ufffd"],
    "status": ["good", "VALID", "valid,expired"],
    "organisation": ["cooperative", "htx"],
    "price": ["1", "free"],
    "producer": ["CT 1", "x" * 21, "CT-1'", "\x00"],
    "sort": ["price", "-stars"],
    "page": ["0", "-1", "1.5", "x", "9" * 31, "\x00"],
    "page_size": ["0", "101", "-1", "1000000000"],
    "cursor_": ["", "x"],
    "star": ["4"],
}
ONCE = ("q", "producer", "sort", "page", "page_size")
# Under which name the page takes the same.
PAGE_NAMES = {
    "q": "q", "stars": "sao", "set": "bo", "group": "nhom", "commune": "xa", "status": "tinh-trang",
    "organisation": "loai-hinh", "price": "gia", "page": "trang",
}  # fmt: skip


def said(known: dict[str, list[str]]) -> st.SearchStrategy[tuple[str, str]]:
    return st.sampled_from([(name, value) for name, values in known.items() for value in values])


def address(path: str, pairs: Iterable[tuple[str, str]]) -> str:
    return f"{path}?{urlencode(list(pairs))}"


def wrong(pairs: Pairs) -> set[str]:
    """Return the parameters of a question that cannot be answered."""
    names = [name for name, _value in pairs]
    return {name for name, value in pairs if value in BAD.get(name, ())} | {
        name for name in ONCE if names.count(name) > 1
    }


@SLOW
@given(pairs=st.lists(said(GOOD) | said(BAD), max_size=12))
def test_the_api_answers_or_names_exactly_what_is_wrong(client: Client, market: Market, pairs: Pairs):
    response = client.get(address("/api/v1/products", pairs))

    if bad := wrong(pairs):
        assert response.status_code == 422
        assert {error["field"] for error in response.json()["errors"]} == bad
        assert all(error["reason"] for error in response.json()["errors"])
    else:
        assert response.status_code == 200
        answers_exactly(response.json(), pairs, market)


def answers_exactly(answer: dict[str, object], pairs: Pairs, market: Market) -> None:
    """Check that an answer is to this question and no other: each result fits every filter, and the page is echoed."""
    asked = {name: {value for given, value in pairs if given == name} for name in GOOD}
    makers = {product.code: product.producer for product in market.products.values()}
    for one in answer["results"]:
        assert not asked["stars"] or one["stars"] in {int(value) for value in asked["stars"]}
        assert not asked["set"] or one["set"] in {int(value) for value in asked["set"]}
        assert not asked["group"] or one["group"] == "Thực phẩm"
        assert not asked["producer"] or one["producer"]["code"] in asked["producer"]
        assert not asked["organisation"] or makers[one["code"]].organisation_type in asked["organisation"]
        assert not asked["commune"] or makers[one["code"]].commune.code in {key[:5] for key in asked["commune"]}
        states = asked["status"] or {"valid", "expiring", "extended"}
        assert "all" in states or one["status"] in states
    assert answer["page"] == int(next(iter(asked["page"]), "") or 1)
    assert answer["page_size"] == int(next(iter(asked["page_size"]), "") or 20)


@SLOW
@given(pairs=st.lists((said(GOOD) | said(BAD)).filter(lambda pair: pair[0] in PAGE_NAMES), max_size=8))
def test_the_page_answers_or_says_what_is_wrong(client: Client, market: Market, pairs: Pairs):
    pairs = [(name, value) for place, (name, value) in enumerate(pairs) if name not in dict(pairs[:place])]
    response = client.get(address("/tim-kiem/", [(PAGE_NAMES[name], value) for name, value in pairs]))

    assert response.status_code == (422 if wrong(pairs) else 200)
    assert "<script>'" not in response.content.decode()


@SLOW
@given(pairs=st.lists(st.tuples(st.text(max_size=12), st.text(max_size=300)), max_size=6))
@pytest.mark.parametrize("path", ["/api/v1/products", "/api/v1/producers", "/api/v1/suggest", "/tim-kiem/"])
def test_any_text_under_any_name_is_answered_or_refused(client: Client, market: Market, path: str, pairs: Pairs):
    sent = [(name, value.encode("utf-8", "replace").decode()) for name, value in pairs]

    assert client.get(address(path, sent)).status_code in {200, 422}


@SLOW
@given(text=st.text(min_size=1, max_size=250))
@pytest.mark.parametrize("path", ["/tim-kiem/", "/tim-kiem/goi-y/", "/api/v1/products", "/api/v1/suggest"])
def test_any_words_are_answered_or_refused(client: Client, market: Market, path: str, text: str):
    raw = text.encode("utf-8", "surrogatepass")

    assert client.get(f"{path}?q={quote(raw)}").status_code in {200, 422}


@SLOW
@given(code=st.text(min_size=1, max_size=80))
@pytest.mark.parametrize("kind", ["products", "producers", "certificates", "rulebooks"])
def test_any_code_is_not_found(client: Client, market: Market, kind: str, code: str):
    raw = quote(code.encode("utf-8", "surrogatepass"), safe="")

    assert client.get(f"/api/v1/{kind}/{raw}").status_code in {404, 200 if code in (".", "..") else 404}


@pytest.mark.parametrize("words", ["Miến dong", "Mật ong hoa", "Gạo nếp hoà bình"])
def test_decomposed_letters_ask_the_same(client: Client, market: Market, words: str):
    composed, decomposed = (
        client.get(address("/api/v1/products", [("q", unicodedata.normalize(form, words)), ("status", "all")])).json()
        for form in ("NFC", "NFD")
    )

    assert composed == decomposed
    assert composed["count"] > 0


def test_fifty_filters_at_once_are_one_question(client: Client, market: Market):
    pairs = [("set", str(number)) for number in range(1, 27)] + [("stars", str(number)) for number in range(1, 6)]
    pairs += [("status", state) for state in ("valid", "expiring", "expired", "revoked", "suspended", "extended")]
    pairs += [("commune", unit.key) for unit in market.city.units.values() if len(unit.code) == 5]
    pairs += [("organisation", "hop_tac_xa")] * 8

    found = client.get(address("/api/v1/products", [*pairs, ("page_size", "100")]))
    page = client.get(address("/tim-kiem/", [(PAGE_NAMES[name], value) for name, value in pairs]))

    assert len(pairs) >= 50
    assert (found.status_code, page.status_code) == (200, 200)
    assert {one["code"] for one in found.json()["results"]} == {
        product.code for name, product in market.products.items() if name != "hidden"
    }


@pytest.mark.parametrize(("number", "status"), [("-1", 422), ("0", 422), ("1000000000", 200), ("9" * 29, 200)])
def test_pages_have_a_beginning_and_no_end(client: Client, market: Market, number: str, status: int):
    api, page = (client.get(f"{path}={number}") for path in ("/api/v1/products?page", "/tim-kiem/?trang"))

    assert (api.status_code, page.status_code) == (status, status)
    if status == 200:
        assert (api.json()["results"], api.json()["count"], api.json()["next"]) == ([], 5, None)


def test_five_thousand_characters_are_refused_with_their_number(client: Client, market: Market):
    said = client.get("/api/v1/products?q=" + "m" * 5000).json()

    assert said == {"errors": [{"field": "q", "reason": "Rút gọn từ khóa còn 200 ký tự; hiện có 5000 ký tự."}]}
