"""A printed paper read back: its words and where they stand, in millimetres from the upper left corner of the page."""

import ctypes
import re
import zlib
from dataclasses import dataclass
from functools import cached_property

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

MM = 25.4 / 72


@dataclass(frozen=True)
class Run:
    """A stretch of text of one font and size; `bottom` is its base line where no letter hangs below it."""

    text: str
    font: str
    size: float
    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


@dataclass(frozen=True)
class Shape:
    """What is drawn, not written: the box around it and its fill."""

    left: float
    top: float
    right: float
    bottom: float
    fill: tuple[int, int, int]

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


class Pdf:
    """A PDF opened for reading."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.document = pypdfium2.PdfDocument(content)

    @cached_property
    def pages(self) -> list["Page"]:
        return [Page(page) for page in self.document]

    @cached_property
    def streams(self) -> bytes:
        """Everything in the file, unpacked."""
        packed = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", self.content, re.DOTALL)
        return self.content + b"\n".join(map(_unpacked, packed))

    def fonts(self) -> set[tuple[str, bool]]:
        """Return each font's name and whether it is embedded."""
        return {font for page in self.pages for font in page.fonts()}

    def metadata(self) -> dict[str, str]:
        return self.document.get_metadata_dict(skip_empty=True)


class Page:
    """One page, with its text as runs from top to bottom."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self.page = page
        self.width, self.height = (round(side * MM, 1) for side in page.get_size())
        self.words = page.get_textpage()

    @cached_property
    def text(self) -> str:
        """The page's text with single spaces."""
        return " ".join(self.words.get_text_range().split())

    @cached_property
    def runs(self) -> list[Run]:
        return [self._run(found) for found in self._objects(pdfium.FPDF_PAGEOBJ_TEXT)]

    def run(self, text: str) -> Run:
        """Return the one run that begins so."""
        (found,) = [run for run in self.runs if run.text.startswith(text)]
        return found

    @cached_property
    def shapes(self) -> list[Shape]:
        return [Shape(*self._box(found), _fill(found.raw)) for found in self._objects(pdfium.FPDF_PAGEOBJ_PATH)]

    def rule_below(self, text: str) -> Shape:
        """Return the rule that ends at most 5 mm below this text, under its middle."""
        run = self.run(text)
        (rule,) = [
            shape
            for shape in self.shapes
            if 0 < shape.bottom - run.bottom < 5 and abs(shape.middle - run.middle) < 1 and shape.width > 5
        ]
        return rule

    def pictures(self) -> int:
        return len(self._objects(pdfium.FPDF_PAGEOBJ_IMAGE))

    def image(self, *, dots_per_inch: int) -> Image.Image:
        return self.page.render(scale=dots_per_inch / 72).to_pil().convert("L")

    def fonts(self) -> set[tuple[str, bool]]:
        fonts = [pdfium.FPDFTextObj_GetFont(found.raw) for found in self._objects(pdfium.FPDF_PAGEOBJ_TEXT)]
        return {(_font_name(font), pdfium.FPDFFont_GetIsEmbedded(font) == 1) for font in fonts}

    def _objects(self, kind: int) -> list[pypdfium2.PdfObject]:
        return list(self.page.get_objects(filter=[kind], max_depth=1))

    def _run(self, found: pypdfium2.PdfObject) -> Run:
        size = ctypes.c_float()
        pdfium.FPDFTextObj_GetFontSize(found.raw, size)
        matrix = found.get_matrix()
        font = _font_name(pdfium.FPDFTextObj_GetFont(found.raw))
        return Run(self._words_of(found), font, round(size.value * abs(matrix.d), 2), *self._box(found))

    def _words_of(self, found: pypdfium2.PdfObject) -> str:
        length = pdfium.FPDFTextObj_GetText(found.raw, self.words.raw, None, 0)
        letters = ctypes.create_string_buffer(length)
        pdfium.FPDFTextObj_GetText(
            found.raw, self.words.raw, ctypes.cast(letters, ctypes.POINTER(ctypes.c_ushort)), length
        )
        return letters.raw.decode("utf-16-le").rstrip("\0").strip()

    def _box(self, found: pypdfium2.PdfObject) -> tuple[float, float, float, float]:
        left, bottom, right, top = found.get_bounds()
        return left * MM, self.height - top * MM, right * MM, self.height - bottom * MM


def _unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream


def _font_name(font: object) -> str:
    name = ctypes.create_string_buffer(128)
    pdfium.FPDFFont_GetBaseFontName(font, name, 128)
    return name.value.decode().partition("+")[2]


def _fill(found: object) -> tuple[int, int, int]:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    pdfium.FPDFPageObj_GetFillColor(found, red, green, blue, alpha)
    return red.value, green.value, blue.value
