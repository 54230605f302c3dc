"""The page of the key figures as it is written, kept under the rows that it shows (``kept_entries``)."""

from __future__ import annotations

from django.conf import settings
from django.utils.safestring import SafeString

from publishing import clock
from publishing.kept_entries import kept_by_rows, written

from . import funding, timescale
from .models import KeyFigure, Milestone, NationalCluster


@kept_by_rows
def figures_by_scope(figures: list[KeyFigure], clusters: list[NationalCluster]) -> SafeString:
    """The figures under what they are about; behind the first ones what the cluster has to work with."""
    shown = {"figures": figures, "funding": funding.of(figures, clusters), "PORTAL_NAME": settings.PORTAL_NAME}
    return written("cluster/_list_of_figures.html", shown)


@kept_by_rows
def steps(milestones: list[Milestone]) -> SafeString:
    """The latest steps, drawn and told; nothing where there are none."""
    return written("cluster/_list_of_steps.html", {"timescale": timescale.draw(milestones, clock.today())})
