"""The rights over the press list, now that it is an app of its own, and over the outbox: for the same groups as before."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

MODELS = ("delivery", "erasedaddress", "mailing", "subscriber")
LIST = ["view_subscriber", "delete_subscriber", "view_mailing", "change_mailing", "view_delivery", "change_delivery"]
RIGHTS = {"mailing": LIST, "publishing": ["view_outboxmessage", "change_outboxmessage"]}
GROUPS = ("Press officers", "Administrators")


def add_rights(apps, schema_editor):
    for label, codenames in RIGHTS.items():
        _make_permissions(apps, label)
        found = apps.get_model("auth", "Permission").objects.filter(content_type__app_label=label, codename__in=codenames)
        if found.count() != len(codenames):
            raise RuntimeError(f"Some of these rights are missing: {codenames}")
        for group in apps.get_model("auth", "Group").objects.filter(name__in=GROUPS):
            group.permissions.add(*found)
    apps.get_model("contenttypes", "ContentType").objects.filter(app_label="news", model__in=MODELS).delete()


def _make_permissions(apps, label):
    """Django makes them after all migrations only, too late for the groups."""
    config = apps.get_app_config(label)
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None


def take_rights(apps, schema_editor):
    permission, content_type = apps.get_model("auth", "Permission"), apps.get_model("contenttypes", "ContentType")
    for label, codenames in RIGHTS.items():
        permission.objects.filter(content_type__app_label=label, codename__in=codenames).delete()
    groups = apps.get_model("auth", "Group").objects.filter(name__in=GROUPS)
    for codename in LIST:
        kind, _made = content_type.objects.get_or_create(app_label="news", model=codename.partition("_")[2])
        right, _made = permission.objects.get_or_create(content_type=kind, codename=codename, defaults={"name": codename})
        for group in groups:
            group.permissions.add(right)


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0004_glossary_rights"),
        ("mailing", "0001_initial"),
        ("publishing", "0002_outbox"),
    ]

    operations = [migrations.RunPython(add_rights, take_rights)]
