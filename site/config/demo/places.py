"""The administrative units of Lai Châu: the city of 2024 with its seven communes, the two wards since 01/07/2025."""

from datetime import date

from ocop_workflow.models import UnitType

PROVINCE, CITY = "12", "105"
PROVINCE_BEGAN = date(2004, 1, 1)
CITY_BEGAN = date(2013, 12, 27)
MERGED = date(2025, 7, 1)
MERGER_LAW = "Nghị quyết sắp xếp đơn vị hành chính cấp xã tỉnh Lai Châu năm 2025"

COMMUNES = {
    "03386": ("Quyết Thắng", UnitType.WARD),
    "03387": ("Tân Phong", UnitType.WARD),
    "03388": ("Quyết Tiến", UnitType.WARD),
    "03389": ("Đoàn Kết", UnitType.WARD),
    "03403": ("Sùng Phài", UnitType.COMMUNE),
    "03408": ("Đông Phong", UnitType.WARD),
    "03409": ("San Thàng", UnitType.COMMUNE),
}
QUYET_THANG, TAN_PHONG, QUYET_TIEN, DOAN_KET = "03386", "03387", "03388", "03389"
SUNG_PHAI, DONG_PHONG, SAN_THANG = "03403", "03408", "03409"

# Since the merger, by key (two of them reuse a code): name and the communes they were made of.
WARD_TAN_PHONG, WARD_DOAN_KET = "03408/2025-07-01", "03388/2025-07-01"
WARDS = {
    WARD_TAN_PHONG: ("Tân Phong", (TAN_PHONG, DONG_PHONG, SAN_THANG)),
    WARD_DOAN_KET: ("Đoàn Kết", (QUYET_THANG, QUYET_TIEN, DOAN_KET, SUNG_PHAI)),
}
