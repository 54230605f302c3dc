"""Writing the fix of a finding where its text is stored."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from news.models import PressRelease, Quote
from proofreading.findings import Finding

from .examination import Checked
from .text_parts import OWN, QUOTE, RecordKey


def can_mend(finding: Finding) -> bool:
    """Whether a finding has a fix, and the release’s own form holds its text."""
    origin = finding.place.origin
    held = origin is not None and isinstance(origin.handle, RecordKey) and origin.handle.model in (OWN.model, QUOTE)
    return finding.fix is not None and held


def mend(checked: Checked, finding: Finding) -> None:
    """Write the fix of a finding where it stands. The release takes a new stamp, as at any other change.

    Raises ``ValidationError`` where the text would not be cleaner for it, where it would break a rule of its field, or is not
    stored, to the letter, as it was read: the place of a fix is counted in letters.
    """
    origin, release, part = finding.place.origin, checked.release, checked.text_at(finding.place)
    if origin is None or finding.fix is None or part is None:
        raise ValueError("This finding has no fix, or no field to write it to.")
    owner, column = _owner(release, origin.handle), origin.field
    if owner is None or getattr(owner, column) != part.source:
        raise ValidationError(_("This text is not stored as it was checked: mend it by hand, in the release’s form."))
    source = checked.fix_trial.source_with(finding)
    if source is None:
        raise ValidationError(_("The text would not be better for it: mend it by hand, in the release’s form."))
    setattr(owner, column, source)
    owner.full_clean(exclude=[field.name for field in owner._meta.fields if field.name != column])
    if owner is not release:
        owner.save()
    release.save()


def mendable(checked: Checked, findings: Iterable[Finding]) -> frozenset[str]:
    """The keys of those of the findings whose fix can be written, by the rules of its field, and leaves a cleaner text.

    No query is made for it.
    """
    fixable = (finding for finding in findings if can_mend(finding))
    offered = checked.fix_trial.worth_offering(fixable, lambda finding, source: _fits(checked, finding, source))
    return frozenset(finding.key for finding in offered)


def _fits(checked: Checked, finding: Finding, source: str) -> bool:
    """Whether the text is stored as it was read, and its field takes the mended one."""
    origin, part = finding.place.origin, checked.text_at(finding.place)
    owner = _owner(checked.release, origin.handle) if origin else None
    if owner is None or part is None or origin is None or getattr(owner, origin.field) != part.source:
        return False
    field = owner._meta.get_field(origin.field)
    try:
        return isinstance(field, models.Field) and bool(field.clean(source, owner))
    except ValidationError:
        return False


def _owner(release: PressRelease, handle: object) -> PressRelease | Quote | None:
    """The record that holds a text, where it is still there."""
    if handle == OWN:
        return release
    return next((quote for quote in release.quotes.all() if RecordKey(QUOTE, quote.pk) == handle), None)
