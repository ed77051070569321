"""Made-up facts of the register in every state, for the pattern page."""

from dataclasses import replace
from datetime import date

from ocop_workflow.domain.certificates import STATES
from ocop_workflow.queries.register import CertificateFacts, ProducerFacts, ProductFacts

PRODUCER = ProducerFacts(
    code="CT-001",
    name="HTX Miến dong Suối Ngàn",
    url="/chu-the/CT-001/",
    kind_label="Hợp tác xã",
    commune_name="Xã San Thàng",
    address="Bản Lùng Thàng",
    phone="0000 000 000",
    website="https://example.vn/",
    illustrative=True,
    product_count=2,
    introduction="Hai mươi hộ ở bản Lùng Thàng trồng dong riềng và tráng miến từ năm 2015.",
)
VALID = CertificateFacts(
    number="087/2023/GCN-OCOP",
    stars=4,
    status="valid",
    decision_number="1284/QĐ-UBND",
    decision_date=date(2023, 12, 12),
    issuer="UBND tỉnh Lai Châu",
    valid_from=date(2023, 12, 12),
    valid_to=date(2026, 12, 11),
    extended_to=None,
    suspended_on=None,
    revoked_on=None,
    revocation_decision="",
    ground="",
    superseded_by="",
    verify_path="/xac-thuc/Ab3dEf6hIj9k/",
    months=36,
    elapsed_fraction=0.27,
    days_left=795,
)
CERTIFICATES = {
    "valid": VALID,
    "expiring": replace(VALID, status="expiring", elapsed_fraction=0.9, days_left=101, valid_to=date(2025, 1, 16)),
    "extended": replace(VALID, status="extended", elapsed_fraction=1.0, days_left=40, extended_to=date(2027, 4, 12)),
    "suspended": replace(VALID, status="suspended", suspended_on=date(2024, 8, 1), days_left=0),
    "expired": replace(VALID, status="expired", elapsed_fraction=1.0, days_left=0, valid_to=date(2024, 6, 15)),
    "revoked": replace(
        VALID,
        status="revoked",
        revoked_on=date(2024, 9, 3),
        revocation_decision="962/QĐ-UBND",
        ground="Dùng nhãn hiệu OCOP không đúng quy định, gây nhầm lẫn",
        days_left=0,
    ),
    "superseded": replace(VALID, status="superseded", stars=3, superseded_by="112/2024/GCN-OCOP", days_left=0),
}
NOODLES = ProductFacts(
    code="SP-0001",
    name="Miến dong Bình Lư",
    url="/san-pham/SP-0001/",
    producer=PRODUCER,
    set_no=6,
    set_name="Chế biến từ gạo, ngũ cốc",
    group="Thực phẩm",
    subgroup="Thực phẩm chế biến",
    commune_name="Xã San Thàng",
    commune_now="Phường Tân Phong",
    description="Miến tráng từ bột dong riềng trồng trên nương. Sợi dai, trong, không pha bột khác.",
    stars=4,
    status="valid",
    certificate=VALID,
    earlier=(),
    illustrative=True,
)


def product(status: str = "valid", **fields: object) -> ProductFacts:
    """Return a product whose certificate is in that state; an empty state means it never had one."""
    certificate = CERTIFICATES.get(status)
    stars = certificate.stars if certificate else None
    return replace(NOODLES, **{"status": status, "stars": stars, "certificate": certificate} | fields)


SHELF = tuple(product(status, code=f"SP-{number:04}") for number, status in enumerate(STATES, start=1))
