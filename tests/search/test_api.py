from datetime import date
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ocop_workflow.services.products import register_product
from tests.search.conftest import RESTRICTED, Market, certify
from tests.search.test_views import BAD_WORDS

HOST = "http://testserver"


def answer(client: Client, address: str, status: int = 200) -> dict[str, object]:
    response = client.get(f"/api/v1/{address}")
    assert response.status_code == status
    assert response["Content-Type"] == "application/json; charset=utf-8"
    return response.json()


def codes(found: dict[str, object]) -> list[str]:
    return [result["code"] for result in found["results"]]


def test_products_are_listed_with_certificate_and_facets(client: Client, market: Market):
    noodles, producer = market.products["noodles"], market.producers["starch"]
    certificate = noodles.certificates.get()

    found = answer(client, "products?q=mien dong&set=6&stars=4")

    facets = found.pop("facets")
    assert found == {
        "count": 1,
        "page": 1,
        "page_size": 20,
        "engine": "embedded",
        "suggestion": None,
        "understood": [],
        "next": None,
        "results": [
            {
                "code": noodles.code,
                "name": "Miến dong San Thàng",
                "url": f"{HOST}/san-pham/{noodles.code}/",
                "producer": {
                    "code": producer.code,
                    "name": "HTX Suối Ngàn",
                    "url": f"{HOST}/chu-the/{producer.code}/",
                },
                "commune": "Xã San Thàng",
                "group": "Thực phẩm",
                "set": 6,
                "stars": 4,
                "status": "valid",
                "certificate": {
                    "number": certificate.number,
                    "decision": certificate.decision_number,
                    "valid_from": "2024-01-15",
                    "valid_to": "2027-01-15",
                    "verify_url": f"{HOST}/xac-thuc/{certificate.token}/",
                },
                "image": None,
                "illustrative": False,
                "highlight": {
                    "title": "<mark>Miến dong</mark> San Thàng",
                    "text": "Bột <mark>dong</mark> riềng trên nương.",
                },
            }
        ],
    }
    assert facets == {
        "group": [{"value": "thuc-pham", "label": "Thực phẩm", "count": 1}],
        "set": [{"value": 6, "label": "Chế biến từ gạo, ngũ cốc", "count": 1}],
        "stars": [{"value": 4, "label": "4 sao", "count": 1}, {"value": 3, "label": "3 sao", "count": 1}],
        "commune": [{"value": "03409/2013-12-27", "label": "Xã San Thàng", "count": 1}],
        "status": [
            {"value": "valid", "label": "Còn hiệu lực", "count": 1},
            {"value": "expired", "label": "Đã hết hạn", "count": 1},
        ],
        "organisation": [{"value": "hop_tac_xa", "label": "Hợp tác xã", "count": 1}],
        "price": [],
    }


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("q=mien dong", ["plain", "noodles", "east", "honey"]),
        ("q=mien dong&sort=stars", ["east", "noodles", "plain", "honey"]),
        ("status=expired&status=revoked", ["rice", "old"]),
        ("status=all&set=6", ["plain", "noodles", "old"]),
        ("group=Thực phẩm&stars=5", ["east"]),
        ("group=thuc-pham&stars=5", ["east"]),
        ("commune=03408", ["east", "tea"]),
        ("page_size=2&page=2", ["noodles", "east"]),
        ("page=99999999999999999999", []),
        ("stars=&q=&page=", ["honey", "plain", "noodles", "east", "tea"]),
    ],
)
def test_products_are_filtered_sorted_and_paged(client: Client, market: Market, asked: str, names: list[str]):
    assert market.names(codes(answer(client, f"products?{asked}"))) == names


@pytest.mark.parametrize(
    ("asked", "field", "reason"),
    [
        ("q=...", "q", "Nhập ít nhất một chữ cái hoặc chữ số."),
        ("q=" + "x" * 5000, "q", "Rút gọn từ khóa còn 200 ký tự; hiện có 5000 ký tự."),
        ("stars=abc", "stars", "Bộ lọc này không có giá trị “abc”."),
        ("set=27", "set", "Bộ lọc này không có giá trị “27”."),
        ("status=good", "status", "Bộ lọc này không có giá trị “good”."),
        ("sort=price", "sort", "Bộ lọc này không có giá trị “price”."),
        ("commune=%00", "commune", "Bộ lọc này không có giá trị “”."),
        ("page=-1", "page", "Nhập số nguyên từ 1 trở lên."),
        ("page=²", "page", "Nhập số nguyên từ 1 trở lên."),
        ("page_size=0", "page_size", "Nhập số nguyên từ 1 trở lên."),
        ("page_size=101", "page_size", "Nhập số nguyên không quá 100."),
        ("q=mien&q=dong", "q", "Chỉ nêu một lần."),
        ("page=1&page=2", "page", "Chỉ nêu một lần."),
        ("literal=yes", "literal", "Bộ lọc này không có giá trị “yes”."),
        ("star=4", "star", "Không có tham số này."),
        ("producer=CT 1", "producer", "“CT 1” không phải là mã."),
        ("cursor=&q=mien", "q", "Khi lấy lần lượt theo mã, bỏ tham số này khi dùng “cursor”."),
    ],
)
def test_bad_input_is_refused_with_field_and_reason(
    client: Client, market: Market, asked: str, field: str, reason: str
):
    assert answer(client, f"products?{asked}", 422) == {"errors": [{"field": field, "reason": reason}]}


@pytest.mark.parametrize("field", ["q", "group", "set", "stars", "commune", "producer", "status", "sort", "page"])
def test_whatever_is_sent_is_answered_or_refused(client: Client, market: Market, field: str):
    said = {text: client.get(f"/api/v1/products?{field}={quote(text)}").status_code for text in BAD_WORDS}

    assert {text: status for text, status in said.items() if status not in {200, 422}} == {}


def test_filters_said_in_words_are_named_and_can_be_refused(client: Client, market: Market):
    taken = answer(client, "products?q=miến dong 4 sao")
    literal = answer(client, "products?q=miến dong 4 sao&literal=1")

    assert taken["understood"] == [{"filter": "stars", "value": 4, "words": "4 sao"}]
    assert market.names(codes(taken)) == ["noodles"]
    assert literal["understood"] == []


def test_a_product_is_told_with_its_earlier_certificates(client: Client, market: Market):
    tea = market.products["rice"]
    certify(tea, on=date(2024, 9, 20), stars=4)

    told = answer(client, f"products/{tea.code}")

    assert (told["stars"], told["status"]) == (4, "valid")
    assert [(one["stars"], one["status"], one["valid_from"]) for one in told["earlier"]] == [
        (3, "revoked", "2024-01-15")
    ]


@pytest.mark.parametrize("kind", ["products", "producers", "certificates"])
@pytest.mark.parametrize("code", ["SP-9999", "x", "%F0%9F%8D%AF", "'; DROP TABLE x", "a" * 3000])
def test_unknown_codes_are_404(client: Client, market: Market, kind: str, code: str):
    said = answer(client, f"{kind}/{quote(code, safe='%')}", 404)

    assert said == {"detail": "Không có gì mang mã này."}


def test_an_unprintable_code_is_404(client: Client, market: Market):
    kinds = ("products", "producers", "certificates")

    assert [client.get(f"/api/v1/{kind}/%00").status_code for kind in kinds] == [404, 404, 404]


def test_what_is_not_public_has_no_address(client: Client, market: Market):
    answer(client, f"products/{market.products['hidden'].code}", 404)
    answer(client, f"producers/{market.producers['none'].code}", 404)


def test_producers_are_listed_and_told(client: Client, market: Market):
    producer = market.producers["starch"]

    found = answer(client, "producers?q=suoi ngan")
    told = answer(client, f"producers/{producer.code}")

    assert found["facets"] == {"commune": [{"value": "03409/2013-12-27", "label": "Xã San Thàng", "count": 1}]}
    assert found["results"] == [
        {
            "code": producer.code,
            "name": "HTX Suối Ngàn",
            "url": f"{HOST}/chu-the/{producer.code}/",
            "type": "Hợp tác xã",
            "commune": "Xã San Thàng",
            "products": 4,
            "illustrative": False,
            "highlight": {"title": "HTX <mark>Suối Ngàn</mark>", "text": found["results"][0]["highlight"]["text"]},
        }
    ]
    assert (told["name"], told["address"]) == ("HTX Suối Ngàn", "Tổ 5")


def test_a_certificate_is_checked_at_this_moment(client: Client, market: Market):
    rice = market.products["rice"]
    certificate = rice.certificates.get()

    assert answer(client, f"certificates/{certificate.token}") == {
        "status": "revoked",
        "product": {"code": rice.code, "name": rice.name, "url": f"{HOST}/san-pham/{rice.code}/"},
        "producer": {
            "code": rice.producer.code,
            "name": "HTX Bản Chè",
            "url": f"{HOST}/chu-the/{rice.producer.code}/",
        },
        "stars": 3,
        "number": certificate.number,
        "decision": certificate.decision_number,
        "valid_from": "2024-01-15",
        "valid_to": "2027-01-15",
        "checked_at": "2024-10-07T08:00:00+07:00",
    }


def test_suggestions_name_type_label_and_address(client: Client, market: Market):
    honey = market.products["honey"]

    assert answer(client, "suggest?q=mat") == {
        "suggestions": [{"type": "product", "label": "Mật ong hoa", "url": f"{HOST}/san-pham/{honey.code}/"}]
    }


def test_no_restricted_fact_is_told(client: Client, market: Market):
    addresses = [
        "products?status=all&page_size=100",
        "producers",
        *(f"producers/{p.code}" for p in market.producers.values()),
    ]

    told = "".join(client.get(f"/api/v1/{address}").content.decode() for address in addresses)

    assert RESTRICTED not in told


def test_openapi_describes_every_address(client: Client, db: None):
    paths = client.get("/api/v1/openapi.json").json()["paths"]

    assert sorted(paths) == [
        "/api/v1/certificates/{token}",
        "/api/v1/producers",
        "/api/v1/producers/{code}",
        "/api/v1/products",
        "/api/v1/products/{code}",
        "/api/v1/rulebooks",
        "/api/v1/rulebooks/{code}",
        "/api/v1/suggest",
    ]


def test_the_number_of_queries_does_not_grow_with_the_list(client: Client, market: Market):
    answer(client, "products?q=mien")
    with CaptureQueriesContext(connection) as few:
        answer(client, "products?q=mien")
    for number in range(3):
        certify(register_product(market.producers["starch"], name=f"Miến số {number}", set_no=6))
    answer(client, "products?q=mien")  # reads the new words
    with CaptureQueriesContext(connection) as many:
        found = answer(client, "products?q=mien")

    assert found["count"] == 7
    assert len(many) == len(few)
