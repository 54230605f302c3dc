"""Fixes written from the page of the check, of one finding or of all of a kind; kept for a day, so that they can be undone."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from news.models import PressRelease
from news.release_checks.completeness import name_of as rule_name
from news.release_checks.examination import Checked
from news.release_checks.mending import Mended, WrittenText, mend, take_back
from news.release_checks.text_parts import RecordKey
from publishing import clock, languages
from publishing.collaboration_tables import BulkChange
from publishing.signals import edited

HOLDS = timedelta(hours=24)
_ACTION = "mend release {}"


def mend_all(checked: Checked, by: User, keys: Collection[str]) -> str:
    """Write the fixes of findings that still stand. Raises ``ValidationError`` where none of them can be written."""
    standing = [finding for finding in checked.standing() if finding.key in keys]
    if not standing:
        raise ValidationError(_("This finding is gone: the text there has changed."))
    mended = mend(checked, standing)
    edited.send(sender=PressRelease, instance=checked.release)
    words = _told(mended)
    _keep(checked.release, by, mended, words)
    left = len(set(keys)) - len(mended.findings)
    if not left:
        return words
    more = ngettext("%(n)s was left: read it again.", "%(n)s were left: read them again.", left) % {"n": left}
    return f"{words} {more}"


def _told(mended: Mended) -> str:
    first, number = mended.findings[0], len(mended.findings)
    if number == 1 and first.fix is not None:
        return _("Mended: “%(old)s” is now “%(new)s”.") % {"old": first.place.shown, "new": first.fix.text}
    return _("Mended: %(name)s (%(n)s).") % {"name": rule_name(first.code, languages.current()), "n": number}


def _keep(release: PressRelease, by: User, mended: Mended, words: str) -> None:
    BulkChange.objects.filter(at__lt=clock.now() - HOLDS).delete()
    BulkChange.objects.create(
        by=by,
        at=clock.now(),
        content_type=ContentType.objects.get_for_model(PressRelease),
        action=_ACTION.format(release.pk),
        words=words[:200],
        entries=[
            {"record": [text.record.model, text.record.pk], "column": text.column, "before": text.before, "after": text.after}
            for text in mended.texts
        ],
    )


def to_undo(release: PressRelease, by: User) -> BulkChange | None:
    """What somebody mended last in a release and may still undo."""
    kept = BulkChange.objects.filter(action=_ACTION.format(release.pk), by=by, undone_at=None, at__gte=clock.now() - HOLDS)
    return kept.order_by("-at", "-pk").first()


def undo(release: PressRelease, by: User) -> str:
    """Let the texts say again what they said before they were mended last. Raises where they were changed since."""
    change = to_undo(release, by)
    if change is None:
        raise ValidationError(_("There is nothing to undo any more."))
    texts = [
        WrittenText(RecordKey(*entry["record"]), entry["column"], entry["before"], entry["after"]) for entry in change.entries
    ]
    changed = take_back(release, texts)
    BulkChange.objects.filter(pk=change.pk).update(undone_at=clock.now())
    edited.send(sender=PressRelease, instance=release)
    return _("Undone in part: what was changed since stays as it is.") if changed else _("Undone.")
