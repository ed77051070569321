"""What a slow fixture wrote, kept by this process, so that the next test gets the same rows in one go."""

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Model

World = TypeVar("World")
Row = tuple[object, ...]
Content = dict[type[Model], dict[object, Row]]


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a table: rows that are new, rows that are other than before, keys that are gone."""

    model: type[Model]
    new: list[Row]
    other: list[Row]
    gone: list[object]


@dataclass(frozen=True, slots=True)
class Snapshot(Generic[World]):
    """What a builder wrote into a freshly migrated database, and what it returned."""

    changes: list[Change]
    world: bytes

    def restore(self) -> World:
        """Write the rows into a freshly migrated database and return the world anew, unshared with other tests."""
        write(self.changes)
        return pickle.loads(self.world)  # noqa: S301 -- written by this process


def take(build: Callable[[], World]) -> tuple[World, Snapshot[World]]:
    """Build a world in a freshly migrated database and return it with its snapshot."""
    before = content()
    world = build()
    return world, Snapshot(changes(before, content()), pickle.dumps(world))


def content() -> Content:
    """Return every row of every table by its key."""
    found = {}
    with connection.cursor() as cursor:
        for model in _models():
            names = ", ".join(_quoted(column) for column in columns(model))
            cursor.execute(f"SELECT {names} FROM {_table(model)} ORDER BY 1")
            found[model] = {row[0]: row for row in cursor.fetchall()}
    return found


def changes(before: Content, after: Content) -> list[Change]:
    """Return what leads from one content to the other."""
    return [_change(model, before[model], rows) for model, rows in after.items() if rows != before[model]]


def _change(model: type[Model], before: dict[object, Row], after: dict[object, Row]) -> Change:
    return Change(
        model,
        new=[row for key, row in after.items() if key not in before],
        other=[row for key, row in after.items() if key in before and before[key] != row],
        gone=[key for key in before if key not in after],
    )


def write(all_changes: list[Change]) -> None:
    """Write changes into the content they lead from."""
    grown = [change.model for change in all_changes if change.new]
    with transaction.atomic(), connection.cursor() as cursor:
        for change in all_changes:
            _write(cursor, change)
        for statement in connection.ops.sequence_reset_sql(no_style(), grown):
            cursor.execute(statement)


def _write(cursor: Any, change: Change) -> None:
    table, names = _table(change.model), [_quoted(column) for column in columns(change.model)]
    key, *others = names
    if change.gone:
        cursor.executemany(f"DELETE FROM {table} WHERE {key} = %s", [[each] for each in change.gone])
    if change.other:
        assigned = ", ".join(f"{name} = %s" for name in others)
        cursor.executemany(f"UPDATE {table} SET {assigned} WHERE {key} = %s", [(*r[1:], r[0]) for r in change.other])
    if change.new:
        marks = ", ".join(["%s"] * len(names))
        cursor.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", change.new)


@cache
def columns(model: type[Model]) -> list[str]:
    """Return the columns of a table as its rows are kept here, the key first."""
    fields = model._meta.local_concrete_fields
    return [field.column for field in sorted(fields, key=lambda each: not each.primary_key)]


@cache
def _models() -> list[type[Model]]:
    every = apps.get_models(include_auto_created=True)
    return [model for model in every if model._meta.managed and not model._meta.proxy]


def _table(model: type[Model]) -> str:
    return _quoted(model._meta.db_table)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
