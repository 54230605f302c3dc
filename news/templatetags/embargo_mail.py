"""What the message with a reading link shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django import template

from news import embargo_links
from news.models import ReadingLink

register = template.Library()


@dataclass(frozen=True)
class GivenLink:
    address: str
    moment: datetime | None
    expires_at: datetime


@register.simple_tag
def given_link(link: int) -> GivenLink | None:
    """A link that is mailed, nothing of one that was taken back.

    Its address is made as the message is written, so that no queue and no backup holds the key.
    """
    found = ReadingLink.objects.select_related("release").filter(pk=link, revoked_at=None).exclude(seed="").first()
    if found is None:
        return None
    return GivenLink(embargo_links.mailed_address(found), found.release.public_from(found.language), found.expires_at)
