"""What the home page shows of each kind."""

from __future__ import annotations

from django.db.models import QuerySet

from caps.models import Opportunity
from cluster.enums import FigureScope
from cluster.models import Institution, KeyFigure, NationalCluster, Theme
from news.models import Article, Event, PressRelease
from publishing.prepared_queries import prepared
from publishing.querysets import number_of


@prepared
def themes(language: str) -> QuerySet:
    return Theme.objects.public(language).for_list()


@prepared
def clusters(language: str) -> QuerySet:
    return NationalCluster.objects.public(language).for_list()


@prepared
def figures(language: str) -> QuerySet:
    """Those about the cluster."""
    return KeyFigure.objects.public(language).filter(scope=FigureScope.CLUSTER).for_list()


@prepared
def events(language: str) -> QuerySet:
    return Event.objects.public(language).coming()[:3]


@prepared
def latest_release(language: str) -> QuerySet:
    return PressRelease.objects.public(language).for_list()[:1]


@prepared
def articles(language: str) -> QuerySet:
    return Article.objects.public(language).newest_first()[:3]


@prepared
def institutions(language: str) -> QuerySet:
    """How many real ones there are."""
    return Institution.objects.public(language).real().order_by().values_list(number_of("pk"), flat=True)


@prepared
def deadlines(language: str) -> QuerySet:
    return Opportunity.objects.public(language).open().next_to_close()[:4]
