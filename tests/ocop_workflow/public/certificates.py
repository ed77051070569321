"""Certificates in every state, and how their page is read."""

import re
from dataclasses import dataclass
from datetime import date

from django.test import Client

from ocop_workflow.models import Certificate
from ocop_workflow.services.earlier_certificates import register_earlier_certificate
from tests.factories.city import City

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
        Said("Đã được thay thế", "Sản phẩm đã có giấy chứng nhận mới hơn.", "Từng đạt 4 sao"),
    ),
}


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
