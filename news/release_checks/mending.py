"""Writing the fix of a finding where its text is stored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from news.models import PressRelease, Quote
from proofreading.findings import Finding, Place

from .examination import Checked
from .text_parts import OWN, QUOTE, RecordKey


def can_mend(finding: Finding) -> bool:
    """Whether a finding has a fix, and the release’s own form holds its text."""
    origin = finding.place.origin
    held = origin is not None and isinstance(origin.handle, RecordKey) and origin.handle.model in (OWN.model, QUOTE)
    return finding.fix is not None and held


@dataclass(frozen=True)
class WrittenText:
    """A text into which fixes were written: where it is stored, and what it said before and says now."""

    record: RecordKey
    column: str
    before: str
    after: str


@dataclass(frozen=True)
class Mended:
    """The findings whose fixes were written, and the texts that they were written into."""

    findings: tuple[Finding, ...]
    texts: tuple[WrittenText, ...]


def mend(checked: Checked, findings: Iterable[Finding]) -> Mended:
    """Write the fixes of findings where they stand, together. The release takes a new stamp, as at any other change.

    A fix without which the text is as clean is left out. Raises ``ValidationError`` where none is left, where a text would
    break a rule of its field, or is not stored, to the letter, as it was read: the place of a fix is counted in letters.
    """
    together = checked.fix_trial.together(finding for finding in findings if can_mend(finding))
    if not together.findings:
        raise ValidationError(_("The text would not be better for it: mend it by hand, in the release’s form."))
    places = {(finding.language, finding.place.field): finding.place for finding in together.findings}
    texts = [_written(checked, places[where], source) for where, source in together.sources.items()]
    _write(checked.release, [(text, text.after) for text in texts])
    return Mended(together.findings, tuple(texts))


def _written(checked: Checked, place: Place, source: str) -> WrittenText:
    origin, part = place.origin, checked.text_at(place)
    if origin is None or part is None or not isinstance(origin.handle, RecordKey):
        raise ValueError("This finding has no field to write to.")
    owner = _owner(checked.release, origin.handle)
    if owner is None or getattr(owner, origin.field) != part.source:
        raise ValidationError(_("This text is not stored as it was checked: mend it by hand, in the release’s form."))
    return WrittenText(origin.handle, origin.field, part.source, source)


def take_back(release: PressRelease, texts: Iterable[WrittenText]) -> list[WrittenText]:
    """Let texts say what they said before they were mended; gives those that were changed since, which stay as they are.

    Raises ``ValidationError`` where all of them were.
    """
    texts = list(texts)
    changed = [text for text in texts if getattr(_owner(release, text.record), text.column, None) != text.after]
    kept = [(text, text.before) for text in texts if text not in changed]
    if not kept:
        raise ValidationError(_("Nothing is undone: this text was changed since."))
    _write(release, kept)
    return changed


def _write(release: PressRelease, texts: Iterable[tuple[WrittenText, str]]) -> None:
    """Store what texts say now, by the rules of their fields."""
    owners: dict[RecordKey, PressRelease | Quote] = {}
    columns: dict[RecordKey, set[str]] = {}
    for text, says in texts:
        owner = owners.setdefault(text.record, _owner(release, text.record) or release)
        setattr(owner, text.column, says)
        columns.setdefault(text.record, set()).add(text.column)
    for record, owner in owners.items():
        owner.full_clean(exclude=[field.name for field in owner._meta.fields if field.name not in columns[record]])
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
