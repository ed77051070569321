"""What load data is made of, read from the two files beside this one."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Base:
    """A thing that is made: its name, what of, in which packs, prices in thousand đồng."""

    name: str
    ingredients: str
    packs: tuple[str, ...]
    cheapest: int
    dearest: int


@dataclass(frozen=True, slots=True)
class Trade:
    """What one kind of producer makes, all of one product set."""

    set_no: int
    noun: str
    bases: tuple[Base, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """Names and sentences all trades share."""

    first: tuple[str, ...]
    second: tuple[str, ...]
    brands: tuple[str, ...]
    qualities: tuple[str, ...]
    sentences: tuple[str, ...]

    def village(self, random: Random) -> str:
        return f"{random.choice(self.first)} {random.choice(self.second)}"


@cache
def trades() -> tuple[Trade, ...]:
    """Return the trades, one for each of the 26 product sets."""
    return tuple(_trade(row) for row in _read("trades.toml")["trade"])


@cache
def words() -> Words:
    row = _read("words.toml")
    named = {name: tuple(row[name]) for name in ("first", "second", "brands", "qualities")}
    return Words(**named, sentences=tuple(row["says"]))


def _trade(row: Mapping[str, Any]) -> Trade:
    bases = tuple(Base(name, made_of, tuple(packs), low, high) for name, made_of, packs, low, high in row["bases"])
    return Trade(row["set"], row["noun"], bases, tuple(row["says"]))


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))
