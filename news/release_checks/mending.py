"""Writing the fix of a finding where its text is stored."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.html import escape
from django.utils.translation import gettext as _

from news.models import PressRelease, Quote
from proofreading.findings import Finding
from proofreading.source import HTML

from .examination import Checked
from .text_parts import OWN, QUOTE, RecordKey


def can_mend(finding: Finding) -> bool:
    """Whether the release’s own form holds the text, and no tag stands in the stretch to replace."""
    origin = finding.place.origin
    held = origin is not None and isinstance(origin.handle, RecordKey) and origin.handle.model in (OWN.model, QUOTE)
    return finding.fix is not None and held and "<" not in finding.place.excerpt


def mend(checked: Checked, finding: Finding) -> None:
    """Write the fix of a finding where it stands. The release takes a new stamp, as at any other change.

    Raises ``ValidationError`` where the text would then break a rule of its field, or is not stored, to the letter, as it was
    read: the place of a fix is counted in letters.
    """
    origin, fix, release, part = finding.place.origin, finding.fix, checked.release, checked.text_at(finding.place)
    if origin is None or fix is None or part is None:
        raise ValueError("This finding has no fix, or no field to write it to.")
    owner, column = _owner(release, origin.handle), origin.field
    if owner is None or getattr(owner, column) != part.source:
        raise ValidationError(_("This text is not stored as it was checked: mend it by hand, in the release’s form."))
    words = escape(fix.text) if part.form == HTML else fix.text
    setattr(owner, column, part.source[: fix.start] + words + part.source[fix.end :])
    owner.full_clean(exclude=[field.name for field in owner._meta.fields if field.name != column])
    if owner is not release:
        owner.save()
    release.save()


def _owner(release: PressRelease, handle: object) -> PressRelease | Quote | None:
    """The record that holds a text, where it is still there."""
    if handle == OWN:
        return release
    return next((quote for quote in release.quotes.all() if RecordKey(QUOTE, quote.pk) == handle), None)
