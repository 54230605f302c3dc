"""The press room's Atom feed (RFC 4287), one per language."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

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
        return PressRelease.objects.public(current()).newest_first()[:30]

    def item_title(self, item) -> str:
        return plain(item, "title")

    def item_description(self, item) -> str:
        return plain(item, "lead")

    def item_link(self, item) -> str:
        return settings.SITE_URL + item.get_absolute_url()

    def item_guid(self, item) -> str:
        return entry_id(item, current())

    def item_pubdate(self, item):
        return item.public_from(current())

    def item_updateddate(self, item):
        return max(item.modified_at, item.public_from(current()))
