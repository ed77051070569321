"""What the embedded demo remembers between two starts: a few lines of text in var/state/."""

import hashlib
import shutil
from collections.abc import Iterable
from pathlib import Path

from machine import ROOT

DATA = ROOT / "var"
STATE = DATA / "state"


def remembered(name: str) -> str:
    path = STATE / name
    return path.read_text().strip() if path.exists() else ""


def remember(name: str, value: str) -> None:
    STATE.mkdir(parents=True, exist_ok=True)
    (STATE / name).write_text(f"{value}\n")


def forget_without(database: Path) -> None:
    """Forget what was noted about a database that is not there any more."""
    if not database.exists():
        shutil.rmtree(STATE, ignore_errors=True)


def fingerprint(folders: Iterable[Path]) -> str:
    """Return a digest that changes when a file below the folders is added, changed or removed."""
    found = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                facts = path.stat()
                found.update(f"{path} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return found.hexdigest()
