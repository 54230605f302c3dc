"""How translations stand, counted: for whoever translates, and for the lists of the back office."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import admin
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from . import asked_often, languages, tasks
from .tasks import Task
from .translated_texts import BEHIND, TranslatedText, TranslatedTextQuerySet, TranslationState
from .translations import TranslatedKind, record_kinds


def open_kinds(by: tasks.Somebody) -> dict[str, list[TranslatedKind]]:
    """The kinds of texts that somebody translates, by the label of the record in whose form they are."""
    found = {}
    for label, kinds in record_kinds().items():
        mine = [kind for kind in kinds if Task.TRANSLATE in tasks.held(by, kind.model)]
        if mine and tasks.open_records(by, kinds[0].record_model, Task.TRANSLATE) is not None:
            found[label] = mine
    return found


def texts_for(by: tasks.Somebody) -> TranslatedTextQuerySet:
    """The texts that somebody may translate where they stand: the twin of what the forms let them write."""
    wanted = Q(pk__in=())
    for label, kinds in open_kinds(by).items():
        part = Q(record_label=label, model_label__in=[kind.label for kind in kinds])
        model = kinds[0].record_model
        records = tasks.open_records(by, model, Task.TRANSLATE)
        if records:
            part &= Q(record_id__in=model._base_manager.filter(records).values("pk"))
        wanted |= part
    return TranslatedText.objects.filter(wanted, language__in=languages.others())


@dataclass
class LanguageStanding:
    """How the translations into one language stand: numbers of texts, and of words of the source."""

    language: str
    missing: int = 0
    stale: int = 0
    texts: int = 0
    words_to_do: int = 0
    words: int = 0

    @property
    def name(self) -> str:
        return capfirst(str(languages.name(self.language)))

    @property
    def waiting(self) -> int:
        return self.missing + self.stale

    @property
    def done(self) -> int:
        return self.texts - self.waiting

    @property
    def words_done(self) -> int:
        """Words of the source whose translation waits for nothing more."""
        return max(0, self.words - self.words_to_do)


def waiting_for(by: tasks.Somebody) -> list[LanguageStanding]:
    """How each language stands in the texts that somebody may translate, in one query; empty for who translates nothing."""
    if not open_kinds(by):
        return []
    standing = {code: LanguageStanding(code) for code in languages.others()}
    for row in asked_often.first(_counted_for, by, "translations"):
        language = standing[row["language"]]
        language.texts += row["texts"]
        language.words += row["all_words"]
        language.words_to_do += row["to_do"]
        if row["state"] in BEHIND:
            setattr(language, row["state"], row["texts"])
    return list(standing.values())


def _counted_for(by: tasks.Somebody) -> models.QuerySet:
    counted = texts_for(by).exclude(state=TranslationState.NOT_NEEDED).order_by().values("language", "state")
    return counted.annotate(texts=Count("pk"), to_do=Sum("words"), all_words=Sum("source_words"))


# In the lists of records


def _counter(state: str, language: str) -> str:
    return languages.column(f"translations_{state}", language)


def with_translations(queryset: models.QuerySet) -> models.QuerySet:
    """With the number of texts missing and behind in each language, in the same query as the list."""
    label = queryset.model._meta.label_lower
    counts = {}
    for code in languages.others():
        for state in BEHIND:
            rows = TranslatedText.objects.filter(record_label=label, record_id=OuterRef("pk"), language=code, state=state)
            number = rows.order_by().values("record_id").annotate(number=Count("pk")).values("number")
            counts[_counter(state, code)] = Coalesce(Subquery(number), 0)
    return queryset.annotate(**counts)


def standing_words(missing: int, stale: int) -> str:
    """“2 missing, 1 behind”, or “complete”."""
    parts = []
    if missing:
        parts.append(ngettext("%(n)d missing", "%(n)d missing", missing) % {"n": missing})
    if stale:
        parts.append(ngettext("%(n)d behind", "%(n)d behind", stale) % {"n": stale})
    return ", ".join(parts) or _("complete")


def translation_column(language: str) -> Callable[[models.Model], str]:
    """A column of a list that says how the translation of each record into a language stands."""
    missing, stale = (_counter(state, language) for state in BEHIND)
    title = format_lazy(gettext_lazy("Translation: {language}"), language=languages.name(language))

    @admin.display(description=title, ordering=models.F(missing) + models.F(stale))
    def column(record: models.Model) -> str:
        return standing_words(getattr(record, missing), getattr(record, stale))

    column.__name__ = languages.column("translation", language)
    return column


class _TranslationFilter(admin.SimpleListFilter):
    language = ""

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [
            (TranslationState.COMPLETE, _("complete")),
            (TranslationState.MISSING, _("a text is missing")),
            (TranslationState.STALE, _("a text is behind")),
        ]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        texts = TranslatedText.objects.filter(record_label=queryset.model._meta.label_lower, language=self.language)
        match self.value():
            case TranslationState.MISSING | TranslationState.STALE as state:
                return queryset.filter(pk__in=texts.filter(state=state).values("record_id"))
            case TranslationState.COMPLETE:
                return queryset.exclude(pk__in=texts.behind().values("record_id"))
        return queryset


def translation_filter(language: str) -> type[admin.SimpleListFilter]:
    """A filter of a list by how the translation into a language stands."""
    attributes = {
        "language": language,
        "parameter_name": languages.column("translation", language),
        "title": format_lazy(gettext_lazy("translation – {language}"), language=languages.name(language)),
    }
    return type(f"TranslationFilter_{capfirst(language)}", (_TranslationFilter,), attributes)
