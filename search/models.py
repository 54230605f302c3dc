"""One row per thing and language, whatever the thing is."""

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

    def __str__(self) -> str:
        return f"{self.language}: {self.title}"
