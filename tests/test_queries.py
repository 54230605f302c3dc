"""How many queries each kind of page makes: the same with one item and with three, in every language."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from caps.models import CAP
from cluster.models import Institution, NationalCluster, Page, Person, Pillar, Theme
from news.models import Article, Event, PressRelease
from partners.models import Partner
from publishing import languages
from tests.responses import let_go

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("items")]


LISTS = {
    "home": 12,
    "institution-list": 4,
    "person-list": 8,
    "theme-list": 2,
    "pillar-list": 2,
    "keyfigure-list": 4,
    "milestone-list": 2,
    "cite": 2,
    "nationalcluster-list": 4,
    "cap-list": 9,
    "matrix": 6,
    "partner-list": 6,
    "article-list": 5,
    "event-list": 4,
    "pressrelease-list": 8,
    "coverage-list": 3,
    "press-feed": 13,
    "agenda-calendar": 1,
    "search": 2,
    "site-map": 6,
    "style-guide": 0,
    "sitemap": 11,
    "open-data": 11,
    "manifest": 0,
}
DETAILS = {
    Institution: 8,
    Person: 5,
    Theme: 9,
    Pillar: 2,
    NationalCluster: 2,
    Page: 3,
    CAP: 13,
    Partner: 9,
    PressRelease: 16,
    Article: 9,
    Event: 9,
}
FILES = {
    "pressrelease-pdf": (PressRelease, 11),
    "pressrelease-picture": (PressRelease, 11),
    "pressrelease-text": (PressRelease, 11),
    "pressrelease-kit": (PressRelease, 11),
    "event-calendar": (Event, 1),
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


SEARCHES = {"search": 8, "search-suggestions": 3}


@pytest.mark.parametrize("name", SEARCHES)
def test_search_queries(client, name):
    """The same for one hit and for many: which kinds answer makes no difference either."""
    for code in languages.codes():
        with override(code):
            assert _count(client, f"{reverse(name)}?q=texte") == SEARCHES[name], code
