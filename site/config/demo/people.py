"""Who signs in to the demonstration. Persons are named by their office alone; none of them exists."""

PASSWORD = "ocop-demo"  # noqa: S105 -- the demo's own, printed by `make run`; production refuses the demo

PEOPLE = {
    "truyenthong": "Biên tập viên truyền thông",
    "duyettin": "Người duyệt tin",
    "xa.santhang": "Cán bộ xã San Thàng",
    "xa.dongphong": "Cán bộ phường Đông Phong",
    "chutich.santhang": "Chủ tịch UBND xã San Thàng",
    "chutich.dongphong": "Chủ tịch UBND phường Đông Phong",
    "phongkinhte": "Chuyên viên Phòng Kinh tế",
    "truongphongkinhte": "Trưởng Phòng Kinh tế",
    "togiupviec": "Tổ trưởng Tổ giúp việc",
    "togiupviec2": "Thành viên Tổ giúp việc 2",
    "togiupviec3": "Thành viên Tổ giúp việc 3",
    **{f"hoidong{number}": f"Ủy viên Hội đồng {number}" for number in range(1, 8)},
    "thuky": "Thư ký Hội đồng",
    "chutichhoidong": "Chủ tịch Hội đồng",
    "lanhdao": "Chủ tịch UBND thành phố",
    "taichinh": "Phòng Tài chính - Kế hoạch",
    "mattran": "Ủy ban Mặt trận Tổ quốc",
    "thanhtra": "Thanh tra thành phố",
    "chuthe1": "Chủ thể 1",
    "chuthe2": "Chủ thể 2",
    "chuthe3": "Chủ thể 3",
    "quantri": "Quản trị hệ thống",
}

# Three more communes whose dossiers the story needs; their people stand in no public list of accounts.
MORE_COMMUNE_PEOPLE = {
    "xa.sungphai": "Cán bộ xã Sùng Phài",
    "chutich.sungphai": "Chủ tịch UBND xã Sùng Phài",
    "xa.quyettien": "Cán bộ phường Quyết Tiến",
    "chutich.quyettien": "Chủ tịch UBND phường Quyết Tiến",
    "xa.quyetthang": "Cán bộ phường Quyết Thắng",
    "chutich.quyetthang": "Chủ tịch UBND phường Quyết Thắng",
}

# Those of 2025 and after: they can sign in from the beginning, and see nothing until they hold an office.
PEOPLE_2025 = {
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

ADMINISTRATOR = "quantri"
# Wagtail's own groups: who writes the news, and who lets it out.
GROUPS = {"truyenthong": "Editors", "duyettin": "Moderators"}


def display_name(title: str) -> str:
    """Return the name an account bears on screen."""
    return f"{title} (minh họa)"
