"""Charts the server draws: numbers in, places on an SVG canvas out. The table beside a chart holds its figures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ocop_workflow.domain.council import MARKS
from ocop_workflow.domain.rulebook_data import Band

WIDTH, LEFT, RIGHT = 760, 12, 660
TOP, ROW = 34, 56


@dataclass(frozen=True, slots=True)
class Zone:
    """A star's band of points as a rectangle."""

    stars: int
    x: int
    width: int
    deeper: bool

    @property
    def middle(self) -> int:
        return self.x + self.width // 2


@dataclass(frozen=True, slots=True)
class DotRow:
    """One product's ballots: a dot each, the span between lowest and highest, a diamond for the mean."""

    name: str
    y: int
    dots: tuple[str, ...]
    span: str
    mean: str
    shown: str
    is_wide: bool


@dataclass(frozen=True, slots=True)
class DotChart:
    """A dot chart: zones of stars, limits between them, one row a product."""

    zones: tuple[Zone, ...]
    limits: tuple[tuple[int, str], ...]
    rows: tuple[DotRow, ...]

    @property
    def bottom(self) -> int:
        return TOP + ROW * len(self.rows)

    @property
    def view_box(self) -> str:
        return f"0 0 {WIDTH} {self.bottom + 28}"

    @property
    def lines(self) -> tuple[int, ...]:
        """Where the lines between the rows run."""
        return tuple(TOP + ROW * number for number in range(1, len(self.rows)))


@dataclass(frozen=True, slots=True)
class Ballots:
    """What a row shows: the totals, the mean in words, whether they lie further apart than the by-law allows."""

    name: str
    totals: Sequence[int]
    shown: str
    is_wide: bool = False


def dot_chart(ballots: Iterable[Ballots], bands: Sequence[Band], most: int) -> DotChart | None:
    """Return the chart of several products' ballots, None without any; `most` is a full sheet's points."""
    shown = [row for row in ballots if row.totals]
    if not shown:
        return None
    starred = [band for band in bands if band.star in MARKS]
    lowest = min([*(min(row.totals) for row in shown), *(int(band.floor) for band in starred)])
    scale = _Scale(max(0, lowest // 10 * 10 - 10), most)
    zones = tuple(_zone(band, scale, number) for number, band in enumerate(reversed(starred)))
    limits = tuple((scale.x(float(band.floor)), f"{band.floor.normalize():f}") for band in starred)
    return DotChart(zones, limits, tuple(_row(row, number, scale) for number, row in enumerate(shown)))


@dataclass(frozen=True, slots=True)
class _Scale:
    start: int
    most: int

    def x(self, points: float) -> int:
        return LEFT + round((points - self.start) / (self.most - self.start) * (RIGHT - LEFT))


def _zone(band: Band, scale: _Scale, number: int) -> Zone:
    start, end = scale.x(float(band.floor)), scale.x(float(band.below or scale.most))
    return Zone(band.star, start, end - start, deeper=bool(number % 2))


def _row(row: Ballots, number: int, scale: _Scale) -> DotRow:
    y = TOP + ROW * number + 40
    mean = scale.x(sum(row.totals) / len(row.totals))
    return DotRow(
        name=row.name,
        y=y,
        dots=tuple(str(scale.x(total)) for total in sorted(row.totals)),
        span=f"M{scale.x(min(row.totals))} {y}H{scale.x(max(row.totals))}",
        mean=f"M{mean} {y - 13}l5 5-5 5-5-5z",
        shown=row.shown,
        is_wide=row.is_wide,
    )
