"""The press: a kind of paper and its data in, one PDF out, byte for byte the same each time."""

import hashlib
import logging
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from types import ModuleType

from django.template.loader import get_template

from ocop_workflow.domain.errors import WorkflowError
from ocop_workflow.papers.text import FONTS

FOLDER = "ocop_workflow/papers"


class TooLong(WorkflowError):
    """The text does not fit on the one page the paper has, even in its smallest type."""

    code = "too_long"


def print_paper(kind: str, context: Mapping[str, object], *, dated: date | None) -> bytes:
    """Return the paper as PDF/A-3u, in Vietnamese whatever language is active, dated by the paper's own day."""
    engine = _engine()
    html = _html(kind, context, dated)
    return engine.to_pdf(engine.layout(html, folder=_folder(), sheet=f"{kind}.css"))


def print_on_one_page(kind: str, context: Mapping[str, object], *, dated: date | None, sizes: tuple[str, ...]) -> bytes:
    """Return the paper in the first of the `sizes` (classes of its style sheet) that holds it on one page.

    TooLong when none does.
    """
    engine = _engine()
    for size in sizes:
        html = _html(kind, {**context, "size": size}, dated)
        document = engine.layout(html, folder=_folder(), sheet=f"{kind}.css")
        if len(document.pages) == 1:
            return engine.to_pdf(document)
    raise TooLong("The text is too long for one page.")


@cache
def template_version(kind: str) -> str:
    """Return 12 hex digits that change with what the kind is printed from: templates, styles, fonts."""
    folder = _folder()
    parts = [*folder.glob("_*"), *folder.glob(f"{kind}*"), *FONTS.glob("*.ttf"), *FONTS.glob("fonts.*")]
    digest = hashlib.sha256()
    for path in sorted(parts, key=lambda part: part.name):
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


def _html(kind: str, context: Mapping[str, object], dated: date | None) -> str:
    frame = {
        "generator": f"OCOP {kind} {template_version(kind)}",
        "created": f"{dated.isoformat()}T00:00:00+07:00" if dated else "",
    }
    return get_template(f"{FOLDER}/{kind}.html").render({**frame, **context})


@cache
def _folder() -> Path:
    template = get_template(f"{FOLDER}/_paper.html")
    return Path(template.origin.name).resolve().parent  # type: ignore[attr-defined]  # Django's own engine has it


def _engine() -> ModuleType:
    # A dozen lines a paper say nothing an operator needs; WeasyPrint's warnings have a logger of their own.
    logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)
    from ocop_workflow.papers import engine  # noqa: PLC0415 -- WeasyPrint takes more than a second to import

    return engine
