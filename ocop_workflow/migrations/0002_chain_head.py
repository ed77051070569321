from django.db import migrations

GENESIS = "0" * 64


def start_chain(apps, schema_editor):
    apps.get_model("ocop_workflow", "ChainHead").objects.create(pk=1, seq=0, hash=GENESIS)


def forget_chain(apps, schema_editor):
    apps.get_model("ocop_workflow", "ChainHead").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("ocop_workflow", "0001_workflow")]
    operations = [migrations.RunPython(start_chain, forget_chain)]
