"""Is this certificate valid? The database answers, at that moment, for exactly the token on the paper."""

import re
from dataclasses import dataclass
from datetime import date

import pytest
from django.test import Client

from ocop_workflow.domain import clock
from ocop_workflow.models import Certificate, Paper
from ocop_workflow.papers.drawing import qr_drawing
from ocop_workflow.services.earlier_certificates import register_earlier_certificate
from ocop_workflow.services.files import store
from ocop_workflow.services.products import change_product
from tests.factories.city import City
from tests.factories.merger import after_merger

DECIDED = date(2024, 1, 15)
REVOKED = {"revoked_on": date(2024, 9, 3), "revocation_ground": "Dùng nhãn sai", "revocation_decision": "962/QĐ-UBND"}
PDF = b"%PDF-1.7 minh hoa"


@dataclass(frozen=True)
class Said:
    """What the page of a state says: heading, words beneath, stars."""

    heading: str
    words: str
    stars: str = "OCOP 4 sao"


STATES = {
    "valid": (
        date(2024, 10, 7),
        {},
        Said("Còn hiệu lực", "đến hết ngày 15/01/2027"),
    ),
    "expiring": (
        date(2026, 12, 31),
        {},
        Said("Sắp hết hạn", "còn 15 ngày , đến hết ngày 15/01/2027"),
    ),
    "extended": (
        date(2027, 2, 1),
        {"extended_to": date(2027, 5, 15)},
        Said("Tạm kéo dài", "chờ kết quả đánh giá lại, chậm nhất 15/05/2027"),
    ),
    "suspended": (
        date(2024, 10, 7),
        {"suspended_on": date(2024, 9, 1)},
        Said(
            "Tạm đình chỉ",
            "từ ngày 01/09/2024 . Trong thời gian này không được dùng nhãn OCOP.",
            "Từng đạt 4 sao",
        ),
    ),
    "expired": (
        date(2027, 1, 16),
        {},
        Said("Đã hết hạn", "có giá trị đến hết ngày 15/01/2027", "Từng đạt 4 sao"),
    ),
    "revoked": (
        date(2024, 10, 7),
        REVOKED,
        Said("Đã thu hồi", "từ ngày 03/09/2024 . Giấy này không còn giá trị.", "Từng đạt 4 sao"),
    ),
    "superseded": (
        date(2024, 10, 7),
        {"superseded_on": date(2024, 10, 1)},
        Said("Đã được thay thế", "Sản phẩm đã có giấy chứng nhận mới hơn."),
    ),
}


@pytest.fixture
def city(city: City, october: None) -> City:
    return city


@pytest.fixture
def certificate(city: City) -> Certificate:
    return issued(city, "087/2024/GCN-OCOP")


def issued(city: City, number: str, *, on: date = DECIDED, stars: int = 4, **facts: object) -> Certificate:
    return register_earlier_certificate(
        city.product,
        number=number,
        stars=stars,
        issuer="UBND tỉnh Lai Châu",
        decision_number="56/QĐ-UBND",
        decision_date=on,
        **facts,
    )


def changed(certificate: Certificate, **facts: object) -> None:
    for name, value in facts.items():
        setattr(certificate, name, value)
    certificate.save_as(None, reason="certificate.changed")


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html)).strip()


def page(client: Client, certificate: Certificate, status: int = 200) -> str:
    response = client.get(certificate.get_absolute_url())
    assert response.status_code == status
    return response.content.decode()


@pytest.mark.parametrize("state", STATES)
def test_page_says_the_state_of_its_day(client: Client, certificate: Certificate, state: str):
    day, facts, said = STATES[state]
    changed(certificate, **facts)

    with clock.travel(day):
        html = page(client, certificate)

    shown = words(html[html.index("<main") :])
    assert shown.startswith(f"{said.heading} {said.words} Miến dong San Thàng (minh họa) {said.stars} Chủ thể")
    assert f'<div class="valid is-{state}">' in html


def test_page_names_paper_decision_issuer_and_moment(client: Client, certificate: Certificate):
    said = words(page(client, certificate))

    assert "Thời hạn 15/01/2024 – 15/01/2027 Số giấy 087/2024/GCN-OCOP Quyết định 56/QĐ-UBND ngày 15/01/2024" in said
    assert "Cơ quan cấp UBND tỉnh Lai Châu Mã sản phẩm SP-0001" in said
    assert "Kiểm tra lúc 08:00 ngày 07/10/2024." in said


def test_revoked_page_gives_ground_and_decision(client: Client, certificate: Certificate):
    changed(certificate, **REVOKED)

    said = words(page(client, certificate))

    assert "Thời hạn ghi trên giấy 15/01/2024 – 15/01/2027 Lý do Dùng nhãn sai Quyết định thu hồi 962/QĐ-UBND" in said
    assert "Nếu bạn thấy sản phẩm này vẫn ghi sao OCOP" in said


def test_superseded_page_leads_to_the_certificate_that_counts(client: Client, city: City, certificate: Certificate):
    changed(certificate, superseded_on=date(2024, 10, 1))
    newer = issued(city, "112/2024/GCN-OCOP", on=date(2024, 10, 1), stars=5)
    changed(certificate, superseded_by=newer)

    html = page(client, certificate)

    assert "Xem giấy chứng nhận mới 112/2024/GCN-OCOP để biết hạng sao hiện nay." in words(html)
    assert f'<a class="btn" href="{newer.get_absolute_url()}">' in html


def test_page_shows_the_names_printed_on_the_paper(client: Client, certificate: Certificate, city: City):
    change_product(city.product, {"name": "Miến dong Lùng Thàng"})

    said = words(page(client, certificate))

    assert "Miến dong San Thàng (minh họa) OCOP 4 sao" in said
    assert "Tên sản phẩm hiện nay Miến dong Lùng Thàng" in said


def test_page_names_what_the_commune_became(client: Client, certificate: Certificate, city: City):
    after_merger(city)

    with clock.travel(date(2025, 7, 5)):
        assert "Xã San Thàng (nay là Phường Tân Phong)" in words(page(client, certificate))


@pytest.mark.parametrize("place", range(24))
def test_token_altered_in_one_character_is_unknown(client: Client, certificate: Certificate, place: int):
    token = certificate.token
    other = next(sign for sign in "aB7-" if sign != token[place])

    response = client.get(f"/xac-thuc/{token[:place]}{other}{token[place + 1 :]}/")

    assert response.status_code == 404
    assert words(response.content.decode()).count("Không có giấy chứng nhận nào mang mã này") == 2


def test_token_counts_small_and_capital_letters(client: Client, certificate: Certificate):
    changed(certificate, token="AbCdEfGhIjKlMnOpQrStUvWx")

    answers = [
        client.get(f"/xac-thuc/{token}/").status_code for token in (certificate.token, certificate.token.lower())
    ]

    assert answers == [200, 404]


@pytest.mark.parametrize(
    "token", ["x", "%00", "abcdefghij%00klm", "' OR 1=1 --", "%3Cscript%3E", "đ" * 24, "a" * 2000, "..%2f..%2fetc"]
)
def test_what_cannot_be_a_token_is_unknown(client: Client, certificate: Certificate, token: str):
    response = client.get(f"/xac-thuc/{token}/")

    assert response.status_code == 404
    assert "<script" not in response.content.decode()


def test_unknown_tokens_all_get_the_same_page(client: Client, certificate: Certificate):
    bodies = {client.get(f"/xac-thuc/{token}/").content for token in ("x", "A" * 24, certificate.token[:-1])}

    assert len(bodies) == 1


def test_certificate_of_tomorrow_is_not_known_today(client: Client, certificate: Certificate):
    with clock.travel(date(2024, 1, 14)):
        page(client, certificate, 404)


def test_answer_is_never_kept_nor_listed_and_runs_no_script(client: Client, certificate: Certificate):
    response = client.get(certificate.get_absolute_url())

    html = response.content.decode()
    assert response["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert '<meta name="robots" content="noindex">' in html
    assert "<script" not in html
    assert (dict(response.cookies), "Cookie" in response.get("Vary", "")) == ({}, False)


def test_answer_changes_with_the_database(client: Client, certificate: Certificate):
    before = words(page(client, certificate))
    changed(certificate, **REVOKED)

    assert ("Còn hiệu lực" in before, "Đã thu hồi" in words(page(client, certificate))) == (True, True)


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_page_is_only_read(client: Client, certificate: Certificate, method: str):
    assert getattr(client, method)(certificate.get_absolute_url()).status_code == 405


def printed(certificate: Certificate, *, sha256: str = "") -> Paper:
    return Paper.objects.create(
        kind="certificate",
        subject=certificate.number,
        certificate=certificate,
        sha256=sha256 or store(PDF),
        size=len(PDF),
        template_version="1",
        rendered_at=clock.now(),
    )


def test_paper_is_public_while_the_certificate_is_good(client: Client, certificate: Certificate):
    printed(certificate)
    address = f"{certificate.get_absolute_url()}giay-chung-nhan.pdf"

    response = client.get(address)

    assert address in page(client, certificate)
    assert b"".join(response.streaming_content) == PDF
    assert (response["Content-Type"], response["Content-Disposition"]) == (
        "application/pdf",
        'inline; filename="giay-chung-nhan-087-2024-GCN-OCOP.pdf"',
    )


@pytest.mark.parametrize("state", ["suspended", "expired", "revoked", "superseded"])
def test_paper_gives_way_to_the_page_once_it_could_mislead(client: Client, certificate: Certificate, state: str):
    day, facts, _said = STATES[state]
    changed(certificate, **facts)
    printed(certificate)

    with clock.travel(day):
        response = client.get(f"{certificate.get_absolute_url()}giay-chung-nhan.pdf")
        html = page(client, certificate)

    assert (response.status_code, response.url) == (302, certificate.get_absolute_url())
    assert "giay-chung-nhan.pdf" not in html


def test_paper_that_was_never_printed_gives_way_to_the_page(client: Client, certificate: Certificate):
    response = client.get(f"{certificate.get_absolute_url()}giay-chung-nhan.pdf")

    assert (response.status_code, response.url) == (302, certificate.get_absolute_url())


def test_paper_whose_file_is_gone_is_not_found(client: Client, certificate: Certificate):
    printed(certificate, sha256="0" * 64)

    assert client.get(f"{certificate.get_absolute_url()}giay-chung-nhan.pdf").status_code == 404


@pytest.mark.parametrize("last", ["giay-chung-nhan.pdf", "ma-qr.svg"])
def test_files_of_an_unknown_token_are_not_found(client: Client, certificate: Certificate, last: str):
    assert client.get(f"/xac-thuc/{'A' * 24}/{last}").status_code == 404


def test_qr_code_is_that_of_the_paper(client: Client, certificate: Certificate, settings):
    settings.OCOP_BASE_URL = "https://ocop.example"

    response = client.get(f"{certificate.get_absolute_url()}ma-qr.svg")

    drawing = qr_drawing(f"https://ocop.example/xac-thuc/{certificate.token}/")
    assert response["Content-Type"] == "image/svg+xml"
    assert f'd="{drawing.path}"' in response.content.decode()
    assert f'viewBox="{drawing.view_box}"' in response.content.decode()


@pytest.mark.parametrize("typed", ["087/2024/GCN-OCOP", " 087/2024/gcn-ocop ", "087/2024/Gcn-Ocop"])
def test_number_leads_to_its_certificate(client: Client, certificate: Certificate, typed: str):
    response = client.get("/xac-thuc/", {"so": typed})

    assert (response.status_code, response.url) == (302, certificate.get_absolute_url())


@pytest.mark.parametrize("typed", ["088/2024/GCN-OCOP", "%", "'", "\x00", "<b>x", "8" * 500])
def test_unknown_number_is_said_and_kept(client: Client, certificate: Certificate, typed: str):
    response = client.get("/xac-thuc/", {"so": typed})

    html = response.content.decode()
    assert response.status_code == (404 if typed.strip("\x00") else 200)
    assert ("Không có giấy chứng nhận nào mang số" in html) == bool(typed.strip("\x00"))
    assert "<b>x" not in html


def test_start_page_says_how_to_check(client: Client, city: City):
    response = client.get("/xac-thuc/")

    assert response.status_code == 200
    assert "Đưa máy ảnh điện thoại vào mã QR trên giấy chứng nhận" in words(response.content.decode())
    assert dict(response.cookies) == {}
