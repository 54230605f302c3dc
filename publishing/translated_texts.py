"""What is known of the translation of each text: what the source said when it was confirmed, and how it stands since.

A row is kept per text and language, beside the record and never in it, so that no save of a record has to think of it. It
compares what the texts say and never when they were saved: ``proofreading.meaning`` tells one from the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from proofreading.meaning import count_changed_words, count_words, digest_of

MOST_EARLIER = 10
"""How many earlier translations of a text are remembered with what they translate, for those that are brought back."""


class TranslationState(models.TextChoices):
    """``NOT_NEEDED`` where the main language says nothing, or the row that the text is in is not for the language."""

    NOT_NEEDED = "not_needed", _("not needed")
    MISSING = "missing", _("missing")
    STALE = "stale", _("behind")
    COMPLETE = "complete", _("complete")


BEHIND = (TranslationState.MISSING, TranslationState.STALE)
"""The states in which a translation waits for somebody."""


@dataclass(frozen=True)
class Wording:
    """What a text and its translation say now. ``is_needed`` is false where the translation is for nobody."""

    source: str
    translation: str
    is_html: bool
    is_needed: bool = True


class TranslatedTextQuerySet(models.QuerySet):
    def of_record(self, record: models.Model) -> Self:
        """The texts of a record and of its rows."""
        return self.of(record._meta.label_lower, record.pk)

    def of(self, record_label: str, record_id: int) -> Self:
        return self.filter(record_label=record_label, record_id=record_id)

    def behind(self) -> Self:
        return self.filter(state__in=BEHIND)

    def in_line(self) -> Self:
        """Those that have waited longest first."""
        return self.order_by("since", "pk")


class TranslatedText(models.Model):
    """How the translation of one text into one language stands.

    ``source`` and ``source_digest`` are what the main language said when the translation was confirmed; both are empty where
    none is. ``translation_digest`` is what the translation said when it was last looked at. ``copied_digest`` is what it said
    when it was copied from the source: while it says that, it is no translation. ``earlier`` maps what former translations said
    to what they translate, so that one that is brought back is as old as it is. ``record_label`` and ``record_id`` name the
    record in whose form the text is written: its own, or the one that its row hangs on.
    """

    record_label = models.CharField(max_length=100)
    record_id = models.BigIntegerField()
    model_label = models.CharField(max_length=100)
    object_id = models.BigIntegerField()
    field = models.CharField(max_length=60)
    language = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=TranslationState, default=TranslationState.NOT_NEEDED)
    since = models.DateTimeField(null=True)
    words = models.PositiveIntegerField(default=0)
    source_words = models.PositiveIntegerField(default=0)
    source = models.TextField(default="")
    source_digest = models.CharField(max_length=32, default="")
    translation_digest = models.CharField(max_length=32, default="")
    copied_digest = models.CharField(max_length=32, default="")
    earlier = models.JSONField(default=dict)

    objects = TranslatedTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("state of a translation")
        verbose_name_plural = _("states of translations")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["model_label", "object_id", "field", "language"], name="publishing_translatedtext_unique"
            ),
            models.CheckConstraint(
                condition=Q(state__in=TranslationState.values), name="publishing_translatedtext_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=BEHIND, since__isnull=False) | (~Q(state__in=BEHIND) & Q(since__isnull=True)),
                name="publishing_translatedtext_since_while_behind",
            ),
        ]
        indexes = [
            models.Index(fields=["record_label", "record_id"], name="publishing_translated_record"),
            models.Index(fields=["state", "since"], name="publishing_translated_line"),
        ]

    def __str__(self) -> str:
        return f"{self.model_label} {self.object_id} {self.field} {self.language}: {self.state}"

    @property
    def is_copied(self) -> bool:
        """Whether the translation still is the source, copied to be written over."""
        return bool(self.copied_digest) and self.copied_digest == self.translation_digest

    def values(self) -> tuple[Any, ...]:
        """All that a look may change, to see whether one has."""
        return tuple(getattr(self, name) for name in UPDATED)

    def kept(self) -> dict[str, Any]:
        """What a copy of the text takes over: what its translation translates."""
        names = ("source", "source_digest", "translation_digest", "copied_digest", "earlier", "state", "since")
        return {name: getattr(self, name) for name in names}

    def look(self, wording: Wording, at: datetime, *, is_good: bool = False, is_copied: bool = False) -> None:
        """Bring the row up to what the texts say now.

        A translation is confirmed against the source as it stands when it says something else than before, when it is the
        first one, and when somebody says that it is good (``is_good``; where there is none, that none is needed). A changed
        source alone confirms nothing. ``is_copied``: somebody has copied the source to translate it in its place.
        """
        source = digest_of(wording.source, is_html=wording.is_html)
        translation = digest_of(wording.translation, is_html=wording.is_html)
        is_copied = is_copied and bool(translation) and translation == source and not is_good
        is_changed = translation != self.translation_digest
        if is_changed:
            self._let_go()
        self.translation_digest = translation
        if is_copied:
            self._let_go()
            self.copied_digest = translation
        elif is_good or is_changed:
            self.copied_digest = ""
        if is_good:
            self._confirm(wording.source, source)
        elif translation and not self.is_copied and not self.source_digest:
            self._confirm(*self.earlier.get(translation, (wording.source, source)))
        self._settle(wording, source, at)

    def _let_go(self) -> None:
        """Keep for later what the translation that stood here translates, and take it as confirmed no more."""
        if self.source_digest and self.translation_digest:
            earlier = {key: pair for key, pair in self.earlier.items() if key != self.translation_digest}
            earlier[self.translation_digest] = (self.source, self.source_digest)
            self.earlier = dict(list(earlier.items())[-MOST_EARLIER:])
        self.source, self.source_digest = "", ""

    def _confirm(self, source: str, digest: str) -> None:
        self.source, self.source_digest = (source, digest) if digest else ("", "")

    def _settle(self, wording: Wording, source: str, at: datetime) -> None:
        """The state, and what there is to do."""
        before = self.state
        if not source or not wording.is_needed:
            self.state = TranslationState.NOT_NEEDED
        elif self.source_digest == source and not self.is_copied:
            self.state = TranslationState.COMPLETE
        elif self.is_copied or not self.translation_digest:
            self.state = TranslationState.MISSING
        else:
            self.state = TranslationState.STALE
        if self.state not in BEHIND:
            self.since = None
        elif self.state != before or self.since is None:
            self.since = at
        is_asked = self.state != TranslationState.NOT_NEEDED
        self.source_words = count_words(wording.source, is_html=wording.is_html) if is_asked else 0
        self.words = self._words_to_do(wording)

    def _words_to_do(self, wording: Wording) -> int:
        if self.state == TranslationState.MISSING:
            return max(1, self.source_words)
        if self.state == TranslationState.STALE:
            return count_changed_words(self.source, wording.source, is_html=wording.is_html)
        return 0


KEY = ("model_label", "object_id", "field", "language")
UPDATED = (
    "record_label",
    "record_id",
    "state",
    "since",
    "words",
    "source_words",
    "source",
    "source_digest",
    "translation_digest",
    "copied_digest",
    "earlier",
)


def write(rows: Iterable[TranslatedText]) -> None:
    """Write rows, new and known ones alike, in one statement."""
    fresh = [TranslatedText(**{name: getattr(row, name) for name in (*KEY, *UPDATED)}) for row in rows]
    if fresh:
        TranslatedText.objects.bulk_create(fresh, update_conflicts=True, unique_fields=KEY, update_fields=UPDATED)
