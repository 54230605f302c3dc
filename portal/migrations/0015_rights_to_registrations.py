"""Whoever writes events sees who registers for them, registers people and cancels; the press office and administrators erase."""

import django.contrib.auth.management
from django.db import migrations

HOLD = ("view", "add", "change", "needs")
RIGHTS = {"Editors": HOLD, "Press officers": (*HOLD, "delete"), "Administrators": (*HOLD, "delete")}


def give_rights(apps, schema_editor):
    """Django makes the rights after all migrations only."""
    config = apps.get_app_config("mailing")
    config.models_module = True
    django.contrib.auth.management.create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    rights = apps.get_model("auth", "Permission").objects.filter(content_type__app_label="mailing")
    for name, actions in RIGHTS.items():
        group = apps.get_model("auth", "Group").objects.get(name=name)
        group.permissions.add(*(rights.get(codename=f"{action}_registration") for action in actions))


class Migration(migrations.Migration):

    dependencies = [
        ("mailing", "0005_registration"),
        ("portal", "0014_rights_to_contact"),
    ]

    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
