"""On PostgreSQL, no trigrams of names any more: names are looked for by the words they may be meant by."""

from importlib import import_module

from django.db import migrations

INDEX = "CREATE INDEX search_title_likeness ON search_searchdocument USING gin (title_folded gin_trgm_ops)"
run = import_module("search.migrations.0002_fulltext").run


def remove(apps, schema_editor):
    run(schema_editor, [], ["DROP INDEX search_title_likeness"])


def lay(apps, schema_editor):
    run(schema_editor, [], [INDEX])


class Migration(migrations.Migration):
    dependencies = [("search", "0008_pairs")]

    operations = [migrations.RunPython(remove, lay)]
