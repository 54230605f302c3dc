"""The press room's Atom feed (RFC 4287), one per language, in pages and with its archives (RFC 5005).

What was withdrawn stands as a deleted entry (RFC 6721) where it stood, for good: no archive ever moves. What was corrected or
withdrawn within a year is told in the first document too, since nobody reads an archive twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit
from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.core.paginator import Page, Paginator
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, rfc3339_date
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator

from publishing import clock
from publishing.conditional_answers import asked_again
from publishing.head import said_of_examples
from publishing.languages import column, current
from publishing.localized_text import localized_text
from publishing.views import page_of

from .content_moments import REPEATED_FOR
from .documents import written
from .documents.standalone import standalone_html
from .models import PressRelease
from .querysets import edition_relations
from .reading import ReleaseReading, looked_up_together, read_public

SIZE = 30
HISTORY = "http://purl.org/syndication/history/1.0"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
BORN = datetime(2024, 5, 22, tzinfo=UTC)
"""What an empty feed says of when it changed, and part of its name."""


def entry_id(release: ReleaseReading) -> str:
    """A tag URI (RFC 4151) made of what never changes: the host, the day of creation and the key."""
    return _entry_id(release.life.created_at, release.life.key, release.language)


def _entry_id(created_at: datetime, key: int, language: str) -> str:
    return f"tag:{urlsplit(settings.SITE_URL).hostname},{created_at:%Y-%m-%d}:press:{key}:{language}"


@dataclass(frozen=True)
class Tombstone:
    """A release that was withdrawn after its moment (RFC 6721): of its words nothing, but what its readers are told."""

    ref: str
    when: datetime
    comment: str
    language: str

    @classmethod
    def of(cls, release: PressRelease, when: datetime, language: str) -> Tombstone:
        notice = localized_text(release, "withdrawal_notice", language)
        ref = _entry_id(release.created_at, release.pk, language)
        return cls(ref, when, written.line(notice).words, notice.language)


@dataclass(frozen=True)
class FeedDocument:
    """A document of the feed: a page of it, counted from the newest, or an archive, counted from the oldest.

    Archives are full and stay as they are while new releases come: a new one is always the newest. What no archive holds
    yet is in the first page, so that a reader who follows ``prev-archive`` from there has everything.
    """

    page: Page
    archives: int
    at: datetime
    """The moment at which everything in it was asked."""
    releases: Sequence[PressRelease]
    """Those of the page, the newest first; in the first one also older ones, corrected or withdrawn since."""
    archive: int = 0
    """The number of this archive; 0 for a page."""

    @property
    def entries(self) -> list[ReleaseReading]:
        shown = (release for release in self.releases if not release.is_withdrawn(self.at))
        return looked_up_together([read_public(release, current()) for release in shown])

    @property
    def tombstones(self) -> list[Tombstone]:
        language = current()
        return [
            Tombstone.of(release, release.withdrawn_at, language)
            for release in self.releases
            if release.withdrawn_at is not None and release.is_withdrawn(self.at)
        ]

    @property
    def changed_at(self) -> datetime:
        """When what it says last changed, silent mends and what was struck out included."""
        language = current()
        moments = [BORN, *(tombstone.when for tombstone in self.tombstones)]
        for release in self.releases:
            edition = release.edition_in(language)
            if edition is not None:
                moments += [release.changed_in_public(language), *(strike.at for strike in edition.strikes.all())]
        return max(moments)

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
        return super().root_attributes() | {"xmlns:fh": HISTORY, "xmlns:at": TOMBSTONES}

    def latest_post_date(self) -> datetime:
        """When readers last had something new to know, a withdrawal included."""
        moments = [item["updateddate"] for item in self.items if item["updateddate"]]
        return max([BORN, *moments, *(tombstone.when for tombstone in self.feed["part"].tombstones)])

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        part = self.feed["part"]
        for relation, address in part.links:
            handler.addQuickElement("link", "", {"rel": relation, "href": address})
        if part.archive:
            handler.addQuickElement("fh:archive", "")
        for tombstone in part.tombstones:
            attributes = {"ref": tombstone.ref, "when": rfc3339_date(tombstone.when)}
            handler.startElement("at:deleted-entry", AttributesImpl(attributes))
            if tombstone.comment:
                handler.addQuickElement("at:comment", tombstone.comment, {"xml:lang": tombstone.language})
            handler.endElement("at:deleted-entry")

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

    def __call__(  # type: ignore[override]  # it may answer that nothing has changed
        self, request: HttpRequest, *args: object, **kwargs: object
    ) -> HttpResponseBase:
        """With a tag of what it says, which is all that is asked: ``Last-Modified`` is there to be read."""
        document = self.get_object(request)
        feed = self.get_feed(document, request)
        text = feed.writeString("utf-8").encode()
        tag = hashlib.sha256(text).hexdigest()
        response = asked_again(request, tag, lambda: HttpResponse(text, content_type=PressAtom.content_type))
        response["Last-Modified"] = http_date(document.changed_at.timestamp())
        return response

    def get_object(self, request: HttpRequest) -> FeedDocument:
        """The document asked for: a page number out of range gives the nearest page, an archive that is not full none."""
        at, language = clock.now(), current()
        releases = PressRelease.objects.public_or_taken_back(language, at).newest_first()
        releases = releases.select_related(column("edition", language))
        archive = request.GET.get("archive", "")
        if not archive:
            page = page_of(releases, SIZE, request.GET.get("page"))
            shown = list(page)
            if page.number == 1:
                here = [release.pk for release in shown]
                shown += releases.changed_since(at - REPEATED_FOR, at).exclude(pk__in=here)
            prefetch_related_objects(shown, *edition_relations(language))
            return FeedDocument(page, page.paginator.count // SIZE, at, shown)
        paginator = Paginator(releases.reverse(), SIZE)
        archives = paginator.count // SIZE
        number = int(archive) if archive.isascii() and archive.isdecimal() and len(archive) < 9 else 0
        if not 1 <= number <= archives:
            raise Http404
        full = paginator.page(number)
        shown = list(full)[::-1]
        prefetch_related_objects(shown, *edition_relations(language))
        return FeedDocument(full, archives, at, shown, number)

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
        return f"tag:{urlsplit(settings.SITE_URL).hostname},{BORN:%Y-%m-%d}:press:{current()}"

    def author_name(self) -> str:
        return settings.PORTAL_NAME

    def items(self, obj: FeedDocument) -> list[ReleaseReading]:
        """The newest first, in an archive too."""
        return obj.entries

    def item_title(self, item: ReleaseReading) -> str:
        """The title; of an example, which readers of a feed see without its page, said to be one."""
        title = written.line(item.words.title).words
        return said_of_examples(title, "")[0] if item.life.is_example else title

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
