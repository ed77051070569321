"""Drawings as SVG path data: numbers as text, so that no language's decimal comma gets into them."""

from dataclasses import dataclass

import segno

QUIET_ZONE = 4

# Wider than a row by a hair: viewers otherwise show white seams between rows.
STROKE_WIDTH = "1.03"


@dataclass(frozen=True, slots=True)
class QrDrawing:
    """A QR code: the view box with its quiet zone, and one path of horizontal strokes, a row high."""

    view_box: str
    path: str
    stroke_width: str = STROKE_WIDTH


def qr_drawing(address: str) -> QrDrawing:
    """Return the QR code of an address with error correction M, one unit a module, the code's corner at 0 0."""
    matrix = qr_matrix(address)
    size = len(matrix) + 2 * QUIET_ZONE
    rows = (_row_path(row, y) for y, row in enumerate(matrix))
    return QrDrawing(f"-{QUIET_ZONE} -{QUIET_ZONE} {size} {size}", "".join(rows))


def qr_matrix(address: str) -> tuple[tuple[bool, ...], ...]:
    """Return the code's modules without quiet zone, row by row, True for dark."""
    code = segno.make(address, error="m", micro=False, boost_error=False)
    return tuple(tuple(map(bool, row)) for row in code.matrix)


def _row_path(row: tuple[bool, ...], y: int) -> str:
    starts = [x for x, dark in enumerate(row) if dark and (x == 0 or not row[x - 1])]
    return "".join(f"M{x} {y}.5h{_run(row, x)}" for x in starts)


def _run(row: tuple[bool, ...], start: int) -> int:
    rest = row[start:]
    return rest.index(False) if False in rest else len(rest)
