"""What the communications staff keep of the search: questions without results, and pinned results with their history."""

import simple_history.models
from django.db import migrations, models


def said():
    """The columns of a pin, as it is and as its history keeps it."""
    return [
        ("valid_from", models.DateField(verbose_name="valid from")),
        ("valid_to", models.DateField(blank=True, null=True, verbose_name="valid to")),
        ("phrase", models.CharField(max_length=80, verbose_name="question")),
        ("documents", models.JSONField(verbose_name="results")),
    ]


class Migration(migrations.Migration):
    dependencies = [("search", "0006_synonyms")]

    operations = [
        migrations.CreateModel(
            name="AskedQuery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="day")),
                ("words", models.CharField(max_length=80, verbose_name="question")),
                ("count", models.PositiveIntegerField(default=1, verbose_name="times")),
            ],
            options={
                "verbose_name": "question without results",
                "verbose_name_plural": "questions without results",
                "constraints": [models.UniqueConstraint(fields=("day", "words"), name="search_question_once_a_day")],
            },
        ),
        migrations.CreateModel(
            name="Pin",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                *said(),
                ("folded", models.CharField(editable=False, max_length=80, unique=True)),
            ],
            options={
                "verbose_name": "pinned results",
                "verbose_name_plural": "pinned results",
                "ordering": ["folded"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"),
                        name="pin_validity_runs_forward",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalPin",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("act", models.UUIDField(db_index=True, editable=False, null=True, verbose_name="act")),
                ("history_user_id", models.BigIntegerField(null=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                *said(),
                ("folded", models.CharField(db_index=True, editable=False, max_length=80)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
            ],
            options={
                "verbose_name": "historical pinned results",
                "verbose_name_plural": "historical pinned results",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
    ]
