"""The example of the format page as files, to be read as it is or broken in one place."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from ocop_workflow.domain.rulebook import Fault, Rulebook, RulebookFaults, read_rulebook

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "site" / "docs" / "rulebook-format.md"
SHIPPED = ROOT / "ocop_workflow" / "rulebooks"
FIXTURES = Path(__file__).parent / "rulebooks"
CODES = ("2023-148", "2025-1489", "2026-26")


@cache
def shipped(code: str) -> Rulebook:
    return read_rulebook(SHIPPED / code)


@cache
def example() -> Mapping[str, str]:
    """Return the texts of the page's complete example by file name."""
    blocks = re.findall(
        r"^\*\*(\S+)\*\*\n\n```\w+\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    return dict(blocks)


def written(folder: Path, files: Mapping[str, str | bytes | None]) -> Path:
    """Write files into a folder; None leaves a file out."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if content is not None:
            path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def faults_of(folder: Path) -> list[Fault]:
    """Return the faults of a rulebook folder, none if it loads."""
    try:
        read_rulebook(folder)
    except RulebookFaults as refused:
        return refused.faults
    return []
