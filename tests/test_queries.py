"""How many queries each kind of page makes: the same with one item and with three, in every language."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from caps.models import CAP, Involvement, Keyword, Membership, PartnerInvolvement, Publication
from cluster.models import Institution, KeyFigure, Milestone, NationalCluster, Page, Person, Pillar, Role, Theme
from news.models import (
    Article,
    Attachment,
    Boilerplate,
    Coverage,
    Event,
    PressContact,
    PressRelease,
    Quote,
    ReleaseBoilerplate,
    ReleaseContact,
)
from partners.models import Partner, Pledge
from publishing import languages
from tests.make import cap, make
from tests.responses import let_go

pytestmark = pytest.mark.django_db


def _more() -> None:
    """One more of everything, tied to everything there is."""
    make(Theme)
    programme = cap(theme=Theme.objects.first())
    programme.keywords.add(make(Keyword))
    make(Publication, cap=programme)
    partner = make(Partner)
    make(Pledge, partner=partner, is_public=True)
    person = make(Person)
    make(Role, person=person, institution=make(Institution))
    for model in (Pillar, KeyFigure, Milestone, NationalCluster, Page, Coverage):
        make(model)
    make(Page, parent=Page.objects.filter(parent=None).first())
    contact, boilerplate = make(PressContact), make(Boilerplate)
    naming = [make(PressRelease), make(Article), make(Event)]
    for release in PressRelease.objects.all():
        ReleaseBoilerplate.objects.create(release=release, boilerplate=boilerplate)
        ReleaseContact.objects.create(release=release, contact=contact)
        make(Quote, release=release, person=person)
        Attachment.objects.create(release=release, title_fr="Document", file=_document())
    for programme in CAP.objects.all():
        PartnerInvolvement.objects.create(cap=programme, partner=partner)
        Membership.objects.get_or_create(cap=programme, person=person, defaults={"institution": Institution.objects.first()})
        Involvement.objects.get_or_create(cap=programme, institution=Institution.objects.first())
        for record in naming:
            record.caps.add(programme)
            record.institutions.add(*Institution.objects.all())
            record.partners.add(*Partner.objects.all())


def _document() -> str:
    from django.core.files.base import ContentFile
    from django.core.files.storage import default_storage

    return default_storage.save("news.attachment/token/document.pdf", ContentFile(b"%PDF-1.7"))


LISTS = {
    "home": 10,
    "institution-list": 4,
    "person-list": 8,
    "theme-list": 2,
    "pillar-list": 2,
    "keyfigure-list": 5,
    "milestone-list": 2,
    "cite": 2,
    "nationalcluster-list": 4,
    "cap-list": 8,
    "matrix": 6,
    "partner-list": 5,
    "article-list": 5,
    "event-list": 4,
    "pressrelease-list": 8,
    "coverage-list": 3,
    "press-feed": 14,
    "agenda-calendar": 1,
    "search": 1,
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
    PressRelease: 18,
    Article: 9,
    Event: 9,
}
FILES = {
    "pressrelease-pdf": (PressRelease, 13),
    "pressrelease-picture": (PressRelease, 13),
    "pressrelease-text": (PressRelease, 13),
    "pressrelease-kit": (PressRelease, 13),
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
    for turn in (1, 3):
        for _item in range(1 if turn == 1 else 2):
            _more()
        for code in languages.codes():
            with override(code):
                assert _count(client, reverse(name)) == LISTS[name], (turn, code)


@pytest.mark.parametrize("model", DETAILS, ids=lambda model: model.__name__)
def test_detail_queries(client, model):
    cache.clear()
    for turn in (1, 3):
        for _item in range(1 if turn == 1 else 2):
            _more()
        record = model.objects.order_by("pk").first()
        if model is Person:
            record = model.objects.filter(roles__isnull=False).first()
        for code in languages.codes():
            assert _count(client, record.get_absolute_url(code)) == DETAILS[model], (turn, code)


@pytest.mark.parametrize("name", FILES)
def test_file_queries(client, name):
    model, expected = FILES[name]
    for turn in (1, 3):
        for _item in range(1 if turn == 1 else 2):
            _more()
        record = model.objects.order_by("pk").first()
        for code in languages.codes():
            with override(code):
                assert _count(client, reverse(name, kwargs={"slug": record.slug(code)})) == expected, (turn, code)


SITEMAPS = {"sections": 0} | {model.url_name: 1 for model in DETAILS}


@pytest.mark.parametrize("kind", SITEMAPS)
def test_sitemap_queries(client, kind):
    for turn in (1, 3):
        for _item in range(1 if turn == 1 else 2):
            _more()
        assert _count(client, reverse("sitemap-part", kwargs={"kind": kind, "number": 1})) == SITEMAPS[kind], turn


DATASETS = {
    "institutions": 2,
    "programmes": 6,
    "partners": 3,
    "key-figures": 2,
    "national-clusters": 2,
    "milestones": 2,
    "press-releases": 14,
    "news": 5,
    "events": 5,
    "press-coverage": 2,
}


@pytest.mark.parametrize("name", DATASETS)
def test_dataset_queries(client, name):
    for turn in (1, 3):
        for _item in range(1 if turn == 1 else 2):
            _more()
        for kind in ("csv", "json"):
            assert _count(client, reverse(f"dataset-{kind}", kwargs={"name": name})) == DATASETS[name], (turn, kind)
        assert _count(client, reverse("dataset-schema", kwargs={"name": name})) == 0


SEARCHES = {"search": 8, "search-suggestions": 3}


@pytest.mark.parametrize("name", SEARCHES)
def test_search_queries(client, name):
    """The same for one hit and for many: which kinds answer makes no difference either."""
    for turn in (1, 3):
        for _item in range(1 if turn == 1 else 2):
            _more()
        for code in languages.codes():
            with override(code):
                assert _count(client, f"{reverse(name)}?q=texte") == SEARCHES[name], (turn, code)
