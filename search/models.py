"""One row per thing and language, whatever the thing is."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EntryQuerySet(models.QuerySet):
    def of(self, model: type[models.Model], language: str):
        return self.filter(model_label=model._meta.label_lower, language=language)

    def holding(self, stems: list[str]):
        """Entries that hold every stem."""
        found = self
        for stem in stems:
            found = found.filter(stems__contains=f" {stem} ")
        return found


class Entry(models.Model):
    """What is searched of a thing in one language. Whether it may be shown is asked of the thing when it is found."""

    model_label = models.CharField(max_length=100)
    object_id = models.BigIntegerField()
    language = models.CharField(max_length=10)
    title = models.CharField(max_length=400)
    stems = models.TextField()
    title_stems = models.TextField(default=" ")

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        constraints = [
            models.UniqueConstraint(fields=["model_label", "object_id", "language"], name="search_entry_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.language}: {self.title}"
