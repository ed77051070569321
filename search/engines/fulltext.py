"""The full-text indexes of the embedded engine: of all words, and of those of names. On SQLite triggers keep them in
step with the table of documents, within the same transaction; on PostgreSQL they are indexes of that table.
"""

from collections.abc import Sequence

from django.db import DatabaseError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "search_searchdocument"
INDEXES = {
    "search_words": ("title_folded", "maker_folded", "body_folded", "title_exact", "maker_exact", "body_exact"),
    "search_titles": ("title_folded",),
}
TRIGGERS = ("search_words_insert", "search_words_delete", "search_words_update")


def restore_triggers(using: str = "default") -> None:
    """Lay the triggers and build the index anew where they are missing: SQLite drops them when it remakes a table."""
    connection = connections[using]
    if connection.vendor != "sqlite" or not _tables_exist(connection) or not _missing(connection):
        return
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for name, statement in _triggers().items():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            cursor.execute(statement)
    rebuild(using)


def rebuild(using: str = "default") -> None:
    """Build the full-text indexes anew from the documents."""
    connection = connections[using]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for index in INDEXES:
                cursor.execute(f"INSERT INTO {index}({index}) VALUES ('rebuild')")  # noqa: S608 -- constants


def is_in_step(using: str = "default") -> bool:
    """Return whether the full-text indexes say what the documents say."""
    connection = connections[using]
    if connection.vendor != "sqlite":
        return True
    try:
        with transaction.atomic(using=using), connection.cursor() as cursor:
            for index in INDEXES:
                cursor.execute(f"INSERT INTO {index}({index}, rank) VALUES ('integrity-check', 1)")  # noqa: S608
    except DatabaseError:
        return False
    return True


def _triggers() -> dict[str, str]:
    add = " ".join(_said(index, columns, "new") for index, columns in INDEXES.items())
    drop = " ".join(_said(index, columns, "old") for index, columns in INDEXES.items())
    acts = {"INSERT": add, "DELETE": drop, "UPDATE": f"{drop} {add}"}
    return {
        name: f"CREATE TRIGGER {name} AFTER {act} ON {TABLE} BEGIN {body} END"
        for name, (act, body) in zip(TRIGGERS, acts.items(), strict=True)
    }


def _said(index: str, columns: Sequence[str], row: str) -> str:
    """Return the statement that adds the new row to an index, or takes the old one out."""
    names, values = ", ".join(columns), ", ".join(f"{row}.{name}" for name in ("id", *columns))
    if row == "old":
        return f"INSERT INTO {index}({index}, rowid, {names}) VALUES ('delete', {values});"  # noqa: S608 -- constants
    return f"INSERT INTO {index}(rowid, {names}) VALUES ({values});"  # noqa: S608 -- constants


def _tables_exist(connection: BaseDatabaseWrapper) -> bool:
    return {TABLE, *INDEXES} <= set(connection.introspection.table_names())


def _missing(connection: BaseDatabaseWrapper) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [TABLE])
        return int(cursor.fetchone()[0]) < len(TRIGGERS)
