"""When the documents were compared in a night, so that a server that did not answer is asked alone later."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0010_openings")]

    operations = [
        migrations.AddField("searchcheck", "documents_at", models.DateTimeField(null=True)),
    ]
