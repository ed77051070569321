"""What 2025 made of the test city: two wards instead of seven communes, and the province in the city's place."""

from datetime import date

from ocop_workflow.domain import clock
from ocop_workflow.models import BodyKind, Role, UnitType
from ocop_workflow.services.bodies import succeed_body
from ocop_workflow.services.rounds import plan_round
from ocop_workflow.services.units import NewUnit, dissolve_unit, merge_units
from tests.factories.city import City, Road, add_body, new_bylaw, new_user, standing, standing_city

MERGED = date(2025, 7, 1)
LAW = "Nghị quyết sắp xếp đơn vị hành chính cấp xã tỉnh Lai Châu năm 2025"
TAN_PHONG, DOAN_KET = "03408/2025-07-01", "03388/2025-07-01"
WARDS = {
    TAN_PHONG: ("Tân Phong", ("03387", "03408", "03409")),
    DOAN_KET: ("Đoàn Kết", ("03386", "03388", "03389", "03403")),
}

PEOPLE = {
    "phuong.tanphong": "Cán bộ phường Tân Phong",
    "chutich.tanphong": "Chủ tịch UBND phường Tân Phong",
    "phuong.doanket": "Cán bộ phường Đoàn Kết",
    "chutich.doanket": "Chủ tịch UBND phường Đoàn Kết",
    "vanphong.tinh": "Văn phòng điều phối tỉnh",
    "totuvan.tinh": "Tổ trưởng Tổ tư vấn",
    "totuvan2.tinh": "Thành viên Tổ tư vấn 2",
    **{f"hoidongtinh{number}": f"Ủy viên Hội đồng tỉnh {number}" for number in range(1, 8)},
    "thukytinh": "Thư ký Hội đồng tỉnh",
    "chutichhoidongtinh": "Chủ tịch Hội đồng tỉnh",
    "lanhdao.tinh": "Chủ tịch UBND tỉnh",
}
COUNCIL = [("chutichhoidongtinh", Role.CHAIR), ("thukytinh", Role.SECRETARY)]
COUNCIL += [(f"hoidongtinh{number}", Role.MEMBER) for number in range(1, 8)]
# By code: kind, name, the unit's key, decision, members with their roles.
BODIES: dict[str, tuple[str, str, str, str, list[tuple[str, str]]]] = {
    "UBND-TANPHONG": (
        BodyKind.COMMUNE_COMMITTEE,
        "UBND phường Tân Phong",
        TAN_PHONG,
        "",
        [("phuong.tanphong", Role.OFFICER), ("chutich.tanphong", Role.CHAIR)],
    ),
    "UBND-DOANKET": (
        BodyKind.COMMUNE_COMMITTEE,
        "UBND phường Đoàn Kết",
        DOAN_KET,
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
        COUNCIL,
    ),
}
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

PROVINCE_ROAD = Road(
    rulebook="2026-26",
    commune_officer="phuong.tanphong",
    commune_chair="chutich.tanphong",
    office="vanphong.tinh",
    team="totuvan.tinh",
    secretary="thukytinh",
    chair="chutichhoidongtinh",
    approver="lanhdao.tinh",
    scorers=tuple(f"hoidongtinh{number}" for number in range(1, 8)),
    council="HD-LC-2025",
    authority="UBND-LC",
)


def standing_province() -> City:
    """Return the world after the merger in a freshly migrated database, its road that of `2026-26`."""
    return standing("2025", lambda: after_merger(standing_city()))


def after_merger(city: City) -> City:
    """Play 01/07/2025: wards, the end of the city, the province's bodies and who takes over from whom."""
    with clock.travel(MERGED):
        city.users |= {name: new_user(name, title) for name, title in PEOPLE.items()}
        for key, (name, codes) in WARDS.items():
            ward = NewUnit(key.partition("/")[0], name, UnitType.WARD, city.province)
            city.units[key] = merge_units([city.units[code] for code in codes], ward, since=MERGED, source=LAW)
        for code, body in BODIES.items():
            add_body(city, code, body, MERGED)
        for old, new in HEIRS.items():
            succeed_body(city.bodies[old], city.bodies[new], since=MERGED, source=LAW)
        dissolve_unit(city.unit, last_day=date(2025, 6, 30), source=LAW)
        city.bylaws["HD-LC-2025"] = new_bylaw(city.bodies["HD-LC-2025"], "703/QĐ-UBND", MERGED)
        city.producer.refresh_from_db()
        city.road = PROVINCE_ROAD
        city.round = plan_round(city.province, 2026, 2, intake_until=date(2026, 10, 30), finish_by=date(2026, 12, 30))
    return city
