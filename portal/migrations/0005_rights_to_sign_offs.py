"""Whoever writes or approves releases may ask the person quoted."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

GROUPS = ("Editors", "Press officers", "Administrators")
RIGHTS = ("view_signofflink", "add_signofflink")


def give_rights(apps, schema_editor):
    """Django makes the rights after all migrations only."""
    config = apps.get_app_config("news")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    found = list(apps.get_model("auth", "Permission").objects.filter(content_type__app_label="news", codename__in=RIGHTS))
    if len(found) != len(RIGHTS):
        raise RuntimeError(f"Some of these rights are missing: {RIGHTS}")
    for group in apps.get_model("auth", "Group").objects.filter(name__in=GROUPS):
        group.permissions.add(*found)


def take_rights(apps, schema_editor):
    rights = apps.get_model("auth", "Permission").objects.filter(content_type__app_label="news", codename__in=RIGHTS)
    for group in apps.get_model("auth", "Group").objects.filter(name__in=GROUPS):
        group.permissions.remove(*rights)


class Migration(migrations.Migration):

    dependencies = [
        ("portal", "0004_right_to_approve_alone"),
        ("news", "0006_reading_by_list_and_sign_offs"),
    ]

    operations = [
        migrations.RunPython(give_rights, take_rights),
    ]
