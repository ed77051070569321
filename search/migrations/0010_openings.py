"""How often product pages are opened."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0009_no_likeness")]

    operations = [
        migrations.CreateModel(
            name="ProductOpening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=20, verbose_name="code")),
                ("month", models.DateField(verbose_name="month")),
                ("count", models.PositiveIntegerField(verbose_name="times")),
            ],
            options={
                "verbose_name": "openings of a product page",
                "verbose_name_plural": "openings of product pages",
                "constraints": [models.UniqueConstraint(fields=("code", "month"), name="search_opening_once_a_month")],
                "indexes": [models.Index(fields=["-count", "code"], name="search_opening_highest")],
            },
        ),
    ]
