"""What the press room takes back for good: links, contacts, events, and parts of what is public."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from publishing import languages
from publishing.enums import JournalKind
from publishing.journal import DELETE, INSERT, JournalDifference, JournalEntry, Watch, watch
from publishing.journal_kinds import Stricter, gone, named, watch_state

from .models import Edition, Event, PressContact, PressRelease, ReadingLink, SignOffLink, Strike


def _struck(entry: JournalEntry) -> Iterator[JournalDifference]:
    """The journal keeps no reason, which may name somebody: the release's log, or whoever struck it out, has it."""
    where = {name: entry.said[name] for name in ("edition_id", "part", "place")}
    edition = Edition.objects.filter(pk=where["edition_id"]).select_related("release").first()
    if edition is None or Strike.objects.filter(**where).exists():
        return
    row = Strike(**where, reason=_("Known from the journal, after a restore."))
    yield JournalDifference(entry, f"{named(edition.release)}: {row}", row.save)


def _sealed(entry: JournalEntry) -> Iterator[JournalDifference]:
    """Words that the backup does not have cannot be made anew: where older ones are public, somebody has to know."""
    said = entry.said
    release = PressRelease.objects.filter(pk=said["release_id"]).first()
    later = Edition.objects.filter(release=release, language=said["language"], number__gte=said["number"])
    if release is None or later.exists():
        return
    words = {"release": named(release), "language": languages.name(said["language"]), "number": said["number"]}
    if said["kind"] == "correction":
        sentence = _("%(release)s: the correction sealed as edition %(number)s (%(language)s) is lost. Correct it anew.")
    else:
        sentence = _("%(release)s: the words approved as edition %(number)s (%(language)s) are lost. Approve them anew.")
    yield JournalDifference(entry, sentence % words)


def connect() -> None:
    for model in (ReadingLink, SignOffLink):
        link, compare = watch_state(JournalKind.REVOKED, model, revoked_at=Stricter.EARLIER, expires_at=Stricter.EARLIER)
        watch(link, compare=compare)
        watch(Watch(JournalKind.DELETED, model, DELETE), compare=gone)
    contact, compare = watch_state(JournalKind.ENDED, PressContact, valid_until=Stricter.EARLIER)
    watch(contact, compare=compare)
    event, compare = watch_state(JournalKind.ENDED, Event, is_cancelled=Stricter.TRUE)
    watch(event, compare=compare)
    watch(Watch(JournalKind.STRUCK, Strike, INSERT, ("edition_id", "part", "place")), compare=_struck)
    says = ("release_id", "language", "number", "kind")
    watch(Watch(JournalKind.SEALED, Edition, INSERT, says, when="NEW.kind <> 'proof'"), compare=_sealed)
