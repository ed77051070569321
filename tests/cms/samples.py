"""What the public templates are given, in every state: made-up facts with the fields the pages read."""

from dataclasses import dataclass, replace
from datetime import date

STATES = ("valid", "expiring", "extended", "suspended", "expired", "revoked", "superseded")


@dataclass(frozen=True)
class Producer:
    code: str = "CT-001"
    name: str = "HTX Miến dong Suối Ngàn"
    url: str = "/chu-the/htx-mien-dong-suoi-ngan/"
    kind_label: str = "Hợp tác xã"
    commune_name: str = "Xã San Thàng"
    address: str = "Bản Lùng Thàng"
    phone: str = "0000 000 000"
    website: str = "https://example.vn/"
    illustrative: bool = True


@dataclass(frozen=True)
class Certificate:
    number: str = "087/2023/GCN-OCOP"
    stars: int = 4
    status: str = "valid"
    decision_number: str = "1284/QĐ-UBND"
    decision_date: date = date(2023, 12, 12)
    issuer: str = "UBND tỉnh Lai Châu"
    valid_from: date = date(2023, 12, 12)
    valid_to: date = date(2026, 12, 11)
    extended_to: date | None = None
    revoked_on: date | None = None
    ground: str = ""
    superseded_by: str = ""
    verify_path: str = "/xac-thuc/Ab3dEf6hIj9k/"
    months: int = 36
    elapsed_fraction: float = 0.27
    days_left: int = 795


@dataclass(frozen=True)
class Product:
    code: str = "SP-0001"
    name: str = "Miến dong Bình Lư"
    url: str = "/san-pham/mien-dong-binh-lu/"
    producer: Producer = Producer()
    set_no: int = 6
    set_name: str = "Chế biến từ gạo, ngũ cốc"
    group: str = "Thực phẩm"
    subgroup: str = "Thực phẩm chế biến"
    commune_name: str = "Xã San Thàng"
    commune_now: str = "Phường Tân Phong"
    description: str = "Miến tráng từ bột dong riềng trồng trên nương. Sợi dai, trong, không pha bột khác."
    stars: int | None = 4
    status: str = "valid"
    certificate: Certificate | None = Certificate()
    earlier: tuple[Certificate, ...] = ()
    illustrative: bool = True


CERTIFICATES = {
    "valid": Certificate(),
    "expiring": Certificate(status="expiring", elapsed_fraction=0.9, days_left=101, valid_to=date(2025, 1, 16)),
    "extended": Certificate(status="extended", elapsed_fraction=1, days_left=40, extended_to=date(2027, 4, 12)),
    "suspended": Certificate(status="suspended", elapsed_fraction=0.4, days_left=640),
    "expired": Certificate(status="expired", elapsed_fraction=1, days_left=0, valid_to=date(2024, 6, 15)),
    "revoked": Certificate(
        status="revoked", revoked_on=date(2024, 9, 3), ground="Dùng nhãn hiệu OCOP không đúng quy định, gây nhầm lẫn"
    ),
    "superseded": Certificate(status="superseded", stars=3, superseded_by="112/2024/GCN-OCOP"),
}


def product(status: str = "valid", **fields: object) -> Product:
    """Return a product whose certificate is in that state; an empty state means it never had one."""
    certificate = CERTIFICATES.get(status)
    stars = certificate.stars if certificate else None
    return replace(Product(), **{"status": status, "stars": stars, "certificate": certificate} | fields)


SHELF = tuple(
    product(status, name=name, set_no=set_no, set_name=set_name)
    for status, name, set_no, set_name in (
        ("valid", "Miến dong Bình Lư", 6, "Chế biến từ gạo, ngũ cốc"),
        ("expiring", "Trà Đông phương mỹ nhân", 11, "Chè tươi, chè chế biến"),
        ("extended", "Dịch vụ du lịch cộng đồng và trải nghiệm nghề dệt bản San Thàng", 26, "Dịch vụ du lịch"),
        ("expired", "Chẳm chéo", 10, "Gia vị khác"),
        ("suspended", "Mật ong hoa rừng", 4, "Mật ong, mật khác"),
        ("revoked", "Rượu ngô men lá", 14, "Rượu trắng"),
        ("superseded", "Địa lan", 24, "Cây cảnh"),
        ("valid", "Khăn thổ cẩm", 22, "Vải, may mặc"),
    )
)
