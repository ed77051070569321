"""New columns, the short ones first, and new full-text indexes.

The table is laid anew: documents are derived, and `search_index build` writes them again from the register.
"""

from importlib import import_module

from django.db import migrations, models

SQLITE = [
    """
    CREATE VIRTUAL TABLE search_words USING fts5(
        title_folded, maker_folded, body_folded, title_exact, maker_exact, body_exact,
        content='search_searchdocument', content_rowid='id', tokenize="unicode61 remove_diacritics 0", detail='full'
    )
    """,
    """
    CREATE VIRTUAL TABLE search_titles USING fts5(
        title_folded, content='search_searchdocument', content_rowid='id',
        tokenize="unicode61 remove_diacritics 0", prefix='1 2 3', detail='none'
    )
    """,
]
# Words with marks, and those of the name, stand beside the folded ones, told apart by signs no word has.
# Long texts lie apart from the rows, so that counting and ranking read only what is short.
SHORT = ("title", "title_exact", "title_folded", "codes", "maker_exact", "maker_folded", "sort_key", "place")
POSTGRESQL = [
    """
    ALTER TABLE search_searchdocument ADD COLUMN words tsvector GENERATED ALWAYS AS (array_to_tsvector(array_remove(
        array_remove(array_remove(string_to_array(
            title_folded || maker_folded || body_folded
            || replace(title_exact || maker_exact || body_exact, ' ', ' =') || replace(title_folded, ' ', ' <'),
        ' '), ''), '='), '<')
    )) STORED
    """,
    "ALTER TABLE search_searchdocument SET (toast_tuple_target = 512)",
    *(f"ALTER TABLE search_searchdocument ALTER COLUMN {name} SET STORAGE MAIN" for name in SHORT),
    "CREATE INDEX search_words ON search_searchdocument USING gin (words)",
    "CREATE INDEX search_title_likeness ON search_searchdocument USING gin (title_folded gin_trgm_ops)",
]
UNDO_SQLITE = ["DROP TABLE search_words", "DROP TABLE search_titles"]
UNDO_POSTGRESQL = [
    "DROP INDEX search_title_likeness",
    "DROP INDEX search_words",
    "ALTER TABLE search_searchdocument DROP COLUMN words",
]
before = import_module("search.migrations.0002_fulltext")


def lay(apps, schema_editor):
    before.run(schema_editor, SQLITE, POSTGRESQL)


def remove(apps, schema_editor):
    before.run(schema_editor, UNDO_SQLITE, UNDO_POSTGRESQL)


def date():
    return models.DateField(null=True)


def number():
    return models.PositiveSmallIntegerField(null=True)


class Migration(migrations.Migration):
    dependencies = [("search", "0002_fulltext")]

    operations = [
        migrations.RunPython(before.remove, before.lay),
        migrations.DeleteModel("SearchDocument"),
        migrations.CreateModel(
            name="SearchDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=12)),
                ("code", models.CharField(max_length=64)),
                ("producer", models.CharField(blank=True, max_length=20)),
                ("commune", models.CharField(blank=True, max_length=20)),
                ("organisation", models.CharField(blank=True, max_length=24)),
                ("price", models.CharField(blank=True, max_length=8)),
                ("set_no", number()),
                ("stars", number()),
                ("dated_on", date()),
                ("valid_from", date()),
                ("valid_to", date()),
                ("extended_to", date()),
                ("suspended_on", date()),
                ("suspended_to", date()),
                ("revoked_on", date()),
                ("superseded_on", date()),
                ("title", models.CharField(max_length=255)),
                ("title_exact", models.TextField()),
                ("title_folded", models.TextField()),
                ("codes", models.TextField(blank=True)),
                ("maker_exact", models.TextField()),
                ("maker_folded", models.TextField()),
                ("sort_key", models.CharField(max_length=600)),
                ("place", models.TextField(blank=True)),
                ("body", models.TextField(blank=True)),
                ("body_exact", models.TextField()),
                ("body_folded", models.TextField()),
            ],
            options={
                "verbose_name": "search document",
                "verbose_name_plural": "search documents",
                "constraints": [models.UniqueConstraint(fields=("kind", "code"), name="search_document_once")],
                "indexes": [
                    models.Index(fields=["producer"], name="search_document_producer"),
                    models.Index(fields=["commune"], name="search_document_commune"),
                    models.Index(fields=["set_no"], name="search_document_set"),
                ],
            },
        ),
        migrations.RunPython(lay, remove),
    ]
