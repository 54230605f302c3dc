"""Files beside public pages: each asks the page's own rule of who may see it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import ClassVar, Generic, TypeVar

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views import View

from . import languages
from .models import Addressed, SlugRecord
from .querysets import PublishedQuerySet

_Thing = TypeVar("_Thing", bound=Addressed)


class PublicFileView(View, Generic[_Thing]):
    """A file of one public thing, at its address in the active language.

    It is public exactly when the thing's page is; a former address answers with one permanent redirect; to all else the
    address is unknown. Nobody may keep it without asking again, since a withdrawal must reach every reader.
    """

    model: type[_Thing]
    url_name: ClassVar[str]

    def get(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        language = languages.current()
        column = languages.column("slug", language)
        thing = self.records(language).public(language).filter(**{column: slug}).first()
        if thing is not None:
            return self.answer(request, thing, language)
        if moved := SlugRecord.objects.moved(self.model, language, slug):
            return HttpResponsePermanentRedirect(reverse(self.url_name, kwargs=moved.url_kwargs(language)))
        return self.answer_gone(request, language, slug)

    def records(self, language: str) -> PublishedQuerySet:
        """The records with what the file shows of them: their own columns, unless a file says more."""
        return self.model.objects.all()

    def answer_gone(self, request: HttpRequest, language: str, slug: str) -> HttpResponse:
        """What is not public, or never was."""
        raise Http404

    def answer(self, request: HttpRequest, thing: _Thing, language: str) -> HttpResponseBase:
        """The file, or 304 to who holds it already."""
        tag, respond = self.made(thing, language)
        response = get_conditional_response(request, etag=f'"{tag}"') or respond()
        response["ETag"] = f'"{tag}"'
        if thing.is_example:
            response["X-Robots-Tag"] = "noindex"
        response["Cache-Control"] = "public, no-cache"
        response["Content-Language"] = language
        response["Link"] = f'<{settings.SITE_URL}{thing.get_absolute_url(language)}>; rel="canonical"'
        return response

    def made(self, thing: _Thing, language: str) -> tuple[str, Callable[[], HttpResponseBase]]:
        """What tells the file from another one, and how to make the answer that holds it."""
        raise NotImplementedError


def inline(text: str, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(text, content_type=f"{kind}; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def fingerprint(text: str) -> str:
    """What tells a text from another one, for the tag of an answer."""
    return hashlib.sha256(text.encode()).hexdigest()
