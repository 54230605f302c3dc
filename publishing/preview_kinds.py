"""In what forms a record can be looked at before it is saved, beside its page: an upper floor registers its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .models import Addressed
from .views import PublicDetailView

if TYPE_CHECKING:
    from django.db import models
    from django.utils.functional import _StrPromise

PAGE = "page"
PAGE_LABEL = _("Page")
HTML, PDF = "text/html", "application/pdf"


@dataclass(frozen=True)
class WrittenPreview:
    """What was made of a record in a language; ``title`` is what stands above it, such as the subject of a mail."""

    content: bytes
    title: str = ""


@dataclass(frozen=True)
class PreviewKind:
    """A form of a record besides its page.

    ``read`` takes all that is needed from the records, while they are written as they were typed. ``write`` is called once
    that is undone, so that nothing is held for as long as it takes; it may read files, and no record.
    """

    key: str
    label: _StrPromise
    content_type: str
    read: Callable[[Any, str], Any]
    write: Callable[[Any], WrittenPreview]


_kinds: dict[type[Addressed], list[PreviewKind]] = {}


def register(model: type[Addressed], kind: PreviewKind) -> None:
    """Offer a form of records of a model. Registered again under its key, it stands once."""
    others = [other for other in _kinds.get(model, []) if other.key != kind.key]
    _kinds[model] = [*others, kind]


def kinds_of(model: type[Addressed]) -> list[PreviewKind]:
    return _kinds.get(model, [])


def kind_of(model: type[Addressed], key: str) -> PreviewKind | None:
    """The form of a name; ``None`` for the page, and for a name that is none."""
    return next((kind for kind in kinds_of(model) if kind.key == key), None)


def has_preview(model: type[models.Model]) -> bool:
    """Whether records of a kind have a page that can be looked at."""
    return issubclass(model, Addressed) and model in PublicDetailView.by_model


def address_of(model: type[models.Model], record: models.Model | None, form: str) -> str:
    """Where the form of a record is posted for a look; ``form`` is the path of its page."""
    label, query = model._meta.label_lower, urlencode({"form": form})
    if record is None or record.pk is None:
        return f"{reverse('admin:typed_preview_add', args=(label,))}?{query}"
    return f"{reverse('admin:typed_preview_change', args=(label, record.pk))}?{query}"
