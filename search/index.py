"""The search index: kept in step by itself, and read under the visibility rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models, transaction
from django.db.models import Case, IntegerField, Value, When
from django.db.models.signals import post_delete, post_save

from publishing import languages
from publishing.models import Addressed
from publishing.signals import edited

from .models import Entry
from .text import stems

Texts = Callable[[Addressed, str], tuple[str, list[str]]]
_texts: dict[type[Addressed], Texts] = {}


@dataclass(frozen=True)
class Hit:
    """A thing that was found, and its title in the language of the search."""

    thing: Addressed
    title: str


@dataclass(frozen=True)
class Group:
    """What was found of one kind."""

    model: type[Addressed]
    hits: list[Hit]
    total: int

    @property
    def things(self) -> list[Addressed]:
        return [hit.thing for hit in self.hits]

    @property
    def title(self) -> str:
        return str(self.model._meta.verbose_name_plural)


def register(model: type[Addressed], texts: Texts) -> None:
    """Make a kind of thing findable. ``texts`` gives a thing's title and its other texts in a language."""
    _texts[model] = texts


def registered() -> list[type[Addressed]]:
    return list(_texts)


def refresh(thing: Addressed) -> None:
    """Write a thing's entries anew, one per language that has a title."""
    label = thing._meta.label_lower
    with transaction.atomic():
        for code in languages.codes():
            title, texts = _texts[type(thing)](thing, code)
            if not title:
                Entry.objects.of(type(thing), code).filter(object_id=thing.pk).delete()
                continue
            Entry.objects.update_or_create(
                model_label=label,
                object_id=thing.pk,
                language=code,
                defaults={
                    "title": title[:400],
                    "title_stems": _joined([title], code),
                    "stems": _joined([title, *filter(None, texts)], code),
                },
            )


def _joined(texts: list[str], language: str) -> str:
    found = dict.fromkeys(stem for text in texts for stem in stems(text, language))
    return f" {' '.join(found)} "


def matching(model: type[models.Model], language: str, query: str) -> models.QuerySet:
    """The keys of the things of one kind that hold every word of ``query``, public or not."""
    return Entry.objects.of(model, language).holding(stems(query, language)[:12]).values("object_id")


def search(query: str, language: str, per_kind: int = 10) -> list[Group]:
    """What is public in ``language`` and holds every word, grouped by kind, titles that hold them first."""
    wanted = stems(query, language)[:12]
    if not wanted:
        return []
    groups = []
    for model in _texts:
        entries = Entry.objects.of(model, language).holding(wanted)
        in_title = entries
        for stem in wanted:
            in_title = in_title.filter(title_stems__contains=f" {stem} ")
        found = (
            model.objects.public(language)
            .filter(pk__in=entries.values("object_id"))
            .annotate(
                relevance=Case(
                    When(pk__in=in_title.values("object_id"), then=Value(0)), default=Value(1), output_field=IntegerField()
                )
            )
            .order_by("relevance", "pk")
        )
        total = found.count()
        if total:
            titles = dict(entries.values_list("object_id", "title"))
            groups.append(Group(model, [Hit(one, titles[one.pk]) for one in found[:per_kind]], total))
    return groups


def _saved(sender, instance, raw=False, **kwargs) -> None:
    if sender in _texts and not raw:
        refresh(instance)


def _edited(sender, instance, **kwargs) -> None:
    if type(instance) in _texts:
        refresh(instance)


def _deleted(sender, instance, **kwargs) -> None:
    if sender in _texts:
        Entry.objects.filter(model_label=instance._meta.label_lower, object_id=instance.pk).delete()


def connect() -> None:
    post_save.connect(_saved, dispatch_uid="search.saved")
    post_delete.connect(_deleted, dispatch_uid="search.deleted")
    edited.connect(_edited, dispatch_uid="search.edited")
