"""The four groups and their rights, in one table. A later change of rights is a migration of its own."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

NONE, READ, TRANSLATE, WRITE = (), ("view",), ("view", "translate"), ("view", "add", "change")
ALL = ("view", "add", "change", "delete")
# Making something public, and taking it back, is a right of its own beside that to write it.
PUBLISH, PRIVATE = ("publish",), ("private",)
# A release can be written without these while it is a draft, and only then.
STEPS = ("approve", "correct", "withdraw", "share")

GROUPS = ("Editors", "Translators", "Press officers", "Administrators")
# What each group, in the order above, may do with these models of an app. Which fields a task reaches: publishing/tasks.py.
RIGHTS = [
    ("cluster", ("institution", "person", "theme", "pillar", "keyfigure"), (WRITE, TRANSLATE, READ, ALL)),
    ("cluster", ("milestone", "page", "nationalcluster"), (WRITE, TRANSLATE, READ, ALL)),
    ("cluster", ("institution", "person", "theme", "pillar", "keyfigure"), (PUBLISH, NONE, NONE, PUBLISH)),
    ("cluster", ("milestone", "page", "nationalcluster"), (PUBLISH, NONE, NONE, PUBLISH)),
    ("caps", ("keyword", "cap"), (WRITE, TRANSLATE, READ, ALL)),
    ("caps", ("cap",), (PUBLISH, NONE, NONE, PUBLISH)),
    ("partners", ("partner",), (WRITE, TRANSLATE, READ, ALL)),
    ("partners", ("partner",), (PUBLISH, NONE, NONE, PUBLISH)),
    # Whom to write to at a partner, and what it pledged, is for those who keep the partners.
    ("partners", ("partner",), (PRIVATE, NONE, NONE, PRIVATE)),
    ("partners", ("pledge",), (ALL, NONE, NONE, ALL)),
    # What hangs on a record goes with it: editors may take a row off a programme, though not the programme itself.
    ("cluster", ("role",), (ALL, TRANSLATE, READ, ALL)),
    ("caps", ("membership", "partnerinvolvement"), (ALL, TRANSLATE, READ, ALL)),
    ("caps", ("involvement", "publication"), (ALL, READ, READ, ALL)),
    ("news", ("article", "event", "coverage", "pressrelease"), (WRITE, TRANSLATE, ALL, ALL)),
    ("news", ("article", "event", "coverage"), (PUBLISH, NONE, PUBLISH, PUBLISH)),
    ("news", ("quote", "picture", "attachment"), (ALL, TRANSLATE, ALL, ALL)),
    ("news", ("releaseboilerplate", "releasecontact"), (ALL, READ, ALL, ALL)),
    # What releases share belongs to the press office, in every language.
    ("news", ("boilerplate", "presscontact", "logo"), (READ, READ, ALL, ALL)),
    ("news", ("logo",), (NONE, NONE, PUBLISH, PUBLISH)),
    ("news", ("glossarypair",), (WRITE, TRANSLATE, ALL, ALL)),
    ("news", ("pressrelease",), (NONE, NONE, STEPS, STEPS)),
    ("news", ("statechange", "correction"), (READ, READ, READ, READ)),
    ("news", ("readinglink",), (NONE, NONE, ("view", "add"), ("view", "add"))),
    ("news", ("readingopening",), (NONE, NONE, READ, READ)),
    # Addresses are seen and erased; mailings and messages of unknown fate are seen and decided on.
    ("mailing", ("subscriber",), (NONE, NONE, ("view", "delete"), ("view", "delete"))),
    ("mailing", ("mailing", "delivery"), (NONE, NONE, ("view", "change"), ("view", "change"))),
    ("publishing", ("outboxmessage",), (NONE, NONE, ("view", "change"), ("view", "change"))),
    ("auth", ("user", "group"), (NONE, NONE, NONE, ALL)),
]


def make_groups(apps, schema_editor):
    _make_permissions(apps)
    model = apps.get_model("auth", "Group")
    groups = [model.objects.get_or_create(name=name)[0] for name in GROUPS]
    for app, models, columns in RIGHTS:
        for group, actions in zip(groups, columns, strict=True):
            group.permissions.add(*_permissions(apps, app, [f"{action}_{name}" for name in models for action in actions]))


def _make_permissions(apps):
    """Django makes them after all migrations only, too late for the groups."""
    for label in dict.fromkeys(app for app, _models, _columns in RIGHTS):
        config = apps.get_app_config(label)
        config.models_module = True
        create_permissions(config, apps=apps, verbosity=0)
        config.models_module = None


def _permissions(apps, app, codenames):
    """A name that is misspelt must not pass for a right that nobody has."""
    found = apps.get_model("auth", "Permission").objects.filter(content_type__app_label=app, codename__in=codenames)
    if found.count() != len(codenames):
        raise RuntimeError(f"Some of these rights are missing: {app} {codenames}")
    return found


def remove_groups(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=GROUPS).delete()


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("publishing", "0001_addresses_and_outbox"),
        ("cluster", "0002_rights_by_task"),
        ("caps", "0002_rights_by_task"),
        ("partners", "0002_rights_by_task"),
        ("news", "0004_editions_and_rights_by_task"),
        ("mailing", "0001_press_list"),
    ]

    operations = [
        migrations.RunPython(make_groups, remove_groups),
    ]
