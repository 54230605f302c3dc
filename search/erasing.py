"""The words of a person who is to be erased, out of the index: its rows follow the records, their remains do not."""

from __future__ import annotations

from django.db import connection
from django.utils.translation import gettext_lazy as _

from publishing.erasing import Erasure, advise, register_last

from . import known_words
from .engine import forget_deleted
from .models import Entry, StaffEntry, VocabularyWord


def _erase(erasure: Erasure) -> None:
    known_words.forget_unheld()
    forget_deleted(connection)


def connect() -> None:
    register_last("search", _erase)
    for entry in (Entry, StaffEntry, VocabularyWord):
        advise(entry, _("What the search has read of another record: it goes with those words there."))
