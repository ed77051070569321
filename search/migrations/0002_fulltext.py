"""The full-text index: an FTS5 table on SQLite; on PostgreSQL a tsvector column and, for likeness, trigrams."""

from django.db import migrations

SQLITE = [
    """
    CREATE VIRTUAL TABLE search_words USING fts5(
        title_folded, maker_folded, body_folded, content='search_searchdocument', content_rowid='id',
        tokenize="unicode61 remove_diacritics 0", prefix='2 3', detail='column'
    )
    """,
    "INSERT INTO search_words(search_words) VALUES ('rebuild')",
]
# The words come split from Python, so no parser of PostgreSQL has a say in what a word is.
POSTGRESQL = [
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    """
    ALTER TABLE search_searchdocument ADD COLUMN words tsvector GENERATED ALWAYS AS (
        array_to_tsvector(array_remove(string_to_array(title_folded || maker_folded || body_folded, ' '), ''))
    ) STORED
    """,
    "CREATE INDEX search_words ON search_searchdocument USING gin (words)",
    "CREATE INDEX search_title_likeness ON search_searchdocument USING gin (title_folded gin_trgm_ops)",
]
UNDO_SQLITE = ["DROP TABLE search_words"]
UNDO_POSTGRESQL = [
    "DROP INDEX search_title_likeness",
    "DROP INDEX search_words",
    "ALTER TABLE search_searchdocument DROP COLUMN words",
]


def run(schema_editor, sqlite, postgresql):
    for statement in sqlite if schema_editor.connection.vendor == "sqlite" else postgresql:
        schema_editor.execute(statement)


def lay(apps, schema_editor):
    run(schema_editor, SQLITE, POSTGRESQL)


def remove(apps, schema_editor):
    run(schema_editor, UNDO_SQLITE, UNDO_POSTGRESQL)


class Migration(migrations.Migration):

    dependencies = [("search", "0001_documents"), ("ocop_workflow", "0002_chain_head")]

    operations = [migrations.RunPython(lay, remove)]
