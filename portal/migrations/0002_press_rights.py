"""The press room's rights: who approves, corrects, withdraws and gives reading links.

The rights are what is added to each group; nothing that somebody gave or took by hand since is touched. The one right to publish
a release goes: approving takes its place.
"""

from django.contrib.auth.management import create_permissions
from django.db import migrations

OFFICE = [
    *(f"{step}_pressrelease" for step in ("approve", "correct", "withdraw", "share")),
    *(f"{action}_logo" for action in ("view", "add", "change", "delete")),
    *("view_readinglink", "add_readinglink", "view_readingopening", "view_statechange", "view_correction"),
]
READ = ["view_logo", "view_statechange", "view_correction"]
RIGHTS = {
    "Editors": ["add_pressrelease", *READ],
    "Translators": ["change_logo", *READ],
    "Press officers": OFFICE,
    "Administrators": OFFICE,
}
REPLACED = "publish_pressrelease"
PUBLISHERS = ("Press officers", "Administrators")


def add_rights(apps, schema_editor):
    permission = apps.get_model("auth", "Permission")
    _make_permissions(apps)
    for name, codenames in RIGHTS.items():
        found = permission.objects.filter(content_type__app_label="news", codename__in=codenames)
        if found.count() != len(codenames):
            raise RuntimeError(f"Some of these rights are missing: {codenames}")
        for group in apps.get_model("auth", "Group").objects.filter(name=name):
            group.permissions.add(*found)
    permission.objects.filter(content_type__app_label="news", codename=REPLACED).delete()


def _make_permissions(apps):
    """Django makes them after all migrations only, too late for the groups."""
    config = apps.get_app_config("news")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None


def take_rights(apps, schema_editor):
    permission, group = apps.get_model("auth", "Permission"), apps.get_model("auth", "Group")
    for name, codenames in RIGHTS.items():
        found = permission.objects.filter(content_type__app_label="news", codename__in=codenames)
        for one in group.objects.filter(name=name):
            one.permissions.remove(*found)
    content_type = apps.get_model("contenttypes", "ContentType").objects.get(app_label="news", model="pressrelease")
    publish, _created = permission.objects.get_or_create(
        content_type=content_type, codename=REPLACED, defaults={"name": "Can publish press release"}
    )
    for one in group.objects.filter(name__in=PUBLISHERS):
        one.permissions.add(publish)


class Migration(migrations.Migration):
    dependencies = [("portal", "0001_groups"), ("news", "0003_approve_what_is_public")]

    operations = [migrations.RunPython(add_rights, take_rights)]
