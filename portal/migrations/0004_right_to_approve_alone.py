"""Administrators alone may approve in place of two people: the press office keeps the rule."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

RIGHT = "override_pressrelease"


def give_right(apps, schema_editor):
    """Django makes the rights after all migrations only, too late for the group."""
    config = apps.get_app_config("news")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    right = apps.get_model("auth", "Permission").objects.get(content_type__app_label="news", codename=RIGHT)
    apps.get_model("auth", "Group").objects.get(name="Administrators").permissions.add(right)


def take_right(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name="Administrators"):
        group.permissions.remove(*group.permissions.filter(content_type__app_label="news", codename=RIGHT))


class Migration(migrations.Migration):

    dependencies = [
        ("portal", "0003_invitations_and_log_of_accounts"),
        ("news", "0005_approvals_by_one_person_alone"),
    ]

    operations = [
        migrations.RunPython(give_right, take_right),
    ]
