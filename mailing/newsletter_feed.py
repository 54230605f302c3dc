"""The Atom feed of the newsletter (RFC 4287), one per language: for those who would rather not leave an address."""

from __future__ import annotations

import hashlib
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _

from news.feeds import BORN
from publishing.conditional_answers import asked_again
from publishing.head import said_of_examples
from publishing.languages import current

from . import newsletter_reading
from .models import NewsletterIssue

SIZE = 20
"""Issues that the feed tells of, the latest first; the archive has them all."""


class NewsletterAtom(Atom1Feed):
    def latest_post_date(self) -> datetime:
        return max([BORN, *(item["updateddate"] for item in self.items if item["updateddate"])])


class NewsletterFeed(Feed):
    feed_type = NewsletterAtom

    def __call__(  # type: ignore[override]  # it may answer that nothing has changed
        self, request: HttpRequest, *args: object, **kwargs: object
    ) -> HttpResponseBase:
        text = self.get_feed(None, request).writeString("utf-8").encode()
        tag = hashlib.sha256(text).hexdigest()
        return asked_again(request, tag, lambda: HttpResponse(text, content_type=NewsletterAtom.content_type))

    def title(self) -> str:
        return _("%(name)s, newsletter") % {"name": settings.PORTAL_NAME}

    def subtitle(self) -> str:
        return _("News, events and opportunities of the cluster, now and then.")

    def link(self) -> str:
        return settings.SITE_URL + reverse("newsletter-list")

    def feed_url(self) -> str:
        return settings.SITE_URL + reverse("newsletter-feed")

    def feed_guid(self) -> str:
        return f"tag:{_host()},{BORN:%Y-%m-%d}:newsletter:{current()}"

    def author_name(self) -> str:
        return settings.PORTAL_NAME

    def items(self) -> list[NewsletterIssue]:
        return list(NewsletterIssue.objects.public(current()).newest_first()[:SIZE])

    def item_title(self, item: NewsletterIssue) -> str:
        """The title; of an example, which readers of a feed see without its page, said to be one."""
        title = newsletter_reading.title_of(item, current())
        return said_of_examples(title, "")[0] if item.is_example else title

    def item_description(self, item: NewsletterIssue) -> str:
        return _as_html(newsletter_reading.paragraphs_of(item, current()))

    def item_link(self, item: NewsletterIssue) -> str:
        return settings.SITE_URL + item.get_absolute_url()

    def item_guid(self, item: NewsletterIssue) -> str:
        """A tag URI (RFC 4151) made of what never changes: the host, the day of creation and the key."""
        return f"tag:{_host()},{item.created_at:%Y-%m-%d}:newsletter:{item.pk}:{current()}"

    def item_pubdate(self, item: NewsletterIssue) -> datetime | None:
        return item.send_from

    def item_updateddate(self, item: NewsletterIssue) -> datetime:
        return item.changed_in_public(current())


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or ""


def _as_html(paragraphs: tuple[str, ...]) -> str:
    return "".join(f"<p>{escape(words)}</p>" for words in paragraphs)
