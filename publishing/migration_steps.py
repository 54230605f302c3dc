"""Steps of migrations that Django does not have."""

from __future__ import annotations

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState


class CreateModels(migrations.SeparateDatabaseAndState):
    """Make the tables of several models in one step.

    Django's picture of the models is made anew from everything that a new table points at, and from all that points there: for
    the tables of the house one by one, that was most of the time of a first ``migrate``. Here it is made once for all of them,
    so they may point at each other in any order.
    """

    def __init__(self, *models: migrations.CreateModel) -> None:
        super().__init__(database_operations=models, state_operations=models)
        self.models = models

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.__dict__.pop("apps", None)
        super().state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for model in self.models:
            model.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for model in reversed(self.models):
            model.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Create the models {', '.join(model.name for model in self.models)}"
