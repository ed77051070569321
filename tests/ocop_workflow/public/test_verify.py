"""Is this certificate valid? The database answers, at that moment, for exactly the token on the paper."""

from datetime import date

import pytest
from django.test import Client

from ocop_workflow.domain import clock
from ocop_workflow.models import Certificate
from ocop_workflow.services.products import change_product
from tests.factories.city import City
from tests.factories.merger import after_merger
from tests.ocop_workflow.public.certificates import REVOKED, STATES, changed, issued, page, words


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
