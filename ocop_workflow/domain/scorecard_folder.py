"""Where a rulebook's scoring sheets come from: its own folder or another rulebook's."""

from collections.abc import Mapping
from pathlib import Path

from ocop_workflow.domain.frozen import FrozenMap
from ocop_workflow.domain.registry import SETS
from ocop_workflow.domain.rulebook_faults import FaultList
from ocop_workflow.domain.rulebook_table import Table
from ocop_workflow.domain.scorecard import Scorecard
from ocop_workflow.domain.scorecard_lint import PointsRule, lint_sheet
from ocop_workflow.domain.scorecard_reader import IndexRow, read_index, read_sheet

SHIPPED = Path(__file__).parent.parent / "rulebooks"
FULL_POINTS = 100


def read_scorecards(directory: Path, root: Table, rule: PointsRule, faults: FaultList) -> Mapping[int, Scorecard]:
    """Return the sheets of a rulebook by set, in full, wherever they stand; a withheld sheet's figures may be wrong."""
    withheld = _withheld(root)
    folder, name = _folder(directory, root)
    if folder is None:
        return FrozenMap({})
    index = read_index(folder, name, faults)
    for number in withheld.keys() - {row.set_no for row in index}:
        if index:
            root.fault("unknown_set", "withheld", str(number), value=number)
    sheets = (_sheet(folder, name, row, withheld.get(row.set_no), rule, faults) for row in index)
    return FrozenMap({sheet.set_no: sheet for sheet in sorted(sheets, key=lambda sheet: sheet.set_no)})


def read_points(root: Table) -> PointsRule:
    """Return what [points] says: the total of a sheet, by default 100, and the points of each part, if fixed."""
    table = root.table("points", "points", None)
    if table is None:
        return PointsRule(FULL_POINTS)
    total = table.number("total", default=FULL_POINTS)
    parts = table.table("parts", "part_points", None)
    fixed = {part: parts.number(part) for part in parts.value} if parts else None
    if fixed is not None and sum(fixed.values()) != total:
        table.fault("parts_not_total", "parts", sum=sum(fixed.values()), total=total)
        fixed = None
    return PointsRule(total, fixed)


def _withheld(root: Table) -> dict[int, str]:
    table = root.table("withheld", "withheld", None)
    reasons = {}
    for key in table.value if table else ():
        if key.isdecimal() and int(key) in SETS and str(int(key)) == key:
            reasons[int(key)] = table.text(key) if table else ""
        else:
            root.fault("not_a_set", "withheld", key, value=key)
    return reasons


def _folder(directory: Path, root: Table) -> tuple[Path | None, str]:
    """Return the folder of the sheets and what to call it in a fault."""
    table = root.table("scorecards", "scorecards", None)
    other = table.text("from") if table else ""
    if not table:
        return directory / "scorecards", "scorecards"
    for place in (directory.resolve().parent, SHIPPED):
        folder = place / other / "scorecards"
        if other and Path(other).name == other and folder.is_dir():
            return folder, f"../{other}/scorecards"
    if other:
        table.fault("no_such_rulebook", "from", value=other)
    return None, ""


def _sheet(
    folder: Path, name: str, row: IndexRow, withheld: str | None, rule: PointsRule, faults: FaultList
) -> Scorecard:
    file = f"{name}/{row.file}"
    before = len(faults)
    rows = read_sheet(folder / row.file, file, faults)
    if rows or len(faults) == before:
        lint_sheet(file, rows, rule, faults, withheld=withheld is not None)
    return Scorecard(
        set_no=row.set_no,
        slug=row.slug,
        group=row.group,
        subgroup=row.subgroup,
        name=row.name,
        lead=row.lead,
        nodes=tuple(item.node for item in rows),
        withheld=withheld,
    )
