"""The Atom feed of the opportunities (RFC 4287), one per language."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from publishing.bare_text import bare
from publishing.conditional_answers import asked_again
from publishing.head import said_of_examples
from publishing.languages import current
from publishing.templatetags.portal_text import plain

from .models import Opportunity
from .templatetags.opportunities import days_in_words

SIZE = 100
"""Entries of the feed: what is open and what opens soon, the latest first."""
BORN = datetime(2024, 5, 22, tzinfo=UTC)
"""What an empty feed says of when it changed, and part of its name."""


class OpportunityAtom(Atom1Feed):
    def latest_post_date(self) -> datetime:
        return max([BORN, *(item["updateddate"] for item in self.items if item["updateddate"])])


class OpportunityFeed(Feed):
    """What one may apply to, or soon may. What has closed leaves it: its page says so."""

    feed_type = OpportunityAtom

    def __call__(  # type: ignore[override]  # it may answer that nothing has changed
        self, request: HttpRequest, *args: object, **kwargs: object
    ) -> HttpResponseBase:
        text = self.get_feed(None, request).writeString("utf-8").encode()
        tag = hashlib.sha256(text).hexdigest()
        return asked_again(request, tag, lambda: HttpResponse(text, content_type=OpportunityAtom.content_type))

    def title(self) -> str:
        return _("%(name)s, opportunities") % {"name": settings.PORTAL_NAME}

    def subtitle(self) -> str:
        return _("Calls, PhD positions, post-docs, internships, jobs and fellowships, while one may apply.")

    def link(self) -> str:
        return settings.SITE_URL + reverse("opportunity-list")

    def feed_url(self) -> str:
        return settings.SITE_URL + reverse("opportunity-feed")

    def feed_guid(self) -> str:
        return f"tag:{urlsplit(settings.SITE_URL).hostname},{BORN:%Y-%m-%d}:opportunities:{current()}"

    def author_name(self) -> str:
        return settings.PORTAL_NAME

    def items(self) -> list[Opportunity]:
        return list(Opportunity.objects.public(current()).not_closed().newest_first()[:SIZE])

    def item_title(self, item: Opportunity) -> str:
        """The title; of an example, which readers of a feed see without its page, said to be one."""
        title = bare(plain(item, "title"))
        return said_of_examples(title, "")[0] if item.is_example else title

    def item_description(self, item: Opportunity) -> str:
        """What it is and until when one may apply, then what it is about; as HTML, so that no sign is read as such."""
        about = f"{capfirst(item.get_kind_display())}. {days_in_words(item)}."
        return "".join(f"<p>{escape(line)}</p>" for line in (about, bare(plain(item, "summary"))) if line)

    def item_link(self, item: Opportunity) -> str:
        return settings.SITE_URL + item.get_absolute_url()

    def item_guid(self, item: Opportunity) -> str:
        """A tag URI (RFC 4151) made of what never changes: the host, the day of creation and the key."""
        host = urlsplit(settings.SITE_URL).hostname
        return f"tag:{host},{item.created_at:%Y-%m-%d}:opportunity:{item.pk}:{current()}"

    def item_pubdate(self, item: Opportunity) -> datetime | None:
        return item.public_from(current())

    def item_updateddate(self, item: Opportunity) -> datetime:
        return item.changed_in_public(current())

    def item_categories(self, item: Opportunity) -> tuple[Any, ...]:
        return (item.get_kind_display(),)
