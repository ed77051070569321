"""Pages that look like papers, for the evidence of the demonstration: drawn the same each time, small, and marked."""

import io
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont, ImageOps

WIDTH, HEIGHT = 620, 877
MARGIN, LINE = 62, 27
INK, GREY, PALE, PAPER = 30, 120, 205, 252
MARK = "Dữ liệu minh họa"
# Any fixed moment: a PDF writes when it was made, and the same page must give the same bytes.
MADE = time.gmtime(1_704_067_200)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: an issuer at the head, a title, lines of text, and a table of two columns."""

    title: str
    lines: Sequence[str]
    issuer: str = ""
    number: str = ""
    table: Sequence[tuple[str, str]] = ()
    framed: bool = False
    picture: bool = False


def png(sheet: Sheet) -> bytes:
    """Return the page as a small picture."""
    target = io.BytesIO()
    ImageOps.posterize(_drawn(sheet), 4).save(target, "PNG")
    return target.getvalue()


def pdf(sheets: Sequence[Sheet]) -> bytes:
    """Return the pages as one PDF."""
    target = io.BytesIO()
    first, *rest = (_drawn(sheet) for sheet in sheets)
    first.save(target, "PDF", save_all=True, append_images=rest, resolution=75, creationDate=MADE, modDate=MADE)
    return target.getvalue()


def _drawn(sheet: Sheet) -> Image.Image:
    page = Image.new("L", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(page)
    _mark(page)
    if sheet.framed:
        pen.rectangle((24, 24, WIDTH - 24, HEIGHT - 24), outline=GREY, width=2)
        pen.rectangle((31, 31, WIDTH - 31, HEIGHT - 31), outline=GREY)
    below = _head(pen, sheet)
    below = _title(pen, sheet.title, below + 24)
    if sheet.picture:
        below = _picture(pen, below + 12)
    for line in sheet.lines:
        below = _paragraph(pen, line, below + 8)
    if sheet.table:
        _table(pen, sheet.table, below + 18)
    pen.text((WIDTH / 2, HEIGHT - 54), f"{MARK}: không có giá trị pháp lý", INK, _font("Italic", 15), anchor="mm")
    return page


def _mark(page: Image.Image) -> None:
    layer = Image.new("L", (WIDTH, 90), 0)
    ImageDraw.Draw(layer).text((WIDTH / 2, 45), MARK, 255, _font("Bold", 62), anchor="mm")
    turned = layer.rotate(38, expand=True)
    place = ((WIDTH - turned.width) // 2, (HEIGHT - turned.height) // 2)
    page.paste(232, place, turned)


def _head(pen: ImageDraw.ImageDraw, sheet: Sheet) -> int:
    if not sheet.issuer:
        return 48
    for place, line in enumerate(_wrapped(sheet.issuer.upper(), "Bold", 15, 250)):
        pen.text((180, 58 + place * 20), line, INK, _font("Bold", 15), anchor="mm")
    if sheet.number:
        pen.text((180, 118), f"Số: {sheet.number}", INK, _font("Regular", 15), anchor="mm")
    pen.text((430, 58), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", INK, _font("Bold", 12), anchor="mm")
    pen.text((430, 78), "Độc lập - Tự do - Hạnh phúc", INK, _font("Bold", 14), anchor="mm")
    pen.line((345, 90, 515, 90), INK)
    return 130


def _title(pen: ImageDraw.ImageDraw, title: str, below: int) -> int:
    for line in _wrapped(title.upper(), "Bold", 21, WIDTH - 2 * MARGIN):
        below += 28
        pen.text((WIDTH / 2, below), line, INK, _font("Bold", 21), anchor="mm")
    return below + 18


def _paragraph(pen: ImageDraw.ImageDraw, text: str, below: int) -> int:
    for line in _wrapped(text, "Regular", 17, WIDTH - 2 * MARGIN):
        pen.text((MARGIN, below), line, INK, _font("Regular", 17))
        below += LINE
    return below


def _picture(pen: ImageDraw.ImageDraw, below: int) -> int:
    """Draw a plain landscape where a photo would be: hills, a house, a ground line."""
    left, right, ground = MARGIN, WIDTH - MARGIN, below + 190
    pen.rectangle((left, below, right, below + 240), fill=235, outline=GREY, width=2)
    for start, peak, end in ((left, 250, 420), (230, 380, right)):
        pen.polygon(((start + 2, ground), (peak, below + 60), (end - 2, ground)), fill=PALE, outline=GREY)
    pen.rectangle((270, ground - 52, 350, ground), fill=PAPER, outline=INK, width=2)
    pen.polygon(((258, ground - 52), (310, ground - 96), (362, ground - 52)), fill=GREY, outline=INK)
    pen.line((left, ground, right, ground), INK, 3)
    return below + 252


def _table(pen: ImageDraw.ImageDraw, rows: Sequence[tuple[str, str]], below: int) -> None:
    left, middle, right = MARGIN, 400, WIDTH - MARGIN
    for first, second in rows:
        pen.rectangle((left, below, right, below + 30), outline=GREY)
        pen.line((middle, below, middle, below + 30), GREY)
        pen.text((left + 8, below + 15), first, INK, _font("Regular", 15), anchor="lm")
        pen.text((middle + 8, below + 15), second, INK, _font("Regular", 15), anchor="lm")
        below += 30


def _wrapped(text: str, face: str, size: int, width: int) -> list[str]:
    lines, font = [""], _font(face, size)
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


@cache
def _font(face: str, size: int) -> ImageFont.FreeTypeFont:
    fonts = settings.BASE_DIR / "ocop_workflow" / "papers" / "fonts"
    return ImageFont.truetype(fonts / f"CongVanSerif-{face}.ttf", size)
