"""The press room's Atom feed (RFC 4287), one per language."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from publishing import dates
from publishing.languages import current
from publishing.templatetags.portal_text import plain

from .models import PressRelease


def entry_id(release: PressRelease, language: str) -> str:
    """A tag URI (RFC 4151) made of what never changes: the host, the day of creation and the key."""
    host = urlsplit(settings.SITE_URL).hostname
    return f"tag:{host},{release.created_at:%Y-%m-%d}:press:{release.pk}:{language}"


class PressFeed(Feed):
    feed_type = Atom1Feed

    def title(self) -> str:
        return _("%(name)s, press releases") % {"name": settings.PORTAL_NAME}

    def subtitle(self) -> str:
        return _("The press releases of the cluster, at the minute they become public.")

    def link(self) -> str:
        return settings.SITE_URL + reverse("pressrelease-list")

    def feed_url(self) -> str:
        return settings.SITE_URL + reverse("press-feed")

    def feed_guid(self) -> str:
        return f"tag:{urlsplit(settings.SITE_URL).hostname},2024-05-22:press:{current()}"

    def author_name(self) -> str:
        return settings.PORTAL_NAME

    def items(self):
        return PressRelease.objects.public(current()).for_list()[:30]

    def item_title(self, item) -> str:
        return plain(item, "title")

    def item_description(self, item) -> str:
        """The lead; first of all, that the release was corrected, and what it says now."""
        lead = plain(item, "lead")
        corrections = item.corrections_here
        if not corrections:
            return lead
        day = dates.day_in_words(timezone.localdate(corrections[0].at))
        words = {"day": day, "says": plain(corrections[0], "says")}
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
