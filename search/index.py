"""What is searched, and its rows: written by themselves whenever a thing, or what hangs on it, changes.

A row holds a thing's own words alone. What it names that is published on its own (a programme its people) is written as a
reference, ``r_cluster_person_12``: a query reaches it only through what may be shown of that other thing at that moment. So no
word of anything hidden is ever copied into a public thing's row, and neither a new name nor the end of an embargo needs one
to be written anew.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db import models, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.utils.functional import Promise
from django.utils.translation import override

from proofreading.text import stems
from publishing import languages
from publishing.models import Published
from publishing.own_pages import OwnPage
from publishing.record_references import leads_nowhere
from publishing.signals import around_changes, edited
from publishing.typography import typeset

from . import known_words
from .models import Entry, StaffEntry, VocabularyWord
from .text import folded_words, squeezed, telling_stems

TEXT_KEPT = 12_000
"""How many characters of a text are kept for excerpts. All its words are found."""

AT_ONCE = 500
"""Things whose rows are written together."""
_FORMAT = "5"
_SENTENCE_ENDS = (".", "!", "?", "…", "»", "”", ":", ";")
_Kind = TypeVar("_Kind", bound=models.Model)


@dataclass(frozen=True)
class Document:
    """What is searched of a thing in one language: its title and other names, what sums it up (``words`` beside it are
    searched, never shown), and all the rest."""

    title: str
    names: Sequence[str] = ()
    lead: Sequence[str] = ()
    words: Sequence[str] = ()
    text: Sequence[str] = ()
    day: date | None = None
    path: str | None = None

    @property
    def texts(self) -> list[str]:
        """All that is searched of it."""
        return [text for text in (self.title, *self.names, *self.lead, *self.words, *self.text) if text]


ShownIn = Callable[[str], models.QuerySet]
Mentioned = Callable[[Any, str], Iterable[tuple[type[models.Model], int]]]
Lines = Callable[[list[int], str], dict[int, tuple[str, str]]]
Distances = Callable[[list[int], str], dict[int, int]]
Share = Callable[[str, Any], int]
"""How much of a title a query asked for, in thousandths."""


@dataclass(frozen=True)
class SearchedKind:
    """A kind of thing that is searched.

    ``shown`` gives those that may be shown in a language. A part has no page: it only lends its words to what mentions it.
    ``mentions`` names the kinds that a thing may mention, ``mentioned`` gives those it does in a language, by their keys.
    ``read`` reads what the two look at with a thing, once for all languages.
    ``lines`` says in a few words of each thing, with their language, what its title does not. ``distances`` says how far each
    stands from the cluster: of two that answer alike, the cluster's own comes first.
    """

    model: type[models.Model]
    document: Callable[[Any, str], Document]
    shown: ShownIn
    is_part: bool = False
    mentions: tuple[type[models.Model], ...] = ()
    mentioned: Mentioned = lambda thing, language: ()
    lines: Lines | None = None
    read: Callable[[Any], None] = lambda thing: None
    distances: Distances | None = None

    @property
    def label(self) -> str:
        return self.model._meta.label_lower

    @property
    def slug(self) -> str:
        """How an address names the kind."""
        return str(self.model._meta.model_name)

    @property
    def title(self) -> str:
        return str(self.model._meta.verbose_name_plural)


@dataclass(frozen=True)
class SearchedSection:
    """A page of the portal's own that no record stands for: its route, title and other words it is looked for with."""

    route: str
    title: str | Promise
    names: str | Promise = ""
    fragment: str = ""


_kinds: dict[type[models.Model], SearchedKind] = {}
_follows: dict[type[models.Model], Callable[[Any], Iterable[models.Model | None]]] = {}
sections: list[SearchedSection] = []


def register(
    model: type[_Kind], document: Callable[[_Kind, str], Document], *, shown: ShownIn | None = None, **given: Any
) -> None:
    """Make a kind of thing findable: ``document(thing, language)`` gives its ``Document``."""
    _kinds[model] = SearchedKind(model, document, shown or _public(model), **given)


def _public(model: type[models.Model]) -> ShownIn:
    if not issubclass(model, Published):
        raise TypeError(f"What is shown of {model.__name__} has to be said.")
    return lambda language: model.objects.public(language)


def follow(model: type[_Kind], owners: Callable[[_Kind], Iterable[models.Model | None]]) -> None:
    """Write ``owners(row)`` anew whenever a row of ``model`` is saved or deleted."""
    _follows[model] = owners


def kinds() -> list[SearchedKind]:
    return list(_kinds.values())


def pages() -> list[SearchedKind]:
    """The kinds whose things have a page to lead to."""
    return [kind for kind in kinds() if not kind.is_part]


def kind_of(model: type[models.Model]) -> SearchedKind:
    return _kinds[model]


def registered() -> list[type[Any]]:
    """The models whose things have a page of their own (``OwnPage``)."""
    return [kind.model for kind in pages() if issubclass(kind.model, OwnPage)]


def scope(kind: SearchedKind, language: str) -> str:
    """The lexeme that every row of a kind in a language holds."""
    return f"k_{_plain(kind.label)}_{_plain(language)}"


def reference(label: str, pk: int) -> str:
    return f"r_{_plain(label)}_{pk}"


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "_", name.lower())


def joined(stems_of_a_name: Iterable[str]) -> str:
    """The lexeme of a whole name, for those who type just it."""
    return f"n_{''.join(stems_of_a_name)[:80]}"


def _lexemes(kind: SearchedKind, document: Document, references: Iterable[str], language: str) -> str:
    lexemes = dict.fromkeys([scope(kind, language)])
    for name in filter(None, [document.title, *document.names]):
        in_name = [*telling_stems(name, language), *squeezed(name)]
        lexemes[joined(telling_stems(name, language))] = None
        lexemes[joined(stems(name, language))] = None
        for stem in in_name:
            lexemes |= dict.fromkeys([stem, f"t_{stem}", f"l_{stem}"])
        lexemes |= dict.fromkeys(f"w_{word}" for word in [*folded_words(name, language), *squeezed(name)])
    for text in filter(None, [*document.lead, *document.words]):
        for stem in telling_stems(text, language):
            lexemes |= dict.fromkeys([stem, f"l_{stem}"])
    for text in filter(None, document.text):
        lexemes |= dict.fromkeys(telling_stems(text, language))
    return " ".join(lexemes | dict.fromkeys(references))


def shown_together(texts: Iterable[str]) -> str:
    """Texts one after another, as an excerpt shows them; what is no sentence is set off, so that the next does not run on."""
    joined_texts = ""
    for text in filter(None, (text.strip() for text in texts)):
        between = " " if joined_texts.endswith(_SENTENCE_ENDS) else " · "
        joined_texts += f"{between}{text}" if joined_texts else text
    return joined_texts


def version(kind: SearchedKind, language: str) -> str:
    """Changes with what a row is made of beside its thing: the form of the index and the words of addresses."""
    section = kind.model.section_url(language) if issubclass(kind.model, OwnPage) else ""
    return hashlib.sha256(f"{_FORMAT} {section}".encode()).hexdigest()[:12]


# What waits to be written while many things are being saved, by kind and key, in the order of their first change; with the
# thing itself where it was read whole after its last change.
_Waiting = dict[tuple[type[models.Model], object], models.Model | None]
_waiting: ContextVar[_Waiting | None] = ContextVar("waiting", default=None)


@contextmanager
def written_at_the_end() -> Iterator[None]:
    """Write each thing's rows once, however often it is saved within. Belongs into the transaction that saves them."""
    waiting: _Waiting = {}
    outer, token = _waiting.get(), _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    if outer is not None:
        outer.update(dict.fromkeys(waiting))
        return
    for model in {model: None for model, _pk in waiting}:
        things = [(pk, whole) for (kind, pk), whole in waiting.items() if kind is model]
        for place in range(0, len(things), AT_ONCE):
            _write_waiting(model, dict(things[place : place + AT_ONCE]))


def _write_waiting(model: type[models.Model], things: dict[object, models.Model | None]) -> None:
    """Write the rows of some things by their keys; what is not at hand as it is stored is read."""
    lacking = [pk for pk, whole in things.items() if whole is None]
    if lacking:
        read = {thing.pk: thing for thing in model._default_manager.filter(pk__in=lacking)}
        things |= {pk: read.get(pk) for pk in lacking}
    _write_all(_kinds[model], [thing for thing in things.values() if thing is not None])


def refresh(thing: models.Model) -> None:
    """Write a thing's rows anew, one per language that has a title."""
    waiting = _waiting.get()
    if waiting is not None:
        waiting[type(thing), thing.pk] = None
        return
    _write_all(_kinds[type(thing)], [thing])


def _write_all(kind: SearchedKind, things: Sequence[models.Model]) -> None:
    """Write the rows of some things of a kind, and keep their words among those that a slip of the keyboard may have meant.

    Three statements and those for words, however many rows there are; none writes where nothing changed.
    """
    with transaction.atomic(savepoint=False):
        rows = Entry.objects.of(kind.model).filter(object_id__in=[thing.pk for thing in things])
        known = {(entry.object_id, entry.language): entry for entry in rows}
        gone: list[int] = []
        written: list[Entry] = []
        words: dict[str, list[str]] = {}
        for thing in things:
            kind.read(thing)
            for code in languages.codes():
                entry = known.get((thing.pk, code))
                with override(code):
                    document = kind.document(thing, code)
                if not document.title:
                    gone += [entry.pk] if entry else []
                    continue
                values = _values(kind, thing, document, code)
                changed = {name for name, value in values.items() if entry is None or getattr(entry, name) != value}
                if changed:
                    written.append(Entry(model_label=kind.label, object_id=thing.pk, language=code, **values))
                if changed & {"lexemes", "version"}:
                    words.setdefault(code, []).extend(document.texts)
        if gone:
            Entry.objects.filter(pk__in=gone).delete()
        Entry.objects.bulk_create(written, update_conflicts=True, unique_fields=_KEY, update_fields=_COLUMNS)
        for code, texts in words.items():
            known_words.learn(code, texts)


_KEY = ("model_label", "object_id", "language")
_COLUMNS = tuple(field.name for field in Entry._meta.concrete_fields if not field.primary_key and field.name not in _KEY)


def _values(kind: SearchedKind, thing: models.Model, document: Document, code: str) -> dict[str, object]:
    with override(code):
        path = document.path
        if path is None:
            path = thing.get_absolute_url(code) if isinstance(thing, OwnPage) and not kind.is_part else ""
        references = [reference(model._meta.label_lower, pk) for model, pk in kind.mentioned(thing, code)]
        text = shown_together([*document.lead, *document.text])
        return {
            "title": typeset(document.title, code)[:400],
            "path": path,
            "day": document.day,
            "text": typeset(text[:TEXT_KEPT], code),
            "lexemes": _lexemes(kind, document, references, code),
            "is_example": getattr(thing, "is_example", False),
            "version": version(kind, code),
        }


def outdated(kind: SearchedKind) -> models.QuerySet[models.Model]:
    """The things of a kind that have no row yet, or one that an older form of the index wrote."""
    current = {code: version(kind, code) for code in languages.codes()}
    fine = Entry.objects.none()
    for code, value in current.items():
        fine |= Entry.objects.of(kind.model, code).filter(version=value)
    return kind.model._default_manager.exclude(pk__in=fine.values("object_id")).order_by("pk")


def forget_orphans(kind: SearchedKind) -> int:
    """Delete the rows of things that exist no more."""
    return Entry.objects.of(kind.model).exclude(object_id__in=kind.model._default_manager.values("pk")).delete()[0]


def _refresh_all(things: Iterable[models.Model]) -> None:
    for thing in things:
        if type(thing) in _kinds and thing.pk:
            refresh(thing)


def _saved(sender: type[models.Model], instance: models.Model, raw: bool = False, **kwargs: object) -> None:
    if raw:
        return
    if sender in _kinds:
        refresh(instance)
    if sender in _follows:
        _refresh_all(_owners(sender, instance))


def _owners(sender: type[models.Model], instance: models.Model) -> list[models.Model]:
    try:
        return [owner for owner in _follows[sender](instance) if owner is not None]
    except ObjectDoesNotExist:  # the owner goes with its row
        return []


def _edited(sender: type[models.Model], instance: models.Model, **kwargs: object) -> None:
    waiting = _waiting.get()
    if waiting is None:
        _refresh_all([instance])
    elif sender in _kinds:
        waiting[sender, instance.pk] = instance


def _linked(
    sender: type[models.Model],
    instance: models.Model,
    action: str,
    reverse: bool,
    model: type[models.Model],
    pk_set: set[int] | None,
    **kwargs: object,
) -> None:
    if not action.startswith("post_"):
        return
    _refresh_all([instance])
    if model in _kinds and reverse and pk_set:
        _refresh_all(model._default_manager.filter(pk__in=pk_set).order_by("pk"))


def _deleted(sender: type[models.Model], instance: models.Model, **kwargs: object) -> None:
    if sender in _kinds:
        Entry.objects.of(sender).filter(object_id=instance.pk).delete()
    if sender in _follows:
        _refresh_all(_owners(sender, instance))


def connect() -> None:
    post_save.connect(_saved, dispatch_uid="search.saved")
    post_delete.connect(_deleted, dispatch_uid="search.deleted")
    m2m_changed.connect(_linked, dispatch_uid="search.linked")
    edited.connect(_edited, dispatch_uid="search.edited")
    around_changes("search.index", written_at_the_end)
    for entry in (Entry, StaffEntry, VocabularyWord):
        leads_nowhere(entry, "Written anew with the records that it is of.")
