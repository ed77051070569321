"""Run commands as production does: its settings, its variables, a PostgreSQL of its own."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from postgres import throwaway_postgresql
from psycopg import sql

from tests.services.migrated import migrations_fingerprint

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
def postgresql_database() -> Iterator[str]:
    """The address of a PostgreSQL database, on SQLite too: empty, or migrated when `make test` runs the server."""
    started = os.environ.get("OCOP_TEST_POSTGRESQL")
    if started:
        yield copy_of_migrated(started)
        return
    with throwaway_postgresql() as url:
        yield url


def copy_of_migrated(server: str) -> str:
    """Return the address of a new database on the run's server, which is thrown away in the end."""
    name, parts = f"production_{os.getpid()}", urlsplit(server)
    with psycopg.connect(server, autocommit=True) as connection:
        template = sql.Identifier(f"migrated_{migrations_fingerprint()}")
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), template))
    return urlunsplit(parts._replace(path=f"/{name}"))
