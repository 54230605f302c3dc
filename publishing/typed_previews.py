"""A look at what is typed in a form before anything is saved: its page in each language, as it would be.

The record is written as it was typed, read and drawn by the page's own view, and taken back: the transaction always ends with
an exception, files go to a folder that is kept for this preview alone, and what would follow a save (index, mails, revisions)
never begins. So the page needs no second way of being made. The lock that writing takes is held for as long as the pages are
drawn; the form is read, with its pictures, before it, and what takes longer than a page is set after it.
"""

from __future__ import annotations

import logging
import re
from copy import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import transaction
from django.http import HttpRequest, QueryDict
from django.template.response import TemplateResponse
from django.urls import resolve, reverse
from django.utils.translation import override

from . import languages
from .admin_layout import Fault
from .editing import session_of
from .fields import CleanFile
from .log_words import PlainWords
from .models import Addressed
from .preview_kinds import HTML, PreviewKind, WrittenPreview
from .signals import one_change
from .stored_files import set_aside
from .typed_records import TypedForm
from .views import PublicDetailView
from .working_folders import WorkingPath, names_under

if TYPE_CHECKING:
    from .admin import PortalAdmin

logger = logging.getLogger(__name__)

_SCRIPT = re.compile(r"<script\b[^>]*>.*?</script>", re.DOTALL)
_STATE = re.compile(r'<aside class="preview"[^>]*>.*?</aside>', re.DOTALL)
_HEAD = re.compile(r"<head\b[^>]*>")
_WITHIN = re.compile(r'(<a\b[^>]*?)(\shref=["\']#)')
_FILE = re.compile(re.escape(settings.MEDIA_URL) + r"([A-Za-z0-9_.%/-]+)")


class _TakenBack(Exception):
    """Ends the transaction of a preview: all that was written in it was for the look alone."""


@dataclass
class TypedPreview:
    """What was made of a form: a page for each language, or nothing where the record cannot stand at all."""

    name: str = ""
    pages: dict[str, WrittenPreview] = field(default_factory=dict)
    content_type: str = HTML
    faults: list[Fault] = field(default_factory=list)
    pictures: dict[str, CleanFile] = field(default_factory=dict)
    """The clean copies of pictures that were sent, by the names they were sent under."""


def form_request(request: HttpRequest, path: str) -> HttpRequest:
    """The request as the form itself would have sent it: an edit of its own, whose messages nobody is shown."""
    request.POST  # noqa: B018  what was sent is read once: a copy of a request that is not read yet would find nothing left
    typed = copy(request)
    typed.path = typed.path_info = path
    typed._messages = CookieStorage(typed)  # type: ignore[attr-defined]  # where Django keeps messages until they are shown
    return typed


def make(
    model_admin: PortalAdmin, request: HttpRequest, record: Addressed | None, kind: PreviewKind | None, folder: WorkingPath
) -> TypedPreview:
    """Draw what is typed, in every language; ``folder`` takes the files that were chosen and not saved."""
    typed = TypedForm.read(model_admin, request, record)
    session_of(request).locked = typed.stored  # type: ignore[assignment]  # a record of the house
    made = TypedPreview(content_type=kind.content_type if kind else HTML, faults=typed.faults, pictures=typed.pictures)
    with set_aside(folder):
        for language, found in _read(typed, request, kind, made).items():
            written = found if kind is None else _quietly(language, kind, found)
            if written is not None:
                made.pages[language] = written
    return made


def _read(typed: TypedForm, request: HttpRequest, kind: PreviewKind | None, made: TypedPreview) -> dict[str, Any]:
    """What each language shows, read while the record is written as it was typed."""
    found: dict[str, Any] = {}
    try:
        with transaction.atomic(), one_change():
            record = typed.write()
            if isinstance(record, Addressed):
                made.name = str(record).removesuffix(f"#{record.pk}") if typed.stored is None else str(record)
                made.faults += [] if made.faults else _rules_broken(typed, record)
                for language in languages.codes():
                    _look(record, request, kind, language, found)
            raise _TakenBack
    except _TakenBack:
        return found


def _rules_broken(typed: TypedForm, record: Addressed) -> list[Fault]:
    """What the rules over a record and its rows say against saving it, where its fields say nothing."""
    typed.admin._read_whole(record)
    return [Fault(sentence) for sentence in typed.admin.broken_by_saving(record)]


def _look(record: Addressed, request: HttpRequest, kind: PreviewKind | None, language: str, found: dict[str, Any]) -> None:
    """Read one language; one that cannot be shown must not keep the other from being seen."""
    try:
        with transaction.atomic(), override(language):
            found[language] = _page(record, request) if kind is None else kind.read(record, language)
    except Exception:
        logger.warning(
            "What is typed cannot be shown: %s in %s", PlainWords(record._meta.label), PlainWords(language), exc_info=True
        )


def _quietly(language: str, kind: PreviewKind, found: Any) -> WrittenPreview | None:
    """What a kind makes of what it read, if anything."""
    try:
        with override(language):
            return kind.write(found)
    except Exception:
        logger.warning("What is typed cannot be shown as %s in %s", PlainWords(kind.key), PlainWords(language), exc_info=True)
        return None


def _page(record: Addressed, request: HttpRequest) -> WrittenPreview:
    """The page by its own view, in the transaction that has the record."""
    path = reverse("preview", kwargs={"label": record._meta.label_lower, "pk": record.pk})
    asked = copy(request)
    asked.method, asked.path, asked.path_info, asked.GET = "GET", path, path, QueryDict()
    asked.META = {**request.META, "REQUEST_METHOD": "GET", "QUERY_STRING": "", "PATH_INFO": path}
    asked.resolver_match = resolve(path)
    response = PublicDetailView.by_model[type(record)].as_view(preview=True)(asked, pk=record.pk)
    if not isinstance(response, TemplateResponse) or response.status_code != 200:
        raise LookupError(f"The page answers {response.status_code}.")
    return WrittenPreview(response.render().content)


def framed(html: str, files: WorkingPath, files_url: str) -> str:
    """A page that stands in a frame: it runs nothing, its links lead to windows of their own, its new files are found.

    What the preview of a saved record says at its head, the window says.
    """
    html = _STATE.sub("", _SCRIPT.sub("", html), count=1)
    html = _HEAD.sub(lambda head: f'{head[0]}<base target="_blank">', html, count=1)
    html = _WITHIN.sub(r'\1 target="_self"\2', html)

    new = names_under(files)

    def file_url(found: re.Match) -> str:
        return f"{files_url}{quote(found[1])}" if found[1] in new else found[0]

    return _FILE.sub(file_url, html)
