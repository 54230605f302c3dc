"""The release as HTML that stands alone, for messages and feeds: no style sheet, no picture, every address whole."""

from __future__ import annotations

import re

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

from publishing.bare_text import seen

from ..reading import ReleaseReading

_LINK_INSIDE = re.compile(r'(<a\s[^>]*?href=")/(?!/)')


def standalone_html(release: ReleaseReading) -> SafeString:
    """Everything that the release's page says but its title, in the order of the page."""
    with override(release.language):
        return with_whole_addresses(render_to_string("news/standalone/release.html", {"release": release}))


def with_whole_addresses(html: str) -> SafeString:
    """HTML that a template has written, fit to be read away from the portal: every link leads there from anywhere."""
    return mark_safe(_LINK_INSIDE.sub(rf"\g<1>{settings.SITE_URL}/", seen(html)))  # noqa: S308  escaped and sanitised by the template
