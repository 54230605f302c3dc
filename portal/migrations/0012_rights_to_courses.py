"""Editors keep the courses and publish them, translators put them into their languages, all who write may see them."""

import django.contrib.auth.management
from django.db import migrations

EDIT = ("view", "add", "change", "publish")
RIGHTS = {
    "Editors": EDIT,
    "Translators": ("view", "translate"),
    "Press officers": ("view",),
    "Administrators": (*EDIT, "delete"),
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
        group.permissions.add(*(rights.get(codename=f"{action}_course") for action in actions))


class Migration(migrations.Migration):

    dependencies = [
        ("caps", "0005_courses"),
        ("portal", "0011_rights_to_opportunities"),
    ]

    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
