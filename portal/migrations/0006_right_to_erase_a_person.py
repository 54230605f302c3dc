"""Administrators erase a person everywhere."""

import django.contrib.auth.management
from django.db import migrations


def give_right(apps, schema_editor):
    """Django makes the rights after all migrations only."""
    config = apps.get_app_config("cluster")
    config.models_module = True
    django.contrib.auth.management.create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    right = apps.get_model("auth", "Permission").objects.get(content_type__app_label="cluster", codename="erase_person")
    apps.get_model("auth", "Group").objects.get(name="Administrators").permissions.add(right)


class Migration(migrations.Migration):

    dependencies = [
        ("cluster", "0003_right_to_erase"),
        ("portal", "0005_rights_to_sign_offs"),
    ]

    operations = [migrations.RunPython(give_right, migrations.RunPython.noop)]
