"""2025: two wards for seven communes, the province in the city's place, and its first round under 1489."""

from datetime import date, timedelta

from config.demo import offices, places, world
from config.demo.council import Scores
from config.demo.memory import body
from config.demo.pages import publish_article
from config.demo.province_round import ProvinceRound
from config.demo.road import PROVINCE, draft_and_submit
from config.demo.scene import scenes
from ocop_workflow.models import DossierKind, UnitType
from ocop_workflow.services.bodies import dissolve_body, succeed_body
from ocop_workflow.services.units import NewUnit, dissolve_unit, merge_units

ROUND = ProvinceRound(
    2025,
    intake_until=date(2025, 10, 15),
    finish_by=date(2025, 12, 15),
    session_on=date(2025, 11, 6),
    scores={
        "gao-nep-tan": Scores((74, 75, 73, 74, 74, 75, 74), stars=4),
        "tui-tho-cam": Scores((57, 56, 58, 57, 57, 56, 58)),
        "ruou-tao-meo-2": Scores((62, 63, 61, 62, 62, 63, 62)),
    },
    decision_number="2236/QĐ-UBND",
)


def units_are_merged() -> None:
    province = world.unit(places.PROVINCE)
    for key, (name, codes) in places.WARDS.items():
        ward = NewUnit(key.partition("/")[0], name, UnitType.WARD, province)
        merge_units([world.unit(code) for code in codes], ward, since=places.MERGED, source=places.MERGER_LAW)


def offices_are_handed_over() -> None:
    """The province's bodies begin, take over from the city's, and the city ends."""
    last_day = places.MERGED - timedelta(days=1)
    for code, data in offices.BODIES_2025.items():
        world.establish(code, data, places.MERGED)
    for old, new in offices.HEIRS.items():
        succeed_body(body(old), body(new), since=places.MERGED, source=places.MERGER_LAW)
    for code in offices.ENDED_2025:
        dissolve_body(body(code), last_day=last_day)
    dissolve_unit(world.unit(places.CITY), last_day=last_day, source=places.MERGER_LAW)
    world.adopt(offices.COUNCIL_2025, offices.BYLAW_2025)


def merger_is_news() -> None:
    publish_article("hai-phuong")


def september_dossiers() -> None:
    draft_and_submit(PROVINCE, ROUND.code, "gao-nep-tan", "tui-tho-cam", kind=DossierKind.RE_EVALUATION)
    draft_and_submit(PROVINCE, ROUND.code, "ruou-tao-meo", name="ruou-tao-meo-2")


SCENES = scenes(
    2025,
    (7, 1, units_are_merged),
    (7, 1, offices_are_handed_over),
    (7, 2, merger_is_news),
    (7, 15, ROUND.round_is_planned),
    (9, 10, september_dossiers),
    (9, 12, ROUND.wards_receive),
    (9, 24, ROUND.wards_report),
    (10, 1, ROUND.province_receives),
    (10, 15, ROUND.province_appraises),
    (10, 20, ROUND.session_is_called),
    (11, 6, ROUND.session),
    (11, 7, ROUND.follow_up_of_session),
    (11, 18, ROUND.decision),
)
