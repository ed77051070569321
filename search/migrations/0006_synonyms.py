"""The synonyms a new site begins with, entered by nobody."""

from django.db import migrations
from django.utils import timezone

from search.synonyms.shipped import ONE_WAY, TWO_WAY

REASON = "search.shipped"


def enter(apps, schema_editor):
    model, history = (apps.get_model("search", name) for name in ("Synonym", "HistoricalSynonym"))
    for groups, one_way in ((TWO_WAY, False), (ONE_WAY, True)):
        for phrases in groups:
            row = model.objects.create(phrases="\n".join(phrases), one_way=one_way)
            history.objects.create(
                id=row.pk,
                phrases=row.phrases,
                one_way=one_way,
                in_use=True,
                history_date=timezone.now(),
                history_type="+",
                history_change_reason=REASON,
            )


def remove(apps, schema_editor):
    model, history = (apps.get_model("search", name) for name in ("Synonym", "HistoricalSynonym"))
    shipped = history.objects.filter(history_change_reason=REASON).values_list("id", flat=True)
    model.objects.filter(pk__in=list(shipped)).delete()
    history.objects.filter(history_change_reason=REASON).delete()


class Migration(migrations.Migration):
    dependencies = [("search", "0005_words")]

    operations = [migrations.RunPython(enter, remove)]
