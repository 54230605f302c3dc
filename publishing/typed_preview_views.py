"""The window in which somebody looks at what they typed, before it is saved: how it is made, what it shows, and to whom.

A form is posted to its own address here as it stands; whoever may type in it may have it shown, with the fields of their tasks.
The answer leads to a window whose frames read what was made. All of it is the account's alone: to every other one each address
is unknown.
"""

from __future__ import annotations

import base64
import hashlib
import re
import time
from functools import partial
from html import unescape
from mimetypes import guess_type
from typing import TYPE_CHECKING, Any, cast

from csp.constants import SELF
from csp.decorators import csp_update
from django.apps import apps
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    JsonResponse,
)
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from . import kept_uploads, languages, typed_previews
from .editing import session_of, signed_in
from .fields import CleanFile
from .kept_forms import KeepsTyped
from .models import Addressed
from .preview_kinds import HTML, PAGE, PAGE_LABEL, PDF, has_preview, kind_of, kinds_of
from .preview_store import PreviewState, PreviewWindow, ShownFault, has_room
from .working_folders import opened

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.admin import AdminSite

    from .admin import PortalAdmin

SENT = "-sent"
"""How the name of a field ends whose file was sent with an earlier look."""
WINDOW, KIND = "_window", "_kind"

WIDTHS = (("phone", 390), ("tablet", 768), ("desktop", 1280))
"""In CSS pixels."""

_FRAME = "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
_SANDBOX = "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox"
_STYLED = re.compile(r'\sstyle="([^"]*)"')
_STYLE_SHEET = re.compile(r"<style\b[^>]*>(.*?)</style>", re.DOTALL)


def _private(response: HttpResponseBase) -> HttpResponseBase:
    """Kept by nobody, found by nobody, and framed by the portal alone, whose policy each answer names."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _admin_of(site: AdminSite, label: str) -> PortalAdmin:
    try:
        model_admin = site._registry.get(apps.get_model(label))
    except (LookupError, ValueError):
        raise Http404 from None
    if not isinstance(model_admin, KeepsTyped) or not has_preview(model_admin.model):
        raise Http404
    return cast("PortalAdmin", model_admin)


def _record_of(model_admin: PortalAdmin, request: HttpRequest, pk: int | None) -> Addressed | None:
    """The record whose form was posted, where whoever posted it may type in it; to all others the address is unknown."""
    session_of(request).is_form = pk is not None
    if pk is None:
        if not model_admin.has_add_permission(request):
            raise Http404
        return None
    record = model_admin.get_object(request, str(pk)) if pk <= models.BigIntegerField.MAX_BIGINT else None
    if not isinstance(record, Addressed) or not model_admin.has_change_permission(request, record):
        raise Http404
    return record


def make_view(site: AdminSite, request: HttpRequest, label: str, pk: int | None = None) -> HttpResponseBase:
    """Take a form as it stands and show it in a window: to scripts the answer says which, everybody else is led there."""
    model_admin = _admin_of(site, label)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    typed = typed_previews.form_request(request, request.GET.get("form", "")[:500] or request.path)
    record = _record_of(model_admin, typed, pk)
    if not has_room():
        words = _("There is no room for another preview at the moment. Please try again later.")
        return _private(JsonResponse({"words": words}, status=503))
    window = PreviewWindow.open(signed_in(request), request.POST.get(WINDOW, ""))
    kept_uploads.bring_back(typed)
    sent = _files_sent_before(typed, window)
    kind = kind_of(model_admin.model, request.POST.get(KIND, ""))
    version = window.new_version()
    made = typed_previews.make(model_admin, typed, record, kind, window.files(version))
    state = PreviewState(
        version=version,
        made_at=time.time(),
        label=model_admin.opts.label_lower,
        form=f"{model_admin.opts.label_lower}:{pk or 'add'}",
        name=made.name,
        kind=kind.key if kind else PAGE,
        content_type=made.content_type,
        titles={language: written.title for language, written in made.pages.items()},
        faults=tuple(ShownFault(fault.words, fault.label) for fault in made.faults),
    )
    window.keep(state, {language: _for_frame(window, state, written.content) for language, written in made.pages.items()})
    sent = _keep_files(typed, window, sent, made.pictures)
    url = reverse("admin:typed_preview", args=(window.token,))
    if "application/json" not in request.headers.get("Accept", ""):
        return _private(HttpResponseRedirect(url))
    return _private(JsonResponse({"window": window.token, "url": url, "sent": sent}))


def _for_frame(window: PreviewWindow, state: PreviewState, content: bytes) -> bytes:
    if state.content_type != HTML:
        return content
    files_url = reverse("admin:typed_preview_file", args=(window.token, state.version, "-"))[:-1]
    return typed_previews.framed(content.decode(), window.files(state.version), files_url).encode()


def _files_sent_before(request: HttpRequest, window: PreviewWindow) -> dict[str, str]:
    """Put the files that an earlier look had among those that were sent; each field with the word for its file."""
    found = {}
    for name, word in request.POST.items():
        field = name.removesuffix(SENT)
        if name.endswith(SENT) and field not in request.FILES and (upload := window.upload(str(word))):
            request.FILES[field] = upload
            found[field] = str(word)
    return found


def _keep_files(
    request: HttpRequest, window: PreviewWindow, sent: dict[str, str], pictures: dict[str, CleanFile]
) -> dict[str, str]:
    """A word for each file of the form, by its field. Of a picture its clean copy is kept, which is read sooner."""
    for name, upload in request.FILES.items():
        if name not in sent and not isinstance(upload, kept_uploads.KeptUpload):
            sent[name] = window.put_upload(pictures[name] if name in pictures else cast("UploadedFile", upload))
    window.keep_uploads(sent.values())
    return sent


def window_view(site: AdminSite, request: HttpRequest, token: str) -> HttpResponseBase:
    """The window: what was typed, in each language, as wide as on a phone, a tablet or a desk."""
    window = PreviewWindow(signed_in(request), token)
    state = window.state()
    if state is None:
        raise Http404
    return _window(site, request, {"state": state, **_shown(window, state)})


def opening_view(site: AdminSite, request: HttpRequest) -> HttpResponseBase:
    """What a window shows until its first page is made: browsers let a window be opened at once, or not at all."""
    return _window(site, request, {"state": None})


def _window(site: AdminSite, request: HttpRequest, context: dict[str, Any]) -> HttpResponseBase:
    title = _("Preview of what is typed")
    response = TemplateResponse(request, "admin/typed_preview.html", {**site.each_context(request), "title": title, **context})
    return _private(response)


def _shown(window: PreviewWindow, state: PreviewState) -> dict[str, Any]:
    model: Any = apps.get_model(state.label)
    kinds = [(PAGE, PAGE_LABEL), *((kind.key, kind.label) for kind in kinds_of(model))]
    frames = [
        {
            "language": code,
            "name": str(languages.name(code)),
            "url": reverse("admin:typed_preview_frame", args=(window.token, state.version, code))
            if code in state.titles
            else "",
            "title": state.titles.get(code, ""),
        }
        for code in languages.codes()
    ]
    return {
        "token": window.token,
        "kinds": kinds if len(kinds) > 1 else [],
        "kind_label": dict(kinds).get(state.kind, PAGE_LABEL),
        "frames": frames,
        "widths": WIDTHS,
        "is_document": state.content_type == PDF,
        "state_url": reverse("admin:typed_preview_state", args=(window.token,)),
    }


def state_view(request: HttpRequest, token: str) -> HttpResponseBase:
    """What the window shows now, for its script."""
    window = PreviewWindow(signed_in(request), token)
    state = window.state()
    if state is None:
        raise Http404
    shown = _shown(window, state)
    return _private(
        JsonResponse(
            {
                "version": state.version,
                "madeAt": state.made_at,
                "name": state.name,
                "kind": state.kind,
                "frames": shown["frames"],
                "isDocument": shown["is_document"],
                "faults": [{"label": fault.label, "words": fault.words} for fault in state.faults],
            }
        )
    )


def frame_view(request: HttpRequest, token: str, version: str, language: str) -> HttpResponseBase:
    """One page of a window. It runs nothing, sends nothing, and only the portal frames it."""
    window = PreviewWindow(signed_in(request), token)
    state, content = window.state(), window.page(version, language)
    if state is None or content is None:
        raise Http404
    response = HttpResponse(content, content_type=_content_type(content))
    response["X-Frame-Options"] = "SAMEORIGIN"
    response["Content-Language"] = language
    response["Content-Security-Policy"] = policy_of(state.kind, content)
    return _private(response)


def _content_type(content: bytes) -> str:
    return PDF if content.startswith(b"%PDF-") else f"{HTML}; charset=utf-8"


def policy_of(kind: str, content: bytes) -> str:
    """What a page may load: of the portal, its pictures and its styles; of a mail, the very styles that stand in it.

    A PDF is shown by what a browser has for it, which a narrower policy would refuse.
    """
    if content.startswith(b"%PDF-"):
        return _FRAME
    if kind == PAGE:
        return f"default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; {_FRAME}; {_SANDBOX}"
    html = content.decode()
    styles = {unescape(style) for style in _STYLED.findall(html)} | set(_STYLE_SHEET.findall(html))
    hashes = " ".join(sorted(map(_hash, styles)))
    return f"default-src 'none'; style-src 'unsafe-hashes' {hashes}; img-src 'self'; {_FRAME}; {_SANDBOX}"


def _hash(style: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'"


def file_view(request: HttpRequest, token: str, version: str, name: str) -> HttpResponseBase:
    """A file that was chosen in the form and is not saved: a picture for the page, anything else to take along."""
    path = PreviewWindow(signed_in(request), token).file(version, name)
    if path is None:
        raise Http404
    response = FileResponse(opened(path), content_type=guess_type(path.name)[0] or "application/octet-stream")
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    is_picture = (guess_type(path.name)[0] or "").startswith("image/")
    response["Content-Disposition"] = content_disposition_header(not is_picture, path.name) or "inline"
    return _private(response)


def routes(site: AdminSite) -> Iterable[URLPattern]:
    start, frames = "typed-preview", csp_update({"frame-src": [SELF]})
    return [
        path(f"{start}/opening/", site.admin_view(frames(partial(opening_view, site))), name="typed_preview_opening"),
        path(f"{start}/add/<str:label>/", site.admin_view(partial(make_view, site)), name="typed_preview_add"),
        path(f"{start}/change/<str:label>/<int:pk>/", site.admin_view(partial(make_view, site)), name="typed_preview_change"),
        path(f"{start}/<str:token>/", site.admin_view(frames(partial(window_view, site))), name="typed_preview"),
        path(f"{start}/<str:token>/state/", site.admin_view(state_view), name="typed_preview_state"),
        path(f"{start}/<str:token>/<str:version>/files/<path:name>", site.admin_view(file_view), name="typed_preview_file"),
        path(f"{start}/<str:token>/<str:version>/<str:language>/", site.admin_view(frame_view), name="typed_preview_frame"),
    ]
