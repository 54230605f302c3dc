"""Publications are records of their own: editors write, publish and hide them, and keep what HAL is asked."""

import django.contrib.auth.management
from django.db import migrations

NONE, READ, WRITE, ALL = (), ("view",), ("view", "add", "change"), ("view", "add", "change", "delete")
PUBLISH = ("publish",)
GROUPS = ("Editors", "Translators", "Press officers", "Administrators")
# What each group, in the order above, may do. Nothing of a publication is translated.
RIGHTS = {
    "publication": (WRITE, READ, READ, ALL),
    "programmepublication": (ALL, READ, READ, ALL),
    "personpublication": (ALL, READ, READ, ALL),
    "halquery": (WRITE, NONE, NONE, ALL),
}


def give_rights(apps, schema_editor):
    """Django makes the rights after all migrations only. That to take a publication off a programme’s form is no more."""
    config = apps.get_app_config("caps")
    config.models_module = True
    django.contrib.auth.management.create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    rights = apps.get_model("auth", "Permission").objects.filter(content_type__app_label="caps")
    for place, name in enumerate(GROUPS):
        group = apps.get_model("auth", "Group").objects.get(name=name)
        group.permissions.remove(*rights.filter(codename__endswith="_publication"))
        for model, columns in RIGHTS.items():
            actions = columns[place] + (PUBLISH if model == "publication" and name in ("Editors", "Administrators") else ())
            group.permissions.add(*(rights.get(codename=f"{action}_{model}") for action in actions))


class Migration(migrations.Migration):

    dependencies = [
        ("caps", "0006_publications_from_hal"),
        ("portal", "0012_rights_to_courses"),
    ]

    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
