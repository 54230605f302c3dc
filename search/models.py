"""One row per thing and language for the public search, and one per record for that of the back office."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _


class EntryQuerySet(models.QuerySet):
    def of(self, model: type[models.Model], language: str | None = None) -> Self:
        found = self.filter(model_label=model._meta.label_lower)
        return found.filter(language=language) if language else found


class Entry(models.Model):
    """What is searched of a thing in one language. Whether it may be shown is asked of the thing when it is found."""

    model_label = models.CharField(max_length=100)
    object_id = models.BigIntegerField()
    language = models.CharField(max_length=10)
    title = models.CharField(max_length=400)
    path = models.CharField(max_length=500, default="")
    day = models.DateField(null=True)
    text = models.TextField(default="")
    lexemes = models.TextField(default="")
    is_example = models.BooleanField(default=False)
    version = models.CharField(max_length=12, default="")

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        constraints = [
            models.UniqueConstraint(fields=["model_label", "object_id", "language"], name="search_entry_unique"),
        ]
        indexes = [models.Index(fields=["model_label", "language", "id"], name="search_entry_newest")]

    def __str__(self) -> str:
        return f"{self.language}: {self.title}"


class StaffEntryQuerySet(models.QuerySet):
    def of(self, model: type[models.Model]) -> Self:
        return self.filter(model_label=model._meta.label_lower)

    def holding(self, model: type[models.Model], word: str, *, private_too: bool) -> models.QuerySet:
        """The keys of the records of a kind that hold a word beginning so, folded already."""
        begun = models.Q(words__contains=f" {word}")
        if private_too:
            begun |= models.Q(private_words__contains=f" {word}")
        return self.of(model).filter(begun).values("object_id")


class StaffEntry(models.Model):
    """The folded words by which staff find a record, whether it is public or not; those of private columns apart.

    Each word stands once, with a space before it. The words of one kind alone are read by a search, so no engine is needed.
    """

    model_label = models.CharField(max_length=100)
    object_id = models.BigIntegerField()
    words = models.TextField(default="")
    private_words = models.TextField(default="")

    objects = StaffEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the back office’s search")
        verbose_name_plural = _("entries of the back office’s search")
        constraints = [
            models.UniqueConstraint(fields=["model_label", "object_id"], name="search_staffentry_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.model_label} {self.object_id}"


class VocabularyWord(models.Model):
    """A word of the public search's rows, with what finds it by a word that is nearly it.

    Words of what is not public are among them: whoever proposes one asks first whether something that may be shown holds it.
    Two rows may hold one word, where two changes brought it at once; nothing depends on there being one.
    """

    language = models.CharField(max_length=10)
    folded = models.CharField(max_length=60)
    backwards = models.CharField(max_length=60)
    sound = models.CharField(max_length=60)
    length = models.PositiveSmallIntegerField()
    written = models.CharField(max_length=80)

    class Meta:
        verbose_name = _("word of the search’s vocabulary")
        verbose_name_plural = _("words of the search’s vocabulary")
        indexes = [
            models.Index(fields=["language", "folded"], name="search_word_folded"),
            models.Index(fields=["language", "backwards"], name="search_word_backwards"),
            models.Index(fields=["language", "sound"], name="search_word_sound"),
        ]

    def __str__(self) -> str:
        return f"{self.language}: {self.written}"
