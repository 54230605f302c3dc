"""The rights over the press list: who sees and erases addresses, stops mailings and decides on messages of unknown fate."""

from django.db import migrations

OFFICE = ["view_subscriber", "delete_subscriber", "view_mailing", "change_mailing", "view_delivery", "change_delivery"]
GROUPS = ("Press officers", "Administrators")


def _change(apps, gesture):
    found = apps.get_model("auth", "Permission").objects.filter(content_type__app_label="news", codename__in=OFFICE)
    if found.count() != len(OFFICE):
        raise RuntimeError(f"Some of these rights are missing: {OFFICE}")
    for group in apps.get_model("auth", "Group").objects.filter(name__in=GROUPS):
        getattr(group.permissions, gesture)(*found)


def add_rights(apps, schema_editor):
    _change(apps, "add")


def take_rights(apps, schema_editor):
    _change(apps, "remove")


class Migration(migrations.Migration):
    dependencies = [("portal", "0002_press_rights")]
    # It gives rights over the tables that this one takes away.
    run_before = [("news", "0006_mailings_move_to_their_own_app")]

    operations = [migrations.RunPython(add_rights, take_rights)]
