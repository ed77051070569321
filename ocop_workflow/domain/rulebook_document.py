"""A rulebook as one JSON document and back, without loss."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from ocop_workflow.domain.chain import canonical, sha256
from ocop_workflow.domain.frozen import FrozenMap
from ocop_workflow.domain.process import Call, Deadline, Label, Office, Stage, StageNames, Step
from ocop_workflow.domain.rulebook_data import (
    Band,
    BodyRef,
    CommuneContent,
    EvidenceKind,
    Level,
    PaperKind,
    Rulebook,
    Transition,
)
from ocop_workflow.domain.scorecard import Node, Scorecard

Document = dict[str, Any]


def to_document(rulebook: Rulebook) -> Document:
    """Return a rulebook as JSON-able data: days in ISO form, decimals as text, sets sorted, sheet rows as lists."""
    return {item.name: _plain(getattr(rulebook, item.name)) for item in fields(rulebook)}


def checksum(document: Mapping[str, object]) -> str:
    """Return the SHA-256 of a document's canonical JSON, as 64 hex digits."""
    return sha256(canonical(document))


def from_document(document: Mapping[str, Any]) -> Rulebook:
    """Return the rulebook that `to_document` turned into this document; KeyError or ValueError for any other."""
    plain = ("code", "evaluating_level", "forward_on", "points_total", "validity_months", "late_extension_days")
    window = document["renewal_window"]
    return Rulebook(
        **{name: document[name] for name in plain},
        receipt_series=document["receipt_series"],
        title=Label(**document["title"]),
        legal_basis=tuple(document["legal_basis"]),
        in_force_from=date.fromisoformat(document["in_force_from"]),
        in_force_to=_day(document["in_force_to"]),
        applies_from=date.fromisoformat(document["applies_from"]),
        applies_to=_day(document["applies_to"]),
        renewal_window=window and (window[0], window[1]),
        transitions=tuple(map(_transition, document["transitions"])),
        bands=tuple(map(_band, document["bands"])),
        levels=tuple(map(_level, document["levels"])),
        bodies=tuple(_labelled(BodyRef, item) for item in document["bodies"]),
        stages=tuple(map(_stage, document["stages"])),
        steps=tuple(map(_step, document["steps"])),
        evidence=tuple(map(_evidence, document["evidence"])),
        commune=tuple(map(_content, document["commune"])),
        papers=tuple(_labelled(PaperKind, item) for item in document["papers"]),
        scorecards=_by_number({int(number): _scorecard(sheet) for number, sheet in document["scorecards"].items()}),
    )


def _plain(value: object) -> object:
    if isinstance(value, Node):
        return [getattr(value, item.name) for item in fields(value)]
    if is_dataclass(value):
        return {item.name: _plain(getattr(value, item.name)) for item in fields(value) if item.init}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, frozenset | tuple):
        return [_plain(item) for item in (sorted(value) if isinstance(value, frozenset) else value)]
    if isinstance(value, Decimal | date):
        return str(value)
    return value


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _labelled(kind: Any, item: Document) -> Any:
    return kind(**{**item, "label": Label(**item["label"])})


def _transition(item: Document) -> Transition:
    return Transition(
        kinds=tuple(item["kinds"]),
        submitted_before=date.fromisoformat(item["submitted_before"]),
        finish_by=date.fromisoformat(item["finish_by"]),
        label=Label(**item["label"]),
        source=item["source"],
    )


def _band(item: Document) -> Band:
    below = item["below"]
    return Band(item["star"], Decimal(item["floor"]), None if below is None else Decimal(below), Label(**item["label"]))


def _level(item: Document) -> Level:
    return Level(item["key"], tuple(item["unit_types"]), frozenset(item["certifies"]), Label(**item["label"]))


def _stage(item: Document) -> Stage:
    names = StageNames(**{audience: Label(**label) for audience, label in item["names"].items()})
    deadline = item["deadline"] and Deadline(**item["deadline"])
    return Stage(**{**item, "names": names, "deadline": deadline})


def _step(item: Document) -> Step:
    return Step(
        **{
            **item,
            "sources": tuple(item["sources"]),
            "by": tuple(Office(**office) for office in item["by"]),
            "label": Label(**item["label"]),
            "guards": tuple(map(_call, item["guards"])),
            "effects": tuple(map(_call, item["effects"])),
        }
    )


def _call(item: Document) -> Call:
    params = {name: tuple(value) if isinstance(value, list) else value for name, value in item["params"].items()}
    return Call(item["name"], FrozenMap(params))


def _evidence(item: Document) -> EvidenceKind:
    return EvidenceKind(
        key=item["key"],
        label=Label(**item["label"]),
        hint=Label(**item["hint"]),
        required=item["required"],
        sets=_sets(item["sets"]),
        except_sets=frozenset(item["except_sets"]),
        required_sets=_sets(item["required_sets"]),
    )


def _sets(numbers: list[int] | None) -> frozenset[int] | None:
    return None if numbers is None else frozenset(numbers)


def _by_number(items: dict[int, Any]) -> FrozenMap[int, Any]:
    return FrozenMap({number: items[number] for number in sorted(items)})


def _content(item: Document) -> CommuneContent:
    criteria = _by_number({int(number): criterion for number, criterion in item["criteria"].items()})
    return CommuneContent(item["key"], Label(**item["label"]), criteria)


def _scorecard(item: Document) -> Scorecard:
    return Scorecard(**{**item, "nodes": tuple(Node(*row) for row in item["nodes"])})
