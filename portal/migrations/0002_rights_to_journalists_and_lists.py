"""The press office keeps what it knows of journalists, and its named lists."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

GROUPS = ("Press officers", "Administrators")
RIGHTS = ("view_journalist", "change_journalist", "view_presslist", "add_presslist", "change_presslist", "delete_presslist")


def give_rights(apps, schema_editor):
    config = apps.get_app_config("mailing")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    found = list(apps.get_model("auth", "Permission").objects.filter(content_type__app_label="mailing", codename__in=RIGHTS))
    if len(found) != len(RIGHTS):
        raise RuntimeError(f"Some of these rights are missing: {RIGHTS}")
    for group in apps.get_model("auth", "Group").objects.filter(name__in=GROUPS):
        group.permissions.add(*found)


def take_rights(apps, schema_editor):
    rights = apps.get_model("auth", "Permission").objects.filter(content_type__app_label="mailing", codename__in=RIGHTS)
    for group in apps.get_model("auth", "Group").objects.filter(name__in=GROUPS):
        group.permissions.remove(*rights)


class Migration(migrations.Migration):

    dependencies = [
        ("portal", "0001_groups_and_rights"),
        ("mailing", "0002_press_list_by_journalist_and_recalls"),
    ]

    operations = [
        migrations.RunPython(give_rights, take_rights),
    ]
