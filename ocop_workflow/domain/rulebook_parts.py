"""The tables of rulebook.toml, evidence.toml, commune.toml and papers.toml, one reader each."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TypeVar

from ocop_workflow.domain.frozen import FrozenMap
from ocop_workflow.domain.process import BODY_KINDS, UNIT_TYPES, Label
from ocop_workflow.domain.registry import SETS
from ocop_workflow.domain.rulebook_data import (
    DOSSIER_KINDS,
    Band,
    BodyRef,
    CommuneContent,
    EvidenceKind,
    Level,
    PaperKind,
    Transition,
)
from ocop_workflow.domain.rulebook_table import Table, unique
from ocop_workflow.domain.scorecard import Scorecard

Item = TypeVar("Item")
Placed = tuple[tuple[Table, Item], ...]


def read_period(root: Table, key: str) -> tuple[date, date | None]:
    """Return the first and last day of a period; the last may be open."""
    table = root.table(key, "period")
    if table is None:
        return date.min, None
    start, end = table.day("from"), table.day("to", None)
    if start and end and end < start:
        table.fault("ends_before_it_begins", "to")
    return start or date.min, end


def read_transitions(root: Table) -> tuple[Transition, ...]:
    return tuple(map(_transition, root.tables("transition", "transition")))


def _transition(table: Table) -> Transition:
    before, finish = table.day("submitted_before"), table.day("finish_by")
    if before and finish and finish < before:
        table.fault("finish_before_start", "finish_by")
    return Transition(
        kinds=table.words("kinds", DOSSIER_KINDS),
        submitted_before=before or date.min,
        finish_by=finish or date.min,
        label=table.label(),
        source=table.text("source", ""),
    )


def read_certificate(root: Table) -> tuple[int, tuple[int, int] | None, int | None]:
    """Return the months of validity, the window as (latest, earliest) days before the end, the extension in days."""
    table = root.table("certificate", "certificate")
    if table is None:
        return 1, None, None
    return table.number("validity_months"), _window(table), table.number("late_extension_days", default=None)


def _window(certificate: Table) -> tuple[int, int] | None:
    table = certificate.table("renewal_window", "window", None)
    if table is None:
        return None
    latest, earliest = table.number("latest_days", minimum=0), table.number("earliest_days")
    if earliest <= latest and {"latest_days", "earliest_days"} <= table.value.keys():
        table.fault("bad_window", "earliest_days")
    return latest, earliest


def read_bands(root: Table) -> Placed[Band]:
    return tuple(
        (table, Band(table.star("star"), table.points("floor"), table.points("below", None), table.label()))
        for table in root.tables("band", "band")
    )


def open_top(bands: Placed[Band], total: int) -> tuple[Band, ...]:
    """Return the bands without the end of the highest, written as the full points: these get its star, too."""
    return tuple(replace(band, below=None) if band.below == total else band for _, band in bands)


def read_levels(root: Table) -> Placed[Level]:
    tables = root.tables("level", "level")
    levels = [
        Level(table.key(), table.words("unit_types", UNIT_TYPES), table.stars("certifies"), table.label())
        for table in tables
    ]
    unique(tables, [level.key for level in levels])
    return tuple(zip(tables, levels, strict=True))


def read_bodies(root: Table) -> Placed[BodyRef]:
    tables = root.tables("body", "body")
    bodies = [
        BodyRef(table.key(), table.choice("kind", BODY_KINDS), table.text("level"), table.label()) for table in tables
    ]
    unique(tables, [body.key for body in bodies])
    for table, body in zip(tables, bodies, strict=True):
        if body.key == "producer":
            table.fault("reserved_key", "key", key=body.key)
    return tuple(zip(tables, bodies, strict=True))


def read_evidence(root: Table) -> tuple[EvidenceKind, ...]:
    tables = root.tables("evidence", "evidence_kind")
    kinds = tuple(
        EvidenceKind(
            key=table.key(),
            label=table.label(),
            hint=table.label("hint", Label("", "")),
            required=table.flag("required", default=False),
            sets=table.sets("sets", None),
            except_sets=table.sets("except_sets", frozenset()),
            required_sets=table.sets("required_sets", None),
        )
        for table in tables
    )
    unique(tables, [kind.key for kind in kinds])
    return kinds


def read_papers(root: Table) -> tuple[PaperKind, ...]:
    tables = root.tables("paper", "paper")
    papers = tuple(
        PaperKind(table.key(), table.label(), table.text("symbol"), table.text("template")) for table in tables
    )
    unique(tables, [paper.key for paper in papers])
    return papers


def read_commune(root: Table, scorecards: Mapping[int, Scorecard]) -> tuple[CommuneContent, ...]:
    tables = root.tables("content", "content")
    contents = tuple(CommuneContent(table.key(), table.label(), _criteria(table, scorecards)) for table in tables)
    unique(tables, [content.key for content in contents])
    return contents


def _criteria(table: Table, scorecards: Mapping[int, Scorecard]) -> FrozenMap[int, str | None]:
    """Return the criterion of each set: its own in by_set, else the common one; checked against the sheets."""
    common = table.text("criterion", None)
    own = _by_set(table, scorecards)
    criteria = {number: own.get(number, common) or None for number in scorecards}
    for number, code in criteria.items():
        codes = {node.code for node in scorecards[number].criteria}
        if code and codes and code not in codes:
            at = ("by_set", str(number)) if number in own else ("criterion",)
            table.fault("unknown_criterion", *at, set=number, value=code)
    return FrozenMap(criteria)


def _by_set(table: Table, scorecards: Mapping[int, Scorecard]) -> dict[int, str]:
    exceptions = table.table("by_set", "by_set", None)
    own: dict[int, str] = {}
    for key, code in exceptions.value.items() if exceptions else ():
        if not key.isdecimal() or int(key) not in SETS:
            table.fault("not_a_set", "by_set", key, value=key)
        elif not isinstance(code, str):
            table.fault("not_text", "by_set", key, key=key)
        elif scorecards and int(key) not in scorecards:
            table.fault("unknown_set", "by_set", key, value=key)
        else:
            own[int(key)] = code
    return own
