"""The language is carried by the queryset: what is read in one language is the same whatever language is active."""

from __future__ import annotations

import ast
import pickle
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.utils.translation import override

from caps.enums import InvolvementRole
from caps.models import CAP, Involvement, Membership, PartnerInvolvement
from caps.neighbours import neighbours_of
from cluster.models import Institution, Person
from news.models import Article, Correction, PressRelease
from news.related_links import about, read_also
from news.release_cards import card_of
from partners.models import Partner
from publishing import languages
from publishing.querysets import LanguageNotGivenError, LocalizedQuerySet
from tests.make import PAST, make, seal_anew
from tests.repository import nodes

MAIN, OTHER = languages.codes()[:2]

ANSWERS_REQUESTS = ("views", "feeds", "admin", "templatetags", "context_processors")
"""A module or a package whose name ends so answers a request, or is called by the template that does."""
ASKS_WHAT_IS_ACTIVE = {
    "publishing.languages": "defines it",
    "publishing.models": "get_absolute_url() without an argument is Django’s protocol: the admin and templates call it",
    "cluster.models.pages": "get_absolute_url() without an argument is Django’s protocol: the admin and templates call it",
    "cluster.models.institutions": "templates name an institution beside a person in the language of the page",
    "partners.models": "templates name a partner beside other words of the page that is being shown",
    "portal.frame": "the menu and the foot of the page that is being shown",
    "portal.navigation": "the menu of the page that is being shown",
    "publishing.dates_in_words": "words a day as Django’s own date formats do, for whoever reads",
    "publishing.sites": "the first page of the back office",
    "publishing.translation_state": "the language of who reads the first page of the back office comes first",
    "publishing.staff_pages": "views of the back office",
    "publishing.marked_differences": "what a page of the back office says between words of another language",
    "publishing.head": "the head of the page that is being shown",
    "publishing.place_names": "a place beside other words of the page that is being shown",
    "publishing.own_pages": "get_absolute_url() without an argument is Django’s protocol: the admin and templates call it",
    "mailing.newsletter_feed": "a feed: a view in the language of its address",
    "publishing.page_sections": "the sections of the page that is being shown",
    "publishing.public_files": "views of the files beside public pages",
    "publishing.structured": "the description of the page that is being shown",
    "publishing.guide_pages": "views of the guide",
    "publishing.sheet_worker": "notes the language of whoever brings a file, for what the worker will say of it",
    "publishing.collaboration_notices": "names a record as whoever writes of it calls it",
    "mailing.list_requests": "keeps the language of the page that somebody asked on",
    "news.documents.written": "writes a document, whose every word is of the active language",
    "news.differences": "tells whoever reads a page of the back office what has changed",
    "news.striking": "names a quotation in the list of those that may be struck",
    "news.services": "tells whoever asks for a step what stands against it",
    "news.management.commands.check_release": "writes in the language it is told",
    "mailing.address_lists": "of several languages, the one that somebody reads the form in is asked first",
    "mailing.forms": "forms of views, whose choices are named to whoever reads them",
    "portal.signin_forms": "forms of views, which write to whoever posts them",
    "portal.machines": "views of the sitemap, the manifest and the shared pictures",
    "portal.opendata": "views of the open data",
    "portal.thing_pictures": "a view of the pictures of single pages",
    "portal.samples": "made-up records of the style guide’s page",
    "portal.styleguide": "the style guide’s view",
}
"""Other modules that may ask for the active language, and why."""


def only_in(code: str) -> dict[str, object]:
    """Moments of a thing that is public in the main language, and in ``code``."""
    return {languages.column("public_from", one): PAST if one in (MAIN, code) else None for one in languages.codes()}


def names(main: str, other: str) -> dict[str, str]:
    return {languages.column("name", code): main if code == MAIN else other for code in languages.codes()}


@pytest.fixture
def programme(db) -> CAP:
    """A programme in which each language sees others, in another order."""
    one = make(CAP, acronym="UN", number=1)
    for main, other, given in (("A", "Z", {}), ("B", "Y", {}), ("C", "X", only_in(MAIN))):
        institution = make(Institution, acronym=main, rank=1, **names(main, other), **given)
        role = InvolvementRole.LEAD if main == "C" else InvolvementRole.PARTICIPANT
        Involvement.objects.create(cap=one, institution=institution, role=role)
        someone = make(Person, family_name=main, given_name="", **given)
        Membership.objects.create(cap=one, person=someone, institution=institution)
        PartnerInvolvement.objects.create(cap=one, partner=make(Partner, name=main, **given))
    make(CAP, acronym="DEUX", number=2, theme=one.theme, **only_in(MAIN))
    make(CAP, acronym="TROIS", number=3, theme=one.theme)
    return one


@pytest.fixture
def release(programme) -> PressRelease:
    one = make(PressRelease, **{languages.column("title", code): f"Titre {code}" for code in languages.codes()})
    one.caps.set(CAP.objects.all())
    one.institutions.set(Institution.objects.all())
    one.partners.set(Partner.objects.all())
    Correction.objects.create(release=one, **{languages.column("said", MAIN): "x", languages.column("says", MAIN): "y"})
    seal_anew(one)
    for turn, title in enumerate(("ancienne", "nouvelle")):
        moments = {languages.column("public_from", MAIN): PAST + timedelta(days=turn)}
        moments |= {languages.column("public_from", OTHER): PAST + timedelta(days=5 - turn)}
        article = make(Article, **moments, **{languages.column("title", code): title for code in languages.codes()})
        article.caps.add(programme)
    return one


def in_a_list(code: str) -> list:
    return [
        (
            cap.acronym,
            cap.partner_count,
            [row.institution.acronym for row in cap.involvements.all()],
            [row.person.family_name for row in cap.memberships.all()],
        )
        for cap in CAP.objects.public(code).for_list()
    ]


def in_detail(code: str) -> list:
    cap = CAP.objects.in_language(code).for_detail().get(number=1)
    return [
        [row.institution.acronym for row in cap.involvements.all()],
        [row.person.family_name for row in cap.memberships.all()],
        [row.partner.name for row in cap.partner_involvements.all()],
    ]


def institutions(code: str) -> list:
    return [one.acronym for one in Institution.objects.public(code).for_list()]


def around_a_programme(code: str) -> list:
    found = neighbours_of(CAP.objects.get(number=1), code)
    return [found.next.label, found.next.note, [link.label for link in found.near], found.next.get_absolute_url()]


def articles(code: str) -> list:
    return [getattr(one, languages.column("title", MAIN)) for one in Article.objects.public(code).for_list()]


def corrected(code: str) -> list:
    return [card_of(one, code).corrected_at is not None for one in PressRelease.objects.public(code).for_list()]


def named_by_an_article(code: str) -> list:
    article = Article.objects.in_language(code).for_detail().order_by("pk").first()
    return [cap.acronym for cap in article.caps.all()]


def links(code: str) -> list:
    article = Article.objects.in_language(code).for_detail().order_by("pk").first()
    found = [*read_also(article, code), *about(code, cap=CAP.objects.get(number=1))]
    return [(link.label, link.slug, link.day, link.get_absolute_url()) for link in found]


READINGS: list[Callable[[str], list]] = [
    in_a_list,
    in_detail,
    institutions,
    around_a_programme,
    articles,
    corrected,
    named_by_an_article,
    links,
]


@pytest.mark.parametrize("reading", READINGS, ids=lambda reading: reading.__name__)
def test_what_is_read_does_not_depend_on_the_active_language(release, reading):
    Article.objects.order_by("pk").first().caps.add(CAP.objects.get(number=2))
    read = {}
    for active in languages.codes():
        with override(active):
            read[active] = {code: reading(code) for code in languages.codes()}
    assert read[MAIN] == read[OTHER]
    assert read[MAIN][MAIN] != read[MAIN][OTHER]


def test_a_list_holds_its_own_languages_rows_order_and_counts(release):
    with override(MAIN):
        assert in_a_list(OTHER) == [("UN", 2, ["B", "A"], ["A", "B"]), ("TROIS", 0, [], [])]
        assert institutions(OTHER) == ["B", "A"]
        assert (articles(OTHER), corrected(OTHER)) == (["ancienne", "nouvelle"], [False])
    with override(OTHER):
        assert in_a_list(MAIN) == [("UN", 3, ["C", "A", "B"], ["A", "B", "C"]), ("DEUX", 0, [], []), ("TROIS", 0, [], [])]
        assert institutions(MAIN) == ["A", "B", "C"]
        assert (articles(MAIN), corrected(MAIN)) == (["nouvelle", "ancienne"], [True])


@pytest.mark.django_db
def test_the_language_goes_with_the_queryset(programme):
    public = CAP.objects.public(OTHER)
    further = [
        public.filter(number=1),
        public.exclude(number=2).order_by("pk")[:1],
        public.select_related("theme").annotate(n=languages.localized("title", OTHER)),
        programme.theme.caps.public(OTHER),
        pickle.loads(pickle.dumps(public)),
        public.rows_of("theme"),
        public.public(MAIN).public(OTHER),
    ]
    assert [queryset.language for queryset in further] == [OTHER] * len(further)
    assert CAP.objects.public(OTHER).in_language(MAIN).language == MAIN
    assert public.language == OTHER


@pytest.mark.django_db
@pytest.mark.parametrize(
    "read",
    [
        lambda: CAP.objects.for_list(),
        lambda: CAP.objects.for_detail(),
        lambda: CAP.objects.with_partner_count(),
        lambda: Institution.objects.for_list(),
        lambda: Involvement.objects.in_order(),
        lambda: Article.objects.newest_first(),
        lambda: Article.objects.public_anywhere().for_detail(),
        lambda: PressRelease.objects.for_list(),
    ],
)
def test_what_differs_by_language_is_refused_without_one(read):
    with pytest.raises(LanguageNotGivenError, match=r"public\(language\)"):
        read()


def test_every_published_thing_has_such_a_queryset():
    ours = [model for model in apps.get_models() if hasattr(model.objects.all(), "public")]
    assert {CAP, Institution, Person, PressRelease, Article, Partner} <= set(ours)
    assert [model for model in ours if not isinstance(model.objects.all(), LocalizedQuerySet)] == []


def asks(source: str) -> list[int]:
    """The lines that ask ``publishing.languages`` for the active language, by whatever name it was imported."""
    if "current" not in source:
        return []
    inside = nodes(source)
    modules, functions = {"languages"}, set()
    for node in inside:
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                if alias.name == "languages":
                    modules.add(alias.asname or alias.name)
                elif alias.name == "current" and (node.module or "").endswith("languages"):
                    functions.add(alias.asname or alias.name)
    return [
        node.lineno
        for node in inside
        if (isinstance(node, ast.Attribute) and node.attr == "current" and ast.unparse(node.value).split(".")[-1] in modules)
        or (isinstance(node, ast.Name) and node.id in functions)
    ]


def _module(path: Path) -> str:
    return ".".join(path.relative_to(settings.BASE_DIR).with_suffix("").parts)


def _answers_requests(module: str) -> bool:
    return any(part.endswith(ANSWERS_REQUESTS) for part in module.split("."))


def test_only_what_answers_a_request_asks_which_language_is_active():
    ours = sorted(path.parent for path in settings.BASE_DIR.glob("*/apps.py"))
    files = [path for app in ours for path in sorted(app.rglob("*.py"))]
    modules = {_module(path): path for path in files if "tests" not in path.relative_to(settings.BASE_DIR).parts}
    assert len(modules) > 100
    asking = {module for module, path in modules.items() if asks(path.read_text())} | {"publishing.languages"}
    assert {module for module in asking if not _answers_requests(module)} - ASKS_WHAT_IS_ACTIVE.keys() == set()
    assert ASKS_WHAT_IS_ACTIVE.keys() & modules.keys() - asking == set(), "this list names a module that asks no more"


@pytest.mark.parametrize(
    "source",
    [
        "from publishing import languages\nx = languages.current()",
        "from publishing.languages import current\nx = current()",
        "from .languages import current as now\nx = [now]",
        "import publishing.languages\nx = publishing.languages.current()",
        "from publishing import languages as tongues\nx = map(tongues.current, y)",
    ],
)
def test_every_way_to_ask_is_seen(source):
    assert asks(source) == [2]


@pytest.mark.parametrize("source", ["x = Role.objects.current()", "current = 1\nx = current", "'languages.current()'"])
def test_what_asks_nothing_passes(source):
    assert asks(source) == []
