"""The four groups and their rights, in one table. A later change of rights is a migration of its own."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

READ, WRITE, ALL = ("view",), ("view", "add", "change"), ("view", "add", "change", "delete")
TRANSLATE = ("view", "change")

CONTENT = {
    "cluster": ["institution", "person", "role", "theme", "pillar", "keyfigure", "milestone", "page", "nationalcluster"],
    "caps": ["keyword", "cap", "membership", "involvement", "partnerinvolvement", "publication"],
    "partners": ["partner", "pledge"],
    "news": ["article", "event", "coverage"],
}
# What hangs on a record goes with it: editors may take a row off a programme, though not the programme itself.
ROWS = {
    "cluster": ["role"],
    "caps": ["membership", "involvement", "partnerinvolvement", "publication"],
    "partners": ["pledge"],
}
RELEASE = {"news": ["pressrelease", "quote", "releaseboilerplate", "releasecontact", "picture", "attachment"]}
RELEASE_ROWS = {"news": ["quote", "releaseboilerplate", "releasecontact", "picture", "attachment"]}
PRESS_OFFICE = {"news": ["boilerplate", "presscontact"]}
NEWS = {"news": [*CONTENT["news"], *RELEASE["news"], *PRESS_OFFICE["news"]]}
REST = {app: names for app, names in CONTENT.items() if app != "news"}
ACCOUNTS = {"auth": ["user", "group"]}

# Publishing a release is a right of its own: without it a release can be written while it is a draft, and only then.
PUBLISH = ("news", "pressrelease", "publish_pressrelease", "Can publish press release")

RIGHTS = {
    "Editors": [(CONTENT, WRITE), (ROWS, ALL), (RELEASE, TRANSLATE), (RELEASE_ROWS, ALL), (PRESS_OFFICE, READ)],
    "Translators": [(CONTENT, TRANSLATE), (RELEASE, TRANSLATE), (PRESS_OFFICE, TRANSLATE)],
    "Press officers": [(NEWS, ALL), (REST, READ)],
    "Administrators": [(CONTENT, ALL), (NEWS, ALL), (ACCOUNTS, ALL)],
}
PUBLISHERS = ("Press officers", "Administrators")
APPS = ("auth", "cluster", "caps", "partners", "news")


def make_groups(apps, schema_editor):
    group, permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    _make_permissions(apps)
    publish = _publish_permission(apps)
    for name, table in RIGHTS.items():
        one, _created = group.objects.get_or_create(name=name)
        rights = set()
        for models, actions in table:
            for app, kinds in models.items():
                codenames = [f"{action}_{kind}" for kind in kinds for action in actions]
                found = permission.objects.filter(content_type__app_label=app, codename__in=codenames)
                if found.count() != len(codenames):
                    raise RuntimeError(f"Some of these rights are missing: {app} {codenames}")
                rights.update(found)
        one.permissions.set([*rights, *([publish] if name in PUBLISHERS else [])])


def _make_permissions(apps):
    """Django makes them after all migrations only, too late for the groups."""
    for label in APPS:
        config = apps.get_app_config(label)
        config.models_module = True
        create_permissions(config, apps=apps, verbosity=0)
        config.models_module = None


def _publish_permission(apps):
    app, kind, codename, name = PUBLISH
    content_type = apps.get_model("contenttypes", "ContentType").objects.get(app_label=app, model=kind)
    one, _created = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename=codename, defaults={"name": name}
    )
    return one


def remove_groups(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=RIGHTS).delete()
    app, _kind, codename, _name = PUBLISH
    apps.get_model("auth", "Permission").objects.filter(content_type__app_label=app, codename=codename).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("sessions", "0001_initial"),
        ("reversion", "0002_add_index_on_version_for_content_type_and_db"),
        ("publishing", "0001_initial"),
        ("search", "0001_initial"),
        ("cluster", "0001_initial"),
        ("caps", "0001_initial"),
        ("partners", "0001_initial"),
        ("news", "0001_initial"),
    ]

    operations = [migrations.RunPython(make_groups, remove_groups)]
