"""Lai Châu city in 2024, built through the real services: units, bodies, people, by-law, rulebooks, one product.

`standing_city()` is what the fixture `city` gives; `tests.factories.merger` plays 2025 on top of it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from accounts.models import User
from config.demo.offices import BODIES, BYLAW_TERMS, COMMUNE_PEOPLE, BodyData
from config.demo.people import ADMINISTRATOR, PEOPLE, display_name
from config.demo.places import CITY_BEGAN, COMMUNES, DONG_PHONG, PROVINCE, PROVINCE_BEGAN, SAN_THANG
from config.demo.world import RULEBOOKS as SHIPPED
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
    Round,
    RulebookVersion,
    UnitType,
)
from ocop_workflow.services.bodies import establish_body
from ocop_workflow.services.bylaws import adopt_bylaw
from ocop_workflow.services.memberships import grant_membership
from ocop_workflow.services.producers import add_producer_member, register_producer
from ocop_workflow.services.products import register_product
from ocop_workflow.services.rounds import plan_round
from ocop_workflow.services.rulebooks import load_rulebook
from ocop_workflow.services.units import establish_unit
from tests.factories.kept import kept
from tests.factories.scorecards import RULEBOOKS
from tests.factories.snapshot import Snapshot, take

BUILT_ON = date(2024, 3, 20)
DECIDED = date(2024, 3, 15)
OCTOBER = date(2024, 10, 7)


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

    def facts(self) -> tuple[object, ...]:
        """Return what acts on the city's behalf go by, beside what is stored."""
        return self.product, self.round, self.road, self.unit

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


World = TypeVar("World")
_kept: dict[str, Snapshot[Any]] = {}


def standing(name: str, build: Callable[[], World]) -> World:
    """Return a world in a freshly migrated database: built the first time in this process, restored afterwards."""
    if name in _kept:
        return _kept[name].restore()
    world, _kept[name] = take(build)
    return world


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
    province = establish_unit(code=PROVINCE, name="Lai Châu", unit_type=UnitType.PROVINCE, valid_from=PROVINCE_BEGAN)
    unit = establish_unit(code="105", name="Lai Châu", unit_type=UnitType.CITY, valid_from=CITY_BEGAN, parent=province)
    units = {
        code: establish_unit(code=code, name=name, unit_type=kind, valid_from=CITY_BEGAN, parent=unit)
        for code, (name, kind) in COMMUNES.items()
    }
    return City(province, unit, {"12": province, "105": unit, **units})


def new_user(username: str, title: str = "") -> User:
    """Create an account; `quantri` is the administrator. Nobody has a password: tests sign in by force."""
    is_admin = username == ADMINISTRATOR
    name = display_name(title or username)
    return User.objects.create_user(username, display_name=name, is_superuser=is_admin, is_staff=is_admin)


def _bodies(city: City) -> None:
    for code in COMMUNES:
        unit = city.units[code]
        kind = BodyKind.COMMUNE_COMMITTEE
        add_body(
            city, f"UBND-{code}", (kind, f"UBND {unit.full_name}", code, "", COMMUNE_PEOPLE.get(code, [])), CITY_BEGAN
        )
    for code, body in BODIES.items():
        add_body(city, code, body, DECIDED if body[3] else CITY_BEGAN)


def add_body(city: City, code: str, body: BodyData, since: date) -> None:
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
    """Adopt the demonstration's by-law: quorum 2/3, the chair does not score, 5 ballots at least, 10 points apart."""
    return adopt_bylaw(
        council,
        decision_number=number,
        decision_date=min(since, clock.today()),
        valid_from=since,
        **BYLAW_TERMS,
    )


@kept
def new_product(producer: Producer, name: str, *, set_no: int = 6) -> Product:
    return register_product(
        producer,
        name=name,
        set_no=set_no,
        specification="Gói 500 g",
        description="Miến làm từ củ dong riềng.",
        illustrative=True,
    )


@kept
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
