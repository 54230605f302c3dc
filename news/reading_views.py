"""What a reader gets under embargo: a page with a button, then the release, its documents and its files, each at an address of
the key.

Opening the address shows nothing of the release, since mail programs and their scanners open links by themselves. The button
notes the opening and gives the browser a signed cookie, bound to the link and kept for some hours; without it every other
address of the key leads to the page with the button. Each request asks anew whether the link still opens. Once the language is
public every address of the key leads to what is public; a key that opens nothing gets the answer of an unknown address,
whatever the method.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import IO

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views import View

from publishing import languages, renditions
from publishing.limits import HOUR, is_over
from publishing.public_files import inline

from . import embargo_links
from .documents import kit, pdf, plaintext, store
from .keyed_pages import KeyedSession, keep_private
from .models import PressRelease, ReadingLink
from .reading import AttachedFile, PressPicture, ReleaseReading

OPENINGS_AN_HOUR, FILES_AN_HOUR = 20, 300
"""How often a link may be opened, and its documents fetched: far more than one reader needs, too little for a leaked key."""

SESSION = KeyedSession("reading", "news.reading-link", timedelta(hours=8))


class EmbargoView(View):
    """A page or a file behind the key of a reading link. ``leads_to`` names the public address of the same."""

    http_method_names = ["get", "head", "options"]
    leads_to = "pressrelease-detail"
    link: ReadingLink

    def dispatch(self, request: HttpRequest, token: str, **kwargs: object) -> HttpResponseBase:
        link = embargo_links.known(token, languages.current())
        if link is None:
            raise Http404
        if embargo_links.leads_to_public(link):
            return keep_private(HttpResponseRedirect(reverse(self.leads_to, kwargs=link.release.url_kwargs(link.language))))
        if not embargo_links.opens(link):
            raise Http404
        self.link, self.home = link, reverse("reading-link", kwargs={"token": token})
        return keep_private(super().dispatch(request, **kwargs))

    @property
    def is_opened(self) -> bool:
        return SESSION.is_open(self.request, str(self.link.pk))


class ReadingView(EmbargoView):
    """The page with the button; behind it the release."""

    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        if self.is_opened:
            return self._release(request)
        context = {"link": self.link, "moment": self.link.release.public_from(self.link.language), "error": True}
        response = render(request, "news/reading_link.html", context)
        # The form must say where it comes from; of the address, which holds the key, it says the host alone.
        response["Referrer-Policy"] = "strict-origin"
        return response

    def post(self, request: HttpRequest) -> HttpResponse:
        if is_over(f"reading-link:opening:{self.link.token_hash}", OPENINGS_AN_HOUR, HOUR):
            return _too_often(request)
        embargo_links.note_opening(self.link)
        response = HttpResponseRedirect(self.home)
        SESSION.open(response, self.home, str(self.link.pk))
        return response

    def _release(self, request: HttpRequest) -> HttpResponse:
        embargo_links.note_reading(self.link)
        release = embargo_links.read(self.link)
        context = {
            "release": release,
            "link": self.link,
            "files": EmbargoFiles.of(release),
            "language": release.language,
            "section": PressRelease.section_url(release.language),
            # The switch of a personal page leads home: its address is nobody else's.
            "error": True,
        }
        return render(request, "news/reading_release.html", context)


class EmbargoFileView(EmbargoView):
    """A file behind the key; who has not pressed the button is led to the page that has it."""

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponseBase:
        if not self.is_opened:
            return HttpResponseRedirect(self.home)
        if is_over(f"reading-link:files:{self.link.token_hash}", FILES_AN_HOUR, HOUR):
            return _too_often(request)
        embargo_links.note_reading(self.link)
        return self.answer(embargo_links.read(self.link), **kwargs)

    def answer(self, release: ReleaseReading, **kwargs: object) -> HttpResponseBase:
        raise NotImplementedError

    def folder(self) -> str:
        """The public never gets what is kept there: other documents of a release have a folder of their own."""
        return store.embargo_folder_of(self.link.release_id, self.link.language)


class ReadingPDF(EmbargoFileView):
    leads_to = "pressrelease-pdf"

    def answer(self, release: ReleaseReading, **kwargs: object) -> HttpResponseBase:
        made = pdf.open_pdf(release, self.folder())
        return FileResponse(made, filename=f"{kit.file_stem(release)}.pdf", content_type="application/pdf")


class ReadingText(EmbargoFileView):
    leads_to = "pressrelease-text"

    def answer(self, release: ReleaseReading, **kwargs: object) -> HttpResponseBase:
        return inline(plaintext.make(release), f"{kit.file_stem(release)}.txt", "text/plain")


class ReadingKit(EmbargoFileView):
    leads_to = "pressrelease-kit"

    def answer(self, release: ReleaseReading, **kwargs: object) -> HttpResponseBase:
        made, name = kit.open_kit(release, self.folder()), f"{kit.file_stem(release)}.zip"
        return FileResponse(made, as_attachment=True, filename=name, content_type="application/zip")


class ReadingFile(EmbargoFileView):
    """A picture or an attachment of the release, from the copy that its edition sealed.

    It is handed out by the portal itself: nginx, told where it lies, would name the whole address in its log of errors.
    """

    def answer(self, release: ReleaseReading, **kwargs: object) -> HttpResponseBase:
        find = FILES.get(str(kwargs["part"]))
        place = int(str(kwargs["place"]))
        stored = find(release)[place - 1 : place] if find and place else []
        if not stored:
            raise Http404
        return _file(stored[0], as_attachment=kwargs["part"] != SHOWN)


SHOWN = "view"
FILES: dict[str, Callable[[ReleaseReading], list[str]]] = {
    "picture": lambda release: [one.file for one in release.words.pictures],
    SHOWN: lambda release: [renditions.narrow(one.file) for one in release.words.pictures],
    "document": lambda release: [one.file for one in release.words.attachments],
}
"""Where the files of a release lie, by the part of their address: pictures whole and as a page shows them, and documents."""


def _file(stored: str, *, as_attachment: bool) -> FileResponse:
    try:
        opened: IO[bytes] = default_storage.open(stored)
    except OSError:
        raise Http404 from None
    response = FileResponse(opened, as_attachment=as_attachment, filename=stored.rpartition("/")[2])
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


@dataclass(frozen=True)
class EmbargoFiles:
    """Where the page of a release finds its files, from the page's own address on: the key stands in no page."""

    pdf: str
    text: str
    kit: str
    pictures: list[tuple[PressPicture, str, str]]
    """Each picture with where it is shown from, and where it is downloaded whole."""
    documents: list[tuple[AttachedFile, str]]

    @classmethod
    def of(cls, release: ReleaseReading) -> EmbargoFiles:
        pictures, documents = release.words.pictures, release.words.attachments
        return cls(
            _beside("reading-pdf"),
            _beside("reading-text"),
            _beside("reading-kit"),
            [(one, _file_beside(SHOWN, place), _file_beside("picture", place)) for place, one in enumerate(pictures, 1)],
            [(one, _file_beside("document", place)) for place, one in enumerate(documents, 1)],
        )


def _beside(route: str, **kwargs: object) -> str:
    """An address of any key, as seen from the page of the same key."""
    home = reverse("reading-link", kwargs={"token": "key"})
    return reverse(route, kwargs={"token": "key", **kwargs}).removeprefix(home)


def _file_beside(part: str, place: int) -> str:
    return _beside("reading-file", part=part, place=place)


def _too_often(request: HttpRequest) -> HttpResponse:
    response = render(request, "news/reading_limit.html", {"error": True}, status=429)
    response["Retry-After"] = str(HOUR)
    return response
