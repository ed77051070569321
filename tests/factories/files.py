"""Files as people upload them, and as they should not."""

import io
import zipfile

import pypdfium2
from PIL import Image


def pdf(pages: int = 1, *, width: int = 595, height: int = 842) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(width, height)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), *, colour: str = "olive", **options: object) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, colour).save(target, kind, **options)
    return target.getvalue()


def photo(size: tuple[int, int] = (400, 300)) -> bytes:
    """A JPEG with something to see on every part of it."""
    target = io.BytesIO()
    Image.effect_noise(size, 80).convert("RGB").save(target, "JPEG")
    return target.getvalue()


def moving_picture(kind: str, frames: int) -> bytes:
    images = [
        Image.new("RGB", (8, 8), (number * 37 % 255, number * 91 % 255, number * 53 % 255)) for number in range(frames)
    ]
    target = io.BytesIO()
    images[0].save(target, kind, save_all=True, append_images=images[1:], duration=50)
    return target.getvalue()


def archive() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        packed.writestr("a.txt", "x")
    return target.getvalue()


def protected_pdf() -> bytes:
    """A PDF that names a security handler: it opens without a password, and is protected all the same."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
        b"<< /Filter /Standard /V 1 /R 2 /O <" + b"28" * 32 + b"> /U <" + b"00" * 32 + b"> /P -4 >>",
    ]
    return written_pdf(
        objects, b"/Encrypt 4 0 R /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>]"
    )


def written_pdf(objects: list[bytes], trailer: bytes = b"") -> bytes:
    """A PDF written by hand from its objects, the first being the catalogue."""
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    last = b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n"
    end = last % (len(objects) + 1, trailer, len(body))
    return body + head + end


class Uploaded(io.BytesIO):
    """What a form hands over."""

    def __init__(self, content: bytes, name: str | None = "giay.pdf") -> None:
        super().__init__(content)
        self.name = name
