"""Files that were sent with a form which was refused: kept aside, so that nobody has to choose them again.

A browser lets no page put a file back into its field. So the portal keeps a file that is in order itself, and the page that
comes back holds a ticked box with a signed word for it. The word is good for the account that sent the file, for the same
field of the same kind of form, and for a day; the file then goes through the field's own checks once more, like any other.

What waits lies beside the uploads, under a name that no record has, so that no address leads to it. Each account may keep so
many files, and all together so many bytes: what is beyond is not kept, and the page says so. What was saved, and what is older
than a day, is deleted.
"""

from __future__ import annotations

import io
import re
import secrets
import time
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import resolve, reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from . import drawings
from .account_keys import account_key
from .editing import session_of, signed_in
from .merging import place_of
from .working_folders import WorkingPath, working_folder

FOLDER = "kept-uploads"
SUFFIX = "-kept"
HOURS = 24
MOST_FILES = 20
"""Files that one account may keep at a time."""
MOST_WORDS = 5
"""Of files that were read, so many of the latest are kept for one account."""
MOST_BYTES = 30 * 1024 * 1024
"""Of one file."""
ROOM = 500 * 1024 * 1024
"""Bytes of all files of all accounts."""
PREVIEW = (480, 360)
"""Pixels of a kept picture as the form shows it."""
_SALT = "publishing.kept_uploads"
_WORDS = "words-"
_KEPT = re.compile(rf"{_WORDS}[\w-]{{20,40}}", re.ASCII)


class KeptUpload(SimpleUploadedFile):
    """A file that was sent before; ``kept`` is its name among those that wait."""

    def __init__(self, kept: str, name: str, content: bytes) -> None:
        super().__init__(name, content, content_type="")
        self.kept = kept


def _root() -> WorkingPath:
    return working_folder(FOLDER)


def _mine(request: HttpRequest) -> WorkingPath:
    return _root() / account_key(signed_in(request))


def _salt(request: HttpRequest, name: str) -> str:
    """A word is good for one account, one page and one field."""
    return f"{_SALT}:{account_key(signed_in(request))}:{_page(request)}:{name.rpartition('-')[2]}"


def _page(request: HttpRequest) -> str:
    """Where the form will be sent: that of a record which was deleted meanwhile makes a new one."""
    if not session_of(request).record_is_gone:
        return request.path
    stem = (resolve(request.path_info).url_name or "").removesuffix("_change")
    return reverse(f"admin:{stem}_add")


def put_aside(request: HttpRequest, context: dict[str, Any]) -> None:
    """Keep the files of a refused form that are in order themselves, and let each field say so."""
    sweep()
    merge = session_of(request).merge

    def is_asked(form: Any, name: str) -> bool:
        return merge is not None and place_of(form, name) in merge.asked

    for form in _forms(context):
        for name, field in form.fields.items():
            posted = form.add_prefix(name)
            upload = request.FILES.get(posted)
            if isinstance(field, forms.FileField) and upload is not None and (name not in form.errors or is_asked(form, name)):
                bound = form[name]
                bound.help_text = format_html("{} {}", bound.help_text, _said(request, posted, upload))


def _forms(context: dict[str, Any]) -> Iterator[Any]:
    yield context["adminform"].form
    for shown in context["inline_admin_formsets"]:
        yield from shown.formset.forms


def _said(request: HttpRequest, posted: str, upload: UploadedFile) -> str:
    kept = _keep(request, upload)
    name = PurePosixPath(upload.name or "").name
    if kept is None:
        return format_html('<strong class="kept-upload">{}</strong>', _("“%(name)s” must be chosen again.") % {"name": name})
    word = signing.dumps([kept, name], salt=_salt(request, posted))
    return format_html(
        '<label class="kept-upload"><input type="checkbox" name="{}" value="{}" checked> {}{}</label>',
        f"{posted}{SUFFIX}",
        word,
        _("“%(name)s”, chosen before, is kept and will be saved with the form") % {"name": name},
        _pictured(request, kept, name),
    )


def _pictured(request: HttpRequest, kept: str, name: str) -> SafeString | str:
    """The picture itself, so that it is recognised; nothing for a file that is none."""
    if preview_of((_mine(request) / kept).read_bytes()) is None:
        return ""
    word = signing.dumps(kept, salt=_shown_salt(request))
    alt = _("“%(name)s”, which you chose") % {"name": name}
    return format_html(
        '<img class="kept-picture" src="{}?{}" alt="{}">', reverse("admin:kept_upload"), urlencode({"w": word}), alt
    )


def _shown_salt(request: HttpRequest) -> str:
    return f"{_SALT}:shown:{account_key(signed_in(request))}"


def preview_of(data: bytes) -> tuple[bytes, str] | None:
    """A small picture of a picture or a drawing, and its kind; ``None`` for whatever is neither."""
    if drawings.is_drawing(data):
        try:
            return drawings.clean_drawing(data)[0], "image/svg+xml"
        except ValidationError:
            return None
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP")) as picture:
            picture.draft("RGB", PREVIEW)
            small = ImageOps.exif_transpose(picture).convert("RGBA")
            small.thumbnail(PREVIEW)
            out = io.BytesIO()
            small.save(out, "WEBP", quality=80)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return None
    return out.getvalue(), "image/webp"


def kept_upload_view(request: HttpRequest) -> HttpResponse:
    """What somebody chose and waits to be saved, small, for who chose it: to all others the address is unknown."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    try:
        kept = signing.loads(request.GET.get("w", ""), salt=_shown_salt(request), max_age=HOURS * 3600)
        found = preview_of((_mine(request) / str(kept)).read_bytes())
    except (signing.BadSignature, OSError, ValueError):
        raise Http404 from None
    if found is None:
        raise Http404
    response = HttpResponse(found[0], content_type=found[1])
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _keep(request: HttpRequest, upload: UploadedFile, before: str = "") -> str | None:
    """Write a file aside; its name there, or ``None`` where there is no room for it."""
    mine = _mine(request)
    waiting = list(mine.glob("*")) if mine.is_dir() else []
    size = upload.size or 0
    if isinstance(upload, KeptUpload) and (mine / upload.kept).is_file():
        return upload.kept
    if size > MOST_BYTES or len(waiting) >= MOST_FILES or _used() + size > ROOM:
        return None
    kept = before + secrets.token_urlsafe(18)
    mine.mkdir(parents=True, exist_ok=True, mode=0o700)
    upload.seek(0)
    (mine / kept).write_bytes(upload.read())
    return kept


def keep_words(request: HttpRequest, content: bytes) -> str | None:
    """Keep what was read of a file until the form that it fills is saved; its name, or ``None`` where there is no room."""
    sweep()
    mine = _mine(request)
    found: list[WorkingPath] = list(mine.glob(f"{_WORDS}*")) if mine.is_dir() else []
    waiting = sorted(found, key=lambda path: path.stat().st_mtime, reverse=True)
    for path in waiting[MOST_WORDS - 1 :]:
        path.unlink(missing_ok=True)
    return _keep(request, SimpleUploadedFile("words", content), _WORDS)


def kept_words(request: HttpRequest, kept: str) -> bytes | None:
    """What is kept under a name for whoever asks; ``None`` where nothing is, or no longer."""
    if not _KEPT.fullmatch(kept):
        return None
    try:
        return (_mine(request) / kept).read_bytes()
    except OSError:
        return None


def forget_words(request: HttpRequest, kept: str) -> None:
    if _KEPT.fullmatch(kept):
        (_mine(request) / kept).unlink(missing_ok=True)


def _used() -> int:
    return sum(path.stat().st_size for path in _root().glob("*/*") if path.is_file())


def bring_back(request: HttpRequest) -> None:
    """Put the kept files among those that were sent; a file chosen anew goes before the one that was kept."""
    words = [(name.removesuffix(SUFFIX), word) for name, word in request.POST.items() if name.endswith(SUFFIX)]
    for posted, word in words:
        if posted in request.FILES:
            continue
        found = _read(request, posted, str(word))
        if found is not None:
            request.FILES[posted] = found


def _read(request: HttpRequest, posted: str, word: str) -> UploadedFile | None:
    try:
        kept, name = signing.loads(word, salt=_salt(request, posted), max_age=HOURS * 3600)
        return KeptUpload(kept, name, (_mine(request) / kept).read_bytes())
    except (signing.BadSignature, OSError, ValueError, TypeError):
        return None


def let_go(request: HttpRequest) -> None:
    """Delete what a form that is saved now had kept aside."""
    for name, word in request.POST.items():
        if not name.endswith(SUFFIX):
            continue
        try:
            kept, _name = signing.loads(str(word), salt=_salt(request, name.removesuffix(SUFFIX)))
        except (signing.BadSignature, ValueError, TypeError):
            continue
        (_mine(request) / kept).unlink(missing_ok=True)


def sweep() -> None:
    """Delete what has waited for longer than a day."""
    oldest = time.time() - HOURS * 3600
    for path in _root().glob("*/*"):
        try:
            if path.stat().st_mtime < oldest:
                path.unlink(missing_ok=True)
        except OSError:
            continue
