"""What staff find in lists and choices of the back office: letters, not bytes; drafts too; nothing that they may not see."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from caps.admin import CAPAdmin
from caps.enums import InvolvementRole
from caps.models import CAP, Involvement, Keyword, Membership, PartnerInvolvement
from cluster.models import Institution, Person, Theme
from mailing.models import Subscriber
from news.models import Article, PressRelease
from partners.admin import PartnerAdmin
from partners.models import Partner
from publishing import languages
from publishing.admin_search import BoundedSearch, FoldedSearch
from search import staff as staff_search
from search.models import StaffEntry
from search.staff import folded, typed_words
from tests.backoffice import route, staff
from tests.make import cap, draft, make, person


def test_words_are_kept_as_people_begin_to_type_them():
    assert folded("L’École d'AP-HP") == ["l", "ecole", "lecole", "d", "ap", "hp", "daphp", "aphp"]
    assert folded("PR[AI]RIE") == ["pr", "ai", "rie", "prairie"]
    assert folded("Москва 中文") == ["москва", "中文"]
    assert typed_words("mot " * 1300) == ["mot"] * 12
    assert typed_words("\x00 % _ \\ ' ’") == []


@pytest.fixture
def claire(db):
    return staff()


def listed(client, model, query: str) -> set[str]:
    response = client.get(route(model, "changelist"), {"q": query})
    assert response.status_code == 200
    return {str(record) for record in response.context["cl"].result_list}


def offered(client, field: str, query: str) -> list[str]:
    """What the choices of a field of the form of programmes (or of its rows) offer."""
    model, _dot, name = field.rpartition(".")
    given = {"app_label": "caps", "model_name": model, "field_name": name, "term": query}
    response = client.get(reverse("admin:autocomplete"), given)
    assert response.status_code == 200
    return sorted(row["text"] for row in response.json()["results"])


@pytest.fixture
def institutions(db):
    for name, acronym, aliases in [
        ("École normale supérieure", "ENS", ""),
        ("L’Atelier d’exemple", "", "Fabrique\nIrcam"),
        ("Sorbonne Université", "SU", "UPMC"),
    ]:
        make(Institution, name_fr=name, name_en=name, acronym=acronym, aliases=aliases, city="Bourg", **draft())


ECOLE = ("école", "ecole", "École", "ÉCOLE", "e\u0301cole", "ecole sup", "EnS")
FOUND = [
    *((typed, {"École normale supérieure"}) for typed in ECOLE),
    *((typed, {"L’Atelier d’exemple"}) for typed in ("d'exemple", "d’exemple", "D`EXEMPLE", "latelier", "ircam", "l'atelier")),
    *((typed, {"Sorbonne Université"}) for typed in ("sorb", "universite SORB", "upmc", "Sor\u00adbonne")),
    ("ecole sorbonne", set()),
    ("orbonne", set()),
    ("%", set()),
    ("_", set()),
]


@pytest.mark.parametrize(("typed", "names"), FOUND)
def test_lists_and_choices_find_by_letters_and_other_names(claire, institutions, typed, names):
    assert listed(claire, Institution, typed) == names
    assert offered(claire, "involvement.institution", typed) == sorted(names)


@pytest.mark.parametrize(
    ("model", "given", "typed"),
    [
        (Person, {"given_name": "Hương", "family_name": "Đặng"}, ["Dang", "huong dang", "ĐẶNG", "dan huo"]),
        (Person, {"given_name": "Sandrine", "family_name": "de Thoisy-Méchin"}, ["MÉCHIN", "mechin", "thoisymechin"]),
        (Person, {"given_name": "Işıl", "family_name": "Łukasiewicz"}, ["isil", "luka"]),
        (Theme, {"name_fr": "Santé"}, ["sante", "SANTÉ"]),
        (Article, {"title_fr": "L’actualité du cœur", "lead_fr": ""}, ["actualite", "l'actualité coeur", "lactualite"]),
        (PressRelease, {"title_fr": "Mise en œuvre"}, ["oeuvre", "ŒUVRE"]),
        (Partner, {"name": "Société d’essai", "siren": "732829320"}, ["societe", "732829320", "732 829 320", "7328"]),
    ],
)
def test_whatever_the_letters(claire, model, given, typed):
    thing = make(model, **given, **draft())
    other = make(model, **draft())
    for words in typed:
        assert listed(claire, model, words) == {str(thing)}, words
    assert str(other) in listed(claire, model, "")


def test_a_programme_is_found_by_who_takes_part_in_it(claire):
    found = cap("Ondes", **draft())
    cap("Autre", **draft())
    helene = make(Person, given_name="Hélène", family_name="Zorn")
    su = make(Institution, name_fr="Sorbonne Université", acronym="SU", aliases="UPMC")
    make(Involvement, cap=found, institution=su, role=InvolvementRole.values[-1])
    make(Membership, cap=found, person=helene, institution=su)
    make(PartnerInvolvement, cap=found, partner=make(Partner, name="L’Œuvre"))
    found.keywords.add(make(Keyword, name_fr="apprentissage"))
    for typed in ("Sorbonne", "upmc", "helene", "HÉLÈNE zorn sorb", "oeuvre", "apprent ondes"):
        assert listed(claire, CAP, typed) == {str(found)}, typed
    helene.given_name = "Irène"
    helene.save()
    assert listed(claire, CAP, "helene") == set()
    assert listed(claire, CAP, "irene") == {str(found)}
    found.memberships.all().delete()
    helene.delete()
    assert listed(claire, CAP, "irene") == set()
    assert not StaffEntry.objects.filter(words__contains="irene").exists()


def test_nobody_finds_by_what_they_may_not_see(claire, monkeypatch):
    monkeypatch.setattr(PartnerAdmin, "search_fields", ("name", "contact_email"))
    monkeypatch.setattr(CAPAdmin, "search_fields", ("acronym", "partner_involvements__partner__contact_email"))
    staff_search.columns.cache_clear()
    programme, partner = cap("Ondes"), make(Partner, name="Élan", contact_email="secret@example.org")
    make(PartnerInvolvement, cap=programme, partner=partner)
    edith = staff("edith", "Editors")
    edith_sees = Permission.objects.get(codename="private_partner")
    for model, name in ((Partner, "Élan"), (CAP, str(programme))):
        assert listed(claire, model, "secret") == {name}
    user = edith.session["_auth_user_id"]
    Group.objects.get(name="Editors").permissions.remove(edith_sees)
    assert not User.objects.get(pk=user).has_perm("partners.private_partner")
    for model in (Partner, CAP):
        assert listed(edith, model, "secret") == set()
    assert listed(edith, Partner, "elan") == {"Élan"}
    staff_search.columns.cache_clear()


def test_every_search_box_is_one_of_the_house():
    pages = [page for page in admin.site._registry.values() if page.search_fields]
    assert [page for page in pages if not isinstance(page, FoldedSearch | BoundedSearch)] == []


HOSTILE = ["mot " * 1300, "\x00", "' OR 1=1 --", "%" * 300, "\\", "é" * 5000, "(((", '"', "\ud7ff\U0010ffff", "- -", "a" * 9000]


@pytest.mark.parametrize("typed", HOSTILE)
def test_whatever_is_typed_is_answered(claire, typed):
    person()
    refused = 400 if "\x00" in typed else 200
    for model in (CAP, Subscriber, User):
        assert claire.get(route(model, "changelist"), {"q": typed}).status_code == refused, model
    if refused == 200:
        offered(claire, "membership.person", typed)


def test_a_search_costs_the_same_for_one_and_for_many(claire):
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            listed(claire, CAP, "sorb ondes hel")
        return len(queries)

    cap("Ondes")
    count()
    before = count()
    for number in range(3):
        programme = cap(f"Ondes{'abc'[number]}")
        place = make(Institution, name_fr="Sorbonne")
        make(Involvement, cap=programme, institution=place, role=InvolvementRole.values[-1])
        make(Membership, cap=programme, person=make(Person, given_name="Hélène"), institution=place)
    assert len(listed(claire, CAP, "sorb ondes hel")) == 3
    assert count() == before


def test_an_entry_is_one_statement_and_only_where_its_words_may_have_changed():
    partner = Partner(name="Élan")
    assert staff_search.entry_of(partner).words == " elan"


@pytest.mark.django_db
def test_entries_that_a_bulk_load_left_out_are_written_anew():
    kept = make(Institution, name_fr="Dépôt", aliases="")
    Institution.objects.filter(pk=kept.pk).update(**dict.fromkeys(languages.columns("name"), "Réserve"))
    StaffEntry.objects.create(model_label="cluster.institution", object_id=987654, words=" rien")
    StaffEntry.objects.create(model_label="gone.model", object_id=1, words=" rien")
    call_command("rebuild_search", verbosity=0)
    assert not StaffEntry.objects.filter(words__contains=" rien").exists()
    [entry] = StaffEntry.objects.of(Institution)
    assert " reserve" in entry.words and "depot" not in entry.words
    with CaptureQueriesContext(connection) as queries:
        kept.save(update_fields=["rank"])
    assert not [query for query in queries if "staffentry" in query["sql"]]
    with CaptureQueriesContext(connection) as queries:
        kept.save()
    assert len([query for query in queries if "staffentry" in query["sql"]]) == 1
