"""Who may see what, when: the one rule, computed when it is read."""

from datetime import datetime

from django.db import models
from django.db.models import Count, Max, Q
from django.utils import timezone

from . import languages


class LanguageNotGivenError(ValueError):
    """A queryset was asked for something that differs by language before it was told which one."""


class LocalizedQuerySet(models.QuerySet):
    """A queryset that remembers the language it is read in, whatever language is active.

    ``public(language)`` and ``in_language(language)`` tell it. What filters, orders or brings relations by language asks it,
    and other rows that it reads are read in the same.
    """

    _language: str | None = None

    def in_language(self, language: str):
        """The same rows, read in ``language``."""
        clone = self._chain()
        clone._language = language
        return clone

    @property
    def language(self) -> str:
        """The language that the rows are read in. Raises ``LanguageNotGivenError`` where nobody said."""
        if self._language is None:
            raise LanguageNotGivenError(f"{type(self).__name__}: say public(language) or in_language(language) before.")
        return self._language

    def rows_of(self, path: str) -> models.QuerySet:
        """All rows of the model at the end of a path of relations (``"uses__release"``), with its own reading rules.

        So a queryset needs no import of models, which import it.
        """
        model = self.model
        for name in path.split("__"):
            model = model._meta.get_field(name).related_model
        rows = model._default_manager.all()
        return rows.in_language(self._language) if self._language and isinstance(rows, LocalizedQuerySet) else rows

    def _clone(self):
        clone = super()._clone()
        clone._language = self._language
        return clone


class RecordQuerySet(LocalizedQuerySet):
    """Reading rules that every record of the portal shares."""

    def examples(self):
        return self.filter(is_example=True)

    def real(self):
        return self.filter(is_example=False)


class PublishedQuerySet(RecordQuerySet):
    def public(self, language: str, at: datetime | None = None):
        """What anyone may see in ``language`` at the moment ``at`` (now unless given).

        A thing is public in a language from its moment in that language on, until it is withdrawn. Nothing else switches it,
        so nothing is early or late when a job dies. Its twin on the instance is ``Published.is_public``.
        """
        at = at or timezone.now()
        return self.in_language(language).filter(
            Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=at),
            **{f"{languages.column('public_from', language)}__lte": at},
        )

    def public_anywhere(self, at: datetime | None = None):
        """What is public in at least one language: the rule of ``public``, whatever an app adds to it, asked per language."""
        at = at or timezone.now()
        records, in_some_language = type(self)(self.model, using=self._db), Q()
        for code in languages.codes():
            in_some_language |= Q(pk__in=records.public(code, at).values("pk"))
        return self.filter(in_some_language)

    def freshness(self, at: datetime | None = None) -> tuple[int, datetime | None]:
        """How many things are public in some language, and when one of them last changed or became so."""
        at = at or timezone.now()
        moments = {name: Max(name, filter=Q(**{f"{name}__lte": at})) for name in languages.columns("public_from")}
        latest = self.public_anywhere(at).order_by().aggregate(count=Count("pk"), changed=Max("modified_at"), **moments)
        count = latest.pop("count")
        return count, max(filter(None, latest.values()), default=None)

    def for_list(self):
        """With what a public list shows, so that its queries do not grow with its items."""
        return self

    def for_detail(self):
        """With what a public page shows."""
        return self.for_list()

    def for_sitemap(self):
        """With what a thing's address and publication need."""
        return self


class SlugRecordQuerySet(models.QuerySet):
    def of(self, model: type, language: str):
        return self.filter(model_label=model._meta.label_lower, language=language)
