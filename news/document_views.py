"""The files beside the pages of the press room: each asks the page's own rule of who may see it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views import View

from publishing import languages
from publishing.limits import DOCUMENTS
from publishing.public_files import PublicFileView, fingerprint, inline
from publishing.querysets import PublishedQuerySet

from . import calendars
from .documents import kit, pdf, plaintext, store
from .models import Event, PressRelease
from .reading import read_public
from .views import taken_back, withdrawn


class ReleaseFileView(PublicFileView[PressRelease]):
    """A file of a press release; of one that was public and is withdrawn nothing but the notice (410), as on its page."""

    model = PressRelease

    def get(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        DOCUMENTS.count(request)
        return super().get(request, slug)

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
        return fingerprint(text), lambda: inline(text, f"{kit.file_stem(release)}.txt", "text/plain")


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
        return fingerprint(text), lambda: inline(text, f"{thing.slug(language)}.ics", "text/calendar")


class AgendaCalendar(View):
    """Every public event that is to come or was in the last year, as a calendar to subscribe to."""

    def get(self, request: HttpRequest) -> HttpResponse:
        language = languages.current()
        text = calendars.of_agenda(language)
        tag = f'"{fingerprint(text)}"'
        response = get_conditional_response(request, etag=tag) or inline(text, "postgenai-paris.ics", "text/calendar")
        response["ETag"] = tag
        response["Cache-Control"] = "public, no-cache"
        response["Content-Language"] = language
        return response
