from datetime import date

import pytest

from ocop_workflow.domain import clock
from ocop_workflow.domain.errors import InvalidInput, NotAllowed
from ocop_workflow.models import AdministrativeUnit, Event, UnitSuccession, UnitType, unit_on
from ocop_workflow.services.units import NewUnit, dissolve_unit, establish_unit, merge_units
from ocop_workflow.signals import units_changed
from tests.factories.city import City
from tests.factories.merger import DOAN_KET, MERGED, TAN_PHONG
from tests.ocop_workflow.refusals import refused_with

pytestmark = pytest.mark.django_db

LAST_DAY = date(2025, 6, 30)


@pytest.fixture
def summer():
    with clock.travel(MERGED):
        yield


@pytest.fixture
def heard():
    """How often the news of changed units was sent."""
    calls = []

    def hear(**_: object) -> None:
        calls.append(Event.objects.count())

    units_changed.connect(hear)
    yield calls
    units_changed.disconnect(hear)


def test_establish_unit_records_the_unit_and_who_set_it_up(city: City, october: None, heard):
    unit = establish_unit(
        code="03410",
        name=" Nùng  Nàng",
        unit_type="xa",
        valid_from=date(2024, 10, 1),
        parent=city.unit,
        actor=city.admin,
    )

    event = Event.objects.order_by("-seq").first()
    assert (unit.full_name, unit.key, unit.parent) == ("Xã Nùng Nàng", "03410/2024-10-01", city.unit)
    assert (event.kind, event.subject, event.actor) == ("unit.established", "03410/2024-10-01", city.admin.pk)
    assert heard == [event.seq - 1]


def test_establish_unit_gives_a_code_again_after_its_unit_ended(city: City, summer: None):
    old = city.units["03409"]
    dissolve_unit(old, last_day=LAST_DAY)

    new = establish_unit(code="03409", name="Mới", unit_type="phuong", valid_from=MERGED, parent=city.province)

    assert list(AdministrativeUnit.objects.filter(code="03409").order_by("valid_from")) == [old, new]


@pytest.mark.parametrize(
    ("changes", "message", "field"),
    [
        ({"code": "3410"}, "“3410” is no code for this type of unit; it has 5 digits.", "code"),
        ({"code": "034lO"}, "“034lO” is no code for this type of unit; it has 5 digits.", "code"),
        ({"code": "03409"}, "The code 03409 belongs to “Xã San Thàng” since 27/12/2013.", "code"),
        ({"unit_type": "ap"}, "Value 'ap' is not a valid choice.", "unit_type"),
        ({"name": " "}, "This field cannot be blank.", "name"),
        ({"valid_to": date(2024, 9, 30)}, "The last day 30/09/2024 lies before the first day 01/10/2024.", "valid_to"),
        ({"valid_from": date(2013, 1, 1)}, "“Thành phố Lai Châu” does not exist on 01/01/2013.", "parent"),
    ],
)
def test_establish_unit_refuses_bad_input(city: City, october: None, english: None, changes, message, field):
    given = {"code": "03410", "name": "Nùng Nàng", "unit_type": "xa", "valid_from": date(2024, 10, 1)}

    with refused_with(InvalidInput, message, field=field):
        establish_unit(**{**given, "parent": city.unit, **changes})


def test_establish_unit_refuses_a_commune_above_a_commune(city: City, october: None):
    with refused_with(InvalidInput, "“Xã San Thàng” is no superior unit.", field="parent"):
        establish_unit(code="03410", name="Mới", unit_type="xa", valid_from=date(2024, 10, 1), parent=city.commune)


@pytest.mark.parametrize("account", ["phongkinhte", "lanhdao", "chuthe1"])
def test_units_are_changed_by_administrators_alone(city: City, summer: None, account):
    actor = city.users[account]

    with refused_with(NotAllowed, "Only an administrator may do this."):
        establish_unit(code="03410", name="Mới", unit_type="xa", valid_from=MERGED, actor=actor)
    with refused_with(NotAllowed, "Only an administrator may do this."):
        merge_units([city.commune], city.units["03408"], since=MERGED, actor=actor)
    with refused_with(NotAllowed, "Only an administrator may do this."):
        dissolve_unit(city.commune, last_day=LAST_DAY, actor=actor)


def test_merge_units_ends_the_predecessors_and_links_them(city: City, summer: None, heard):
    old = [city.units[code] for code in ("03387", "03408", "03409")]

    ward = merge_units(old, NewUnit("03408", "Tân Phong", UnitType.WARD, city.province), since=MERGED, source="NQ 1")

    event = Event.objects.order_by("-seq").first()
    links = [(link.predecessor.key, link.since, link.source) for link in UnitSuccession.objects.order_by("pk")]
    assert [unit.valid_to for unit in old] == [LAST_DAY] * 3
    assert ward.key == TAN_PHONG
    assert links == [
        ("03387/2013-12-27", MERGED, "NQ 1"),
        ("03408/2013-12-27", MERGED, "NQ 1"),
        ("03409/2013-12-27", MERGED, "NQ 1"),
    ]
    assert (event.kind, event.subject, heard) == ("unit.merged", TAN_PHONG, [event.seq - 1])


def test_merged_units_with_one_code_are_told_apart_by_the_day(merged: City):
    old, new = AdministrativeUnit.objects.filter(code="03408").order_by("valid_from")

    assert [unit_on(old, day).full_name for day in (LAST_DAY, MERGED)] == ["Phường Đông Phong", "Phường Tân Phong"]
    assert [unit.full_name for unit in new.chain()] == ["Phường Tân Phong", "Tỉnh Lai Châu"]
    assert unit_on(merged.units["03403"], MERGED) == merged.units[DOAN_KET]


def test_merge_units_may_divide_an_ended_unit_among_two(city: City, summer: None):
    old, first = city.commune, city.units["03408"]
    merge_units([old], first, since=MERGED)

    merge_units([old], city.units["03387"], since=MERGED)

    assert [link.successor.code for link in old.succeeded_by.order_by("pk")] == ["03408", "03387"]


@pytest.mark.parametrize(
    ("since", "message", "field"),
    [
        (date(2013, 12, 27), "“Xã San Thàng” does not exist on 26/12/2013.", "predecessors"),
        (date(2013, 12, 1), "“Xã San Thàng” does not exist on 30/11/2013.", "predecessors"),
    ],
)
def test_merge_units_refuses_a_day_before_the_predecessor(city: City, summer: None, since, message, field):
    with refused_with(InvalidInput, message, field=field):
        merge_units([city.commune], city.units["03408"], since=since)


def test_merge_units_refuses_what_is_no_merger(city: City, summer: None):
    new = NewUnit("03387", "Tân Phong", UnitType.WARD, city.province)

    with refused_with(InvalidInput, "Name the units that are merged.", field="predecessors"):
        merge_units([], city.commune, since=MERGED)
    with refused_with(InvalidInput, "A unit cannot be merged into itself.", field="successor"):
        merge_units([city.commune], city.commune, since=MERGED)
    with refused_with(InvalidInput, "The code 03387 belongs to “Phường Tân Phong” since 27/12/2013.", field="code"):
        merge_units([city.commune], new, since=MERGED)


def test_merge_units_refuses_the_same_merger_twice(city: City, summer: None):
    merge_units([city.commune], city.units["03408"], since=MERGED)

    with refused_with(InvalidInput, "This merger is already recorded.", field="successor"):
        merge_units([city.commune], city.units["03408"], since=MERGED)


def test_dissolve_unit_ends_it_once_those_below_have_ended(merged: City):
    with clock.travel(MERGED):
        assert merged.unit.valid_to == LAST_DAY

        with refused_with(InvalidInput, "“Thành phố Lai Châu” does not exist on 01/07/2025.", field="last_day"):
            dissolve_unit(merged.unit, last_day=MERGED)


def test_dissolve_unit_refuses_while_a_unit_below_goes_on(city: City, summer: None):
    with refused_with(InvalidInput, "“Phường Quyết Thắng” goes on beyond that day.", field="last_day"):
        dissolve_unit(city.unit, last_day=LAST_DAY)
