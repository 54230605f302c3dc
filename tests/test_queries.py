"""How many queries each kind of page makes: the same with one item and with three, in every language."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from caps.models import CAP, Course, Opportunity, Publication
from cluster.models import Institution, KeyFigure, NationalCluster, Page, Person, Pillar, Theme
from news.models import Article, Event, PressRelease
from partners.models import Partner
from publishing import languages
from tests.responses import let_go

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("items")]


LISTS = {
    "home": 19,
    "institution-list": 4,
    "person-list": 7,
    "theme-list": 3,
    "pillar-list": 3,
    "keyfigure-list": 5,
    "milestone-list": 4,
    "cite": 3,
    "nationalcluster-list": 6,
    "cap-list": 7,
    "matrix": 7,
    "opportunity-list": 6,
    "opportunity-feed": 1,
    "deadline-calendar": 1,
    "course-list": 6,
    "publication-list": 7,
    "partner-list": 7,
    "article-list": 4,
    "event-list": 4,
    "pressrelease-list": 9,
    "coverage-list": 4,
    "press-feed": 13,
    "agenda-calendar": 1,
    "search": 3,
    "site-map": 7,
    "style-guide": 0,
    "sitemap": 16,
    "open-data": 15,
    "manifest": 0,
}
DETAILS = {
    Institution: 12,
    Person: 9,
    Theme: 10,
    Pillar: 3,
    KeyFigure: 5,
    NationalCluster: 3,
    Page: 4,
    CAP: 18,
    Course: 5,
    Opportunity: 7,
    Publication: 5,
    Partner: 10,
    PressRelease: 17,
    Article: 10,
    Event: 10,
}
FILES = {
    "pressrelease-pdf": (PressRelease, 11),
    "pressrelease-picture": (PressRelease, 11),
    "pressrelease-text": (PressRelease, 11),
    "pressrelease-kit": (PressRelease, 11),
    "event-calendar": (Event, 1),
    "opportunity-calendar": (Opportunity, 1),
    "publication-bibtex": (Publication, 1),
    "publication-ris": (Publication, 1),
}


def _count(client, path: str) -> int:
    let_go(client.get(path))
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path)
        assert response.status_code == 200
    let_go(response)
    return len(queries)


@pytest.mark.parametrize("name", LISTS)
def test_list_queries(client, name):
    for code in languages.codes():
        with override(code):
            assert _count(client, reverse(name)) == LISTS[name], code


@pytest.mark.parametrize("model", DETAILS, ids=lambda model: model.__name__)
def test_detail_queries(client, model):
    cache.clear()
    record = model.objects.order_by("pk").first()
    if model is Person:
        record = model.objects.filter(roles__isnull=False).first()
    for code in languages.codes():
        assert _count(client, record.get_absolute_url(code)) == DETAILS[model], code


@pytest.mark.parametrize("name", FILES)
def test_file_queries(client, name):
    model, expected = FILES[name]
    record = model.objects.order_by("pk").first()
    for code in languages.codes():
        with override(code):
            assert _count(client, reverse(name, kwargs={"slug": record.slug(code)})) == expected, code


SITEMAPS = {"sections": 0} | {model.url_name: 1 for model in DETAILS}


@pytest.mark.parametrize("kind", SITEMAPS)
def test_sitemap_queries(client, kind):
    assert _count(client, reverse("sitemap-part", kwargs={"kind": kind, "number": 1})) == SITEMAPS[kind]


DATASETS = {
    "institutions": 2,
    "programmes": 6,
    "opportunities": 4,
    "publications": 3,
    "partners": 3,
    "key-figures": 2,
    "national-clusters": 2,
    "milestones": 2,
    "press-releases": 22,
    "news": 5,
    "events": 5,
    "press-coverage": 2,
}


@pytest.mark.parametrize("name", DATASETS)
def test_dataset_queries(client, name):
    for kind in ("csv", "json"):
        assert _count(client, reverse(f"dataset-{kind}", kwargs={"name": name})) == DATASETS[name], kind
    assert _count(client, reverse("dataset-schema", kwargs={"name": name})) == 0


SEARCHES = {"search": 10, "search-suggestions": 5}


@pytest.mark.parametrize("name", SEARCHES)
def test_search_queries(client, name):
    """No more for many hits than for one: what is said of people and of clusters is read where some of them answer."""
    for code in languages.codes():
        with override(code):
            assert _count(client, f"{reverse(name)}?q=texte") <= SEARCHES[name], code
