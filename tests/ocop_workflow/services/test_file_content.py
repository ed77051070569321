"""What is taken into the store: content decides; everything doubtful is refused with a reason and a next step."""

import io
import itertools
from contextlib import suppress
from random import Random

import pytest
from PIL import Image, ImageFile

from ocop_workflow.domain.errors import WorkflowError
from ocop_workflow.services.file_content import SUFFIXES, FileContent, FileRefused, draw_page, examine, small_picture
from tests.factories import files

PDF = files.pdf()
JPEG = files.picture()
PHOTO = files.photo()
PNG = files.picture("PNG")
WEBP = files.picture("WEBP")

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (PDF, FileContent("application/pdf", 1)),
        (files.pdf(500, width=20, height=20), FileContent("application/pdf", 500)),
        (b"\xef\xbb\xbf\n" + PDF, FileContent("application/pdf", 1)),
        (PDF + b"\0" * 3000, FileContent("application/pdf", 1)),
        (JPEG, FileContent("image/jpeg", 1)),
        (JPEG + b"trailer of a telephone" * 100, FileContent("image/jpeg", 1)),
        (files.picture("JPEG", progressive=True), FileContent("image/jpeg", 1)),
        (files.picture("MPO"), FileContent("image/jpeg", 1)),
        (PNG, FileContent("image/png", 1)),
        (WEBP, FileContent("image/webp", 1)),
        (files.moving_picture("PNG", 50), FileContent("image/png", 1)),
        (files.picture("PNG", (8000, 5000)), FileContent("image/png", 1)),
    ],
    ids=itertools.count(),
)
def test_examine_takes_whole_papers_and_pictures(content, expected):
    assert examine(content) == expected


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (SVG, "Only PDF"),
        (HTML, "Only PDF"),
        (EICAR, "Only PDF"),
        (b"MZ\x90\x00" + b"\0" * 500, "Only PDF"),
        (files.archive(), "Only PDF"),
        (files.picture("GIF"), "Only PDF"),
        (files.picture("TIFF"), "Only PDF"),
        (files.picture("BMP"), "Only PDF"),
        (b"GIF89a" + b"\0" * 33, "Only PDF"),
        (b"%PDF-1.7 named so", "cut off"),
        (b"%PDF-1.7\n" + HTML + b"\n%%EOF", "cannot be read"),
        (files.pdf(3)[:-20], "cut off"),
        (PDF.replace(b"/Pages", b"/Paged"), "cannot be read"),
        (PDF.replace(b"/Count 1", b"/Count 9"), "cannot be read"),
        (files.pdf(501, width=20, height=20), "501 pages"),
        (files.protected_pdf(), "protected"),
        (PDF + files.archive(), "hides another file"),
        (JPEG + files.archive(), "hides another file"),
        (files.picture("JPEG", comment=PDF[:200]), "hides another file"),
        (JPEG[: len(JPEG) // 2], "damaged or cut off"),
        (PHOTO[: len(PHOTO) // 2], "damaged or cut off"),
        (PNG[:-15], "damaged or cut off"),
        (PNG[:60] + bytes([PNG[60] ^ 255]) + PNG[61:], "damaged or cut off"),
        (WEBP[:-10], "damaged or cut off"),
        (files.picture("PNG", (8000, 5001)), "40 million"),
        (files.picture("PNG", (20000, 9000)), "40 million"),
        (files.moving_picture("PNG", 51), "Moving pictures"),
        (files.moving_picture("WEBP", 51), "Moving pictures"),
    ],
    ids=itertools.count(),
)
def test_examine_refuses_everything_else_saying_why(content, reason):
    with pytest.raises(FileRefused) as refused:
        examine(content)

    assert reason in str(refused.value)
    assert (refused.value.field, refused.value.code) == ("file", "file")


def test_draw_page_gives_the_page_in_the_width_asked_for():
    drawn = Image.open(io.BytesIO(draw_page(files.pdf(2, width=300, height=600), 2, 480)))

    assert (drawn.format, drawn.size) == ("WEBP", (480, 960))


def test_draw_page_bounds_the_height_of_a_page_like_a_ribbon():
    drawn = Image.open(io.BytesIO(draw_page(files.pdf(1, width=10, height=5000), 1, 240)))

    assert drawn.height == 240 * 6


def test_draw_page_refuses_a_page_that_is_not_there():
    with pytest.raises(WorkflowError) as refused:
        draw_page(PDF, 2, 240)

    assert refused.value.code == "no_preview"


def test_small_picture_is_upright_and_says_nothing_of_place_or_author():
    exif = Image.Exif()
    exif[0x0112], exif[0x013B] = 6, "Tên người chụp"
    exif.get_ifd(0x8825)[1] = "N"

    drawn = Image.open(io.BytesIO(small_picture(files.picture("JPEG", (600, 300), exif=exif), 240)))

    assert (drawn.format, drawn.size, dict(drawn.getexif()), "icc_profile" in drawn.info) == (
        "WEBP",
        (240, 480),
        {},
        False,
    )


def test_small_picture_is_never_blown_up():
    assert Image.open(io.BytesIO(small_picture(JPEG, 1200))).size == (60, 40)


def mutated(content: bytes, chance: Random) -> bytes:
    """The bytes with some flipped, cut out, put in or cut off."""
    changed = bytearray(content)
    for _ in range(chance.choice((1, 3, 20))):
        place = chance.randrange(len(changed) + 1)
        match chance.randrange(4):
            case 0:
                changed[place : place + 1] = chance.randbytes(1)
            case 1:
                del changed[place : place + chance.randrange(1, 50)]
            case 2:
                changed[place:place] = chance.randbytes(chance.randrange(1, 50))
            case 3:
                del changed[place + len(changed) // 2 :]
    return bytes(changed)


@pytest.mark.parametrize(
    ("content", "times"),
    [(PHOTO, 100), (PNG, 100), (WEBP, 100), (files.moving_picture("PNG", 5), 50), (PDF, 8)],
    ids=["photo", "png", "webp", "moving", "pdf"],
)
def test_examine_answers_or_refuses_whatever_it_is_given(content, times):
    chance = Random(148)
    types = set()
    for _ in range(times):
        with suppress(FileRefused):
            types.add(examine(mutated(content, chance)).content_type)

    assert types <= set(SUFFIXES)


def test_half_a_picture_is_refused_also_after_a_paper_was_printed(monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as the PDF library leaves it

    with pytest.raises(FileRefused):
        examine(PHOTO[: len(PHOTO) // 2])
