"""What older code goes on working with while newer tables are made, and what it would stumble over."""

from types import SimpleNamespace

import pytest
from django.core import checks
from django.core.management import CommandError, call_command
from django.core.management.base import SystemCheckError
from django.db import connection, migrations, models
from django.db.migrations.recorder import MigrationRecorder

from portal import readiness, upgrades
from publishing.migration_steps import CreateModels


def keeps_quiet(apps, schema_editor):
    """A data migration that older code does not mind."""


keeps_quiet.beside_older_code = True
CASES = {
    "a new table": (migrations.CreateModel("Series", [("id", models.BigAutoField(primary_key=True))]), True),
    "a column that may be empty": (migrations.AddField("event", "room", models.TextField(null=True)), True),
    "a column that the database fills": (migrations.AddField("event", "room", models.TextField(db_default="")), True),
    "a column that only new code fills": (migrations.AddField("event", "room", models.TextField(default="")), False),
    "a column that goes": (migrations.RemoveField("event", "place"), False),
    "a column under another name": (migrations.RenameField("event", "place", "room"), False),
    "a column of another kind": (migrations.AlterField("event", "place", models.IntegerField(null=True)), False),
    "a table that goes": (migrations.DeleteModel("Event"), False),
    "a new rule": (migrations.AddConstraint("event", models.CheckConstraint(condition=models.Q(id__gt=0), name="c")), False),
    "a rule that goes": (migrations.RemoveConstraint("event", "c"), True),
    "statements": (migrations.RunSQL("SELECT 1"), False),
    "data that nobody vouched for": (migrations.RunPython(migrations.RunPython.noop), False),
    "data that was vouched for": (migrations.RunPython(keeps_quiet), True),
    "statements under another name": (
        migrations.SeparateDatabaseAndState(database_operations=[migrations.RunSQL("SELECT 1")]),
        False,
    ),
    "what only Django keeps": (migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel("Event")]), True),
}


def migration(*operations) -> migrations.Migration:
    made = migrations.Migration("0099_next", "news")
    made.operations = list(operations)
    return made


@pytest.mark.parametrize("case", CASES)
def test_a_step_is_seen_by_older_code_or_not(case):
    operation, is_unseen = CASES[case]
    assert (not list(upgrades.in_the_way([migration(operation)]))) is is_unseen


def test_the_migrations_that_one_stands_for_are_of_no_newer_version(monkeypatch):
    """They stay written down in a database that had them, and in one that was made by what stands for them."""

    class Loader:
        disk_migrations = {("news", "0001_all"): migration()}
        applied_migrations = dict.fromkeys([("news", "0001_one"), ("news", "0001_all"), ("gone", "0001_one"), ("news", "0002")])

    Loader.disk_migrations["news", "0001_all"].replaces = [("news", "0001_one")]
    monkeypatch.setattr(upgrades, "MigrationExecutor", lambda _connection: SimpleNamespace(loader=Loader))
    monkeypatch.setattr(readiness, "MigrationLoader", lambda *_given, **_options: Loader)
    assert upgrades.unknown(connection) == ["news.0002"]
    assert readiness._wanted.__wrapped__() == {("news", "0001_all")}


def test_what_is_done_to_a_table_that_is_new_disturbs_nobody():
    table = migrations.CreateModel("Series", [("id", models.BigAutoField(primary_key=True))])
    column = migrations.AddField("series", "name", models.TextField(default=""))
    for made in (table, CreateModels(table)):
        assert not list(upgrades.in_the_way([migration(made, column)]))
    assert [step.migration for step in upgrades.in_the_way([migration(column)])] == ["news.0099_next"]


@pytest.mark.django_db
def test_a_database_that_stopped_among_migrations_that_are_no_more_is_left_as_it_is():
    MigrationRecorder.Migration.objects.filter(app="portal").earliest("pk").delete()
    (found,) = upgrades.no_migration_is_lost(["default"])
    assert found.level == checks.ERROR and "portal.0001" in found.msg
    with pytest.raises(SystemCheckError, match="portal.E091"):
        call_command("migrate", skip_checks=False, verbosity=0)
    MigrationRecorder.Migration.objects.filter(app="portal").delete()
    assert upgrades.no_migration_is_lost(["default"]) == []


@pytest.mark.django_db
def test_the_command_names_what_is_to_be_made_and_what_a_newer_version_made(capsys):
    call_command("plan_upgrade")
    assert "No table changes." in capsys.readouterr().out
    MigrationRecorder(connection).record_applied("news", "0999_of_a_newer_version")
    call_command("plan_upgrade")
    assert "news.0999_of_a_newer_version" in capsys.readouterr().out
    MigrationRecorder.Migration.objects.filter(app="sessions").delete()
    call_command("plan_upgrade")
    assert "sessions.0001_initial" in capsys.readouterr().out
    MigrationRecorder.Migration.objects.filter(app="auth", name__gte="0002").delete()
    with pytest.raises(CommandError, match=r"auth\.0002_.*Alter field") as refused:
        call_command("plan_upgrade")
    assert refused.value.returncode == 1
