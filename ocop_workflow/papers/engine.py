"""WeasyPrint, held to the project's own files and fonts.

Importing it takes more than a second, so only `press` does, and only when it prints.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from weasyprint import CSS, HTML, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from ocop_workflow.papers.text import FONTS

# Pango's font map is shared by the whole process and is not made for two threads at once.
_one_at_a_time = threading.RLock()


class OwnFiles(URLFetcher):
    """Gives out files below the named folders and `data:` addresses; anything else stops the paper."""

    def __init__(self, *folders: Path) -> None:
        super().__init__(allow_redirects=False, fail_on_errors=True)
        self.folders = tuple(folder.resolve() for folder in folders)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url.startswith("data:"):
            return super().fetch(url, headers)
        return URLFetcherResponse(url, self.own_file(url).read_bytes())

    def own_file(self, url: str) -> Path:
        parts = urlsplit(url)
        path = Path(url2pathname(parts.path)).resolve()
        own = any(path.is_relative_to(folder) for folder in self.folders)
        if parts.scheme != "file" or parts.netloc or not own:
            raise ValueError(f"Papers use no files but their own: {url}")
        return path


def layout(html: str, *, folder: Path, sheet: str) -> Document:
    """Return the pages of `html` set with the style sheet `sheet` of `folder`; nothing is fetched from elsewhere."""
    with _one_at_a_time, _refusals_as_errors():
        fetcher = OwnFiles(folder, FONTS)
        page = HTML(string=html, base_url=f"{folder.as_uri()}/", url_fetcher=fetcher)
        return page.render(font_config=_fonts(), stylesheets=_sheets(folder, sheet), **_OPTIONS)


def to_pdf(document: Document) -> bytes:
    """Return the pages as PDF/A-3u; the same pages give the same bytes."""
    with _one_at_a_time, _refusals_as_errors():
        return document.write_pdf(**_OPTIONS)


# Tagged, so that a screen reader knows headings and tables.
_OPTIONS = {"pdf_variant": "pdf/a-3u", "pdf_tags": True}


@cache
def _fonts() -> FontConfiguration:
    with _hidden_machine_fonts():
        return FontConfiguration()


@cache
def _sheets(folder: Path, sheet: str) -> list[CSS]:
    paths = (FONTS / "fonts.css", folder / "_paper.css", folder / sheet)
    return [CSS(filename=path, font_config=_fonts(), url_fetcher=OwnFiles(folder, FONTS)) for path in paths]


@contextmanager
def _hidden_machine_fonts() -> Iterator[None]:
    # Fontconfig reads its configuration file's name from the environment, at the moment a configuration is made.
    before = os.environ.get("FONTCONFIG_FILE")
    os.environ["FONTCONFIG_FILE"] = str(FONTS / "fonts.conf")
    try:
        yield
    finally:
        os.environ.pop("FONTCONFIG_FILE")
        if before is not None:
            os.environ["FONTCONFIG_FILE"] = before


@contextmanager
def _refusals_as_errors() -> Iterator[None]:
    # WeasyPrint's own refusal is a BaseException, which would end a worker.
    try:
        yield
    except FatalURLFetchingError as refusal:
        raise ValueError(str(refusal)) from refusal
