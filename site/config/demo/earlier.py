"""Certificates issued before the system, by product: the province's of 2021 and 2022, under the law of that time."""

from dataclasses import dataclass
from datetime import date

ISSUER = "UBND tỉnh Lai Châu"
LAW = "Quyết định số 1048/QĐ-TTg ngày 21/8/2019 của Thủ tướng Chính phủ"


@dataclass(frozen=True, slots=True)
class EarlierData:
    """A certificate without dossier: number, stars, decision; and how it was revoked, if it was."""

    product: str
    number: str
    stars: int
    decision: str
    decided_on: date
    revoked_on: date | None = None
    ground: str = ""
    revocation: str = ""

    @property
    def revocation_facts(self) -> dict[str, object]:
        if self.revoked_on is None:
            return {}
        return {
            "revoked_on": self.revoked_on,
            "revocation_ground": self.ground,
            "revocation_decision": self.revocation,
        }


JUNE_2021, DECEMBER_2021 = date(2021, 6, 15), date(2021, 12, 20)
MARCH_2022, JUNE_2022, DECEMBER_2022 = date(2022, 3, 15), date(2022, 6, 20), date(2022, 12, 15)

EARLIER = (
    EarlierData("mac-khen", "014/2021/GCN-OCOP-LC", 3, "716/QĐ-UBND", JUNE_2021),
    EarlierData("hoa-dia-lan", "015/2021/GCN-OCOP-LC", 3, "716/QĐ-UBND", JUNE_2021),
    EarlierData("gao-nep-tan", "041/2021/GCN-OCOP-LC", 3, "1688/QĐ-UBND", DECEMBER_2021),
    EarlierData("che-shan", "042/2021/GCN-OCOP-LC", 4, "1688/QĐ-UBND", DECEMBER_2021),
    EarlierData("tui-tho-cam", "009/2022/GCN-OCOP-LC", 3, "322/QĐ-UBND", MARCH_2022),
    EarlierData(
        "tinh-dau-sa",
        "023/2022/GCN-OCOP-LC",
        3,
        "748/QĐ-UBND",
        JUNE_2022,
        date(2023, 11, 15),
        "Không còn đáp ứng tiêu chí theo kết luận kiểm tra: nhãn ghi sai hàm lượng tinh dầu",
        "1835/QĐ-UBND",
    ),
    EarlierData("nhan-mac-ca", "057/2022/GCN-OCOP-LC", 4, "1702/QĐ-UBND", DECEMBER_2022),
    EarlierData("nuoc-son-tra", "058/2022/GCN-OCOP-LC", 3, "1702/QĐ-UBND", DECEMBER_2022),
)
