"""A person who was erased is erased again where an older backup brings them back."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from publishing.enums import JournalKind
from publishing.erasing import JOURNAL_LABEL, Subject, erase, may_erase
from publishing.journal import JournalDifference, JournalEntry, compares, keyed

from .models import Person


def _compare(entry: JournalEntry) -> Iterator[JournalDifference]:
    """By the key of the record and the keyed hashes of the names: nothing else of them is kept anywhere."""
    record = Person.objects.filter(pk=entry.record).first() if entry.record else None
    names = set(entry.said.get("names", ()))
    when = {"at": entry.at[:16].replace("T", " ")}
    if record is None:
        sentence = _("On %(at)s UTC somebody was erased whose record is not in this backup: texts may name them still.") % when
        yield JournalDifference(
            entry, sentence + " " + _("Look up your own notes of that day, and run “manage.py erase_person”.")
        )
    elif {keyed(name) for name in _names(record)} & names:
        yield JournalDifference(entry, str(record), lambda: _erase(record, entry))
    else:
        sentence = _("On %(at)s UTC the person no. %(number)s was erased under another name than the backup has.")
        yield JournalDifference(entry, sentence % {**when, "number": entry.record})


def _names(person: Person) -> tuple[str, str]:
    return str(person), f"{person.family_name} {person.given_name}".strip()


def _erase(person: Person, entry: JournalEntry) -> str:
    accounts = User.objects.filter(is_active=True).order_by("pk")
    asked = [*accounts.filter(pk=entry.said.get("by") or 0), *accounts.filter(is_superuser=True)]
    by = next((account for account in asked if may_erase(account)), None)
    if by is None:
        return _("No account may erase them: run “manage.py erase_person” by hand.")
    erase(Subject(person.pk, _names(person)), by, _("Known from the journal, after a restore."))
    return _("Spellings and addresses that were given besides their record are known to nobody: run “erase_person” with them.")


def connect() -> None:
    compares(JournalKind.ERASED, JOURNAL_LABEL, _compare)
