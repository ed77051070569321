import re

import segno

from ocop_workflow.papers.drawing import QUIET_ZONE, qr_drawing, qr_matrix
from tests.ocop_workflow.papers.samples import VERIFY_URL


def drawn_modules(path: str, size: int) -> list[list[bool]]:
    """Fill a grid from the drawing's strokes."""
    grid = [[False] * size for _ in range(size)]
    for x, y, length in re.findall(r"M(\d+) (\d+)\.5h(\d+)", path):
        grid[int(y)][int(x) : int(x) + int(length)] = [True] * int(length)
    return grid


def test_qr_matrix_is_the_code_of_the_address_with_correction_m():
    code = segno.make(VERIFY_URL, error="m", boost_error=False, micro=False)

    assert qr_matrix(VERIFY_URL) == tuple(tuple(map(bool, row)) for row in code.matrix)
    assert code.error == "M"


def test_qr_drawing_draws_every_dark_module_and_no_other():
    matrix = qr_matrix(VERIFY_URL)

    drawing = qr_drawing(VERIFY_URL)

    assert drawn_modules(drawing.path, len(matrix)) == [list(row) for row in matrix]


def test_qr_drawing_leaves_the_quiet_zone_free():
    side = len(qr_matrix(VERIFY_URL)) + 2 * QUIET_ZONE

    assert qr_drawing(VERIFY_URL).view_box == f"-4 -4 {side} {side}"
