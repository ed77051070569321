"""Copies of the migrated test database, for tests that commit for real.

Nothing is ever flushed or truncated: a test works on its own copy (PostgreSQL: CREATE DATABASE … TEMPLATE,
SQLite: the file), which is dropped afterwards. So the append-only triggers stay on.
"""

import itertools
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection, connections

from ocop_workflow.models.rulebook import forget_rulebooks
from ocop_workflow.models.system import forget_offset
from search import memory
from search.popularity import openings

_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy: its name (a path on SQLite) and the DATABASE_URL that leads a subprocess to it."""

    name: str
    url: str


def make_copy(source: str | None = None) -> Copy:
    """Copy a database of the test run (the current one unless named) as it is committed now."""
    source = source or connection.settings_dict["NAME"]
    connections.close_all()
    target = f"{source}_copy{os.getpid()}_{next(_numbers)}"
    copy_database(source, target)
    return Copy(target, database_url(target))


def drop_copy(copy: Copy) -> None:
    """Remove a copy, also when someone is still connected to it."""
    drop_database(copy.name)


def copy_database(source: str, target: str) -> None:
    """Copy a database nobody is connected to, under another name or path."""
    if connection.vendor == "sqlite":
        _copy_file(source, target)
    else:
        _maintain(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')


def drop_database(name: str) -> None:
    """Remove a database if it is there, whoever may still be connected to it."""
    if connection.vendor == "sqlite":
        for suffix in ("", "-wal", "-shm", "-journal"):
            Path(f"{name}{suffix}").unlink(missing_ok=True)
    else:
        _maintain(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextmanager
def own_copy(source: str | None = None) -> Iterator[Copy]:
    """Give a copy of its own to the block, which works on it by the default connection; it is dropped afterwards."""
    copy = make_copy(source)
    try:
        with switched_to(copy):
            yield copy
    finally:
        drop_copy(copy)


@contextmanager
def switched_to(copy: Copy) -> Iterator[None]:
    """Let the default connection, in this and every other thread, lead to the copy while the block runs."""
    original = connection.settings_dict["NAME"]
    _use(copy.name)
    try:
        yield
    finally:
        _use(original)


def database_url(name: str) -> str:
    """Return the address of a database that lies beside the current one."""
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    place = connection.settings_dict
    login = f"{quote(place['USER'])}:{quote(place['PASSWORD'])}@" if place["USER"] else ""
    return f"postgresql://{login}{quote(place['HOST'], safe='')}:{place['PORT']}/{name}"


def _use(name: str) -> None:
    connections.close_all()
    connections.settings["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name
    forget()


def forget() -> None:
    """Empty the process's memory of what a database holds, for it is about to look at another state of it."""
    ContentType.objects.clear_cache()
    cache.clear()
    forget_rulebooks()
    forget_offset()
    memory.forget()
    openings.forget()


def _copy_file(source: str, target: str) -> None:
    unfinished = f"{target}.{os.getpid()}"
    with closing(sqlite3.connect(source)) as reading, closing(sqlite3.connect(unfinished)) as writing:
        reading.backup(writing)
    Path(unfinished).rename(target)


def _maintain(statement: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)
