"""Typed access to a rulebook's TOML tables: every wrong key or value becomes a fault, and reading goes on."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from ocop_workflow.domain.process import Label
from ocop_workflow.domain.registry import SETS
from ocop_workflow.domain.rulebook_faults import FaultList
from ocop_workflow.domain.toml_source import KeyPath, Source

# The keys each table may have; `site/docs/rulebook.schema.json` says the same and a test compares them.
KEYS: Mapping[str, frozenset[str]] = {
    name: frozenset(keys.split())
    for name, keys in {
        "rulebook": "code title legal_basis evaluating_level forward_on receipt_series in_force applies certificate "
        "points scorecards withheld transition band level body",
        "period": "from to",
        "certificate": "validity_months renewal_window late_extension_days",
        "window": "earliest_days latest_days",
        "points": "total parts",
        "scorecards": "from",
        "transition": "kinds submitted_before finish_by label source",
        "band": "star floor below label",
        "level": "key unit_types certifies label",
        "body": "key kind level label",
        "label": "vi en",
        "process": "stage step",
        "stage": "key kind names body clock deadline public",
        "names": "staff producer public",
        "deadline": "amount unit source",
        "step": "key from to by label needs_reason guards effects tone source",
        "evidence": "evidence",
        "evidence_kind": "key label hint required required_sets sets except_sets",
        "commune": "content",
        "content": "key label criterion by_set",
        "papers": "paper",
        "paper": "key label symbol template",
    }.items()
}
KEY = re.compile(r"[a-z][a-z0-9_-]*")
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,39}")
REQUIRED: Any = object()
UNREAD = Decimal(-1)  # stands in for points that are missing or no number


class Table:
    """One table of a file. Each reader returns a harmless stand-in after a fault, so that all faults are found."""

    def __init__(
        self,
        kind: str,
        value: Mapping[str, Any],
        source: Source,
        path: KeyPath,
        faults: FaultList,
        *,
        readable: bool = True,
    ) -> None:
        self.kind, self.value, self.source, self.path, self.faults = kind, value, source, path, faults
        self.readable = readable
        for key in value:
            if kind in KEYS and key not in KEYS[kind]:
                self.fault("unknown_key", key)

    def line(self, *path: str | int) -> int:
        return self.source.line((*self.path, *path))

    def fault(self, code: str, /, *path: str | int, **params: object) -> None:
        """Note a fault at a key of this table; `key` names the key in the message unless said otherwise."""
        named = {"key": path[0]} if path else {}
        self.faults.note(self.source.name, self.line(*path), code, **{**named, **params})

    def _get(self, key: str, default: object) -> Any:
        if key in self.value:
            return self.value[key]
        if default is REQUIRED:
            self.faults.note(self.source.name, self.line(), "missing_key", key=key)
        return None

    def _checked(self, key: str, default: Any, stand_in: Any, code: str, accepts: Any, **params: object) -> Any:
        value = self._get(key, default)
        if value is None:
            return stand_in if default is REQUIRED else default
        if accepts(value):
            return value
        self.fault(code, key, **params)
        return stand_in

    def text(self, key: str, default: Any = REQUIRED) -> Any:
        return self._checked(key, default, "", "not_text", _is_text)

    def texts(self, key: str, default: Sequence[str] = REQUIRED) -> tuple[str, ...]:
        """Return a list of texts; a single text counts as a list of one."""
        value = self._get(key, default)
        if value is None:
            return () if default is REQUIRED else tuple(default)
        values = [value] if isinstance(value, str) else value
        if isinstance(values, list) and all(map(_is_text, values)) and len(set(values)) == len(values):
            return tuple(values)
        self.fault("not_texts", key)
        return ()

    def words(self, key: str, choices: Sequence[str]) -> tuple[str, ...]:
        """Return a non-empty list of choices."""
        values = self.texts(key)
        if not values and self.value.get(key) == []:
            self.fault("not_texts", key)
        for index, value in enumerate(values):
            if value not in choices:
                at = (key, index) if isinstance(self.value[key], list) else (key,)
                self.fault("not_one_of", *at, value=value, choices=", ".join(choices))
        return tuple(value for value in values if value in choices)

    def choice(self, key: str, choices: Sequence[str], default: Any = REQUIRED) -> Any:
        value = self.text(key, default)
        if value and value not in choices:
            self.fault("not_one_of", key, value=value, choices=", ".join(choices))
            return ""
        return value

    def key(self, key: str = "key") -> str:
        return self.matching(key, KEY, "not_a_key")

    def matching(self, key: str, pattern: re.Pattern[str], code: str) -> str:
        """Return a text of that form; `code` is the fault of any other."""
        value = self.text(key)
        if value and not pattern.fullmatch(value):
            self.fault(code, key, value=value)
            return ""
        return str(value)

    def flag(self, key: str, *, default: bool) -> bool:
        return bool(self._checked(key, default, default, "not_a_flag", lambda value: isinstance(value, bool)))

    def number(self, key: str, *, minimum: int = 1, default: Any = REQUIRED) -> Any:
        def accepts(value: object) -> bool:
            return isinstance(value, int) and not isinstance(value, bool) and value >= minimum

        return self._checked(key, default, minimum, "not_a_number", accepts, minimum=minimum)

    def points(self, key: str, default: Any = REQUIRED) -> Any:
        value = self._checked(key, default, UNREAD, "not_points", _is_points)
        return value if value is None else Decimal(value)

    def day(self, key: str, default: Any = REQUIRED) -> Any:
        return self._checked(key, default, None, "not_a_day", _is_day)

    def sets(self, key: str, default: Any = REQUIRED) -> Any:
        value = self._checked(key, default, frozenset(), "not_sets", _are_sets)
        return frozenset(value) if isinstance(value, list) else value

    def star(self, key: str) -> int:
        return int(self._checked(key, REQUIRED, 0, "not_a_star", lambda value: _are_stars([value])))

    def stars(self, key: str) -> frozenset[int]:
        value = self._checked(key, (), (), "not_stars", _are_stars)
        return frozenset(value)

    def label(self, key: str = "label", default: Any = REQUIRED) -> Any:
        """Return a label: a table of vi and en, or one text for both; without `en` the Vietnamese stands for both."""
        value = self._get(key, default)
        if value is None:
            return Label("", "") if default is REQUIRED else default
        if isinstance(value, str):
            value = {"vi": value}
        if not isinstance(value, dict):
            self.fault("not_a_table", key)
            return Label("", "")
        table = Table("label", value, self.source, (*self.path, key), self.faults)
        if not _is_text(value.get("vi")):
            self.fault("no_vietnamese", key)
            return Label("", "")
        return Label(value["vi"], table.text("en", value["vi"]))

    def table(self, key: str, kind: str, default: Any = REQUIRED) -> "Table | None":
        value = self._checked(key, default, None, "not_a_table", lambda value: isinstance(value, dict))
        return None if value is None else Table(kind, value, self.source, (*self.path, key), self.faults)

    def tables(self, key: str, kind: str) -> "list[Table]":
        """Return the entries of [[key]], none if there is none."""
        values = self.value.get(key, [])
        if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
            self.fault("not_tables", key)
            return []
        return [
            Table(kind, value, self.source, (*self.path, key, index), self.faults) for index, value in enumerate(values)
        ]


def unique(tables: Sequence[Table], keys: Sequence[str]) -> None:
    """Note every key that an entry shares with one before it."""
    seen: dict[str, int] = {}
    for table, key in zip(tables, keys, strict=True):
        if key and key in seen:
            table.faults.note(table.source.name, table.line("key"), "duplicate_key", key=key, line=seen[key])
        seen.setdefault(key, table.line("key"))


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_points(value: object) -> bool:
    return (_is_number(value) or isinstance(value, Decimal)) and Decimal(str(value)) >= 0


def _is_day(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _are_numbers(value: object, allowed: range) -> bool:
    """Whether a value is a list of whole numbers in a range, none twice."""
    if not isinstance(value, list) or not all(map(_is_number, value)):
        return False
    return all(item in allowed for item in value) and len(set(value)) == len(value)


def _are_sets(value: object) -> bool:
    return _are_numbers(value, SETS)


def _are_stars(value: object) -> bool:
    return _are_numbers(value, range(1, 6))
