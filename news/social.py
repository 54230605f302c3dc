"""The picture of a release for where its page is shared: seen exactly when the page is."""

from __future__ import annotations

from collections.abc import Callable

from django.http import FileResponse
from django.http.response import HttpResponseBase

from .document_views import ReleaseFileView
from .documents import card, store
from .models import PressRelease
from .reading import read_public


class ReleasePicture(ReleaseFileView):
    url_name = "pressrelease-picture"

    def made(self, thing: PressRelease, language: str) -> tuple[str, Callable[[], HttpResponseBase]]:
        shown = card.of_release(read_public(thing, language))
        return card.digest(shown), lambda: FileResponse(
            card.open_picture(shown, store.folder_of(thing.pk, language)), content_type="image/png"
        )
