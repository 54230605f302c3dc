"""Whoever keeps the press list takes in lists that exist, as spreadsheets, by the rules of consent."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

GROUPS = ("Press officers", "Administrators")


def _right(apps):
    config = apps.get_app_config("mailing")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    return apps.get_model("auth", "Permission").objects.get(content_type__app_label="mailing", codename="add_subscriber")


def give_right(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name__in=GROUPS):
        group.permissions.add(_right(apps))


def take_right(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name__in=GROUPS):
        group.permissions.remove(_right(apps))


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0007_rights_to_links"),
        ("mailing", "0003_editions_received"),
    ]

    operations = [
        migrations.RunPython(give_right, take_right),
    ]
