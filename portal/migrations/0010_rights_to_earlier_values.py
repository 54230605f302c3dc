"""Who writes figures writes what they were before; translators say it in their languages."""

import django.contrib.auth.management
from django.db import migrations

READ, TRANSLATE, ALL = ("view",), ("view", "translate"), ("view", "add", "change", "delete")
RIGHTS = {"Editors": ALL, "Translators": TRANSLATE, "Press officers": READ, "Administrators": ALL}


def give_rights(apps, schema_editor):
    """Django makes the rights after all migrations only."""
    config = apps.get_app_config("cluster")
    config.models_module = True
    django.contrib.auth.management.create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    rights = apps.get_model("auth", "Permission").objects.filter(content_type__app_label="cluster")
    for name, actions in RIGHTS.items():
        group = apps.get_model("auth", "Group").objects.get(name=name)
        group.permissions.add(*(rights.get(codename=f"{action}_figurevalue") for action in actions))


class Migration(migrations.Migration):

    dependencies = [
        ("cluster", "0008_figure_pages"),
        ("portal", "0009_rights_to_pictures"),
    ]

    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
