"""The letters of a paper: composed, clean, and all of them in its fonts."""

import unicodedata
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from ocop_workflow.domain.errors import WorkflowError
from ocop_workflow.domain.text import nfc

FONTS = Path(__file__).parent / "fonts"

Value = TypeVar("Value")


class Unprintable(WorkflowError):
    """The fonts of the papers lack a letter: a box in its place would make the paper wrong."""

    code = "unprintable"


def tidy(value: Value) -> Value:
    """Return the same data with every text in NFC, single spaces, no invisible control characters.

    Unprintable names the letters the fonts lack.
    """
    tidied = _tidy(value)
    letters = sorted(set("".join(_texts(tidied))) - font_letters())
    if letters:
        raise Unprintable("The fonts of the papers lack “%(letters)s”.", {"letters": " ".join(letters)})
    return tidied


@cache
def font_letters() -> frozenset[str]:
    """Return the characters that all faces of the papers' font can print."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 -- slow import, needed once when a paper is printed

    letters: list[set[int]] = []
    for path in FONTS.glob("*.ttf"):
        with TTFont(path) as face:
            letters.append(set(face.getBestCmap()))
    return frozenset(map(chr, set.intersection(*letters)))


def _tidy(value: Any) -> Any:
    if isinstance(value, str):
        spaced = " ".join(value.split())
        return nfc("".join(letter for letter in spaced if not unicodedata.category(letter).startswith("C")))
    if isinstance(value, list | tuple):
        return tuple(map(_tidy, value))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _tidy(getattr(value, field.name)) for field in fields(value)})
    return value


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _texts(part)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))
