"""Names of the bodies that the clusters of the network are made of."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from publishing.localized_text import LocalizedText
from publishing.templatetags.portal_text import text, words

from ..models import Institution, NationalCluster

register = template.Library()

KEPT_IN = "fr"
"""Records keep the name by which a body of the network calls itself, which is French; of places, see ``place_names``."""


@register.simple_tag
def bodies(names: Iterable[str]) -> SafeString:
    """Names that records keep, each marked as French where the page is not, so that it is read aloud as what it is."""
    return _listed(map(as_kept, names))


@register.filter
def as_kept(name: str) -> SafeString:
    """One such name alone: of a body, or of what told of it."""
    return words(LocalizedText(name, KEPT_IN))


@register.simple_tag
def leads_of(cluster: NationalCluster, *, ours: Iterable[Institution]) -> SafeString:
    """Who leads a cluster. What leads ours is a record here (one of ``ours``), which has a name in each language."""
    lead = next((one for one in ours if one.is_lead), None) if cluster.is_ours else None
    if lead is None:
        return bodies(cluster.led_by)
    return _listed([text(lead, "name"), *(bodies([name]) for name in cluster.led_by[1:])])


def _listed(names: Iterable[SafeString]) -> SafeString:
    return format_html_join(", ", "{}", ((name,) for name in names))
