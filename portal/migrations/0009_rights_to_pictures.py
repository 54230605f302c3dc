"""Whoever writes puts pictures into the library and says what they show; translators say it in their languages."""

import django.contrib.auth.management
from django.db import migrations

READ, WRITE, ALL = ("view", "translate"), ("view", "add", "change"), ("view", "add", "change", "delete")
RIGHTS = {"Editors": WRITE, "Translators": READ, "Press officers": WRITE, "Administrators": ALL}


def give_rights(apps, schema_editor):
    """Django makes the rights after all migrations only."""
    config = apps.get_app_config("publishing")
    config.models_module = True
    django.contrib.auth.management.create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    rights = apps.get_model("auth", "Permission").objects.filter(content_type__app_label="publishing")
    for name, actions in RIGHTS.items():
        group = apps.get_model("auth", "Group").objects.get(name=name)
        group.permissions.add(*(rights.get(codename=f"{action}_librarypicture") for action in actions))


class Migration(migrations.Migration):

    dependencies = [
        ("publishing", "0009_library_of_pictures"),
        ("portal", "0008_right_to_take_in_subscribers"),
    ]

    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
