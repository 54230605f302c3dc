"""The rights over the press list, now that it is an app of its own: the same ones, for the same groups."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

MODELS = ("delivery", "erasedaddress", "mailing", "subscriber")
OFFICE = ["view_subscriber", "delete_subscriber", "view_mailing", "change_mailing", "view_delivery", "change_delivery"]
GROUPS = ("Press officers", "Administrators")


def add_rights(apps, schema_editor):
    _make_permissions(apps)
    found = apps.get_model("auth", "Permission").objects.filter(content_type__app_label="mailing", codename__in=OFFICE)
    if found.count() != len(OFFICE):
        raise RuntimeError(f"Some of these rights are missing: {OFFICE}")
    for group in apps.get_model("auth", "Group").objects.filter(name__in=GROUPS):
        group.permissions.add(*found)
    apps.get_model("contenttypes", "ContentType").objects.filter(app_label="news", model__in=MODELS).delete()


def _make_permissions(apps):
    """Django makes them after all migrations only, too late for the groups."""
    config = apps.get_app_config("mailing")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None


def take_rights(apps, schema_editor):
    permission, content_type = apps.get_model("auth", "Permission"), apps.get_model("contenttypes", "ContentType")
    permission.objects.filter(content_type__app_label="mailing").delete()
    groups = apps.get_model("auth", "Group").objects.filter(name__in=GROUPS)
    for codename in OFFICE:
        kind, _made = content_type.objects.get_or_create(app_label="news", model=codename.partition("_")[2])
        right, _made = permission.objects.get_or_create(content_type=kind, codename=codename, defaults={"name": codename})
        for group in groups:
            group.permissions.add(right)


class Migration(migrations.Migration):
    dependencies = [("portal", "0004_glossary_rights"), ("mailing", "0001_initial")]

    operations = [migrations.RunPython(add_rights, take_rights)]
