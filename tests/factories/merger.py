"""What 2025 made of the test city: two wards instead of seven communes, and the province in the city's place."""

from datetime import date

from config.demo.offices import BODIES_2025, HEIRS
from config.demo.people import PEOPLE_2025
from config.demo.places import MERGED, MERGER_LAW, WARD_DOAN_KET, WARD_TAN_PHONG, WARDS
from ocop_workflow.domain import clock
from ocop_workflow.models import UnitType
from ocop_workflow.services.bodies import succeed_body
from ocop_workflow.services.rounds import plan_round
from ocop_workflow.services.units import NewUnit, dissolve_unit, merge_units
from tests.factories.city import City, Road, add_body, new_bylaw, new_user, standing, standing_city

TAN_PHONG, DOAN_KET = WARD_TAN_PHONG, WARD_DOAN_KET

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
        city.users |= {name: new_user(name, title) for name, title in PEOPLE_2025.items()}
        for key, (name, codes) in WARDS.items():
            ward = NewUnit(key.partition("/")[0], name, UnitType.WARD, city.province)
            city.units[key] = merge_units([city.units[code] for code in codes], ward, since=MERGED, source=MERGER_LAW)
        for code, body in BODIES_2025.items():
            add_body(city, code, body, MERGED)
        for old, new in HEIRS.items():
            succeed_body(city.bodies[old], city.bodies[new], since=MERGED, source=MERGER_LAW)
        dissolve_unit(city.unit, last_day=date(2025, 6, 30), source=MERGER_LAW)
        city.bylaws["HD-LC-2025"] = new_bylaw(city.bodies["HD-LC-2025"], "703/QĐ-UBND", MERGED)
        city.producer.refresh_from_db()
        city.road = PROVINCE_ROAD
        city.round = plan_round(city.province, 2026, 2, intake_until=date(2026, 10, 30), finish_by=date(2026, 12, 30))
    return city
