"""A TOML file with the line of every key: the standard parser keeps none, and a fault must name its line."""

import re
import tomllib
import unicodedata
from bisect import bisect_right
from decimal import Decimal
from pathlib import Path

from ocop_workflow.domain.rulebook_faults import FaultList

KeyPath = tuple[str | int, ...]

BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
SPACE = re.compile(r"[ \t]*")
KEY = re.compile(r"""[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*'""")
STRING = re.compile(r'''"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\]|\\.)*"|'[^']*\'''', re.DOTALL)
SCALAR = re.compile(r"[^,\]}\n#]+")
PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


class Source:
    """The data of one file and where each of its keys stands."""

    def __init__(self, name: str, text: str = "") -> None:
        self.name = name
        self.data = tomllib.loads(text, parse_float=Decimal)
        self._lines = _Scanner(text).lines

    def line(self, path: KeyPath) -> int:
        """Return the line of a key, or of the nearest table around it that has one."""
        while path not in self._lines:
            path = path[:-1]
        return self._lines[path]


def read_text(path: Path, name: str, faults: FaultList) -> str | None:
    """Return a file's text as NFC; None, with a fault, where it is missing or not UTF-8."""
    try:
        raw = path.read_bytes()
    except OSError:
        faults.note(name, 1, "missing_file")
        return None
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        faults.note(name, raw.count(b"\n", 0, error.start) + 1, "not_utf8")
        return None
    if text.startswith("\ufeff"):
        faults.note(name, 1, "byte_order_mark")
    return text.removeprefix("\ufeff")


def read_toml(directory: Path, name: str, faults: FaultList) -> Source | None:
    """Return a TOML file of a rulebook folder; None, with a fault, where it cannot be read."""
    text = read_text(directory / name, name, faults)
    if text is None:
        return None
    try:
        return Source(name, unicodedata.normalize("NFC", text))
    except tomllib.TOMLDecodeError as error:
        place = PLACE.search(str(error))
        line = int(place[1]) if place and place[1] else max(1, len(text.splitlines()))
        faults.note(name, line, "syntax", problem=PLACE.sub("", str(error)))
        return None


class _Scanner:
    """Walks a text the parser has accepted and notes the line of every table, key and list item."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[KeyPath, int] = {(): 1}
        self._newlines = [found.start() for found in re.finditer("\n", text)]
        self._counts: dict[KeyPath, int] = {}
        self._walk()

    def _walk(self) -> None:
        table: KeyPath = ()
        self._skip(BLANK)
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self._header()
            else:
                self._pair(table)
            self._skip(BLANK)

    def _skip(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.at)
        if found is None:
            raise AssertionError("the parser accepted what the scanner cannot follow")
        self.at = found.end()
        return found[0]

    def _mark(self, path: KeyPath, at: int) -> None:
        self.lines.setdefault(path, bisect_right(self._newlines, at - 1) + 1)

    def _keys(self) -> list[str]:
        keys: list[str] = []
        while True:
            self._skip(SPACE)
            raw = self._skip(KEY)
            keys.append(tomllib.loads(f"k = {raw}")["k"] if raw[0] in "\"'" else raw)
            self._skip(SPACE)
            if self.text[self.at] != ".":
                return keys
            self.at += 1

    def _header(self) -> KeyPath:
        start = self.at
        repeated = self.text.startswith("[[", start)
        self.at += 2 if repeated else 1
        *outer, last = self._keys()
        self.at += 2 if repeated else 1
        path: KeyPath = ()
        for key in outer:
            path = self._latest((*path, key))
            self._mark(path, start)
        path = (*path, last)
        self._mark(path, start)
        if repeated:
            self._counts[path] = self._counts.get(path, 0) + 1
        path = self._latest(path)
        self._mark(path, start)
        return path

    def _latest(self, path: KeyPath) -> KeyPath:
        count = self._counts.get(path)
        return path if count is None else (*path, count - 1)

    def _pair(self, path: KeyPath) -> None:
        start = self.at
        for key in self._keys():
            path = (*path, key)
            self._mark(path, start)
        self.at += 1
        self._skip(SPACE)
        self._value(path)

    def _value(self, path: KeyPath) -> None:
        first = self.text[self.at]
        if first == "[":
            self._list(path)
        elif first == "{":
            self._inline(path)
        else:
            self._skip(STRING if first in "\"'" else SCALAR)

    def _list(self, path: KeyPath) -> None:
        self.at += 1
        index = 0
        self._skip(BLANK)
        while self.text[self.at] != "]":
            self._mark((*path, index), self.at)
            self._value((*path, index))
            self._comma()
            index += 1
        self.at += 1

    def _inline(self, path: KeyPath) -> None:
        self.at += 1
        self._skip(BLANK)
        while self.text[self.at] != "}":
            self._pair(path)
            self._comma()
        self.at += 1

    def _comma(self) -> None:
        self._skip(BLANK)
        if self.text[self.at] == ",":
            self.at += 1
            self._skip(BLANK)
