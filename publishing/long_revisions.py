"""A revision of more records than are held at once: what is saved is written down part by part, as one change.

django-reversion keeps all versions of a revision until its end, and copies the list of them at each one that is added: many
thousand rows of a spreadsheet would take minutes and hundreds of megabytes. This is the one place that knows its inner parts.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import DEFAULT_DB_ALIAS, models
from django.utils import timezone
from reversion import revisions
from reversion.models import Revision, Version

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class LongRevision:
    """One revision, made with the first version. Belongs into the transaction of all that it holds."""

    def __init__(self, by: User | None, comment: str) -> None:
        self._revision = Revision(user=by, comment=comment, date_created=timezone.now())

    @contextmanager
    def part(self) -> Iterator[None]:
        """What is added to a revision within belongs to this one."""
        with revisions.create_revision(manage_manually=True, atomic=False):
            yield
            versions = list(revisions._current_frame().db_versions[DEFAULT_DB_ALIAS].values())
            # What is left here would become a revision of its own.
            revisions._update_frame(db_versions={DEFAULT_DB_ALIAS: {}})
            self._write(versions)

    @staticmethod
    def read_followed(model: type[models.Model], records: list[models.Model]) -> None:
        """Read at once the rows that the versions of some records take with them."""
        if revisions.is_registered(model):
            models.prefetch_related_objects(records, *revisions._get_options(model).follow)

    def _write(self, versions: list[Version]) -> None:
        if versions and self._revision.pk is None:
            self._revision.save()
        for version in versions:
            version.revision = self._revision
        Version.objects.bulk_create(versions)
