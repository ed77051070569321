"""Opens one PDF in a process of its own, so that a hostile file harms nothing else.

    python -I pdf_worker.py count             → number of pages
    python -I pdf_worker.py draw PAGE WIDTH   → that page as WebP

The file comes by standard input. Exit status 2: no readable PDF; 3: protected; 4: no such page. It imports nothing of
the project and limits its own memory and time.
"""

import resource
import sys

import pypdfium2
import pypdfium2.raw as pdfium

MEMORY = 512 * 1024 * 1024
SECONDS = 10
UNREADABLE, PROTECTED, NO_PAGE = 2, 3, 4
MOST_HEIGHTS = 6  # a page is at most so many times as high as it is wide


def main(task: str, *numbers: str) -> bytes:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    document = opened(sys.stdin.buffer.read())
    return draw(document, *map(int, numbers)) if task == "draw" else str(count(document)).encode()


def opened(content: bytes) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        sys.exit(PROTECTED if error.err_code == pdfium.FPDF_ERR_PASSWORD else UNREADABLE)
    if pdfium.FPDF_GetSecurityHandlerRevision(document) != -1:
        sys.exit(PROTECTED)
    return document


def count(document: pypdfium2.PdfDocument) -> int:
    """Return the number of pages; all of them must be there and the first must open."""
    try:
        for number in range(min(len(document), 5000)):
            document.get_page_size(number)
        document[0].close()
    except (pypdfium2.PdfiumError, IndexError):
        sys.exit(UNREADABLE)
    return len(document)


def draw(document: pypdfium2.PdfDocument, number: int, width: int) -> bytes:
    import io  # noqa: PLC0415 -- counting needs neither

    from PIL import WebPImagePlugin  # noqa: F401, PLC0415 -- the one format written

    if not 1 <= number <= len(document):
        sys.exit(NO_PAGE)
    page = document[number - 1]
    across, down = page.get_size()
    scale = min(width / max(across, 1), MOST_HEIGHTS * width / max(down, 1))
    image, target = page.render(scale=scale).to_pil(), io.BytesIO()
    image.save(target, "WEBP", quality=80, method=2)
    return target.getvalue()


if __name__ == "__main__":
    sys.stdout.buffer.write(main(*sys.argv[1:]))
