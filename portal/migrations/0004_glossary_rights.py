"""Who keeps the glossary that the check of releases reads with; who reads what the check kept."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

RIGHTS = {
    "Editors": ["add_glossarypair", "change_glossarypair", "view_glossarypair"],
    "Translators": ["change_glossarypair", "view_glossarypair"],
    "Press officers": ["add_glossarypair", "change_glossarypair", "delete_glossarypair", "view_glossarypair"],
    "Administrators": ["add_glossarypair", "change_glossarypair", "delete_glossarypair", "view_glossarypair"],
}


def _change(apps, gesture):
    _make_permissions(apps)
    permission, group = apps.get_model("auth", "Permission"), apps.get_model("auth", "Group")
    for name, codenames in RIGHTS.items():
        found = permission.objects.filter(content_type__app_label="news", codename__in=codenames)
        if found.count() != len(codenames):
            raise RuntimeError(f"Some of these rights are missing: {codenames}")
        for one in group.objects.filter(name=name):
            getattr(one.permissions, gesture)(*found)


def _make_permissions(apps):
    """Django makes them after all migrations only, too late for the groups."""
    config = apps.get_app_config("news")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None


def add_rights(apps, schema_editor):
    _change(apps, "add")


def take_rights(apps, schema_editor):
    _change(apps, "remove")


class Migration(migrations.Migration):
    dependencies = [("portal", "0003_press_list_rights"), ("news", "0004_checks_of_releases")]

    operations = [migrations.RunPython(add_rights, take_rights)]
