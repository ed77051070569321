"""A world for `rulebooks/ba-cap`: who acts by a law nobody wrote code for, on three levels above the commune."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path

from accounts.models import User
from ocop_workflow.domain import clock
from ocop_workflow.models import Body, BodyKind, CouncilSession, Dossier, Role, UnitType
from ocop_workflow.services.agenda import set_agenda
from ocop_workflow.services.attendance import record_attendance
from ocop_workflow.services.ballots import BallotInput, hand_in_ballot
from ocop_workflow.services.bodies import establish_body
from ocop_workflow.services.bylaws import adopt_bylaw
from ocop_workflow.services.memberships import grant_membership
from ocop_workflow.services.rulebooks import load_rulebook
from ocop_workflow.services.sessions import convene_session, open_session
from ocop_workflow.services.units import establish_unit
from tests.factories.city import OCTOBER, City, new_user, standing, standing_city

RULEBOOK = Path(__file__).parent / "rulebooks" / "ba-cap"
SINCE = date(2024, 10, 1)
DECIDED = {"decision_number": "9/QĐ", "decision_date": SINCE}
# By account: the body's code and the role. The city's own bodies are there already.
PEOPLE = {
    "quay": ("VHTT-TPLC", Role.STAFF),
    "khaosat": ("TGV-TPLC-2024", Role.MEMBER),
    "mattran.chutich": ("MTTQ-TPLC", Role.CHAIR),
    "phochutich": ("UBND-TPLC", Role.DEPUTY),
    "vanphong": ("VP-TINH", Role.OFFICER),
    "vung.chutich": ("GK-TINH", Role.CHAIR),
    "vung.thuky": ("GK-TINH", Role.SECRETARY),
    "vung1": ("GK-TINH", Role.MEMBER),
    "vung2": ("GK-TINH", Role.MEMBER),
    "tinh.ky": ("UBND-TINH", Role.APPROVER),
    "bo": ("VP-NUOC", Role.OFFICER),
    "nuoc.chutich": ("GK-NUOC", Role.CHAIR),
    "nuoc.pho": ("GK-NUOC", Role.DEPUTY),
    "nuoc.thuky": ("GK-NUOC", Role.SECRETARY),
    "nuoc.ky": ("BO-KY", Role.APPROVER),
}
BODIES = {
    "VP-TINH": (BodyKind.STANDING_OFFICE, "Văn phòng điều phối tỉnh", "tinh"),
    "GK-TINH": (BodyKind.COUNCIL, "Ban giám khảo tỉnh", "tinh"),
    "UBND-TINH": (BodyKind.AUTHORITY, "UBND tỉnh Lai Châu", "tinh"),
    "VP-NUOC": (BodyKind.STANDING_OFFICE, "Văn phòng trung ương", "nuoc"),
    "GK-NUOC": (BodyKind.COUNCIL, "Ban giám khảo trung ương", "nuoc"),
    "BO-KY": (BodyKind.AUTHORITY, "Bộ Nông nghiệp và Môi trường", "nuoc"),
}
COUNCILS = {
    "HD-TPLC-2024": ("thuky", "chutichhoidong", ("hoidong1", "hoidong2", "chutichhoidong")),
    "GK-TINH": ("vung.thuky", "vung.chutich", ("vung1", "vung2", "vung.chutich")),
    "GK-NUOC": ("nuoc.thuky", "nuoc.chutich", ("nuoc.pho", "nuoc.chutich")),
}
ANSWERS = {"product_description": "Miến dong.", "production": "Làm tại bản.", "market": "Bán ở chợ."}
SHEETS = {
    9: {"M1": "M1.1", "M2": "M2.0"},
    12: {"M1": "M1.1", "M2": "M2.1"},
    15: {"M1": "M1.1", "M2": "M2.2"},
    20: {"M1": "M1.2", "M2": "M2.3"},
}


@dataclass
class World:
    """The city's world with the levels above it."""

    city: City
    bodies: dict[str, Body] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)


def standing_levels() -> World:
    """Return the city of 2024 with three levels above its communes in a freshly migrated database."""
    return standing("three levels", lambda: three_levels(standing_city()))


def three_levels(city: City) -> World:
    """Set up the bodies of three levels and load the rulebook, on 01/10/2024."""
    with clock.travel(SINCE):
        nuoc = establish_unit(code="0", name="Việt Nam", unit_type=UnitType.CENTRAL, valid_from=date(1976, 7, 2))
        units = {"tinh": city.province, "nuoc": nuoc}
        load_rulebook(RULEBOOK)
        world = World(city, bodies=dict(city.bodies), users=dict(city.users))
        for code, (kind, name, unit) in BODIES.items():
            world.bodies[code] = establish_body(
                code=code, kind=kind, name=name, unit=units[unit], valid_from=SINCE, **DECIDED
            )
        for account, (code, role) in PEOPLE.items():
            world.users[account] = new_user(account, f"{account} (minh họa)")
            grant_membership(world.bodies[code], world.users[account], role, valid_from=SINCE, **DECIDED)
        for code in COUNCILS:
            adopt_bylaw(
                world.bodies[code],
                valid_from=SINCE,
                quorum=Fraction(1, 5),
                min_ballots=2,
                max_spread=3,
                rounding_places=1,
                chair_or_deputy_present=False,
                **DECIDED,
            )
    return world


def convened(world: World, council: str, dossier: Dossier) -> CouncilSession:
    """Open a session of a council over a dossier, its scorers present."""
    secretary, chair, scorers = COUNCILS[council]
    body = world.bodies[council]
    session = convene_session(body, actor=world.users[secretary], held_on=clock.today())
    set_agenda(session, [dossier], actor=world.users[secretary])
    members = {member.user.username: member.pk for member in body.memberships.select_related("user")}
    record_attendance(session, {members[name]: True for name in scorers}, actor=world.users[secretary])
    return open_session(session, actor=world.users[chair])


def score(world: World, council: str, dossier: Dossier, total: int) -> None:
    """Let every scorer of a council hand in a ballot of the same total."""
    for name in COUNCILS[council][2]:
        hand_in_ballot(dossier, BallotInput(SHEETS[total]), actor=world.users[name])


__all__ = ["ANSWERS", "COUNCILS", "OCTOBER", "SHEETS", "World", "convened", "score", "standing_levels", "three_levels"]
