"""What every record that staff keep shares."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import Any, Self

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from . import tasks
from .querysets import RecordQuerySet
from .row_instances import from_row
from .sorting import SortKeyField


class Record(models.Model):
    """Anything that staff keep: it bears the stamp of its last save, and knows whether it is an example."""

    is_example = models.BooleanField(
        _("example"),
        default=False,
        help_text=_("Made up for demonstration: the page says so, and “remove_examples” deletes it."),
    )
    stamp = models.UUIDField(default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    modified_at = models.DateTimeField(_("last change"), auto_now=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True
        default_permissions = tasks.TEXT_RIGHTS

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Every save makes a new stamp, so a form opened on an older one is noticed (and never silently wins)."""
        self.stamp = uuid.uuid4()
        if kwargs.get("update_fields"):
            keys = (field.name for field in self._meta.concrete_fields if isinstance(field, SortKeyField))
            kwargs["update_fields"] = {*kwargs["update_fields"], *keys, "stamp", "modified_at"}
        super().save(*args, **kwargs)

    @classmethod
    def from_db(  # type: ignore[override]  # the stubs name an argument of a later Django
        cls, db: str | None, field_names: Collection[str], values: Collection[Any]
    ) -> Self:
        """As Django makes it, and sooner."""
        return from_row(cls, db, field_names, values) or super().from_db(db, field_names, values)

    @property
    def example_words(self) -> str | Promise:
        """What the page of an example says of it, under the word “example”."""
        return _("This page was made up for demonstration: take nothing of it for a fact.")
