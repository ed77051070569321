"""Beside the answer: the paper itself, its QR code, and the way to a certificate by its number."""

import pytest
from django.test import Client

from ocop_workflow.domain import clock
from ocop_workflow.models import Certificate, Paper
from ocop_workflow.papers.drawing import qr_drawing
from ocop_workflow.services.files import store
from tests.factories.city import City
from tests.ocop_workflow.public.certificates import PDF, STATES, changed, page, words


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
