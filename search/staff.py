"""What staff search: every record of the back office, public or not, by the words of its admin’s ``search_fields``.

The public search holds what has a title in a language, to be shown. Here an entry holds the folded words of a record’s own
columns in every language. What a record leads to is not copied into its entry: a look-up along a relation asks the entries of
the records at its end. So an entry is written when its record is saved, by one statement, and never for anything else.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from django.contrib import admin
from django.db import models
from django.db.models.constants import LOOKUP_SEP
from django.db.models.signals import post_delete, post_save

from proofreading.text import LONGEST_STEM, spelt_out
from publishing import tasks
from publishing.admin_search import MOST_WORDS, FoldedSearch, register_finder
from publishing.fields import RichTextField
from publishing.signals import around_changes

from .models import StaffEntry
from .text import words_of_html

BATCH = 500
_WORD = re.compile(r"\w+")


def folded(text: str) -> list[str]:
    """The words of a text in any script, folded; and those that hold signs as they are typed without (“d’AP-HP”: aphp)."""
    found: list[str] = []
    for chunk in spelt_out(text).split():
        found += _WORD.findall(chunk)
        found += ("".join(_WORD.findall(part)) for part in (chunk, *chunk.split("'")))
    return list(dict.fromkeys(filter(None, found)))


def typed_words(text: str) -> list[str]:
    return [word[:LONGEST_STEM] for word in _WORD.findall(spelt_out(text[:2000]))][:MOST_WORDS]


@cache
def columns() -> dict[type[models.Model], tuple[str, ...]]:
    """The columns that are searched of each kind of record, its own alone, as the pages of the back office name them."""
    found: dict[type[models.Model], dict[str, None]] = defaultdict(dict)
    for model, page in admin.site._registry.items():
        if isinstance(page, FoldedSearch):
            for path in page.search_fields:
                relation, _sep, column = path.rpartition(LOOKUP_SEP)
                found[_end_of(model, relation)][column] = None
    return {model: tuple(names) for model, names in found.items()}


def _end_of(model: type[models.Model], relation: str) -> type[models.Model]:
    """The kind of record that a relation leads to; the record’s own kind where it is empty."""
    for name in filter(None, relation.split(LOOKUP_SEP)):
        related = model._meta.get_field(name).related_model
        if not isinstance(related, type):
            raise TypeError(f"{name} of {model.__name__} leads to no record.")
        model = related
    return model


# Finding


def find(queryset: models.QuerySet, paths: Sequence[str], text: str) -> models.QuerySet:
    """The records that hold every word typed as the beginning of a word, each in any of the columns that ``paths`` name.

    What was typed in parts (“732 829 320”) also finds what is written in one. Without any letter or digit nothing is found.
    """
    words = typed_words(text)
    if not words:
        return queryset.none()
    reach = _by_relation(queryset.model, paths)
    every = models.Q()
    for word in words:
        every &= _holding(queryset.model, reach, word)
    if len(words) > 1:
        every |= _holding(queryset.model, reach, "".join(words)[:LONGEST_STEM])
    return queryset.filter(every)


def _by_relation(model: type[models.Model], paths: Iterable[str]) -> dict[str, bool]:
    """The relations to follow, and of each whether the private columns at its end are among those to be read."""
    reach: dict[str, bool] = {}
    for path in paths:
        relation, _sep, column = path.rpartition(LOOKUP_SEP)
        reach[relation] = reach.get(relation, False) or column in tasks.private_fields(_end_of(model, relation))
    return reach


def _holding(model: type[models.Model], reach: dict[str, bool], word: str) -> models.Q:
    """The records that hold a word themselves, or lead to one that does; one condition of one statement."""
    either = models.Q()
    for relation, private_too in reach.items():
        ends = StaffEntry.objects.holding(_end_of(model, relation), word, private_too=private_too)
        if relation:
            leading = model._base_manager.filter(**{f"{relation}{LOOKUP_SEP}in": ends}).order_by()
            either |= models.Q(pk__in=leading.values("pk"))
        else:
            either |= models.Q(pk__in=ends)
    return either


# Writing


def entry_of(record: models.Model) -> StaffEntry:
    model = type(record)
    private = tasks.private_fields(model)
    said: dict[bool, list[str]] = {True: [], False: []}
    for name in columns()[model]:
        text = str(getattr(record, name) or "")
        if isinstance(model._meta.get_field(name), RichTextField):
            text = words_of_html(text)
        said[name in private] += folded(text)
    return StaffEntry(
        model_label=model._meta.label_lower,
        object_id=record.pk,
        words=_kept(said[False]),
        private_words=_kept(said[True]),
    )


def _kept(words: Iterable[str]) -> str:
    """With a space before each word, so that a search for one finds where it begins."""
    return "".join(f" {word}" for word in dict.fromkeys(words))


def write(records: Iterable[models.Model]) -> None:
    """Write the entries of some records, in one statement."""
    StaffEntry.objects.bulk_create(
        map(entry_of, records),
        update_conflicts=True,
        unique_fields=["model_label", "object_id"],
        update_fields=["words", "private_words"],
    )


def rebuild() -> int:
    """Write all entries anew and delete those of records that are gone; says how many were written."""
    written = 0
    known = StaffEntry.objects.none()
    for model in columns():
        records = model._default_manager.order_by("pk")
        keys = list(records.values_list("pk", flat=True))
        for place in range(0, len(keys), BATCH):
            write(model._default_manager.filter(pk__in=keys[place : place + BATCH]).order_by("pk"))
        written += len(keys)
        StaffEntry.objects.of(model).exclude(object_id__in=model._default_manager.values("pk")).delete()
        known |= StaffEntry.objects.of(model)
    StaffEntry.objects.exclude(pk__in=known.values("pk")).delete()
    return written


_waiting: ContextVar[dict[tuple[type[models.Model], object], models.Model] | None] = ContextVar("staff entries", default=None)


@contextmanager
def written_at_the_end() -> Iterator[None]:
    """Write the entries of all that is saved within at its end. Belongs into the transaction that saves it."""
    waiting: dict[tuple[type[models.Model], object], models.Model] = {}
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    records = list(waiting.values())
    for place in range(0, len(records), BATCH):
        write(records[place : place + BATCH])


def _saved(
    sender: type[models.Model],
    instance: models.Model,
    raw: bool = False,
    update_fields: Iterable[str] | None = None,
    **kwargs: object,
) -> None:
    if raw or sender not in columns() or (update_fields is not None and not set(update_fields) & set(columns()[sender])):
        return
    waiting = _waiting.get()
    if waiting is None:
        write([instance])
    else:
        waiting[sender, instance.pk] = instance


def _deleted(sender: type[models.Model], instance: models.Model, **kwargs: object) -> None:
    if sender in columns():
        (_waiting.get() or {}).pop((sender, instance.pk), None)
        StaffEntry.objects.of(sender).filter(object_id=instance.pk).delete()


def connect() -> None:
    register_finder(find)
    around_changes("search.staff", written_at_the_end)
    post_save.connect(_saved, dispatch_uid="search.staff.saved")
    post_delete.connect(_deleted, dispatch_uid="search.staff.deleted")
