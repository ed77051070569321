"""scorecards/: an index and one CSV file a product set."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ocop_workflow.domain.registry import SETS
from ocop_workflow.domain.rulebook_faults import FaultList
from ocop_workflow.domain.scorecard import NODE_KINDS, Node
from ocop_workflow.domain.toml_source import read_text

COLUMNS = ("kind", "code", "parent", "label", "points", "min_star", "rule")
INDEX_COLUMNS = ("set_no", "slug", "group", "subgroup", "name", "lead_ministries")
STARS = {"": None, "3": 3, "4": 4, "5": 5}
MAX_LABEL = 90


@dataclass(frozen=True, slots=True)
class IndexRow:
    """One product set as index.csv lists it."""

    line: int
    set_no: int
    slug: str
    group: str
    subgroup: str
    name: str
    lead: str

    @property
    def file(self) -> str:
        return f"{self.set_no:02d}-{self.slug}.csv"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the tree and its line."""

    line: int
    node: Node


def read_table(path: Path, name: str, columns: tuple[str, ...], faults: FaultList) -> list[tuple[int, dict[str, str]]]:
    """Return the records of a CSV file that have every column, as (line, record)."""
    text = read_text(path, name, faults)
    if text is None:
        return []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    records = []
    try:
        if tuple(next(reader, ())) != columns:
            faults.note(name, 1, "bad_header", header=",".join(columns))
            return []
        for cells in filter(None, reader):
            if len(cells) == len(columns):
                records.append((reader.line_num, dict(zip(columns, cells, strict=True))))
            else:
                faults.note(name, reader.line_num, "column_count")
    except csv.Error as error:
        faults.note(name, reader.line_num, "syntax", problem=error)
    return records


def text_faults(record: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield (code, column) for every cell that is not clean text."""
    for column, value in record.items():
        if value != " ".join(value.split()):
            yield "stray_space", column
        if value != unicodedata.normalize("NFC", value):
            yield "not_nfc", column


def read_index(folder: Path, name: str, faults: FaultList) -> list[IndexRow]:
    """Read index.csv: each set once, no cell empty, every sheet there and none beside them."""
    file = f"{name}/index.csv"
    rows: dict[int, IndexRow] = {}
    before = len(faults)
    for line, record in read_table(folder / "index.csv", file, INDEX_COLUMNS, faults):
        row = _index_row(file, line, record, faults)
        if row and row.set_no in rows:
            faults.note(file, line, "listed_twice", value=row.set_no, line=rows[row.set_no].line)
        elif row:
            rows[row.set_no] = row
    present = {path.name for path in folder.glob("*.csv")} - {"index.csv"}
    for row in rows.values():
        if row.file not in present:
            faults.note(file, row.line, "sheet_missing", name=row.file)
    if len(faults) == before:
        for extra in sorted(present - {row.file for row in rows.values()}):
            faults.note(f"{name}/{extra}", 1, "sheet_unlisted", name=extra)
        if not rows:
            faults.note(file, 1, "no_sheets")
    return [row for row in rows.values() if row.file in present]


def _index_row(file: str, line: int, record: dict[str, str], faults: FaultList) -> IndexRow | None:
    for code, column in text_faults(record):
        faults.note(file, line, code, column=column)
    for column, value in record.items():
        if not value:
            faults.note(file, line, "empty_cell", column=column)
    number, slug, *names = record.values()
    if not re.fullmatch("[0-9]{1,2}", number) or int(number) not in SETS:
        faults.note(file, line, "not_a_set", value=number)
        return None
    if not re.fullmatch("[a-z0-9-]+", slug):
        faults.note(file, line, "bad_slug", value=slug)
        return None
    return IndexRow(line, int(number), slug, *names)


def read_sheet(path: Path, name: str, faults: FaultList) -> list[Row]:
    """Read the rows of one sheet that can be rows of a tree; note what is wrong with each alone."""
    rows = []
    for line, record in read_table(path, name, COLUMNS, faults):
        for code, column in text_faults(record):
            faults.note(name, line, code, column=column)
        before = len(faults)
        _cell_faults(name, line, record, faults)
        if len(faults) == before:
            rows.append(Row(line, _node(record)))
        if not record["label"]:
            faults.note(name, line, "empty_cell", column="label")
        elif len(record["label"]) > MAX_LABEL:
            faults.note(name, line, "long_label", count=len(record["label"]))
    return rows


def _cell_faults(name: str, line: int, record: dict[str, str], faults: FaultList) -> None:
    if record["kind"] not in NODE_KINDS:
        faults.note(name, line, "bad_row_kind", value=record["kind"], choices=", ".join(NODE_KINDS))
    if not record["code"]:
        faults.note(name, line, "empty_cell", column="code")
    if not re.fullmatch("[0-9]{1,3}", record["points"]):
        faults.note(name, line, "bad_points", value=record["points"])
    if record["min_star"] not in STARS:
        faults.note(name, line, "bad_min_star", value=record["min_star"])


def _node(record: dict[str, str]) -> Node:
    rule, _, argument = record["rule"].partition(":")
    return Node(
        kind=record["kind"],
        code=record["code"],
        parent=record["parent"] or None,
        label=record["label"],
        points=int(record["points"]),
        min_star=STARS[record["min_star"]],
        rule=rule,
        argument=argument,
    )
