"""Lai Châu city in 2024, built through the real services: units, bodies, people, by-law, rulebooks, one product.

`standing_city()` is what the fixture `city` gives; `tests.factories.merger` plays 2025 on top of it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from accounts.models import User
from ocop_workflow.domain import clock
from ocop_workflow.models import (
    AdministrativeUnit,
    Body,
    BodyKind,
    ByLaw,
    Membership,
    OrganisationType,
    Producer,
    Product,
    Role,
    Round,
    RulebookVersion,
    UnitType,
)
from ocop_workflow.services.bodies import adopt_bylaw, establish_body, grant_membership
from ocop_workflow.services.registry import add_producer_member, register_producer, register_product
from ocop_workflow.services.rounds import plan_round
from ocop_workflow.services.rulebooks import load_rulebook
from ocop_workflow.services.units import establish_unit
from tests.factories.scorecards import RULEBOOKS
from tests.factories.snapshot import Snapshot, take

BEGAN = date(2013, 12, 27)
BUILT_ON = date(2024, 3, 20)
DECIDED = date(2024, 3, 15)
OCTOBER = date(2024, 10, 7)

COMMUNES = {
    "03386": ("Quyết Thắng", UnitType.WARD),
    "03387": ("Tân Phong", UnitType.WARD),
    "03388": ("Quyết Tiến", UnitType.WARD),
    "03389": ("Đoàn Kết", UnitType.WARD),
    "03403": ("Sùng Phài", UnitType.COMMUNE),
    "03408": ("Đông Phong", UnitType.WARD),
    "03409": ("San Thàng", UnitType.COMMUNE),
}
SAN_THANG, DONG_PHONG = "03409", "03408"
SHIPPED = ("2023-148", "2025-1489", "2026-26")

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

COUNCIL = [("chutichhoidong", Role.CHAIR), ("thuky", Role.SECRETARY)]
COUNCIL += [(f"hoidong{number}", Role.MEMBER) for number in range(1, 8)]
# By code: kind, name, the unit's code (the city's when empty), decision, members with their roles.
BODIES: dict[str, tuple[str, str, str, str, list[tuple[str, str]]]] = {
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
        COUNCIL,
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
COMMUNE_PEOPLE = {
    SAN_THANG: [("xa.santhang", Role.OFFICER), ("chutich.santhang", Role.CHAIR)],
    DONG_PHONG: [("xa.dongphong", Role.OFFICER), ("chutich.dongphong", Role.CHAIR)],
}


@dataclass(frozen=True)
class Road:
    """Who acts on a dossier's road under one rulebook, by account, and the bodies in whose hands it lies."""

    rulebook: str
    commune_officer: str
    commune_chair: str
    office: str
    team: str
    secretary: str
    chair: str
    approver: str
    scorers: tuple[str, ...]
    council: str
    authority: str


CITY_ROAD = Road(
    rulebook="2023-148",
    commune_officer="xa.santhang",
    commune_chair="chutich.santhang",
    office="phongkinhte",
    team="togiupviec",
    secretary="thuky",
    chair="chutichhoidong",
    approver="lanhdao",
    scorers=tuple(f"hoidong{number}" for number in range(1, 8)),
    council="HD-TPLC-2024",
    authority="UBND-TPLC",
)


@dataclass
class City:
    """The test world. Units are kept by code, those that reuse one by their key `03408/2025-07-01`."""

    province: AdministrativeUnit
    unit: AdministrativeUnit
    units: dict[str, AdministrativeUnit] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    bodies: dict[str, Body] = field(default_factory=dict)
    members: dict[str, Membership] = field(default_factory=dict)
    bylaws: dict[str, ByLaw] = field(default_factory=dict)
    rulebooks: dict[str, RulebookVersion] = field(default_factory=dict)
    road: Road = CITY_ROAD
    producer: Producer = None
    product: Product = None
    round: Round = None

    @property
    def commune(self) -> AdministrativeUnit:
        """The producer's commune: xã San Thàng."""
        return self.units[SAN_THANG]

    @property
    def council(self) -> Body:
        return self.bodies[self.road.council]

    @property
    def authority(self) -> Body:
        return self.bodies[self.road.authority]

    @property
    def bylaw(self) -> ByLaw:
        return self.bylaws[self.road.council]

    @property
    def admin(self) -> User:
        return self.users["quantri"]

    @property
    def scorers(self) -> list[User]:
        return [self.users[name] for name in self.road.scorers]

    def actor(self, part: str) -> User:
        """Return who acts in a part of the road: `city.actor("commune_officer")`."""
        return self.users[getattr(self.road, part)]


_kept: dict[str, Snapshot[City]] = {}


def standing(name: str, build: Callable[[], City]) -> City:
    """Return a world in a freshly migrated database: built the first time in this process, restored afterwards."""
    if name in _kept:
        return _kept[name].restore()
    city, _kept[name] = take(build)
    return city


def standing_city() -> City:
    """Return the city of 2024 in a freshly migrated database."""
    return standing("2024", build_city)


def build_city() -> City:
    """Build the city through the services, on 20/03/2024 (Kế hoạch OCOP 2024)."""
    with clock.travel(BUILT_ON):
        city = _units()
        city.users = {name: new_user(name, title) for name, title in PEOPLE.items()}
        city.rulebooks = {code: load_rulebook(RULEBOOKS / code)[0] for code in SHIPPED}
        _bodies(city)
        city.bylaws["HD-TPLC-2024"] = new_bylaw(city.bodies["HD-TPLC-2024"], "313/QĐ-UBND", DECIDED)
        city.producer = register_producer(
            name="Hợp tác xã miến dong San Thàng (minh họa)",
            organisation_type=OrganisationType.COOPERATIVE,
            commune=city.commune,
            address="Bản San Thàng, xã San Thàng, thành phố Lai Châu",
            phone="0213 000 001",
            illustrative=True,
        )
        add_producer_member(city.producer, city.users["chuthe1"])
        city.product = new_product(city.producer, "Miến dong San Thàng (minh họa)")
        city.round = plan_round(
            city.unit, 2024, 2, plan="Kế hoạch OCOP 2024", intake_until=date(2024, 9, 30), finish_by=date(2024, 10, 31)
        )
    return city


def _units() -> City:
    province = establish_unit(code="12", name="Lai Châu", unit_type=UnitType.PROVINCE, valid_from=date(2004, 1, 1))
    unit = establish_unit(code="105", name="Lai Châu", unit_type=UnitType.CITY, valid_from=BEGAN, parent=province)
    units = {
        code: establish_unit(code=code, name=name, unit_type=kind, valid_from=BEGAN, parent=unit)
        for code, (name, kind) in COMMUNES.items()
    }
    return City(province, unit, {"12": province, "105": unit, **units})


def new_user(username: str, title: str = "") -> User:
    """Create an account; `quantri` is the administrator. Nobody has a password: tests sign in by force."""
    is_admin = username == "quantri"
    name = f"{title or username} (minh họa)"
    return User.objects.create_user(username, display_name=name, is_superuser=is_admin, is_staff=is_admin)


def _bodies(city: City) -> None:
    for code in COMMUNES:
        unit = city.units[code]
        kind = BodyKind.COMMUNE_COMMITTEE
        add_body(city, f"UBND-{code}", (kind, f"UBND {unit.full_name}", code, "", COMMUNE_PEOPLE.get(code, [])), BEGAN)
    for code, body in BODIES.items():
        add_body(city, code, body, DECIDED if body[3] else BEGAN)


def add_body(city: City, code: str, body: tuple[str, str, str, str, list[tuple[str, str]]], since: date) -> None:
    """Set up a body with its members, who belong to it by the decision that set it up, or by one of their own."""
    kind, name, unit, number, members = body
    decided = {"decision_number": number, "decision_date": min(since, clock.today())} if number else {}
    city.bodies[code] = establish_body(
        code=code, kind=kind, name=name, unit=city.units[unit] if unit else city.unit, valid_from=since, **decided
    )
    for account, role in members:
        city.members[account] = grant_membership(
            city.bodies[code],
            city.users[account],
            role,
            decision_number=number or f"01/QĐ-{code}",
            decision_date=min(since, clock.today()),
            valid_from=since,
        )


def new_bylaw(council: Body, number: str, since: date) -> ByLaw:
    """Adopt the by-law of the tests: quorum 2/3, the chair does not score, 5 ballots at least, 10 points apart."""
    return adopt_bylaw(
        council,
        decision_number=number,
        decision_date=min(since, clock.today()),
        valid_from=since,
        quorum=Fraction(2, 3),
        chair_votes=False,
        min_ballots=5,
        max_spread=10,
        rounding_places=2,
    )


def new_product(producer: Producer, name: str, *, set_no: int = 6) -> Product:
    return register_product(
        producer,
        name=name,
        set_no=set_no,
        specification="Gói 500 g",
        description="Miến làm từ củ dong riềng.",
        illustrative=True,
    )


def another_producer(city: City, *, account: str = "chuthe2", commune: str = DONG_PHONG, name: str = "") -> Product:
    """Register a second producer with one product, by default of phường Đông Phong, and return the product."""
    producer = register_producer(
        name=name or f"Hợp tác xã của {account} (minh họa)",
        organisation_type=OrganisationType.COOPERATIVE,
        commune=city.units[commune],
        address="Tổ 5",
        illustrative=True,
    )
    add_producer_member(producer, city.users[account])
    return new_product(producer, f"Miến dong của {account} (minh họa)")
