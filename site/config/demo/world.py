"""Building the world of the story through the real services: units, people, bodies, registry."""

from collections.abc import Iterable
from datetime import date
from functools import cache

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from accounts.models import User
from config.demo import offices, people, places
from config.demo.catalogue import ProducerData, ProductData
from config.demo.earlier import EARLIER, ISSUER, LAW, EarlierData
from config.demo.memory import body, keep, person, the
from config.demo.offices import BodyData
from config.demo.producers import PRODUCERS
from config.demo.products_east import PRODUCTS as EAST
from config.demo.products_west import PRODUCTS as WEST
from ocop_workflow.domain import clock
from ocop_workflow.models import AdministrativeUnit, BodyKind, Producer, Product, UnitType
from ocop_workflow.services.bodies import establish_body
from ocop_workflow.services.bylaws import adopt_bylaw
from ocop_workflow.services.earlier_certificates import register_earlier_certificate
from ocop_workflow.services.memberships import grant_membership
from ocop_workflow.services.producers import add_producer_member, register_producer
from ocop_workflow.services.products import register_product
from ocop_workflow.services.rulebooks import load_rulebook
from ocop_workflow.services.units import establish_unit

PRODUCTS: dict[str, ProductData] = EAST | WEST
RULEBOOKS = ("2023-148", "2025-1489", "2026-26")


def establish_units() -> None:
    """Set up province, city and communes as they stood in 2024."""
    province = establish_unit(
        code=places.PROVINCE, name="Lai Châu", unit_type=UnitType.PROVINCE, valid_from=places.PROVINCE_BEGAN
    )
    city = establish_unit(
        code=places.CITY, name="Lai Châu", unit_type=UnitType.CITY, valid_from=places.CITY_BEGAN, parent=province
    )
    for code, (name, kind) in places.COMMUNES.items():
        establish_unit(code=code, name=name, unit_type=kind, valid_from=places.CITY_BEGAN, parent=city)


def unit(key: str) -> AdministrativeUnit:
    """Return a unit by its code, the oldest that had it, or by its key as in `03408/2025-07-01`."""
    code, _, since = key.partition("/")
    units = AdministrativeUnit.objects.filter(code=code, **({"valid_from": since} if since else {}))
    return units.order_by("valid_from")[0]


def load_rulebooks() -> None:
    for code in RULEBOOKS:
        load_rulebook(settings.BASE_DIR / "ocop_workflow" / "rulebooks" / code)


def open_accounts() -> None:
    """Create every account of the story, also of those whose office only comes in 2025."""
    for username, title in (people.PEOPLE | people.MORE_COMMUNE_PEOPLE | people.PEOPLE_2025).items():
        _open_account(username, title)
    for username, group in people.GROUPS.items():
        person(username).groups.add(Group.objects.get(name=group))


def _open_account(username: str, title: str) -> None:
    is_admin = username == people.ADMINISTRATOR
    name = people.display_name(title)
    User.objects.create(
        username=username, display_name=name, password=_password(), is_superuser=is_admin, is_staff=is_admin
    )


@cache
def _password() -> str:
    """Return the common password's hash, reckoned once: a hash is slow by design, and this one guards nothing."""
    return make_password(people.PASSWORD)


def establish_offices() -> None:
    """Set up the offices that need no decision of the year: the communes' committees and the city's own."""
    members = offices.COMMUNE_PEOPLE | offices.MORE_COMMUNE_PEOPLE
    for code in places.COMMUNES:
        data = (BodyKind.COMMUNE_COMMITTEE, f"UBND {_in_sentence(unit(code))}", code, "", members.get(code, []))
        establish(f"UBND-{code}", data, places.CITY_BEGAN)
    for code, data in offices.BODIES.items():
        if not data[3]:
            establish(code, data, places.CITY_BEGAN)


def _in_sentence(commune: AdministrativeUnit) -> str:
    return commune.full_name[0].lower() + commune.full_name[1:]


def establish_council_and_team() -> None:
    """Set up what the year's decisions set up, with the council's by-law."""
    for code, data in offices.BODIES.items():
        if data[3]:
            establish(code, data, clock.today())
    adopt(offices.COUNCIL, offices.BYLAW)


def establish(code: str, data: BodyData, since: date) -> None:
    """Set up a body with its members, who belong to it by the decision that set it up, or by one of their own."""
    kind, name, place, number, members = data
    decided_on = min(since, clock.today())
    decision = {"decision_number": number, "decision_date": decided_on} if number else {}
    new = establish_body(code=code, kind=kind, name=name, unit=unit(place or places.CITY), valid_from=since, **decision)
    for username, role in members:
        grant_membership(
            new,
            person(username),
            role,
            decision_number=number or f"01/QĐ-{code}",
            decision_date=decided_on,
            valid_from=since,
        )


def adopt(council: str, number: str) -> None:
    """Adopt the by-law of the story for a council, from today."""
    adopt_bylaw(
        body(council),
        decision_number=number,
        decision_date=clock.today(),
        valid_from=clock.today(),
        **offices.BYLAW_TERMS,
    )


def register_producers() -> None:
    for number, (key, data) in enumerate(PRODUCERS.items(), start=1):
        _register_producer(key, data, number)


def _register_producer(key: str, data: ProducerData, number: int) -> None:
    producer = register_producer(
        name=data.name,
        organisation_type=data.kind,
        commune=unit(data.commune),
        address=data.address,
        phone=f"0213 000 {number:03d}",
        introduction=data.introduction,
        illustrative=True,
    )
    keep(producer, key)
    if data.account:
        add_producer_member(producer, person(data.account))


def register_products(keys: Iterable[str] = tuple(PRODUCTS)) -> None:
    for key in keys:
        _register_product(key, PRODUCTS[key])


def _register_product(key: str, data: ProductData) -> None:
    low, high = data.prices or (None, None)
    product = register_product(
        the(Producer, data.producer),
        name=data.name,
        set_no=data.set_no,
        specification=data.specification,
        description=data.description,
        story=data.story,
        ingredients=data.ingredients,
        village=data.village,
        price_from=low,
        price_to=high,
        illustrative=True,
    )
    keep(product, key)


def register_earlier_certificates() -> None:
    for data in EARLIER:
        _register_earlier(data)


def _register_earlier(data: EarlierData) -> None:
    register_earlier_certificate(
        the(Product, data.product),
        number=data.number,
        stars=data.stars,
        issuer=ISSUER,
        decision_number=data.decision,
        decision_date=data.decided_on,
        legal_basis=LAW,
        illustrative=True,
        **data.revocation_facts,
    )
