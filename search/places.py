"""Communes as citizens know them: by the name of today and by those that were merged."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ocop_workflow.models import AdministrativeUnit, UnitSuccession, UnitType

COMMUNE_TYPES = (UnitType.COMMUNE, UnitType.WARD, UnitType.TOWNSHIP)


@dataclass(frozen=True, slots=True)
class Places:
    """The communes there ever were, by key; `heirs` are what each became, the main one first.

    `standing` is for each the key of the unit that stands for it on the day (as `models.units.unit_on`); `lying_in` are
    the full names of the units above each, the nearest first; `called` are the names of every unit, by its id: its own
    and, where another stands for it on the day, that one's.
    """

    day: date
    units: Mapping[str, AdministrativeUnit]
    heirs: Mapping[str, tuple[tuple[date, str], ...]]
    standing: Mapping[str, str]
    lying_in: Mapping[str, tuple[str, ...]]
    called: Mapping[int, tuple[str, str]]

    def now(self, key: str) -> str:
        """Return the key of the unit that stands for another today; a key of no commune is its own."""
        return self.standing.get(key, key)

    def becoming(self, wanted: str) -> tuple[str, ...]:
        """Return the keys of the units that are this one, or are this one today."""
        return tuple(key for key, now in self.standing.items() if wanted in (key, now))

    def names(self, key: str) -> tuple[str, ...]:
        """Return the full name of a unit and those of all it became, whether or not that day has come."""
        return tuple(dict.fromkeys(self.units[one].full_name for one in self._all_it_became(key)))

    def wider_names(self, key: str) -> tuple[str, ...]:
        """Return the full names of the units, cities and provinces, that a unit and all it became lie in."""
        return tuple(dict.fromkeys(name for one in self._all_it_became(key) for name in self.lying_in.get(one, ())))

    def _all_it_became(self, key: str) -> tuple[str, ...]:
        """Return the keys of a unit and of all it became, each once."""
        found: dict[str, None] = {}
        waiting = [key]
        while waiting:
            key = waiting.pop(0)
            if key not in found and key in self.units:
                found[key] = None
                waiting += [heir for _since, heir in self.heirs.get(key, ())]
        return tuple(found)

    def find(self, text: str) -> str | None:
        """Return the key that a key or a bare code means; a code that was given again means the unit of today."""
        if text in self.units:
            return text
        same = sorted(key for key, unit in self.units.items() if unit.code == text)
        return next((key for key in same if self.units[key].is_valid_on(self.day)), same[-1] if same else None)

    def name(self, key: str) -> str:
        return self.units[key].full_name if key in self.units else key


def places_on(day: date) -> Places:
    """Return the communes as they stand on a day, by two queries."""
    every = {unit.pk: unit for unit in AdministrativeUnit.objects.all()}
    units = {unit.key: unit for unit in every.values() if unit.unit_type in COMMUNE_TYPES}
    heirs = _heirs({unit.pk: key for key, unit in units.items()})
    standing = {key: _standing_for(key, day, units, heirs) for key in units}
    return Places(
        day=day,
        units=units,
        heirs=heirs,
        standing=standing,
        lying_in={key: tuple(_above(unit, every)) for key, unit in units.items()},
        called={pk: _called(unit, units, standing) for pk, unit in every.items()},
    )


def _heirs(keys: Mapping[int, str]) -> dict[str, tuple[tuple[date, str], ...]]:
    heirs: dict[str, tuple[tuple[date, str], ...]] = {}
    links = UnitSuccession.objects.order_by("pk").values_list("predecessor_id", "successor_id", "since")
    for before, after, since in links:
        if before in keys and after in keys:
            heirs[keys[before]] = (*heirs.get(keys[before], ()), (since, keys[after]))
    return heirs


def _standing_for(
    key: str,
    day: date,
    units: Mapping[str, AdministrativeUnit],
    heirs: Mapping[str, tuple[tuple[date, str], ...]],
) -> str:
    passed = {key}
    while (ends := units[key].valid_to) is not None and ends < day:
        heir = next((heir for since, heir in heirs.get(key, ()) if since <= day), None)
        if heir is None or heir in passed:
            break
        passed.add(heir)
        key = heir
    return key


def _called(
    unit: AdministrativeUnit, units: Mapping[str, AdministrativeUnit], standing: Mapping[str, str]
) -> tuple[str, str]:
    now = standing.get(unit.key, unit.key)
    return unit.full_name, units[now].full_name if now != unit.key else ""


def _above(unit: AdministrativeUnit, every: Mapping[int, AdministrativeUnit]) -> Iterator[str]:
    """Return the full names of the units above one, the nearest first, the country left out."""
    while unit.parent_id and (unit := every[unit.parent_id]).unit_type != UnitType.CENTRAL:
        yield unit.full_name
