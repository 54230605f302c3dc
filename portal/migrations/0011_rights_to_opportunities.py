"""Whoever writes the programmes writes opportunities and makes them public; translators say them in their languages."""

import django.contrib.auth.management
from django.db import migrations

READ, WRITE = ("view",), ("view", "add", "change", "publish")
RIGHTS = {
    "Editors": WRITE,
    "Translators": ("view", "translate"),
    "Press officers": READ,
    "Administrators": (*WRITE, "delete"),
}


def give_rights(apps, schema_editor):
    """Django makes the rights after all migrations only."""
    config = apps.get_app_config("caps")
    config.models_module = True
    django.contrib.auth.management.create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    rights = apps.get_model("auth", "Permission").objects.filter(content_type__app_label="caps")
    for name, actions in RIGHTS.items():
        group = apps.get_model("auth", "Group").objects.get(name=name)
        group.permissions.add(*(rights.get(codename=f"{action}_opportunity") for action in actions))


class Migration(migrations.Migration):

    dependencies = [
        ("caps", "0004_opportunities"),
        ("portal", "0010_rights_to_earlier_values"),
    ]

    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
