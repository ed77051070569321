"""Administrative units: set up, merged and ended, never deleted. Code and first day together name one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from ocop_workflow.domain.cleaning import clean_line
from ocop_workflow.domain.errors import InvalidInput
from ocop_workflow.models import AdministrativeUnit, UnitSuccession, UnitType, one_act
from ocop_workflow.services.administration import checked, require_administrator, require_period
from ocop_workflow.services.recording import Happening, record
from ocop_workflow.signals import units_changed

if TYPE_CHECKING:
    from accounts.models import User

DIGITS = {
    UnitType.CENTRAL: 1,
    UnitType.PROVINCE: 2,
    UnitType.CITY: 3,
    UnitType.DISTRICT: 3,
    UnitType.COMMUNE: 5,
    UnitType.WARD: 5,
    UnitType.TOWNSHIP: 5,
}


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit that a merger brings about: it begins on the day of the merger."""

    code: str
    name: str
    unit_type: str
    parent: AdministrativeUnit | None = None


def establish_unit(
    *,
    code: str,
    name: str,
    unit_type: str,
    valid_from: date,
    valid_to: date | None = None,
    parent: AdministrativeUnit | None = None,
    source: str = "",
    actor: "User | None" = None,
) -> AdministrativeUnit:
    """Set up a unit from a day on, by a legal act (`source`).

    A code may be given again once the unit that had it has ended. Raises InvalidInput for a code of the wrong length
    or still in use on one of the days, a superior unit that is not above it or not there on the first day, and days
    that run backwards; NotAllowed for anybody but an administrator.
    """
    require_administrator(actor)
    with transaction.atomic(), one_act() as act:
        unit = _establish(NewUnit(code, name, unit_type, parent), valid_from, valid_to, actor)
        units_changed.send(sender=AdministrativeUnit)
        payload = {
            "code": unit.code,
            "type": unit.unit_type,
            "parent": parent.key if parent else "",
            "from": valid_from,
            "to": valid_to,
            "law": clean_line(source),
        }
        record(Happening(kind="unit.established", subject=unit.key, act=act, actor=actor, payload=payload))
    return unit


def _establish(new: NewUnit, valid_from: date, valid_to: date | None, actor: "User | None") -> AdministrativeUnit:
    unit = AdministrativeUnit(
        code=new.code.strip(),
        name=clean_line(new.name),
        unit_type=new.unit_type,
        parent=new.parent,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    require_period(valid_from, valid_to)
    checked(unit)
    _require_code(unit)
    _require_parent(unit)
    return unit.save_as(actor, reason="unit.established")


def _require_code(unit: AdministrativeUnit) -> None:
    digits = DIGITS[UnitType(unit.unit_type)]
    if not (unit.code.isascii() and unit.code.isdigit() and len(unit.code) == digits):
        raise InvalidInput(
            "“%(code)s” is no code for this type of unit; it has %(digits)s digits.",
            {"code": unit.code, "digits": digits},
            field="code",
        )
    still = Q(valid_to__isnull=True) | Q(valid_to__gte=unit.valid_from)
    before_end = Q(valid_from__lte=unit.valid_to) if unit.valid_to else Q()
    holder = AdministrativeUnit.objects.filter(still & before_end, code=unit.code).first()
    if holder:
        raise InvalidInput(
            "The code %(code)s belongs to “%(unit)s” since %(day)s.",
            {"code": unit.code, "unit": holder.full_name, "day": f"{holder.valid_from:%d/%m/%Y}"},
            field="code",
        )


def _require_parent(unit: AdministrativeUnit) -> None:
    parent = unit.parent
    if parent is None:
        return
    if DIGITS[UnitType(parent.unit_type)] >= DIGITS[UnitType(unit.unit_type)]:
        raise InvalidInput("“%(unit)s” is no superior unit.", {"unit": parent.full_name}, field="parent")
    if not parent.is_valid_on(unit.valid_from):
        raise InvalidInput(
            "“%(unit)s” does not exist on %(day)s.",
            {"unit": parent.full_name, "day": f"{unit.valid_from:%d/%m/%Y}"},
            field="parent",
        )


def merge_units(
    predecessors: Sequence[AdministrativeUnit],
    successor: AdministrativeUnit | NewUnit,
    *,
    since: date,
    source: str = "",
    actor: "User | None" = None,
) -> AdministrativeUnit:
    """Let one unit take over others from a day on, and return it; the others end the day before.

    The successor may reuse the code of a predecessor: then give it as `NewUnit`. One that ended the day before may be
    named again with a second successor, as when its area was divided. Raises InvalidInput for an empty merger, a
    predecessor that has not begun or has ended earlier, and a successor not there on the day; NotAllowed for anybody
    but an administrator.
    """
    require_administrator(actor)
    if not predecessors:
        raise InvalidInput("Name the units that are merged.", field="predecessors")
    with transaction.atomic(), one_act() as act:
        ended = [_end_before(unit, since, actor) for unit in _locked(predecessors)]
        heir = successor if isinstance(successor, AdministrativeUnit) else _establish(successor, since, None, actor)
        _require_heir(heir, ended, since)
        for unit in ended:
            link = UnitSuccession(predecessor=unit, successor=heir, since=since, source=clean_line(source))
            link.save_as(actor, reason="unit.merged")
        units_changed.send(sender=AdministrativeUnit)
        payload = {"predecessors": [unit.key for unit in ended], "since": since, "law": clean_line(source)}
        record(Happening(kind="unit.merged", subject=heir.key, act=act, actor=actor, payload=payload))
    for unit in predecessors:
        unit.refresh_from_db()
    return heir


def _locked(units: Sequence[AdministrativeUnit]) -> list[AdministrativeUnit]:
    rows = AdministrativeUnit.objects.select_for_update(of=("self",), no_key=True)
    return list(rows.filter(pk__in=[unit.pk for unit in units]).order_by("code", "valid_from"))


def _end_before(unit: AdministrativeUnit, since: date, actor: "User | None") -> AdministrativeUnit:
    last = since - timedelta(days=1)
    if not unit.is_valid_on(last):
        raise InvalidInput(
            "“%(unit)s” does not exist on %(day)s.",
            {"unit": unit.full_name, "day": f"{last:%d/%m/%Y}"},
            field="predecessors",
        )
    if unit.valid_to == last:
        return unit
    unit.valid_to = last
    return unit.save_as(actor, reason="unit.merged")


def _require_heir(heir: AdministrativeUnit, ended: Sequence[AdministrativeUnit], since: date) -> None:
    if heir.pk in {unit.pk for unit in ended}:
        raise InvalidInput("A unit cannot be merged into itself.", field="successor")
    if UnitSuccession.objects.filter(predecessor__in=ended, successor=heir).exists():
        raise InvalidInput("This merger is already recorded.", field="successor")
    if not heir.is_valid_on(since):
        raise InvalidInput(
            "“%(unit)s” does not exist on %(day)s.",
            {"unit": heir.full_name, "day": f"{since:%d/%m/%Y}"},
            field="successor",
        )


def dissolve_unit(
    unit: AdministrativeUnit, *, last_day: date, source: str = "", actor: "User | None" = None
) -> AdministrativeUnit:
    """End a unit that nothing takes the place of, as the city of 2025; `last_day` is its last.

    Raises InvalidInput while units below it go on beyond that day, or when it has not begun or ended before.
    """
    require_administrator(actor)
    with transaction.atomic(), one_act() as act:
        (current,) = _locked([unit])
        if not current.is_valid_on(last_day):
            raise InvalidInput(
                "“%(unit)s” does not exist on %(day)s.",
                {"unit": current.full_name, "day": f"{last_day:%d/%m/%Y}"},
                field="last_day",
            )
        going_on = current.children.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=last_day)).first()
        if going_on:
            raise InvalidInput("“%(unit)s” goes on beyond that day.", {"unit": going_on.full_name}, field="last_day")
        current.valid_to = last_day
        current.save_as(actor, reason="unit.dissolved")
        units_changed.send(sender=AdministrativeUnit)
        payload = {"to": last_day, "law": clean_line(source)}
        record(Happening(kind="unit.dissolved", subject=current.key, act=act, actor=actor, payload=payload))
    unit.refresh_from_db()
    return current
