"""What the read API says of the law in force and of its earlier versions, as loaded."""

from collections.abc import Sequence
from datetime import date

from ninja import Schema

from ocop_workflow.domain.rulebook import Band, Rulebook, Scorecard
from ocop_workflow.models import rulebook_of
from ocop_workflow.models.rulebook import rulebook_name
from ocop_workflow.queries.rulebooks import newest_versions

Answer = dict[str, object]


class RulebookFound(Schema):
    """Last days count; they are null while no end is known. `applies` is about the day a dossier is submitted."""

    code: str
    version: int
    checksum: str
    title: str
    url: str
    legal_basis: list[str]
    in_force_from: date
    in_force_to: date | None
    applies_from: date
    applies_to: date | None
    is_in_force: bool


class Rulebooks(Schema):
    results: list[RulebookFound]


class BandOfPoints(Schema):
    """The stars of `floor` <= points < `below`; the highest band has no `below`."""

    stars: int
    floor: float
    below: float | None
    label: str


class LevelOfGovernment(Schema):
    key: str
    label: str
    certifies: list[int]


class ProductSet(Schema):
    """`withheld` says why products of the set cannot be scored, null where they can."""

    set: int
    name: str
    group: str
    subgroup: str
    points: int
    withheld: str | None


class RulebookDetail(RulebookFound):
    points: int
    validity_months: int
    bands: list[BandOfPoints]
    levels: list[LevelOfGovernment]
    sets: list[ProductSet]


def loaded() -> dict[str, int]:
    """Return the id of the newest version of each rulebook by its code, the one that applies latest first."""
    versions = newest_versions()
    return dict(sorted(versions.items(), key=lambda item: rulebook_of(item[1]).applies_from, reverse=True))


def found(version: int, day: date, url: str) -> Answer:
    """Return what a version is and when it holds; `day` decides whether it is in force."""
    rulebook, (name, checksum) = rulebook_of(version), rulebook_name(version)
    ends = rulebook.in_force_to or day
    return {
        "code": rulebook.code,
        "version": int(name.rpartition("@")[2]),
        "checksum": checksum,
        "title": rulebook.title.vi,
        "url": url,
        "legal_basis": list(rulebook.legal_basis),
        "in_force_from": rulebook.in_force_from,
        "in_force_to": rulebook.in_force_to,
        "applies_from": rulebook.applies_from,
        "applies_to": rulebook.applies_to,
        "is_in_force": rulebook.in_force_from <= day <= ends,
    }


def detail(version: int, day: date, url: str) -> Answer:
    """Return what a version lays down for all products: stars by points, who certifies, the sets."""
    rulebook = rulebook_of(version)
    return found(version, day, url) | {
        "points": rulebook.points_total,
        "validity_months": rulebook.validity_months,
        "bands": [_band(band) for band in rulebook.bands],
        "levels": _levels(rulebook),
        "sets": [_set(card) for _number, card in sorted(rulebook.scorecards.items())],
    }


def _band(band: Band) -> Answer:
    return {"stars": band.star, "floor": band.floor, "below": band.below, "label": band.label.vi}


def _levels(rulebook: Rulebook) -> Sequence[Answer]:
    return [
        {"key": level.key, "label": level.label.vi, "certifies": sorted(level.certifies)} for level in rulebook.levels
    ]


def _set(card: Scorecard) -> Answer:
    return {
        "set": card.set_no,
        "name": card.name,
        "group": card.group,
        "subgroup": card.subgroup,
        "points": card.total,
        "withheld": card.withheld,
    }
