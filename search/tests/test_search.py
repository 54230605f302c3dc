"""What is found: endings, accents and elisions aside, never what is not public, and in step with every change."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from caps.models import CAP, Keyword, Membership
from cluster.models import Institution, NationalCluster, Page, Person, Role, Theme
from news.models import Coverage, PressRelease
from partners.models import Partner
from proofreading.text import stems
from publishing import languages
from search import engine, find, index, known_words, spelling
from search.models import Entry, VocabularyWord
from tests.make import cap, future, make, person
from tests.pages import flat

pytestmark = pytest.mark.django_db


def found(text: str, language: str = "fr") -> list[str]:
    return [hit.title for hit in find.search(text, language).hits]


def suggested(text: str, language: str = "fr") -> list[str]:
    return [hit.title for hit in find.suggest(text, language)]


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("fr", "Écoles", "ecole"),
        ("fr", "l’œuvre", "OEUVRES"),
        ("fr", "d'apprentissage", "apprentissages"),
        ("fr", "jusqu’à", "à"),
        ("en", "Networks", "network"),
        ("en", "naïve", "naive"),
        ("de", "Straße", "strasse"),
        ("xx", "Mot", "mot"),
    ],
)
def test_words_that_mean_the_same_have_one_stem(language, one, other):
    assert stems(one, language) == stems(other, language)


def test_stems_hold_nothing_that_an_engine_could_read():
    assert all(stem.isascii() and stem.isalnum() for stem in stems('\' OR "x"* NEAR(1) %_\\ \x00 été', "fr"))


def test_search_finds_only_what_is_public(client):
    make(Institution, name_fr="Muséum caché", **future())
    make(Institution, name_fr="Muséum ouvert")
    response = client.get(reverse("search"), {"q": "museums"})
    assert [hit.title for hit in response.context["results"].hits] == ["Muséum ouvert"]
    assert response.context["results"].total == 1


def test_the_nearer_comes_first():
    make(PressRelease, title_fr="Ailleurs", body_fr="<p>robotique</p>")
    make(PressRelease, title_fr="Robotique et autres sujets du laboratoire")
    make(PressRelease, title_fr="Ici", lead_fr="La robotique")
    make(PressRelease, title_fr="La robotique")
    assert found("robotique") == ["La robotique", "Robotique et autres sujets du laboratoire", "Ici", "Ailleurs"]


def test_a_name_in_use_stands_for_the_thing():
    make(Institution, name_fr="Conseil économique", acronym="CESE", aliases="Palais d’Iéna\nConseil")
    make(PressRelease, title_fr="Le CESE et les autres")
    for name in ("cese", "Palais d'Iena", "conseil economique"):
        assert found(name)[0] == "Conseil économique"


def test_index_follows_edits_and_deletions():
    thing = make(Institution, name_fr="Tamaris")
    thing.name_fr = "Glaïeul"
    thing.save()
    assert found("tamaris") == []
    assert found("glaieul") == ["Glaïeul"]
    thing.delete()
    assert found("glaieul") == []
    assert not Entry.objects.exists()


def test_a_programme_is_found_by_those_in_it_however_they_are_called_now():
    one = cap(title_fr="Essai")
    member = one.memberships.first()
    Person.objects.filter(pk=member.person_id).update(family_name="Ancienne")
    someone = Person.objects.get(pk=member.person_id)
    someone.family_name = "Xenakis"
    someone.save()
    assert f"{one.acronym} Essai" in found("xenakis")
    assert f"{one.acronym} Essai" in found("essai xenakis")
    assert found("essai ancienne") == found("essai")  # all words but one: nothing holds both
    member.delete()
    assert f"{one.acronym} Essai" not in found("xenakis")


def test_a_programme_is_found_by_its_keywords_theme_and_partners():
    word, theme = make(Keyword, name_fr="Gastéropodes"), make(Theme, name_fr="Malacologie")
    one = cap(title_fr="Essai", theme=theme)
    one.keywords.add(word)
    assert f"{one.acronym} Essai" in found("gasteropode")
    assert f"{one.acronym} Essai" in found("malacologie")
    word.name_fr = "Céphalopodes"
    word.save()
    assert f"{one.acronym} Essai" not in found("gasteropode")
    assert f"{one.acronym} Essai" in found("cephalopode")


def test_nobody_hidden_leads_to_what_is_public():
    """A public programme names somebody whose moment has not come: their name finds nothing, not even the programme."""
    one = cap(title_fr="Essai")
    hidden = make(Person, family_name="Xenakis", **future())
    Membership.objects.create(cap=one, person=hidden, institution=one.involvements.first().institution)
    for text in ("xenakis", "essai xenakis"):
        assert all(hit.title != "Xenakis" for hit in find.search(text, "fr").hits)
    assert found("xenakis") == []
    assert suggested("xen") == []
    assert not CAP.objects.filter(pk__in=find.matching(CAP, "fr", "xenakis")).exists()
    assert spelling.respell("xenakys", "fr") == ""


def test_a_role_is_searched_only_while_it_is_held():
    someone = person("Alix")
    today = timezone.localdate()
    make(Role, title_fr="Rectrice des abysses", person=someone, start=today + timedelta(days=1))
    assert found("rectrice") == []
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert found("rectrice") == [str(someone)]


@pytest.mark.parametrize("seconds", [-1, 1])
def test_an_embargo_ends_by_itself(client, seconds):
    moment = timezone.now() + timedelta(days=3)
    moments = {languages.column("public_from", code): moment for code in languages.codes()}
    make(PressRelease, title_fr="Grande nouvelle Zirconium", title_en="Great news Zirconium", **moments)
    with time_machine.travel(moment + timedelta(seconds=seconds), tick=False):
        for code in languages.codes():
            with override(code):
                page = client.get(reverse("search"), {"q": "zirconiums"})
                proposed = client.get(reverse("search-suggestions"), {"q": "zirco"})
                misspelt = client.get(reverse("search"), {"q": "zirkonium"})
            assert (page.context["results"].total == 1) == (seconds > 0)
            assert bool(proposed.json()["suggestions"]) == (seconds > 0)
            assert ("zirconium" in misspelt.content.decode()) == (seconds > 0)
            assert "no-store" in proposed["Cache-Control"]


def test_what_is_hidden_takes_no_place_from_what_is_public(monkeypatch):
    """The limits count what may be shown: hidden things never push anything out, nor show in “more than”."""
    monkeypatch.setattr(find, "MOST", 3)
    monkeypatch.setattr(find, "RANKED", 2)
    make(Partner, name="Minerve 0")
    for number in range(1, 9):
        make(Partner, name=f"Minerve {number}", **future())
    results = find.search("minerve", "fr")
    assert (found("minerve"), results.total, results.more) == (["Minerve 0"], 1, False)


def test_counts_end_at_a_limit(monkeypatch):
    monkeypatch.setattr(find, "MOST", 3)
    for number in range(5):
        make(Partner, name=f"Minerve {number}")
    [group] = find.search("minerve", "fr").groups
    assert (group.total, group.more) == (3, True)


def test_how_many_answer_elsewhere_is_as_the_search_there_says():
    programme = cap(acronym="RADAR")
    programme.keywords.add(make(Keyword, name_fr="boussole", name_en="compass"))
    make(Institution, name_fr="Musée", name_en="Museum of Arts")
    make(Partner, name="Minerve")
    for text in ("radar", "compass", "museum of arts", "minerve", "minerve qwxqwx", "site map", "qwxqwx"):
        results = find.search(text, "en", limit=0)
        told = 0 if results.without_one else results.total + results.examples
        assert find.count(text, "en") == told, text
    assert find.count("compass", "en") == find.count("site map", "en") == 1


def test_a_page_leads_to_its_new_address_when_the_page_above_it_moves():
    above = make(Page, slug_fr="dessus")
    make(Page, title_fr="Dessous", parent=above, slug_fr="dessous")
    above.slug_fr = "autre"
    above.save()
    [hit] = find.search("dessous", "fr").hits
    assert hit.path == "/fr/autre/dessous/"


def test_rebuilding_writes_what_is_missing_and_forgets_what_is_gone(capsys):
    make(Institution, name_fr="Musée")
    Entry.objects.all().delete()
    Entry.objects.create(model_label="cluster.institution", object_id=987654, language="fr", title="Fantôme", lexemes="fantom")
    call_command("rebuild_search")
    told = "Search index: 1 things written, 1 rows of things that are gone deleted; "
    told += "0 words that nothing holds forgotten; search of the back office: "
    assert capsys.readouterr().out.startswith(told)
    assert found("musée") == ["Musée"]
    call_command("rebuild_search")
    assert "0 things written" in capsys.readouterr().out


def test_languages_are_searched_apart():
    make(Institution, name_fr="Musée", name_en="Museum")
    assert found("musée") == ["Musée"]
    assert found("musée", "en") == []


def test_set_phrases_mean_the_same():
    make(PressRelease, title_fr="Un programme d’accélération collaboratif de plus", title_en="One more CAP")
    for text in ("PAC", "cap", "programmes d'accélération collaboratifs"):
        assert found(text)[-1] == "Un programme d’accélération collaboratif de plus"
    for text in ("PAC", "caps", "Collaborative Acceleration Programme"):
        assert found(text, "en")[-1] == "One more CAP"


def test_words_between_are_asked_for_only_where_they_say_something():
    make(PressRelease, title_fr="Les données de la recherche")
    assert found("la donnée et une recherche") == ["Les données de la recherche"]


def test_nothing_with_all_words_gives_what_holds_all_but_one():
    make(PressRelease, title_fr="Robotique chirurgicale")
    results = find.search("robotique chirurgicale lunaire", "fr")
    assert ([hit.title for hit in results.hits], results.without_one) == (["Robotique chirurgicale"], True)
    assert find.search("lunaire", "fr").groups == []


def test_a_slip_of_the_keyboard_is_mended_with_public_words():
    make(PressRelease, title_fr="Zoologie marine")
    make(PressRelease, title_fr="Zoologue", **future())
    assert spelling.respell("zoologei", "fr") == "zoologie"
    assert spelling.respell("zoologeu", "fr") == "zoologie"  # the nearest word is not public
    assert spelling.respell("zoologie", "fr") == ""


def test_an_empty_answer_leads_on(client):
    make(PressRelease, title_fr="Zoologie marine", title_en="Marine zoology")
    response = client.get(reverse("search"), {"q": "xylophone"})
    assert reverse("site-map") in response.content.decode()
    other = flat(client.get(reverse("search"), {"q": "zoology"}).content.decode())
    with override("en"):
        assert f'<a href="{reverse("search")}?q=zoology" hreflang="en">1 résultat en anglais</a>' in other


def test_the_likely_correction_is_applied_and_said(client):
    make(PressRelease, title_fr="Zoologie marine", title_en="Marine zoology")
    page = flat(client.get(reverse("search"), {"q": "zoologei marine"}).content.decode())
    assert "<b>1</b> résultat pour «\u00a0zoologie marine\u00a0»" in page
    assert 'Chercher plutôt <a href="/fr/recherche/?q=zoologei%20marine&amp;exact=1">zoologei marine</a>' in page
    asked_so = flat(client.get(reverse("search"), {"q": "zoologei marine", "exact": "1"}).content.decode())
    assert "<b>1</b> résultat pour «\u00a0zoologei marine\u00a0»" in asked_so
    assert '<a href="/fr/recherche/?q=zoologie%20marine">zoologie marine</a>' in asked_so


def test_a_page_without_results_says_one_thing(client):
    make(PressRelease, title_fr="Zoologie marine")
    page = flat(client.get(reverse("search"), {"q": "xylophone quadrature"}).content.decode())
    assert "Aucune page ne contient ces mots." in page
    assert "tous sauf un" not in page


def test_subjects_lead_on_where_nothing_is_asked_or_found(client):
    word = make(Keyword, name_fr="Gastéropodes", name_en="Gastropods")
    cap(title_fr="Essai").keywords.add(word)
    make(Keyword, name_fr="Céphalopodes")  # no public programme bears it
    for query in ({}, {"q": "xylophone"}):
        response = client.get(reverse("search"), query)
        assert [one.name_fr for one in response.context["subjects"]] == ["Gastéropodes"]
        assert '<a href="/fr/recherche/?q=Gast%C3%A9ropodes">' in response.content.decode()


@pytest.mark.parametrize(
    "typed", ["xenakis", "fenakis", "enakis", "xxenakis", "xneakis", "xenaqis", "xenakiss", "xenaki", "xenajis"]
)
def test_one_slip_anywhere_still_finds(typed):
    make(Partner, name="Xenakis")
    answer = spelling.answer(typed, "fr")
    assert [hit.title for hit in answer.results.hits] == ["Xenakis"]


@pytest.mark.parametrize("word", ["biau", "onera", "rétine", "musique", "robotique", "conservatoire"])
def test_every_slip_of_one_letter_leads_back(word):
    """Each letter changed, left out, doubled, or swapped with the next: the first and the last too."""
    make(PressRelease, title_fr="Un mot", body_fr=f"<p>{word}</p>")
    slips = {word[:at] + new + word[at + 1 :] for at in range(len(word)) for new in ("z", "", 2 * word[at])}
    slips |= {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)}
    lost = [slip for slip in slips if not spelling.answer(slip, "fr").results.groups]
    assert lost == []


def test_what_sounds_alike_is_taken_for_each_other():
    make(PressRelease, title_fr="La robotique")
    assert spelling.respell("robotik", "fr") == "robotique"
    assert spelling.respell("La robotik !", "fr") == "La robotique !"


def test_what_is_like_nothing_stays_as_it_is():
    """No sound is left of “zzzz”, nor of “essai”; and a short word may hold one slip alone."""
    make(PressRelease, title_fr="Un essai", body_fr="<p>Un fichier zip, une jazz.</p>")
    assert [spelling.respell(word, "fr") for word in ("zzzz", "zizi", "jozo")] == [""] * 3


def test_a_correction_is_a_word_that_more_things_hold():
    make(PressRelease, title_fr="Le carton")
    for number in range(3):
        make(Partner, name=f"Canton {number}")
    assert spelling.respell("caxton", "fr") == "canton"


def test_words_are_forgotten_with_what_held_them():
    thing = make(Institution, name_fr="Xenakis")
    make(Institution, name_fr="Musée")
    assert known_words.forget_unheld() == 0
    thing.delete()
    known_words.forget_unheld()
    assert not VocabularyWord.objects.filter(written="xenakis").exists()
    assert VocabularyWord.objects.filter(written="musée", language="fr").exists()


def test_readers_words_lead_to_pages(client):
    for text, path in (
        ("logos", "/fr/presse/"),
        ("recevoir les communiqués", "/fr/presse/abonnement/"),
        ("newsletter", "/fr/lettre-d-information/abonnement/"),
        ("hackathons", "/fr/agenda/"),
    ):
        assert find.search(text, "fr").hits[0].path == path
    assert find.search("press kit", "en").hits[0].path == "/en/press/"


def test_the_clusters_own_people_come_before_others():
    ours = make(Institution, name_fr="Sorbonne Université", name_en="Sorbonne University")
    other = make(Institution, name_fr="Compiègne", name_en="Compiègne")
    make(NationalCluster, name="PostGenAI", is_ours=True, lead="Sorbonne Université")
    for name, where, title in (("Cd", other, "Directrice"), ("Ef", ours, "Directrice générale")):
        make(Role, title_fr=title, person=make(Person, given_name="", family_name=name), institution=where)
    assert [hit.title for hit in find.search("directrice", "fr", kind="person").hits] == ["Ef", "Cd"]


def test_a_list_reads_a_slip_as_the_search_does(client):
    one = cap(title_fr="Robotique chirurgicale")
    cap(title_fr="Optique")
    cap(title_fr="Zoologie", **future())
    page = client.get(reverse("cap-list"), {"q": "robotik"})
    assert list(page.context["object_list"]) == [one]
    assert "Rien ici ne contient «\u00a0robotik\u00a0»." in flat(page.content.decode())
    assert list(client.get(reverse("cap-list"), {"q": "zoologei"}).context["object_list"]) == []


def test_the_press_coverage_reads_a_slip_too(client):
    one = make(Coverage, outlet="La Gazette", title="Le pôle de Paris")
    page = client.get(reverse("coverage-list"), {"q": "gasette paris"})
    assert [item.pk for item in page.context["object_list"]] == [one.pk]
    assert page.context["filter"].corrections[0].words == "gazette paris"
    assert client.get(reverse("coverage-list"), {"q": "xylophone"}).status_code == 200


def test_suggestions_say_which_are_examples(client):
    make(Partner, name="Robotique réelle")
    make(Partner, name="Robotique inventée", is_example=True)
    told = client.get(reverse("search-suggestions"), {"q": "robot"}).json()["suggestions"]
    assert {one["title"]: (one["kind"], one["is_example"]) for one in told} == {
        "Robotique réelle": ("Partenaire", False),
        "Robotique inventée": ("Partenaire, exemple", True),
    }


def test_all_of_one_kind_page_by_page(client):
    for number in range(25):
        make(Partner, name=f"Minerve {number:02d}")
    make(PressRelease, title_fr="Minerve")
    overview = client.get(reverse("search"), {"q": "minerve"})
    assert [len(group.hits) for group in overview.context["results"].groups] == [1, find.PER_KIND]
    assert "?q=minerve&amp;kind=partner" in overview.content.decode()
    seen = []
    for page in (1, 2):
        response = client.get(reverse("search"), {"q": "minerve", "kind": "partner", "page": page})
        seen += [hit.title for hit in response.context["page_obj"].object_list]
    assert seen == [f"Minerve {number:02d}" for number in range(25)]
    assert client.get(reverse("search"), {"q": "minerve", "kind": "zzz"}).context["results"].groups == []


def test_sections_are_found_without_a_record():
    results = find.search("contact presse", "fr")
    assert [(hit.title, hit.path) for hit in results.hits] == [("Presse", "/fr/presse/")]
    assert suggested("journalis") == ["Presse"]


def test_suggestions_begin_with_what_was_typed():
    make(Partner, name="Robotique de Paris")
    make(Partner, name="Paris et la robotique")
    make(PressRelease, title_fr="Rien", lead_fr="Robotique")
    assert suggested("roboti") == ["Robotique de Paris", "Paris et la robotique"]
    assert suggested("paris rob") == ["Paris et la robotique", "Robotique de Paris"]


@pytest.mark.parametrize("typed", ["", "r", "?", "x" * 81, "x" * 9000])
def test_suggestions_of_too_little_or_too_much_are_none(client, typed):
    make(Partner, name="Robotique")
    assert client.get(reverse("search-suggestions"), {"q": typed}).json() == {
        "suggestions": [],
        "said": "Aucune suggestion",
    }


def test_suggestions_are_only_read(client):
    assert client.post(reverse("search-suggestions"), {"q": "robot"}).status_code == 405


def test_filters_read_words_as_the_search_does():
    one = cap(title_fr="Intelligence artificielle et son")
    two = cap(title_fr="L’IA frugale")
    cap(title_fr="Robotique")
    found_by = CAP.objects.filter(pk__in=find.matching(CAP, "fr", "IA")).order_by("pk")
    assert list(found_by) == [one, two]
    assert not CAP.objects.filter(pk__in=find.matching(CAP, "fr", "?!")).exists()


HOSTILE = (
    "' OR 1=1 --",
    '"); DROP TABLE search_entry; --',
    "NEAR(a b, 2) AND NOT c*",
    "title:* ^a -b",
    "a & b | !c <-> d:*",
    "(((((",
    "%%s %(x)s {0} {{ 7*7 }}",
    "\\' \\x00",
    "😀 🏳️‍🌈",
    "بحث عن الذكاء",
    "\u202eesrever\u202c",
    "搜索",
    "a" * 10_000,
    "a " * 5_000,
    "é" * 199,
    "\ud7ff\uffff",
    "_ __ k_caps_cap_fr t_robot r_cluster_person_1",
    "<script>alert(1)</script>",
    "½ ² № ﬁ ꟸ",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_give_a_page_that_helps(client, text):
    cap()
    for code in languages.codes():
        with override(code):
            for query in ({"q": text}, {"q": text, "kind": "cap", "page": text}, {"q": "cap", "kind": text}):
                response = client.get(reverse("search"), query)
                assert response.status_code == 200
                assert b"<script>alert" not in response.content
            assert client.get(reverse("search-suggestions"), {"q": text}).status_code == 200
            assert client.get(reverse("cap-list"), {"q": text}).status_code == 200


def test_the_engines_signs_of_the_index_cannot_be_typed():
    one = cap()
    scope = index.scope(index.kind_of(CAP), "fr")
    assert find.search(scope, "fr").groups == []
    assert find.search(index.reference("caps.cap", one.pk), "fr").groups == []


def test_what_many_hold_and_what_few_hold_is_found_alike(monkeypatch):
    """PostgreSQL walks the entries of a kind for the one, and asks its index for the other: both find the same."""
    for number in range(30):
        make(Partner, name=f"Fonderie {number}")
        make(Partner, name=f"Fonderie {number} en attente", **future())
    make(Partner, name="Atelier de l’aurore")
    cap(title_fr="Les fonderies de demain")
    asked = ("fonderie", "fonderies de demain", "aurore", "fonderie aurore", "rien")
    answers = []
    for common in (-1, 2):
        monkeypatch.setattr(engine, "COMMON", common)
        find._plans.clear()
        answers.append([(find.search(text, "fr"), suggested(text[:6])) for text in asked])
    find._plans.clear()
    assert answers[0] == answers[1]
    assert [(group.total, group.slug) for group in answers[0][0][0].groups] == [(30, "partner"), (1, "cap")]
