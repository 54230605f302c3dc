"""Who writes newsletters, who has them sent, and who sees and erases their readers."""

import django.contrib.auth.management
from django.db import migrations

NONE, READ, TRANSLATE, WRITE = (), ("view",), ("view", "translate"), ("view", "add", "change", "delete")
GROUPS = ("Editors", "Translators", "Press officers", "Administrators")
RIGHTS = {
    "newsletterissue": (WRITE, TRANSLATE, (*WRITE, "send"), (*WRITE, "send")),
    "newsletteritem": (WRITE, READ, WRITE, WRITE),
    "newsletterreader": (NONE, NONE, ("view", "delete"), ("view", "delete")),
    "newsletterdelivery": (NONE, NONE, ("view", "change"), ("view", "change")),
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
        ("mailing", "0006_newsletter"),
        ("portal", "0015_rights_to_registrations"),
    ]

    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
