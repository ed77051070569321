"""The labelled questions: what was typed, of which kind it is, and by which rule an answer is right.

They were written in three parts, by different people, from what there is to find alone. The search was mended with
the first in view, then with the second; each was asked once before, and its figures are told apart. The third is blind:
what it asks is never a reason to mend anything, nor are its labels changed.

A rule is one or more conditions `field:value|value`, all of which must hold; a value of words must stand in the field
word by word, marks included. Without a condition on the state only what is in force is right, as the site shows
nothing else unless asked; codes and numbers name a thing whatever its state.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from ocop_workflow.domain.certificates import IN_FORCE
from ocop_workflow.domain.text import tone_normal

FILE = Path(__file__).with_name("queries.csv")
WORD = re.compile(r"[^\W_]+")
# Fields compared as they are; all others are compared word by word.
LITERAL = {"kind", "code", "certificate", "decision", "stars", "state", "type"}
WHATEVER_STATE = {"code", "certificate", "decision", "state"}
FIRST, SECOND, THIRD = PARTS = "first", "second", "third"
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Thing:
    """A product, producer or article as labels speak of it: texts by field, and the state of a product."""

    key: Key
    state: str
    fields: dict[str, tuple[str, ...]]

    @property
    def is_in_force(self) -> bool:
        return not self.state or self.state in IN_FORCE

    def holds(self, field: str, value: str) -> bool:
        said = self.fields.get(field, ())
        if field in LITERAL:
            return value in said
        wanted = column(value)
        return any(wanted == column(text) if field == "is" else wanted in column(text) for text in said)


@dataclass(frozen=True)
class Label:
    """A question with its rule; `part` says when it was written."""

    kind: str
    query: str
    rule: str
    part: str = FIRST

    @cached_property
    def conditions(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        parts = (part.partition(":") for part in self.rule.split("; "))
        return tuple((field.strip(), tuple(value.split("|"))) for field, _, value in parts)

    def accepts(self, thing: Thing) -> bool:
        names_it = any(field in WHATEVER_STATE for field, _ in self.conditions)
        return (names_it or thing.is_in_force) and all(
            any(thing.holds(field, value) for value in values) for field, values in self.conditions
        )

    def right(self, things: Iterable[Thing]) -> frozenset[Key]:
        """Return what answers the question; a label that nothing answers is a fault in the set."""
        found = frozenset(thing.key for thing in things if self.accepts(thing))
        if not found:
            raise ValueError(f"Nothing answers “{self.query}”: {self.rule}")
        return found


@lru_cache(maxsize=1 << 16)
def column(text: str) -> str:
    """Return the words of a text, each between two spaces."""
    return f" {' '.join(WORD.findall(tone_normal(text).lower()))} "


def labels() -> Iterator[Label]:
    with FILE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield Label(row["kind"], row["query"], row["right"], row["part"])
