"""The words that documents contain, and the phrases that mean the same, with their history."""

import simple_history.models
from django.db import migrations, models


def said():
    """The columns of a group of synonyms, as it is and as its history keeps it."""
    return [
        ("phrases", models.TextField(max_length=732, verbose_name="phrases")),
        ("one_way", models.BooleanField(default=False, verbose_name="one-way")),
        ("in_use", models.BooleanField(default=True, verbose_name="in use")),
    ]


class Migration(migrations.Migration):
    dependencies = [("search", "0004_outbox")]

    operations = [
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=40, unique=True)),
                ("in_name", models.BooleanField(default=False)),
            ],
            options={"verbose_name": "search word", "verbose_name_plural": "search words"},
        ),
        migrations.CreateModel(
            name="Synonym",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                *said(),
            ],
            options={"verbose_name": "synonyms", "verbose_name_plural": "synonyms", "ordering": ["pk"]},
        ),
        migrations.CreateModel(
            name="HistoricalSynonym",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("act", models.UUIDField(db_index=True, editable=False, null=True, verbose_name="act")),
                ("history_user_id", models.BigIntegerField(null=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                *said(),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
            ],
            options={
                "verbose_name": "historical synonyms",
                "verbose_name_plural": "historical synonyms",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
    ]
