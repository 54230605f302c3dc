"""Who keeps the contact mailboxes and subjects, and who reads and answers what visitors write."""

import django.contrib.auth.management
from django.db import migrations

NONE, READ, TRANSLATE, WRITE = (), ("view",), ("view", "translate"), ("view", "add", "change")
ALL, ANSWER = ("view", "add", "change", "delete"), ("view", "change")
GROUPS = ("Editors", "Translators", "Press officers", "Administrators")
RIGHTS = {
    "mailbox": (WRITE, TRANSLATE, READ, ALL),
    "contactsubject": (WRITE, TRANSLATE, READ, ALL),
    # What visitors write is personal: those who translate have no need of it, and one group alone erases.
    "contactmessage": (ANSWER, NONE, ANSWER, (*ANSWER, "delete")),
    "contactdelivery": (ANSWER, NONE, ANSWER, ANSWER),
}


def give_rights(apps, schema_editor):
    """Django makes the rights after all migrations only."""
    config = apps.get_app_config("mailing")
    config.models_module = True
    django.contrib.auth.management.create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    rights = apps.get_model("auth", "Permission").objects.filter(content_type__app_label="mailing")
    for model, columns in RIGHTS.items():
        for name, actions in zip(GROUPS, columns, strict=True):
            group = apps.get_model("auth", "Group").objects.get(name=name)
            group.permissions.add(*(rights.get(codename=f"{action}_{model}") for action in actions))


class Migration(migrations.Migration):

    dependencies = [
        ("mailing", "0004_contact"),
        ("portal", "0013_rights_to_publications"),
    ]

    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
