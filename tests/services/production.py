"""Run commands as production does: its settings, its variables, a PostgreSQL of its own."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from postgres import throwaway_postgresql

ROOT = Path(__file__).resolve().parents[2]
SECRET = "J8s-wQ2_vTn5xZr7Lk9pYb3HdFgCmEaU6RoNiXtVqWzSyBhKj4"


def production_environment(database_url: str, folder: Path) -> dict[str, str]:
    """Return a complete environment of production, with the interpreter of the tests first on the path."""
    return {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "site"), str(ROOT)]),
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "DATABASE_URL": database_url,
        "OCOP_SECRET_KEY": SECRET,
        "OCOP_ANCHOR_KEY": SECRET[::-1],
        "OCOP_HOSTS": "ocop.example,www.ocop.example",
        "OCOP_BASE_URL": "https://ocop.example",
        "OCOP_DATA_DIR": str(folder),
    }


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of an empty throw-away PostgreSQL, also while the other tests run on SQLite."""
    with throwaway_postgresql() as url:
        yield url
