from django.db import migrations

from publishing.sorting import SortKeyField, keep_sort_key


def fill(apps, schema_editor):
    for model in apps.get_app_config("partners").get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, SortKeyField):
                keep_sort_key(model, field.name)


class Migration(migrations.Migration):
    dependencies = [("partners", "0002_sort_keys")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
