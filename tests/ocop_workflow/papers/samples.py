"""Papers to print in tests: invented data, each field changeable by name."""

from datetime import date
from decimal import Decimal
from typing import Any

from ocop_workflow.papers.certificate import CertificatePaper
from ocop_workflow.papers.decision import DecisionItem, DecisionPaper

VERIFY_URL = "https://ocop.example/xac-thuc/k7Qm2vXc9RtB4nWz/"

PRODUCTS = (
    ("Bánh dân tộc Giáy San Thàng", "Hợp tác xã Bánh Giáy", "Bản San Thàng 1", "Xã San Thàng", "Từ gạo", "72.40"),
    ("Du lịch cộng đồng bản Gia Khâu I", "Tổ du lịch Gia Khâu", "Bản Gia Khâu I", "Xã Sùng Phài", "Du lịch", "68.40"),
    ("Mắc ca sấy nứt vỏ", "Công ty Mắc ca Tây Bắc", "Tổ dân phố 7", "Phường Đông Phong", "Từ hạt", "71.15"),
)  # fmt: skip


def item(no: int = 1, **changes: Any) -> DecisionItem:
    product, producer, address, commune, group, points = PRODUCTS[(no - 1) % len(PRODUCTS)]
    facts = {
        "no": no,
        "product": product,
        "producer": producer,
        "address": address,
        "stars": 3,
        "commune": commune,
        "group": group,
        "points": Decimal(points),
        "certificate": f"{no:02d}/2024/GCN-OCOP",
    }
    return DecisionItem(**{**facts, **changes})


def items(count: int) -> tuple[DecisionItem, ...]:
    return tuple(item(no) for no in range(1, count + 1))


def decision(**changes: Any) -> DecisionPaper:
    facts = {
        "authority": "Ủy ban nhân dân thành phố Lai Châu",
        "symbol": "QĐ-UBND",
        "place": "Lai Châu",
        "subject": "Về việc công nhận sản phẩm OCOP đợt 1 năm 2024",
        "legal_bases": ("Luật Tổ chức chính quyền địa phương năm 2015", "Quyết định số 148/QĐ-TTg năm 2023"),
        "proposer": "Trưởng phòng Kinh tế",
        "items": items(3),
        "validity_months": 36,
        "recipients": ("Như Điều 3", "Lưu: VT, PKT"),
        "signer_capacity": ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        "number": "5",
        "dated": date(2024, 6, 5),
        "round_name": "đợt 1 năm 2024",
        "valid_from": date(2024, 6, 5),
        "valid_to": date(2027, 6, 5),
    }
    return DecisionPaper(**{**facts, **changes})


def certificate(**changes: Any) -> CertificatePaper:
    facts = {
        "authority": "Ủy ban nhân dân thành phố Lai Châu",
        "product": "Bánh dân tộc Giáy San Thàng",
        "producer": "Hợp tác xã Bánh Giáy",
        "address": "Bản San Thàng 1, xã San Thàng, thành phố Lai Châu",
        "stars": 3,
        "decision_number": "05/QĐ-UBND",
        "decision_date": date(2024, 6, 5),
        "validity_months": 36,
        "valid_from": date(2024, 6, 5),
        "valid_to": date(2027, 6, 5),
        "number": "01/2024/GCN-OCOP",
        "place": "Lai Châu",
        "dated": date(2024, 2, 12),
        "signer_capacity": ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        "verify_url": VERIFY_URL,
    }
    return CertificatePaper(**{**facts, **changes})
