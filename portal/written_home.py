"""What the home page shows of each kind as it is written, kept under the rows that it shows (``kept_entries``).

A part that has nothing to show is empty, and the page leaves out what stands around it.
"""

from __future__ import annotations

from django.utils.safestring import SafeString

from caps.models import Opportunity
from cluster import funding
from cluster.models import KeyFigure, NationalCluster
from news.models import Article, Event, PressRelease
from news.release_cards import card_of
from publishing.examples import real, real_count
from publishing.kept_entries import kept_by_rows, written

from .home import HomeSentence


@kept_by_rows
def sentence(figures: list[KeyFigure]) -> SafeString:
    """The cluster in one sentence, or in some figures."""
    told = HomeSentence.of(figures)
    return written("portal/_sentence.html", {"sentence": told}) if told.figures else SafeString()


@kept_by_rows
def deadlines(opportunities: list[Opportunity]) -> SafeString:
    return written("caps/_deadlines.html", {"deadlines": opportunities})


@kept_by_rows
def events(coming: list[Event]) -> SafeString:
    return written("portal/_list_of_events.html", {"events": coming}) if coming else SafeString()


@kept_by_rows
def news(releases: list[PressRelease], articles: list[Article], language: str) -> SafeString:
    """The latest release beside the latest articles."""
    release = next((card_of(one, language, with_versions=False) for one in releases), None)
    shown = {"release": release, "articles": articles, "language": language}
    return written("portal/_list_of_news.html", shown) if release or articles else SafeString()


@kept_by_rows
def network(clusters: list[NationalCluster]) -> SafeString:
    """The national network: how many there are, what they share, and the part of each."""
    shown = {
        "clusters": clusters,
        "cluster_count": real_count(clusters),
        "network_parts": funding.of((), clusters).nation,
        "national_sum": sum(cluster.amount_meur for cluster in real(clusters)),
    }
    return written("portal/_list_of_network.html", shown) if clusters else SafeString()
