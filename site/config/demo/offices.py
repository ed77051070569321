"""The bodies of the programme and who belongs to them: the city's of 2024, the province's since 01/07/2025."""

from fractions import Fraction

from config.demo.places import DONG_PHONG, QUYET_THANG, QUYET_TIEN, SAN_THANG, SUNG_PHAI, WARD_DOAN_KET, WARD_TAN_PHONG
from ocop_workflow.models import BodyKind, Role

Members = list[tuple[str, str]]
# By code: kind, name, the unit's key (the city's when empty), decision, members with their roles.
BodyData = tuple[str, str, str, str, Members]


def council(chair: str, secretary: str, member: str) -> Members:
    """Return a council's members: its chair, its secretary and seven who score."""
    seven = [(f"{member}{number}", Role.MEMBER) for number in range(1, 8)]
    return [(chair, Role.CHAIR), (secretary, Role.SECRETARY), *seven]


BODIES: dict[str, BodyData] = {
    "UBND-TPLC": (BodyKind.AUTHORITY, "UBND thành phố Lai Châu", "", "", [("lanhdao", Role.APPROVER)]),
    "PKT-TPLC": (
        BodyKind.STANDING_OFFICE,
        "Phòng Kinh tế",
        "",
        "",
        [("phongkinhte", Role.OFFICER), ("truongphongkinhte", Role.HEAD)],
    ),
    "TGV-TPLC-2024": (
        BodyKind.ASSISTANCE_TEAM,
        "Tổ giúp việc Hội đồng",
        "",
        "312/QĐ-UBND",
        [("togiupviec", Role.HEAD), ("togiupviec2", Role.MEMBER), ("togiupviec3", Role.MEMBER)],
    ),
    "HD-TPLC-2024": (
        BodyKind.COUNCIL,
        "Hội đồng OCOP thành phố Lai Châu",
        "",
        "311/QĐ-UBND",
        council("chutichhoidong", "thuky", "hoidong"),
    ),
    "TCKH-TPLC": (BodyKind.FINANCE, "Phòng Tài chính - Kế hoạch", "", "", [("taichinh", Role.OFFICER)]),
    "MTTQ-TPLC": (BodyKind.FRONT, "Ủy ban MTTQ Việt Nam thành phố", "", "", [("mattran", Role.OFFICER)]),
    "VHTT-TPLC": (
        BodyKind.COMMUNICATION,
        "Phòng Văn hóa và Thông tin",
        "",
        "",
        [("truyenthong", Role.OFFICER), ("duyettin", Role.HEAD)],
    ),
    "TTR-TPLC": (BodyKind.INSPECTORATE, "Thanh tra thành phố", "", "", [("thanhtra", Role.AUDITOR)]),
}
COUNCIL, BYLAW = "HD-TPLC-2024", "313/QĐ-UBND"

COMMUNE_PEOPLE: dict[str, Members] = {
    SAN_THANG: [("xa.santhang", Role.OFFICER), ("chutich.santhang", Role.CHAIR)],
    DONG_PHONG: [("xa.dongphong", Role.OFFICER), ("chutich.dongphong", Role.CHAIR)],
}
MORE_COMMUNE_PEOPLE: dict[str, Members] = {
    SUNG_PHAI: [("xa.sungphai", Role.OFFICER), ("chutich.sungphai", Role.CHAIR)],
    QUYET_TIEN: [("xa.quyettien", Role.OFFICER), ("chutich.quyettien", Role.CHAIR)],
    QUYET_THANG: [("xa.quyetthang", Role.OFFICER), ("chutich.quyetthang", Role.CHAIR)],
}

BODIES_2025: dict[str, BodyData] = {
    "UBND-TANPHONG": (
        BodyKind.COMMUNE_COMMITTEE,
        "UBND phường Tân Phong",
        WARD_TAN_PHONG,
        "",
        [("phuong.tanphong", Role.OFFICER), ("chutich.tanphong", Role.CHAIR)],
    ),
    "UBND-DOANKET": (
        BodyKind.COMMUNE_COMMITTEE,
        "UBND phường Đoàn Kết",
        WARD_DOAN_KET,
        "",
        [("phuong.doanket", Role.OFFICER), ("chutich.doanket", Role.CHAIR)],
    ),
    "UBND-LC": (BodyKind.AUTHORITY, "UBND tỉnh Lai Châu", "12", "", [("lanhdao.tinh", Role.APPROVER)]),
    "VPDP-LC": (
        BodyKind.STANDING_OFFICE,
        "Văn phòng điều phối Chương trình OCOP tỉnh",
        "12",
        "",
        [("vanphong.tinh", Role.OFFICER)],
    ),
    "TTV-LC-2025": (
        BodyKind.ASSISTANCE_TEAM,
        "Tổ tư vấn Hội đồng cấp tỉnh",
        "12",
        "702/QĐ-UBND",
        [("totuvan.tinh", Role.HEAD), ("totuvan2.tinh", Role.MEMBER)],
    ),
    "HD-LC-2025": (
        BodyKind.COUNCIL,
        "Hội đồng OCOP tỉnh Lai Châu",
        "12",
        "701/QĐ-UBND",
        council("chutichhoidongtinh", "thukytinh", "hoidongtinh"),
    ),
}
COUNCIL_2025, BYLAW_2025 = "HD-LC-2025", "703/QĐ-UBND"

# Who takes over from whom on the day of the merger; the city's other offices end without an heir of their own.
HEIRS = {
    "UBND-03386": "UBND-DOANKET",
    "UBND-03387": "UBND-TANPHONG",
    "UBND-03388": "UBND-DOANKET",
    "UBND-03389": "UBND-DOANKET",
    "UBND-03403": "UBND-DOANKET",
    "UBND-03408": "UBND-TANPHONG",
    "UBND-03409": "UBND-TANPHONG",
    "UBND-TPLC": "UBND-LC",
    "PKT-TPLC": "VPDP-LC",
    "TGV-TPLC-2024": "TTV-LC-2025",
    "HD-TPLC-2024": "HD-LC-2025",
}
ENDED_2025 = ("TCKH-TPLC", "MTTQ-TPLC", "VHTT-TPLC", "TTR-TPLC")

# The by-law: quorum 2/3, the chair does not score, 5 ballots at least, 10 points apart, two decimals.
BYLAW_TERMS = {
    "quorum": Fraction(2, 3),
    "chair_votes": False,
    "min_ballots": 5,
    "max_spread": 10,
    "rounding_places": 2,
}
