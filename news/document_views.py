"""The files beside the pages of the press room: each asks the page's own rule of who may see it."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Generic, TypeVar

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views import View

from publishing import languages
from publishing.models import Addressed, SlugRecord
from publishing.querysets import PublishedQuerySet

from . import calendars
from .documents import kit, pdf, plaintext, store
from .models import Event, PressRelease
from .reading import read_public
from .views import taken_back, withdrawn

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


class ReleaseFileView(PublicFileView[PressRelease]):
    """A file of a press release; of one that was public and is withdrawn nothing but the notice (410), as on its page."""

    model = PressRelease

    def records(self, language: str) -> PublishedQuerySet:
        return self.model.objects.in_language(language).for_detail()

    def answer_gone(self, request: HttpRequest, language: str, slug: str) -> HttpResponse:
        release = taken_back(language, slug)
        if release is None:
            raise Http404
        return withdrawn(request, release)


class ReleasePDF(ReleaseFileView):
    url_name = "pressrelease-pdf"

    def made(self, thing: PressRelease, language: str) -> tuple[str, Callable[[], HttpResponseBase]]:
        release = read_public(thing, language)
        name = f"{kit.file_stem(release)}.pdf"
        return pdf.digest(release), lambda: FileResponse(
            pdf.open_pdf(release, store.folder_of(thing.pk, language)), filename=name, content_type="application/pdf"
        )


class ReleaseText(ReleaseFileView):
    url_name = "pressrelease-text"

    def made(self, thing: PressRelease, language: str) -> tuple[str, Callable[[], HttpResponseBase]]:
        release = read_public(thing, language)
        text = plaintext.make(release)
        return calendars.fingerprint(text), lambda: inline(text, f"{kit.file_stem(release)}.txt", "text/plain")


class ReleaseKit(ReleaseFileView):
    url_name = "pressrelease-kit"

    def made(self, thing: PressRelease, language: str) -> tuple[str, Callable[[], HttpResponseBase]]:
        release = read_public(thing, language)
        name = f"{kit.file_stem(release)}.zip"
        return kit.digest(release), lambda: FileResponse(
            kit.open_kit(release, store.folder_of(thing.pk, language)),
            as_attachment=True,
            filename=name,
            content_type="application/zip",
        )


class EventCalendar(PublicFileView[Event]):
    """The calendar file of an event to come: what is over is no appointment any more."""

    model = Event
    url_name = "event-calendar"

    def answer(self, request: HttpRequest, thing: Event, language: str) -> HttpResponseBase:
        if thing.is_past():
            raise Http404
        return super().answer(request, thing, language)

    def made(self, thing: Event, language: str) -> tuple[str, Callable[[], HttpResponseBase]]:
        text = calendars.of_event(thing, language)
        return calendars.fingerprint(text), lambda: inline(text, f"{thing.slug(language)}.ics", "text/calendar")


class AgendaCalendar(View):
    """Every public event that is to come or was in the last year, as a calendar to subscribe to."""

    def get(self, request: HttpRequest) -> HttpResponse:
        language = languages.current()
        text = calendars.of_agenda(language)
        tag = f'"{calendars.fingerprint(text)}"'
        response = get_conditional_response(request, etag=tag) or inline(text, "postgenai-paris.ics", "text/calendar")
        response["ETag"] = tag
        response["Cache-Control"] = "public, no-cache"
        response["Content-Language"] = language
        return response


def inline(text: str, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(text, content_type=f"{kind}; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
