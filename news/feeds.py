"""The press room's Atom feed (RFC 4287), one per language, in pages and with its archives (RFC 5005)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, rfc3339_date
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator

from publishing.languages import current
from publishing.views import page_of

from .documents import written
from .documents.standalone import standalone_html
from .models import PressRelease
from .reading import ReleaseReading, read_public

SIZE = 30
HISTORY = "http://purl.org/syndication/history/1.0"


def entry_id(release: ReleaseReading) -> str:
    """A tag URI (RFC 4151) made of what never changes: the host, the day of creation and the key."""
    host, life = urlsplit(settings.SITE_URL).hostname, release.life
    return f"tag:{host},{life.created_at:%Y-%m-%d}:press:{life.key}:{release.language}"


@dataclass(frozen=True)
class FeedDocument:
    """A document of the feed: a page of it, counted from the newest, or an archive, counted from the oldest.

    Archives are full and stay as they are while new releases come: a new one is always the newest. What no archive holds
    yet is in the first page, so that a reader who follows ``prev-archive`` from there has everything.
    """

    page: Page
    archives: int
    archive: int = 0
    """The number of this archive; 0 for a page."""

    @property
    def address(self) -> str:
        if self.archive:
            return _address(archive=self.archive)
        return _address(page=self.page.number) if self.page.number > 1 else _address()

    @property
    def links(self) -> list[tuple[str, str]]:
        """Where the other documents are, by their relation (RFC 5005)."""
        if self.archive:
            around = [("current", _address())]
            if self.archive > 1:
                around.append(("prev-archive", _address(archive=self.archive - 1)))
            if self.archive < self.archives:
                around.append(("next-archive", _address(archive=self.archive + 1)))
            return around
        last = self.page.paginator.num_pages
        around = [("first", _address()), ("last", _address(page=last) if last > 1 else _address())]
        if self.page.has_previous():
            before = self.page.previous_page_number()
            around.append(("previous", _address(page=before) if before > 1 else _address()))
        if self.page.has_next():
            around.append(("next", _address(page=self.page.next_page_number())))
        if self.page.number == 1 and self.archives:
            around.append(("prev-archive", _address(archive=self.archives)))
        return around


def _address(**query: int) -> str:
    words = "&".join(f"{name}={value}" for name, value in query.items())
    return settings.SITE_URL + reverse("press-feed") + (f"?{words}" if words else "")


class PressAtom(Atom1Feed):
    """Atom whose titles and summaries are plain text, so that no sign an editor typed is read as HTML.

    The whole release stands beside them as HTML (RFC 4287, 4.1.3).
    """

    def root_attributes(self) -> dict[str, str]:
        return super().root_attributes() | {"xmlns:fh": HISTORY}

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        part = self.feed["part"]
        for relation, address in part.links:
            handler.addQuickElement("link", "", {"rel": relation, "href": address})
        if part.archive:
            handler.addQuickElement("fh:archive", "")

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        handler.addQuickElement("id", item["unique_id"])
        handler.addQuickElement("title", item["title"])
        handler.addQuickElement("published", rfc3339_date(item["pubdate"]))
        handler.addQuickElement("updated", rfc3339_date(item["updateddate"]))
        handler.addQuickElement("summary", item["description"])
        handler.addQuickElement("content", item["content"], {"type": "html", "xml:lang": item["language"]})
        for link in item["links"]:
            handler.addQuickElement("link", "", link)


class PressFeed(Feed):
    feed_type = PressAtom

    def get_object(self, request: HttpRequest) -> FeedDocument:
        """The document asked for: a page number out of range gives the nearest page, an archive that is not full none."""
        releases = PressRelease.objects.public(current()).newest_first().for_public_reading()
        archive = request.GET.get("archive", "")
        if not archive:
            page = page_of(releases, SIZE, request.GET.get("page"))
            return FeedDocument(page, page.paginator.count // SIZE)
        paginator = Paginator(releases.reverse(), SIZE)
        archives = paginator.count // SIZE
        number = int(archive) if archive.isascii() and archive.isdecimal() and len(archive) < 9 else 0
        if not 1 <= number <= archives:
            raise Http404
        return FeedDocument(paginator.page(number), archives, number)

    def feed_extra_kwargs(self, obj: FeedDocument) -> dict:
        return {"part": obj}

    def title(self) -> str:
        return _("%(name)s, press releases") % {"name": settings.PORTAL_NAME}

    def subtitle(self) -> str:
        return _("The press releases of the cluster, at the minute they become public.")

    def link(self) -> str:
        return settings.SITE_URL + reverse("pressrelease-list")

    def feed_url(self, obj: FeedDocument) -> str:
        return obj.address

    def feed_guid(self) -> str:
        return f"tag:{urlsplit(settings.SITE_URL).hostname},2024-05-22:press:{current()}"

    def author_name(self) -> str:
        return settings.PORTAL_NAME

    def items(self, obj: FeedDocument) -> list[ReleaseReading]:
        """The newest first, in an archive too."""
        releases = list(obj.page)[::-1] if obj.archive else list(obj.page)
        return [read_public(release, current()) for release in releases]

    def item_title(self, item: ReleaseReading) -> str:
        return written.line(item.words.title).words

    def item_description(self, item: ReleaseReading) -> str:
        """The lead; first of all, that the release was corrected, and what it says now."""
        lead, corrections = written.line(item.words.lead).words, item.words.corrections
        if not corrections:
            return lead
        latest = written.correction(corrections[0])
        words = {"day": written.correction_day(latest), "says": latest.says.words}
        return _("Corrected on %(day)s: %(says)s") % words + f"\n\n{lead}"

    def item_link(self, item: ReleaseReading) -> str:
        return item.url

    def item_guid(self, item: ReleaseReading) -> str:
        return entry_id(item)

    def item_pubdate(self, item: ReleaseReading) -> datetime | None:
        return item.life.public_from

    def item_updateddate(self, item: ReleaseReading) -> datetime | None:
        return item.changed_at

    def item_extra_kwargs(self, item: ReleaseReading) -> dict[str, Any]:
        return {"links": list(_links(item)), "content": standalone_html(item), "language": item.language}


def _links(release: ReleaseReading) -> Iterator[dict[str, str]]:
    """The release's page, in every language it is public in, its PDF and text, and its kit to take along."""
    for version in release.life.versions:
        if version.public:
            yield {"rel": "alternate", "type": "text/html", "hreflang": version.language, "href": version.url}
    here = {"slug": release.life.slug}
    for name, kind in (("pressrelease-pdf", "application/pdf"), ("pressrelease-text", "text/plain")):
        address = settings.SITE_URL + reverse(name, kwargs=here)
        yield {"rel": "alternate", "type": kind, "hreflang": release.language, "href": address}
    kit = settings.SITE_URL + reverse("pressrelease-kit", kwargs=here)
    yield {"rel": "enclosure", "type": "application/zip", "href": kit}
