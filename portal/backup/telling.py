"""What commands about backups say: in the language asked for, on the terminal of who runs the server."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from publishing.enums import JournalKind
from publishing.journal_tables import Quarantine

from .since import ORDER, SinceBackup


def quarantine_in_words(row: Quarantine) -> Iterator[str]:
    made = f"{row.backup_made_at:%Y-%m-%d %H:%M:%S} UTC" if row.backup_made_at else _("an unknown moment")
    yield _("The portal is in quarantine since %(at)s UTC: no page is public, no mail leaves, nobody signs in.") % {
        "at": f"{row.began_at:%Y-%m-%d %H:%M:%S}"
    }
    yield _("It was restored from %(name)s, made at %(made)s.") % {"name": row.backup or "–", "made": made}


def since_in_words(found: SinceBackup) -> Iterator[str]:
    """What changed since the backup, kind by kind: first what is applied again, then what a person has to do."""
    if found.fault:
        yield found.fault
        yield unknown_without_journal()
    for kind in ORDER:
        differences = found.differences.get(kind, [])
        if not differences:
            continue
        yield f"{JournalKind(kind).label} ({len(differences)})"
        yield from (f"  [ ] {one.sentence}" for one in differences if one.mend)
        yield from (f"  [*] {one.sentence}" for one in differences if not one.mend)
    yield _("To be applied again ([ ]): %(apply)s. For a person to decide ([*]): %(person)s.") % {
        "apply": len(found.to_apply),
        "person": len(found.for_a_person),
    }


def unknown_without_journal() -> str:
    """What cannot be known, by kind."""
    kinds = "; ".join(str(kind.label) for kind in ORDER)
    return _("What nobody can know without it, for the time since the backup: %(kinds)s. Compare with your own notes.") % {
        "kinds": kinds
    }


def what_cannot_come_back() -> str:
    return _(
        "What was written since the backup is not in it: texts, pictures, new accounts, new addresses of the press list. "
        "All mail that the backup holds as waiting is held for a person to decide."
    )
