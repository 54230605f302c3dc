"""The press room's Atom feed (RFC 4287), one per language, in pages and with its archives (RFC 5005)."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, rfc3339_date
from django.utils.translation import gettext as _

from publishing import dates
from publishing.languages import current
from publishing.templatetags.portal_text import plain
from publishing.views import page_of

from .documents.prose import bare
from .models import PressRelease

SIZE = 30
HISTORY = "http://purl.org/syndication/history/1.0"


def entry_id(release: PressRelease, language: str) -> str:
    """A tag URI (RFC 4151) made of what never changes: the host, the day of creation and the key."""
    host = urlsplit(settings.SITE_URL).hostname
    return f"tag:{host},{release.created_at:%Y-%m-%d}:press:{release.pk}:{language}"


@dataclass(frozen=True)
class Part:
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
    """Atom whose texts are plain text, so that no sign an editor typed is read as HTML."""

    def root_attributes(self):
        return super().root_attributes() | {"xmlns:fh": HISTORY}

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        part = self.feed["part"]
        for relation, address in part.links:
            handler.addQuickElement("link", "", {"rel": relation, "href": address})
        if part.archive:
            handler.addQuickElement("fh:archive", "")

    def add_item_elements(self, handler, item):
        handler.addQuickElement("id", item["unique_id"])
        handler.addQuickElement("title", item["title"])
        handler.addQuickElement("published", rfc3339_date(item["pubdate"]))
        handler.addQuickElement("updated", rfc3339_date(item["updateddate"]))
        handler.addQuickElement("summary", item["description"])
        for link in item["links"]:
            handler.addQuickElement("link", "", link)


class PressFeed(Feed):
    feed_type = PressAtom

    def get_object(self, request: HttpRequest) -> Part:
        """The document asked for: a page number out of range gives the nearest page, an archive that is not full none."""
        releases = PressRelease.objects.public(current()).newest_first().with_corrections()
        archive = request.GET.get("archive", "")
        if not archive:
            page = page_of(releases, SIZE, request.GET.get("page"))
            return Part(page, page.paginator.count // SIZE)
        paginator = Paginator(releases.reverse(), SIZE)
        archives = paginator.count // SIZE
        number = int(archive) if archive.isascii() and archive.isdecimal() and len(archive) < 9 else 0
        if not 1 <= number <= archives:
            raise Http404
        return Part(paginator.page(number), archives, number)

    def feed_extra_kwargs(self, obj: Part) -> dict:
        return {"part": obj}

    def title(self) -> str:
        return _("%(name)s, press releases") % {"name": settings.PORTAL_NAME}

    def subtitle(self) -> str:
        return _("The press releases of the cluster, at the minute they become public.")

    def link(self) -> str:
        return settings.SITE_URL + reverse("pressrelease-list")

    def feed_url(self, obj: Part) -> str:
        return obj.address

    def feed_guid(self) -> str:
        return f"tag:{urlsplit(settings.SITE_URL).hostname},2024-05-22:press:{current()}"

    def author_name(self) -> str:
        return settings.PORTAL_NAME

    def items(self, obj: Part):
        """The newest first, in an archive too."""
        return list(obj.page)[::-1] if obj.archive else obj.page

    def item_title(self, item) -> str:
        return bare(plain(item, "title"))

    def item_description(self, item) -> str:
        """The lead; first of all, that the release was corrected, and what it says now."""
        lead = bare(plain(item, "lead"))
        corrections = item.corrections_here
        if not corrections:
            return lead
        day = dates.day_in_words(timezone.localdate(corrections[0].at))
        words = {"day": day, "says": bare(plain(corrections[0], "says"))}
        return _("Corrected on %(day)s: %(says)s") % words + f"\n\n{lead}"

    def item_link(self, item) -> str:
        return settings.SITE_URL + item.get_absolute_url()

    def item_guid(self, item) -> str:
        return entry_id(item, current())

    def item_pubdate(self, item):
        return item.public_from(current())

    def item_updateddate(self, item):
        """When readers last had something new to know: the publication, or the latest correction."""
        return max([item.public_from(current()), *(one.at for one in item.corrections_here)])

    def item_extra_kwargs(self, item) -> dict:
        return {"links": list(_links(item))}


def _links(release: PressRelease):
    """The release's page, in every language it is public in, its PDF and text, and its kit to take along."""
    for code in release.public_languages():
        page = settings.SITE_URL + release.get_absolute_url(code)
        yield {"rel": "alternate", "type": "text/html", "hreflang": code, "href": page}
    here = {"slug": release.slug(current())}
    for name, kind in (("pressrelease-pdf", "application/pdf"), ("pressrelease-text", "text/plain")):
        address = settings.SITE_URL + reverse(name, kwargs=here)
        yield {"rel": "alternate", "type": kind, "hreflang": current(), "href": address}
    kit = settings.SITE_URL + reverse("pressrelease-kit", kwargs=here)
    yield {"rel": "enclosure", "type": "application/zip", "href": kit}
