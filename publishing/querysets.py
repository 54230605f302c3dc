"""Who may see what, when: the one rule, computed when it is read."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Self, TypeVar, overload

from django.core.exceptions import FieldError
from django.db import models
from django.db.models import Case, Q, When

from . import clock, languages

_Rules = TypeVar("_Rules", bound=models.QuerySet)


class LanguageNotGivenError(ValueError):
    """A queryset was asked for something that differs by language before it was told which one."""


class LocalizedQuerySet(models.QuerySet):
    """A queryset that remembers the language it is read in, whatever language is active.

    ``public(language)`` and ``in_language(language)`` tell it. What filters, orders or brings relations by language asks it,
    and other rows that it reads are read in the same.
    """

    _language: str | None = None

    def in_language(self, language: str) -> Self:
        """The same rows, read in ``language``."""
        clone = self.all()
        clone._language = language
        return clone

    @property
    def language(self) -> str:
        """The language that the rows are read in. Raises ``LanguageNotGivenError`` where nobody said."""
        if self._language is None:
            raise LanguageNotGivenError(f"{type(self).__name__}: say public(language) or in_language(language) before.")
        return self._language

    @overload
    def rows_of(self, path: str) -> models.QuerySet: ...

    @overload
    def rows_of(self, path: str, rules: type[_Rules]) -> _Rules: ...

    def rows_of(self, path: str, rules: type[models.QuerySet] = models.QuerySet) -> models.QuerySet:
        """All rows of the model at the end of a path of relations (``"uses__release"``), with its own reading ``rules``.

        So a queryset needs no import of models, which import it.
        """
        model: type[models.Model] = self.model
        for name in path.split("__"):
            model = led_to(model, name)
        rows = model._default_manager.all()
        if not isinstance(rows, rules):
            raise TypeError(f"{path} leads to {type(rows).__name__}, not to {rules.__name__}.")
        return rows.in_language(self._language) if self._language and isinstance(rows, LocalizedQuerySet) else rows

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]  # Django's own, which its stubs leave out
        clone._language = self._language
        return clone


def led_to(model: type[models.Model], relation: str) -> type[models.Model]:
    """The model at the end of a relation."""
    related = model._meta.get_field(relation).related_model
    if not isinstance(related, type):
        raise FieldError(f"{model.__name__}.{relation} leads to no model.")
    return related


class RecordQuerySet(LocalizedQuerySet):
    """Reading rules that every record of the portal shares."""

    def examples(self) -> Self:
        return self.filter(is_example=True)

    def real(self) -> Self:
        return self.filter(is_example=False)


def number_of(name: str) -> models.Func:
    """How many of the rows have something in a column: of all rows, where Django’s ``Count`` would group them."""
    return models.Func(models.F(name), function="COUNT", output_field=models.IntegerField())


def latest(name: str, **holds: object) -> models.Func:
    """The latest moment in a column, of the rows for which ``holds`` does."""
    of_which: Any = Case(When(**holds, then=models.F(name)), output_field=models.DateTimeField()) if holds else models.F(name)
    return models.Func(of_which, function="MAX", output_field=models.DateTimeField())


def freshness_in(rows: Iterable[Sequence[Any]]) -> tuple[int, datetime | None]:
    """The number that a row of ``freshness_row`` begins with, and the latest of its moments."""
    count, *moments = next(iter(rows), (0,))
    return count, max(filter(None, moments), default=None)


class PublishedQuerySet(RecordQuerySet):
    def public(self, language: str, at: datetime | None = None) -> Self:
        """What anyone may see in ``language`` at the moment ``at`` (now unless given).

        A thing is public in a language from its moment in that language on, until it is withdrawn. Nothing else switches it,
        so nothing is early or late when a job dies. Its twin on the instance is ``Published.is_public``.
        """
        at = at or clock.now()
        return self.in_language(language).filter(
            Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=at),
            **{f"{languages.column('public_from', language)}__lte": at},
        )

    def not_withdrawn(self, at: datetime | None = None) -> Self:
        """What is public or may become so: what is withdrawn asks for nothing any more."""
        return self.filter(Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=at or clock.now()))

    def public_anywhere(self, at: datetime | None = None) -> Self:
        """What is public in at least one language: the rule of ``public``, whatever an app adds to it, asked per language."""
        at = at or clock.now()
        records, in_some_language = type(self)(self.model, using=self.db), Q()
        for code in languages.codes():
            in_some_language |= Q(pk__in=records.public(code, at).values("pk"))
        return self.filter(in_some_language)

    def freshness(self, at: datetime | None = None) -> tuple[int, datetime | None]:
        """How many things are public in some language, and when one of them last changed or became so."""
        return freshness_in(self.freshness_row(at or clock.now()))

    def freshness_row(self, at: datetime) -> models.QuerySet:
        """What ``freshness`` is told by, as one row: how many there are, and moments."""
        moments = [latest(name, **{f"{name}__lte": at}) for name in languages.columns("public_from")]
        return self.public_anywhere(at).order_by().values_list(number_of("pk"), latest("modified_at"), *moments)

    def for_list(self) -> Self:
        """With what a public list shows, so that its queries do not grow with its items."""
        return self

    def for_detail(self) -> Self:
        """With what a public page shows."""
        return self.for_list()

    def for_sitemap(self) -> Self:
        """With what a thing's address and publication need."""
        return self


class SlugRecordQuerySet(models.QuerySet):
    def of(self, model: type[models.Model], language: str) -> Self:
        return self.filter(model_label=model._meta.label_lower, language=language)
