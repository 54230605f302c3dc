"""Whoever works on texts sees which of their links lead nowhere; who edits says which are right."""

import django.contrib.auth.management
from django.db import migrations

SEE, SAY = "view_outgoinglink", "change_outgoinglink"
RIGHTS = {
    "Editors": (SEE, SAY),
    "Translators": (SEE,),
    "Press officers": (SEE, SAY),
    "Administrators": (SEE, SAY),
}


def give_rights(apps, schema_editor):
    """Django makes the rights after all migrations only."""
    config = apps.get_app_config("publishing")
    config.models_module = True
    django.contrib.auth.management.create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    rights = apps.get_model("auth", "Permission").objects.filter(content_type__app_label="publishing")
    for name, codenames in RIGHTS.items():
        group = apps.get_model("auth", "Group").objects.get(name=name)
        group.permissions.add(*(rights.get(codename=codename) for codename in codenames))


class Migration(migrations.Migration):

    dependencies = [
        ("publishing", "0004_links_to_other_sites"),
        ("portal", "0006_right_to_erase_a_person"),
    ]

    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
