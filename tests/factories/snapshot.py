"""What a slow fixture wrote, kept by this process, so that the next test gets the same rows in one go."""

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction

APPS = ("accounts", "ocop_workflow")
World = TypeVar("World")


@dataclass(frozen=True, slots=True)
class Snapshot(Generic[World]):
    """The rows of every table of `APPS`, and what the builder returned."""

    rows: dict[str, tuple[list[str], list[tuple[object, ...]]]]
    world: bytes

    def restore(self) -> World:
        """Write the rows into a freshly migrated database and return the world anew, unshared with other tests."""
        with transaction.atomic(), connection.cursor() as cursor:
            for table, (columns, rows) in self.rows.items():
                name = connection.ops.quote_name(table)
                names = ", ".join(map(connection.ops.quote_name, columns))
                marks = ", ".join(["%s"] * len(columns))
                cursor.execute(f"DELETE FROM {name}")
                cursor.executemany(f"INSERT INTO {name} ({names}) VALUES ({marks})", rows)
            filled = [model for model in _models() if model._meta.db_table in self.rows]
            for statement in connection.ops.sequence_reset_sql(no_style(), filled):
                cursor.execute(statement)
        return pickle.loads(self.world)  # noqa: S301 -- written by this process


def take(build: Callable[[], World]) -> tuple[World, Snapshot[World]]:
    """Build a world in a freshly migrated database and return it with its snapshot."""
    world = build()
    rows = {model._meta.db_table: _content(model._meta.db_table) for model in _models()}
    return world, Snapshot({table: content for table, content in rows.items() if content[1]}, pickle.dumps(world))


def _models() -> list[type]:
    return [model for label in APPS for model in apps.get_app_config(label).get_models(include_auto_created=True)]


def _content(table: str) -> tuple[list[str], list[tuple[object, ...]]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
        return [column[0] for column in cursor.description], list(cursor.fetchall())
