"""On PostgreSQL, pairs of words that stand side by side, so that the index finds what is said in two words."""

from importlib import import_module

from django.db import migrations

# A pair is written as its words with a sign between that no word has. Of long words there is none, lest a text of many
# such words be more than a tsvector holds: what they are in is looked for in the texts.
PAIRS = """
    CREATE FUNCTION search_pairs(words text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
        SELECT COALESCE(array_agg(this || '_' || that) FILTER (WHERE octet_length(this || that) <= 24), '{}')
        FROM string_to_array(btrim(words), ' ') AS split(listed), unnest(listed, listed[2:]) AS side(this, that)
    $$
"""
WORDS = """
    ALTER TABLE search_searchdocument ADD COLUMN words tsvector GENERATED ALWAYS AS (array_to_tsvector(array_remove(
        array_remove(array_remove(string_to_array(
            title_folded || maker_folded || body_folded
            || replace(title_exact || maker_exact || body_exact, ' ', ' =') || replace(title_folded, ' ', ' <'),
        ' '), ''), '='), '<') || search_pairs(title_folded) || search_pairs(maker_folded) || search_pairs(body_folded)
    )) STORED
"""
# What was written last lies unsorted until it is enough to be sorted in; every question reads it, so it is kept short.
INDEX = "CREATE INDEX search_words ON search_searchdocument USING gin (words) WITH (gin_pending_list_limit = 256)"
BEFORE = "CREATE INDEX search_words ON search_searchdocument USING gin (words)"
REMOVE = "ALTER TABLE search_searchdocument DROP COLUMN words"
before = import_module("search.migrations.0003_facets")
run = import_module("search.migrations.0002_fulltext").run


def lay(apps, schema_editor):
    run(schema_editor, [], [REMOVE, PAIRS, WORDS, INDEX])


def remove(apps, schema_editor):
    run(schema_editor, [], [REMOVE, "DROP FUNCTION search_pairs(text)", before.POSTGRESQL[0], BEFORE])


class Migration(migrations.Migration):
    dependencies = [("search", "0007_editors")]

    operations = [migrations.RunPython(lay, remove)]
