"""The migrated test database, built once for one set of migrations and copied ever after.

What migrations leave is kept: on SQLite as a file in var/test-databases/, on PostgreSQL as a database of the server.
A copy is brought up to date by a last `migrate`, which lays triggers and permissions again.
"""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection, connections
from django.test.utils import setup_databases

from ocop_workflow.models import append_only
from tests.services.copies import copy_database, drop_database

CACHE = Path(settings.BASE_DIR) / "var" / "test-databases"


def set_up_migrated() -> list[tuple[object, str, bool]]:
    """Set the test database up and return what `teardown_databases` wants to have back."""
    target = connection.creation._get_test_db_name()
    kept = _kept_name()
    with _alone():
        built = _exists(kept)
        if built:
            drop_database(target)
            copy_database(kept, target)
        state = setup_databases(
            verbosity=0, interactive=False, aliases={"default"}, serialized_aliases=(), keepdb=built
        )
        if not built:
            connections.close_all()
            _forget_older()
            copy_database(target, kept)
    return state


def migrations_fingerprint() -> str:
    """Return a digest of every migration, ours and the libraries', and of the triggers laid after them."""
    found = hashlib.sha256(Path(append_only.__file__).read_bytes())
    for config in sorted(apps.get_app_configs(), key=lambda each: each.name):
        for path in sorted(Path(config.path, "migrations").glob("*.py")):
            found.update(f"{config.name} {path.name}".encode() + path.read_bytes())
    return found.hexdigest()[:16]


def _kept_name() -> str:
    name = f"migrated_{migrations_fingerprint()}"
    return str(CACHE / f"{name}.sqlite3") if connection.vendor == "sqlite" else name


def _exists(name: str) -> bool:
    if connection.vendor == "sqlite":
        return Path(name).exists()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return cursor.fetchone() is not None


def _forget_older() -> None:
    """Remove what other migrations left on SQLite; a server of PostgreSQL for tests is thrown away itself."""
    for path in CACHE.glob("migrated_*.sqlite3") if connection.vendor == "sqlite" else ():
        path.unlink(missing_ok=True)


@contextmanager
def _alone() -> Iterator[None]:
    """Let one process build while the others of the run wait for what it builds."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / f"lock-{connection.vendor}").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
