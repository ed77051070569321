"""What keeps Elasticsearch in step: changes that wait for it, its indices, and the nightly comparisons."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0003_facets")]

    operations = [
        migrations.CreateModel(
            name="SearchChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=12)),
                ("code", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
            ],
            options={"verbose_name": "search change", "verbose_name_plural": "search changes"},
        ),
        migrations.CreateModel(
            name="SearchCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(unique=True)),
                ("begun_at", models.DateTimeField()),
                ("missing", models.PositiveIntegerField(default=0)),
                ("orphaned", models.PositiveIntegerField(default=0)),
                ("stale", models.PositiveIntegerField(default=0)),
                ("done_at", models.DateTimeField(null=True)),
            ],
            options={"verbose_name": "search check", "verbose_name_plural": "search checks"},
        ),
        migrations.CreateModel(
            name="SearchIndex",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, unique=True)),
                ("fingerprint", models.CharField(max_length=64)),
                ("position", models.BigIntegerField()),
                ("is_live", models.BooleanField(default=False)),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "search index",
                "verbose_name_plural": "search indices",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_live", True)), fields=("is_live",), name="search_one_live_index"
                    )
                ],
            },
        ),
    ]
