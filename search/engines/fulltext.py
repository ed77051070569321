"""The full-text index of the embedded engine. On SQLite triggers keep it in step with the table of documents, within
the same transaction; on PostgreSQL it is a generated column of that table.
"""

from django.db import DatabaseError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

TABLE, INDEX = "search_searchdocument", "search_words"
COLUMNS = ("title_folded", "maker_folded", "body_folded")
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
    """Build the full-text index anew from the documents."""
    connection = connections[using]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {INDEX}({INDEX}) VALUES ('rebuild')")  # noqa: S608 -- a constant


def is_in_step(using: str = "default") -> bool:
    """Return whether the full-text index says what the documents say."""
    connection = connections[using]
    if connection.vendor != "sqlite":
        return True
    try:
        with transaction.atomic(using=using), connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {INDEX}({INDEX}, rank) VALUES ('integrity-check', 1)")  # noqa: S608
    except DatabaseError:
        return False
    return True


def _triggers() -> dict[str, str]:
    names = ", ".join(COLUMNS)
    new, old = (", ".join(f"{row}.{name}" for name in ("id", *COLUMNS)) for row in ("new", "old"))
    add = f"INSERT INTO {INDEX}(rowid, {names}) VALUES ({new});"  # noqa: S608 -- constants
    drop = f"INSERT INTO {INDEX}({INDEX}, rowid, {names}) VALUES ('delete', {old});"  # noqa: S608 -- constants
    acts = {"INSERT": add, "DELETE": drop, "UPDATE": f"{drop} {add}"}
    return {
        name: f"CREATE TRIGGER {name} AFTER {act} ON {TABLE} BEGIN {body} END"
        for name, (act, body) in zip(TRIGGERS, acts.items(), strict=True)
    }


def _tables_exist(connection: BaseDatabaseWrapper) -> bool:
    return {TABLE, INDEX} <= set(connection.introspection.table_names())


def _missing(connection: BaseDatabaseWrapper) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [TABLE])
        return int(cursor.fetchone()[0]) < len(TRIGGERS)
