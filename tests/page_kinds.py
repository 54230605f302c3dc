"""One page of each kind that visitors see, and what a filter, a search and a mistake show."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.urls import reverse
from django.utils.translation import override

from caps.models import CAP, Course, Opportunity, Publication
from cluster.enums import PageKey
from cluster.models import Institution, KeyFigure, NationalCluster, Page, Person, Pillar, Theme
from mailing.models import NewsletterIssue
from news.models import Article, Event, PressRelease
from partners.models import Partner
from portal.lists import LISTS

SECTIONS = (*LISTS, "search", "style-guide")
DETAILS = (
    Institution,
    Person,
    Theme,
    Pillar,
    KeyFigure,
    NationalCluster,
    Page,
    CAP,
    Opportunity,
    Course,
    Publication,
    Partner,
    PressRelease,
    Article,
    Event,
    NewsletterIssue,
)
ASKED = ("cap-list?q=zzzz", "cap-list?theme=xx", "cap-list?phase=running", "search?q=robot", "search?q=zzzz")


def _section(name: str, language: str) -> str:
    route, mark, query = name.partition("?")
    return reverse(route) + mark + query


def _first(model: type[Institution], language: str) -> str:
    return model.objects.public(language).order_by("pk").first().get_absolute_url(language)


def _kept(key: str, language: str) -> str:
    return Page.objects.public(language).get(key=key).get_absolute_url(language)


KINDS: dict[str, Callable[[str], str]] = {
    **{name: partial(_section, name) for name in (*SECTIONS, *ASKED)},
    **{model._meta.model_name: partial(_first, model) for model in DETAILS},
    **{f"page {key}": partial(_kept, key) for key in PageKey.values},
    "nowhere": lambda language: f"{reverse('home')}nulle-part/",
}


def paths(language: str) -> dict[str, str]:
    """The address of each kind in a language, on the demo data."""
    with override(language):
        return {kind: path(language) for kind, path in KINDS.items()}
