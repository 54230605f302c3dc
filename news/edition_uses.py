"""What is said of a use that leads through an edition: whether it is what the public gets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from publishing import languages, uses

from .models import Edition


def notes_of(editions: Sequence[Edition]) -> dict[Any, str]:
    """A note for each edition, by its key. Their releases are read with them, so nothing is asked of the database."""
    return {edition.pk: _note(edition) for edition in editions}


def _note(edition: Edition) -> str:
    if getattr(edition.release, f"{languages.column('edition', edition.language)}_id") != edition.pk:
        return _("an edition that is not in force")
    said = {"number": edition.number, "language": languages.name(edition.language)}
    return _("edition %(number)s in force (%(language)s)") % said


uses.register_notes(Edition, notes_of)
