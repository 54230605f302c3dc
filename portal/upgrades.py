"""Whether the version in service goes on working while the tables of the next one are made, and after a way back.

Code and tables change one after the other: for a moment, and on a way back for longer, older code works with newer tables. It
does where a migration only adds what older code need not know of. Django's ``makemigrations`` does not ask for that; this reads
the migrations that are still to be made, and says which of their steps older code would stumble over. What is not known to be
safe counts as unsafe.

A data migration that older code does not mind says so itself, by ``beside_older_code = True`` on its function.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.core import checks
from django.db import connections, migrations
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import NOT_PROVIDED

UNSEEN = (
    migrations.CreateModel,
    migrations.AddIndex,
    migrations.RemoveIndex,
    migrations.RenameIndex,
    migrations.RemoveConstraint,
    migrations.AlterModelOptions,
    migrations.AlterModelManagers,
    migrations.AlterModelTableComment,
)
"""Steps that change nothing that older code reads or writes. A row of a new table that points at an older one is the one thing
older code may meet after a way back: it cannot delete what is pointed at, and says so."""


@dataclass(frozen=True)
class UpgradeStep:
    migration: str
    """The app and the name, such as ``news.0011_series``."""
    what: str
    """What the step does, as Django says it."""


def is_unseen(operation: Operation) -> bool:
    """Whether code that does not know of this step goes on reading and writing as before."""
    if isinstance(operation, migrations.SeparateDatabaseAndState):
        return all(map(is_unseen, operation.database_operations))
    if isinstance(operation, migrations.AddField):
        # Older code names the columns that it writes: this one must do without.
        field = operation.field
        return bool(field.null or field.many_to_many or field.db_default is not NOT_PROVIDED)
    if isinstance(operation, migrations.RunPython):
        return bool(getattr(operation.code, "beside_older_code", False))
    return isinstance(operation, UNSEEN)


def in_the_way(pending: list[migrations.Migration]) -> Iterator[UpgradeStep]:
    """The steps of these migrations that older code would stumble over.

    A table that is new among them is nobody's yet: whatever is done to it disturbs nobody.
    """
    created: set[tuple[str, str]] = set()
    for migration in pending:
        for operation in migration.operations:
            created.update((migration.app_label, model.name_lower) for model in _models_made(operation))
            model = getattr(operation, "model_name_lower", "")
            if not is_unseen(operation) and (migration.app_label, model) not in created:
                yield UpgradeStep(f"{migration.app_label}.{migration.name}", operation.describe())


def _models_made(operation: Operation) -> Iterator[migrations.CreateModel]:
    if isinstance(operation, migrations.CreateModel):
        yield operation
    elif isinstance(operation, migrations.SeparateDatabaseAndState):
        for one in operation.database_operations:
            yield from _models_made(one)


def pending(connection: BaseDatabaseWrapper) -> list[migrations.Migration]:
    """The migrations that this version has and the database has not, in the order in which they will run."""
    executor = MigrationExecutor(connection)
    return [migration for migration, _backwards in executor.migration_plan(executor.loader.graph.leaf_nodes())]


def unknown(connection: BaseDatabaseWrapper) -> list[str]:
    """Migrations that the database has and this version has not: it is the older one, on a way back."""
    loader = MigrationExecutor(connection).loader
    replaced = chain.from_iterable(migration.replaces for migration in loader.disk_migrations.values())
    ours = {label for label, _name in loader.disk_migrations}
    return sorted(
        ".".join(key) for key in set(loader.applied_migrations) - {*loader.disk_migrations, *replaced} if key[0] in ours
    )


@checks.register(checks.Tags.database)
def no_migration_is_lost(databases: Iterable[str] | None = None, **given: Any) -> list[checks.CheckMessage]:
    """Asked by ``migrate`` before all else: a database that stopped among migrations that are no more stays as it is.

    Django would pass over what stands for them, and leave out what the last of them did.
    """
    on_disk = MigrationLoader(None, ignore_no_migrations=True).disk_migrations if databases else {}
    found: list[checks.CheckMessage] = []
    for alias in databases or ():
        applied = MigrationRecorder(connections[alias]).applied_migrations()
        for (label, name), migration in on_disk.items():
            lacking = [pair for pair in migration.replaces if pair not in applied and pair not in on_disk]
            if lacking and any(pair in applied for pair in migration.replaces):
                found.append(
                    checks.Error(
                        f"The database lacks {'.'.join(lacking[0])}, for which {label}.{name} stands in this version.",
                        hint="Upgrade to the last version that has it first: see docs/operators/install.md.",
                        id="portal.E091",
                    )
                )
    return found
