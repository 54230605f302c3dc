"""Lists, drawings and pages of the consortium as they are written, kept under the rows that they show (``kept_entries``)."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from publishing import clock
from publishing.examples import real
from publishing.kept_entries import kept_by_rows, written
from publishing.page_sections import Sections, as_shown
from publishing.portal_links import SettledLinks

from . import atlas, timescale
from .models import Institution, Milestone, NationalCluster, Theme


@kept_by_rows
def timeline(milestones: list[Milestone]) -> SafeString:
    """The drawing of the steps as of the day, and their list."""
    return written("cluster/_timeline.html", {"timescale": timescale.draw(milestones, clock.today())})


class WrittenNetwork(NamedTuple):
    """The map of every cluster, the table of those that are shown with what each sets out to do, and the sums of both."""

    map: SafeString
    rows: SafeString
    aims: SafeString
    sum: Decimal
    shown_sum: Decimal


@kept_by_rows
def network(every: list[NationalCluster], shown: list[NationalCluster], lead: list[Institution]) -> WrittenNetwork:
    sum_of_all, shown_sum = (sum((one.amount_meur for one in real(some)), Decimal()) for some in (every, shown))
    content = {
        "atlas": atlas.draw(every),
        "listed": shown,
        "lead": lead,
        "shown_sum": shown_sum,
        "largest": max((one.amount_meur for one in every), default=0),
        "map_title": _("Map of France with the winners of the IA-Cluster call"),
    }
    return WrittenNetwork(
        written("cluster/_list_of_discs.html", content),
        written("cluster/_list_of_clusters.html", content),
        written("cluster/_list_of_aims.html", content),
        sum_of_all,
        shown_sum,
    )


@kept_by_rows
def page_of_institution(institutions: list[Institution], sections: Sections, links: SettledLinks) -> SafeString:
    """The page of an institution below the head, and where the links of its text lead."""
    content = {"object": institutions[0], "sections": as_shown(sections), "links": links}
    return written("cluster/_page_of_institution.html", content)


@kept_by_rows
def page_of_theme(themes: list[Theme], sections: Sections, links: SettledLinks) -> SafeString:
    """The same of a theme."""
    content = {"object": themes[0], "sections": as_shown(sections), "links": links}
    return written("cluster/_page_of_theme.html", content)
