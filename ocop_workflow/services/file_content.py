"""What an uploaded file really is: its content decides, never its name."""

import io
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageFile

from ocop_workflow.domain.errors import InvalidInput, WorkflowError
from ocop_workflow.services import pdf_worker

MAX_PAGES = 500
MAX_PIXELS = 40_000_000
MAX_FRAMES = 50
SECONDS = 10
PDF = "application/pdf"
IMAGES = {"JPEG": "image/jpeg", "MPO": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
SUFFIXES = {PDF: ("pdf",), "image/jpeg": ("jpg", "jpeg"), "image/png": ("png",), "image/webp": ("webp",)}

_SIGNATURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF")
_HEADER_WITHIN = 1024
_END_WITHIN = 2048


@dataclass(frozen=True, slots=True)
class FileContent:
    """The type a file's bytes have, and how many pages."""

    content_type: str
    pages: int


class FileRefused(InvalidInput):
    """The file cannot be taken; the message says why and what to do."""

    code = "file"

    def __init__(self, message: str, params: dict[str, object] | None = None) -> None:
        super().__init__(message, params, field="file")


def examine(content: bytes) -> FileContent:
    """Return what a file is: a readable, unprotected PDF of 1 to 500 pages, or a whole JPEG, PNG or WebP image.

    Raises FileRefused for everything else, also for a file that is two things at once.
    """
    if not content:
        raise FileRefused("The file is empty. Choose it again, or take a new picture.")
    is_pdf = content.lstrip(b"\xef\xbb\xbf\x00\t\n\f\r ").startswith(b"%PDF-")
    found = FileContent(PDF, _pdf_pages(content)) if is_pdf else _image(content)
    if _holds_archive(content) or (not is_pdf and b"%PDF-" in content[:_HEADER_WITHIN]):
        raise FileRefused("The file hides another file in itself. Print it to a new PDF, or take a picture of it.")
    return found


def _pdf_pages(content: bytes) -> int:
    if b"%%EOF" not in content.rstrip(b"\x00\t\n\f\r ")[-_END_WITHIN:]:
        raise FileRefused("The PDF is cut off. Send it again, or scan the paper anew.")
    pages = int(_run(content, "count"))
    if not 1 <= pages <= MAX_PAGES:
        raise FileRefused(
            "The PDF has %(pages)s pages; at most %(limit)s fit. Split it into parts.",
            {"pages": pages, "limit": MAX_PAGES},
        )
    return pages


def draw_page(content: bytes, page: int, width: int) -> bytes:
    """Return a page of a PDF, counted from 1, as a WebP image of that width in pixels.

    Raises WorkflowError (`no_preview`) when it cannot be drawn within 10 seconds and 512 MB or is not there.
    """
    try:
        return _run(content, "draw", str(page), str(width))
    except FileRefused as error:
        raise WorkflowError(
            "This page cannot be shown here. Download the file to read it.", code="no_preview"
        ) from error


def _run(content: bytes, *arguments: str) -> bytes:
    command = [sys.executable, "-I", str(Path(pdf_worker.__file__)), *arguments]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603 -- own script, numbers only
    except subprocess.TimeoutExpired as error:
        raise FileRefused("The PDF takes too long to open. Print it to a new PDF, or take a picture of it.") from error
    if done.returncode == pdf_worker.PROTECTED:
        raise FileRefused("The PDF is protected. Remove the password, or print it to a new PDF.")
    if done.returncode:
        raise FileRefused("The PDF cannot be read. Scan the paper anew, or take a picture of it.")
    return done.stdout


def _image(content: bytes) -> FileContent:
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as image:
            content_type, size, frames = IMAGES[image.format or ""], image.size, getattr(image, "n_frames", 1)
            is_photo = image.format in {"JPEG", "MPO"}
    except Image.DecompressionBombError:
        raise _too_large() from None
    except Exception as error:
        raise _no_picture(content) from error
    if size[0] * size[1] * (1 if is_photo else frames) > MAX_PIXELS:
        raise _too_large()
    if not is_photo and frames > MAX_FRAMES:
        raise FileRefused("Moving pictures are not taken. Take a picture of the paper.")
    _load(content, 1 if is_photo else frames)
    return FileContent(content_type, 1)


def _no_picture(content: bytes) -> FileRefused:
    if content.startswith(_SIGNATURES):
        return FileRefused("The picture is damaged or cut off. Take it again.")
    return FileRefused("Only PDF files and pictures (JPEG, PNG, WebP) are taken. Take a picture of the paper.")


def _too_large() -> FileRefused:
    return FileRefused(
        "The picture has more than %(limit)s million points. Take it again with a smaller size.",
        {"limit": MAX_PIXELS // 1_000_000},
    )


def _load(content: bytes, frames: int) -> None:
    """Decode the whole picture, so that a broken or truncated one is refused now and not when it is needed."""
    try:
        with Image.open(io.BytesIO(content)) as image:
            image.verify()
        with Image.open(io.BytesIO(content)) as image:
            for number in range(frames):
                image.seek(number)
                ImageFile.LOAD_TRUNCATED_IMAGES = False  # the PDF library turns it on for the whole process
                image.load()
        _require_whole(content)
    except Exception as error:
        raise _no_picture(content) from error


def _require_whole(content: bytes) -> None:
    if content[:4] == b"RIFF" and int.from_bytes(content[4:8], "little") + 8 > len(content):
        raise EOFError


def _holds_archive(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return bool(archive.namelist())
    except Exception:  # noqa: BLE001 -- whatever it is, it is no archive
        return False


def small_picture(content: bytes, width: int) -> bytes:
    """Return a stored picture as WebP of at most that width: upright, and without where and by whom it was taken."""
    from PIL import ImageOps  # noqa: PLC0415 -- only where pictures are drawn

    with Image.open(io.BytesIO(content)) as image:
        sees_through = "A" in image.getbands() or "transparency" in image.info
        upright = ImageOps.exif_transpose(image).convert("RGBA" if sees_through else "RGB")
    upright.thumbnail((width, width * pdf_worker.MOST_HEIGHTS))
    target = io.BytesIO()
    upright.save(target, "WEBP", quality=80, method=2, exif=b"", icc_profile=None)
    return target.getvalue()
