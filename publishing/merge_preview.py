"""What a merge would do, in words, before it is done: values side by side, what comes along, what cannot be twice.

Each relation costs two queries, however many rows it has. What its reader may not see is counted and not named; it comes along
like the rest.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.admin import AdminSite
from django.db import models
from django.http import HttpRequest, QueryDict
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from proofreading.text import identity

from . import languages, tasks
from .admin_languages import label_of, language_columns
from .conflicts import row_words, stored_words
from .doubles import DoubleKind
from .editing import signed_in
from .merge_fields import MergeChoice, PublicationChange, is_filled, lines_of, merge_choices, names_of_both, publication_change
from .models import Addressed, Published, SlugRecord
from .record_merging import RowCollision, owner_key, row_collisions, standing_against
from .record_references import KeyReference, keys_to, numbered_references
from .tasks import Task
from .translated_texts import TranslatedText
from .uses import path_to_owner

NAMED = 12
"""Of one kind; of more the number says enough."""
TAKE, ROW, ALIAS = "take", "row", "alias"


@dataclass(frozen=True)
class ShownPart:
    """A value in words, with its label where several stand together, in its own language."""

    label: str
    words: SafeString | str
    language: str = ""


@dataclass(frozen=True)
class ShownChoice:
    """A field of both records, and which of the two values is ticked."""

    key: str
    label: str
    kept: list[ShownPart]
    gone: list[ShownPart]
    takes_gone: bool
    note: str = ""


@dataclass(frozen=True)
class ShownCollision:
    key: str
    owner: str
    kept: SafeString
    gone: SafeString
    takes_gone: bool


@dataclass(frozen=True)
class ShownAlias:
    name: str
    is_ticked: bool


@dataclass(frozen=True)
class MovingGroup:
    """What comes along of one kind: how many, and the first names with their pages."""

    heading: str
    count: int
    names: list[tuple[str, str]]

    @property
    def more(self) -> int:
        return self.count - len(self.names)


@dataclass
class MergePreview:
    kept: Any
    gone: Any
    change: PublicationChange
    choices: list[ShownChoice]
    hidden: int
    aliases: list[ShownAlias]
    collisions: list[ShownCollision]
    against: list[str]
    may_publish: bool
    groups: list[MovingGroup] = field(default_factory=list)
    unseen: int = 0
    addresses: list[str] = field(default_factory=list)
    older_addresses: int = 0

    @property
    def is_stopped(self) -> bool:
        """Whether it cannot be merged by whoever looks, whatever they choose."""
        return bool(self.against) or (bool(self.change.lost or self.change.gained) and not self.may_publish)


def preview(
    kind: DoubleKind, kept: Any, gone: Any, request: HttpRequest, site: AdminSite, posted: QueryDict | None
) -> MergePreview:
    """What a merge would do. What was chosen already (``posted``) stays chosen."""
    user = signed_in(request)
    change = publication_change(kept, gone)
    found = merge_choices(kind, kept, gone, user, change.unseen)
    shown = [choice for choice in found if not choice.is_hidden]
    collisions = row_collisions(kept, gone)
    made = MergePreview(
        kept,
        gone,
        change,
        choices=[_choice(choice, kept, gone, change, posted) for choice in shown],
        hidden=len(found) - len(shown),
        aliases=list(_aliases(kind, kept, gone, posted)),
        collisions=[_collision(collision, posted) for collision in collisions],
        against=standing_against(kind, kept, gone, found),
        may_publish=Task.PUBLISH in tasks.held(user, kind.model),
    )
    _add_moving(made, collisions, request, site)
    if isinstance(gone, Addressed):
        made.addresses = [gone.get_absolute_url(code) for code in languages.codes() if gone.slug(code)]
        kept_addresses = SlugRecord.objects.filter(model_label=kind.label, object_id=gone.pk).count()
        made.older_addresses = max(0, kept_addresses - len(made.addresses))
    return made


# The record itself


def _choice(
    choice: MergeChoice, kept: Published, gone: Published, change: PublicationChange, posted: QueryDict | None
) -> ShownChoice:
    model = type(kept)
    key = f"{TAKE}-{choice.key}"
    takes = choice.is_taken if posted is None or key not in posted else posted[key] == "gone"
    note = _("What the one that goes says is not public yet: taken over, it is seen at once.")
    is_told = not choice.is_taken and _would_be_seen(model, choice, change) and is_filled(gone, choice.columns)
    return ShownChoice(
        key,
        ", ".join(label_of(model, name) for name in choice.columns),
        _parts(kept, choice.columns),
        _parts(gone, choice.columns),
        takes,
        note if is_told else "",
    )


def _would_be_seen(model: type[models.Model], choice: MergeChoice, change: PublicationChange) -> bool:
    """Whether a text or a file of the one that goes would be public only because it is taken."""
    stored = model._meta.get_field(choice.key)
    if choice.key in tasks.private_fields(model) or not isinstance(
        stored, models.CharField | models.TextField | models.FileField
    ):
        return False
    return bool(change.unseen) and _language(model, choice.key) in ("", *change.unseen)


def _language(model: type[models.Model], column: str) -> str:
    return language_columns(model).get(column, ("", ""))[1]


def _parts(record: models.Model, columns: tuple[str, ...]) -> list[ShownPart]:
    model = type(record)
    several = len(columns) > 1
    return [
        ShownPart(label_of(model, name) if several else "", _words(record, name), _language(model, name)) for name in columns
    ]


def _words(record: models.Model, name: str) -> SafeString | str:
    """A value as a history shows it; a picture as it looks."""
    value = getattr(record, name)
    if isinstance(record._meta.get_field(name), models.ImageField | models.FileField) and value:
        return format_html('<img src="{}" alt=""> {}', value.url, str(value).rpartition("/")[2])
    return stored_words(record, name)


def _aliases(kind: DoubleKind, kept: Any, gone: Any, posted: QueryDict | None) -> Iterator[ShownAlias]:
    """Every name of both, but for those never to use, is proposed as another name of the one that stays."""
    if not kind.aliases:
        return
    never = {identity(line) for name in kind.lists for side in (kept, gone) for line in lines_of(getattr(side, name))}
    ticked: Container[str] = posted.getlist(ALIAS) if posted is not None else ()
    for name in names_of_both(kind, kept, gone):
        if name not in kind.names(kept) or posted is not None:
            is_ticked = name in ticked if posted is not None else identity(name) not in never
            if name not in kind.names(kept):
                yield ShownAlias(name, is_ticked)


def _collision(collision: RowCollision, posted: QueryDict | None) -> ShownCollision:
    key = f"{ROW}-{collision.key}"
    above = owner_key(collision.reference)
    owner = getattr(collision.kept_row, above.name) if above is not None else collision.kept_row
    takes = posted is not None and posted.get(key) == "gone"
    return ShownCollision(key, str(owner), row_words(collision.kept_row), row_words(collision.gone_row), takes)


# What comes along


def _add_moving(made: MergePreview, collisions: list[RowCollision], request: HttpRequest, site: AdminSite) -> None:
    for reference in keys_to(type(made.gone)):
        twice = [collision.gone_row.pk for collision in collisions if collision.reference is reference]
        rows = reference.model._base_manager.filter(**{reference.name: made.gone.pk}).exclude(pk__in=twice).order_by("pk")
        path = _path(reference, site)
        owners = rows.values_list("__".join(path) if path else "pk", flat=True).order_by().distinct()
        if not (count := owners.count()):
            continue
        if not _may_see(reference, path, request, site):
            made.unseen += count
            continue
        named_rows = rows.select_related(*(["__".join(path)] if path else []))[: NAMED * 4]
        names = list(dict(_named(row, path, site) for row in named_rows).items())
        made.groups.append(MovingGroup(_heading(reference, path), count, names[:NAMED]))
    for numbered in numbered_references():
        if numbered.model not in (SlugRecord, TranslatedText) and (count := numbered.rows(made.gone).count()):
            made.groups.append(MovingGroup(capfirst(str(numbered.model._meta.verbose_name_plural)), count, []))
    made.groups.sort(key=lambda group: group.heading)


def _path(reference: KeyReference, site: AdminSite) -> tuple[str, ...]:
    """The relations from a row to what people know it by; empty where that is the row itself."""
    if reference.model._meta.auto_created:
        far = next(key for key in reference.model._meta.concrete_fields if key.is_relation and key is not reference)
        return (far.name,)
    return path_to_owner(reference, site) or ()


def _owner_model(reference: KeyReference, path: tuple[str, ...]) -> type[models.Model]:
    model: Any = reference.model
    for name in path:
        model = model._meta.get_field(name).related_model
    found: type[models.Model] = model
    return found


def _may_see(reference: KeyReference, path: tuple[str, ...], request: HttpRequest, site: AdminSite) -> bool:
    model = _owner_model(reference, path)
    if site.is_registered(model):
        return bool(site.get_model_admin(model).has_view_permission(request))
    label, name = model._meta.app_label, model._meta.model_name
    return any(signed_in(request).has_perm(f"{label}.{action}_{name}") for action in ("view", "change"))


def _heading(reference: KeyReference, path: tuple[str, ...]) -> str:
    """“Programmes (people in a programme)”: what it is known by, and in which of its rows."""
    owner = capfirst(str(_owner_model(reference, path)._meta.verbose_name_plural))
    if not path or reference.model._meta.auto_created:
        return owner
    return _("%(kind)s (%(n)s)") % {"kind": owner, "n": reference.model._meta.verbose_name_plural}


def _named(row: Any, path: tuple[str, ...], site: AdminSite) -> tuple[str, str]:
    for name in path:
        row = getattr(row, name)
    try:
        url = reverse(f"{site.name}:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    except NoReverseMatch:
        url = ""
    return str(row), url
