"""What must hold between the tables of rulebook.toml."""

from collections.abc import Set as AbstractSet
from itertools import pairwise
from string import Formatter

from ocop_workflow.domain.rulebook_data import Band, BodyRef, Level
from ocop_workflow.domain.rulebook_parts import Placed
from ocop_workflow.domain.rulebook_table import UNREAD, Table

SERIES_HOLES = {"province", "commune", "year"}


def lint_bands(root: Table, bands: Placed[Band], total: int) -> None:
    """Note bands that leave a gap, overlap, repeat a star or do not reach from 0 to the full points."""
    if not bands:
        root.fault("missing_key", key="band")
    if not bands or any(UNREAD in (band.floor, band.below) or not band.star for _, band in bands):
        return
    rising = sorted(bands, key=lambda placed: placed[1].floor)
    empty = [table for table, band in rising if band.below is not None and band.below <= band.floor]
    for table in empty:
        table.fault("band_empty", "below")
    if empty:
        return
    (lowest_table, lowest), (highest_table, highest) = rising[0], rising[-1]
    if lowest.floor:
        lowest_table.fault("bands_start", "floor", floor=lowest.floor)
    if (highest.below or total) != total or highest.floor >= total:
        highest_table.fault("bands_end", "below", total=total)
    for (low_table, low), (high_table, high) in pairwise(rising):
        _lint_neighbours(low_table, low, high_table, high)


def _lint_neighbours(low_table: Table, low: Band, high_table: Table, high: Band) -> None:
    if low.star == high.star:
        high_table.fault("band_repeated", "star", star=high.star)
    elif low.star > high.star:
        high_table.fault("band_order", "star", star=low.star, other=high.star)
    if low.below is None:
        low_table.fault("band_open")
    elif low.below < high.floor:
        low_table.fault("bands_gap", "below", below=low.below, floor=high.floor)
    elif low.below > high.floor:
        low_table.fault("bands_overlap", "below", star=low.star, other=high.star)


def lint_levels(root: Table, levels: Placed[Level], bodies: Placed[BodyRef], stars: AbstractSet[int]) -> None:
    """Note levels that certify an undefined star and names of levels that do not exist."""
    for table, level in levels:
        for star in () if 0 in stars else sorted(level.certifies - stars):
            table.fault("unknown_star", "certifies", star=star)
    known = {level.key for _, level in levels}
    for table, body in bodies:
        if body.level and body.level not in known:
            table.fault("unknown_level", "level", value=body.level)
    evaluating = root.value.get("evaluating_level")
    if isinstance(evaluating, str) and evaluating and evaluating not in known:
        root.fault("unknown_level", "evaluating_level", value=evaluating)


def lint_series(root: Table) -> None:
    """Note a receipt series with a hole that nothing fills."""
    series = root.value.get("receipt_series")
    if not isinstance(series, str):
        return
    try:
        holes = {
            f"{name}{spec}{conversion or ''}"
            for _, name, spec, conversion in Formatter().parse(series)
            if name is not None
        }
    except ValueError:
        holes = {""}
    if holes - SERIES_HOLES:
        root.fault("bad_series", "receipt_series", value=series)
