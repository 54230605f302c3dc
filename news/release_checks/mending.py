"""Writing the fix of a finding where its text comes from."""

from __future__ import annotations

from django.utils.html import escape

from news.models import PressRelease, Quote
from proofreading.findings import Finding
from proofreading.source import HTML

from .examination import TEXTS, Checked


def can_mend(finding: Finding) -> bool:
    """Whether the release’s own form holds the text, and no tag stands in the stretch to replace."""
    origin = finding.place.origin
    held = origin is not None and bool(origin.field) and isinstance(origin.handle, PressRelease | Quote)
    return finding.fix is not None and held and "<" not in finding.place.excerpt


def mend(checked: Checked, finding: Finding) -> None:
    """Write the fix of a finding where it stands. The release takes a new stamp, as at any other change.

    Raises ``ValidationError`` where the text would then break a rule of its field.
    """
    origin, fix, release = finding.place.origin, finding.fix, checked.release
    if origin is None or fix is None:
        raise ValueError("This finding has no fix, or no field to write it to.")
    owner, column = origin.handle, origin.field
    text = getattr(owner, column)
    words = escape(fix.text) if isinstance(owner, PressRelease) and TEXTS.get(finding.place.field) == HTML else fix.text
    setattr(owner, column, text[: fix.start] + words + text[fix.end :])
    owner.full_clean(exclude=[field.name for field in owner._meta.fields if field.name != column])
    if owner is not release:
        owner.save()
    release.save()
