"""One build at a time, wherever it was started."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

LOCK = 0x0C09_B17D


class AlreadyBuilding(Exception):
    """Another process is building the index."""


@contextmanager
def only_builder() -> Iterator[None]:
    """Hold the right to build; AlreadyBuilding when somebody has it. It ends with the process, however that ends."""
    with _on_postgresql() if connection.vendor == "postgresql" else _on_this_machine():
        yield


@contextmanager
def _on_postgresql() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            raise AlreadyBuilding
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


@contextmanager
def _on_this_machine() -> Iterator[None]:
    folder = Path(settings.DATA_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "search-index.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyBuilding from None
        yield
