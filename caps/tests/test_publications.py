"""The pages and files of publications: what they show, what they count, and that what is hidden stands in none of them."""

from __future__ import annotations

import re

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from caps import bibliography
from caps.enums import HalState, PublicationKind
from caps.models import PersonPublication, ProgrammePublication, Publication
from publishing import languages
from publishing.opendata import find as data_set
from search.find import matching
from tests.backoffice import change_url, opened, staff
from tests.make import cap, draft, make, past, person

pytestmark = pytest.mark.django_db
HOSTILE = {
    "title": r"100% <b>&</b> {x}_y \input{/etc/passwd} $\alpha$ ~^# “fin” é",
    "authors": "Exemple, Claire\nBand and Sons, Ltd, The\nConsortium {ATLAS} & co\nde la Tour, José",
    "venue": "R&D % {Journal}",
    "doi": "10.1234/a_b%c",
    "pages": "1-12",
    "url": "https://hal.example.org/a?b=c&d=%7E",
}


def published(word: str = "Publié", **given) -> Publication:
    return make(Publication, word, **{"doi": "", "language": "en", "is_open": True, **given})


def read_bibtex(text: str) -> dict[str, str]:
    """The fields of an entry as BibTeX reads them: every brace counts, one behind a backslash as well."""
    assert text.startswith("@") and text.rstrip().endswith("}")
    fields, place = {}, text.index(",") + 1
    while match := re.compile(r"\s*(\w+) = \{").match(text, place):
        start, depth, at = match.end(), 1, match.end()
        while depth:
            sign = text[at]
            if sign in "{}":
                depth += 1 if sign == "{" else -1
            at += 1
        fields[match[1]], place = text[start : at - 1], at + 1
    return fields


def plain_of_tex(value: str) -> str:
    known = {r"\textbackslash{}": "\\", r"\textasciitilde{}": "~", r"\textasciicircum{}": "^"}
    known |= {r"\textbraceleft{}": "{", r"\textbraceright{}": "}"}
    value = re.sub(r"\\text\w+\{\}", lambda match: f"\0{list(known).index(match[0])}\0", value)
    value = re.sub(r"(?<!\\)[{}]", "", value)
    value = re.sub(r"\\([&%$#_{}])", r"\1", value)
    return re.sub("\0(.)\0", lambda match: list(known.values())[int(match[1])], value)


def test_bibtex_gives_back_what_it_was_given_and_runs_nothing():
    one = published(**HOSTILE)
    fields = read_bibtex(bibliography.bibtex(one))
    assert plain_of_tex(fields["title"]) == one.title
    assert plain_of_tex(fields["journal"]) == one.venue
    assert (plain_of_tex(fields["doi"]), plain_of_tex(fields["url"])) == (one.doi, one.url)
    assert [plain_of_tex(name) for name in fields["author"].split(" and ")] != one.author_names, "one holds the word itself"
    outside = re.sub(r"\{[^{}]* and [^{}]*\}", "{X}", fields["author"])
    assert len(outside.split(" and ")) == 4
    assert r"\input" not in fields["title"]


@pytest.mark.parametrize("title", ["a} b", "}, file = {x}}\n@article{evil, title = {x", "{{{", "}}}", "\\}"])
def test_no_brace_of_a_title_ends_its_entry(title):
    one = published(title=title, year=2024)
    fields = read_bibtex(bibliography.bibtex(one))
    assert plain_of_tex(fields["title"]) == title
    assert (fields["year"], "file" in fields) == ("2024", False)


@pytest.mark.parametrize("kind", PublicationKind.values)
def test_every_kind_has_its_entry_in_both_forms(kind):
    one = published(kind=kind)
    assert bibliography.bibtex(one).startswith(f"@{bibliography.ENTRIES[kind][0]}{{postgenai-{one.pk},\n")
    assert bibliography.ris(one).startswith(f"TY  - {bibliography.ENTRIES[kind][2]}\r\nTI  - ")
    assert bibliography.ris(one).endswith("\r\nER  - \r\n")


def test_an_identifier_from_elsewhere_ends_no_key():
    """HAL says what it is called; what it says begins neither a field nor an entry."""
    one = published(hal_id="hal-1,\nfile = {x}}\n@book{stolen,")
    text = bibliography.bibtex(one)
    assert text.splitlines()[0].endswith("{hal-1filexbookstolen,")
    assert "ID  - hal-1filexbookstolen\r\n" in bibliography.ris(one)
    assert bibliography.key_of(published(hal_id="{}")).startswith("postgenai-")


def test_ris_gives_back_what_it_was_given_and_no_line_is_broken():
    one = published(**HOSTILE | {"title": "First\r\nER  - \r\nTY  - BOOK", "hal_record": {"keywords": ["a\nb"]}})
    lines = bibliography.ris(one).split("\r\n")
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines[:-1])
    tags = [line[:2] for line in lines[:-1]]
    assert (tags.count("TY"), tags.count("ER")) == (1, 1)
    assert [line[6:] for line in lines if line.startswith("AU")] == one.author_names
    assert [line[6:] for line in lines if line[:2] in ("SP", "EP")] == ["1", "12"]


def test_the_list_and_its_files_hold_the_same_and_no_example(client):
    ours, example, theirs = published("Nôtre"), published("Exemple", is_example=True), published("Leur", acknowledges=False)
    page = client.get(reverse("publication-list")).content.decode()
    assert ours.title in page and example.title in page and theirs.title not in page
    for name in ("publication-list-bibtex", "publication-list-ris"):
        answer = client.get(reverse(name))
        words = answer.content.decode()
        assert ours.title in words and example.title not in words and theirs.title not in words
        assert "attachment" in answer["Content-Disposition"]
        assert client.get(reverse(name), headers={"If-None-Match": answer["ETag"]}).status_code == 304
    single = client.get(reverse("publication-bibtex", kwargs={"slug": example.slug_fr})).content.decode()
    assert "Exemple, inventé pour la démonstration" in single


def test_filters_narrow_the_list_and_its_files_alike(client):
    one, other = published("Un", kind="thesis", year=2025), published("Autre", kind="article", year=2026, is_open=False)
    programme = cap()
    ProgrammePublication.objects.create(cap=programme, publication=one)
    for query in ("kind=thesis", "year=2025", "access=open", f"programme={programme.slug_fr}"):
        for name in ("publication-list", "publication-list-bibtex"):
            words = client.get(f"{reverse(name)}?{query}").content.decode()
            assert one.title in words and other.title not in words, (name, query)


def test_the_share_in_open_access_says_of_what_it_is_one(client):
    for number in range(3):
        published(f"Ouvert {number}")
    published("Fermé", is_open=False)
    published("Inconnu", is_open=None)
    published("Données", kind="data", is_open=False)
    published("Exemple", is_open=False, is_example=True)
    published("Leur", is_open=False, acknowledges=False)
    share = Publication.objects.public("fr").of_cluster().open_share()
    assert (share.is_open, share.known, share.percent) == (3, 4, 75)
    with override("en"):
        assert "3 of 4 texts (75%)" in client.get(reverse("publication-list")).content.decode()
        assert "Open access: 0 of 1 text (0%)" in client.get(f"{reverse('publication-list')}?access=closed").content.decode()


def test_a_list_of_examples_alone_has_no_share(client):
    published(is_example=True)
    assert "Accès ouvert" not in client.get(reverse("publication-list")).content.decode()


HIDDEN = {
    "hidden": {"withdrawn_at": timezone.now(), "hidden_because": "Canarizzq reason"},
    "draft": draft(),
    "given up by HAL": {"hal_state": HalState.GONE},
    "found by no question": {"hal_state": HalState.LEFT},
}


@pytest.mark.parametrize("why", HIDDEN)
def test_what_is_hidden_stands_in_nothing_public(client, why):
    programme, someone = cap(), person()
    one = published("Canarizzq", **{**past(), **HIDDEN[why]})
    ProgrammePublication.objects.create(cap=programme, publication=one)
    PersonPublication.objects.create(person=someone, publication=one)
    published("Visible", hal_record={})
    for code in languages.codes():
        assert not one.is_public(code)
        slug = {"slug": one.slug(code)}
        with override(code):
            shown = [
                reverse("publication-list"),
                reverse("publication-list-bibtex"),
                reverse("publication-list-ris"),
                programme.get_absolute_url(),
                someone.get_absolute_url(),
                f"{reverse('search')}?q=Canarizzq",
            ]
            gone = [reverse(name, kwargs=slug) for name in ("publication-detail", "publication-bibtex", "publication-ris")]
        for path in shown:
            assert one.title not in client.get(path).content.decode(), path
        assert {client.get(path).status_code for path in gone} == {404}
    dataset = data_set("publications")
    assert [row["title"] for row in dataset.rows()] == [Publication.objects.get(title__startswith="Visible").title]


def test_nobody_is_told_of_a_hidden_programme_or_person(client):
    secret, hidden = cap("Canarizzq", **draft()), make(type(person()), "Canarizzq", **draft())
    one = published("Visible")
    ProgrammePublication.objects.create(cap=secret, publication=one)
    PersonPublication.objects.create(person=hidden, publication=one)
    for path in (one.get_absolute_url("fr"), reverse("publication-list")):
        words = client.get(path).content.decode()
        assert one.title in words and secret.acronym not in words and str(hidden) not in words
    assert [row["programmes_fr"] for row in data_set("publications").rows()] == [None]


def test_a_page_shows_a_publication_whole(client):
    one = published(
        **HOSTILE,
        hal_id="hal-00000007",
        hal_record={
            "abstracts": {"en": "An <b>abstract</b>.", "fr": "Un résumé."},
            "data": ["https://doi.org/10.1/data"],
            "code": ["https://code.example.org/x"],
            "software": ["swh:1:rev:" + "0" * 40],
        },
    )
    words = client.get(one.get_absolute_url("fr")).content.decode()
    assert words.index("Un résumé.") < words.index("An &lt;b&gt;abstract&lt;/b&gt;.")
    assert '<p dir="auto" lang="en">An &lt;b&gt;' in words
    for address in (
        "https://doi.org/10.1/data",
        "https://code.example.org/x",
        "https://archive.softwareheritage.org/swh:1:rev:0",
    ):
        assert f'href="{address}' in words
    assert "<b>&</b>" not in words


def test_programmes_and_people_show_theirs_and_nothing_where_there_is_none(client):
    programme, someone = cap(), person()
    with override("fr"):
        assert 'id="publications"' not in client.get(programme.get_absolute_url()).content.decode()
        one, other = published("Un"), published("Autre", acknowledges=False)
        ProgrammePublication.objects.create(cap=programme, publication=one)
        PersonPublication.objects.create(person=someone, publication=other)
        assert one.title in client.get(programme.get_absolute_url()).content.decode()
        page = client.get(someone.get_absolute_url()).content.decode()
    assert other.title in page and one.title not in page


def test_search_finds_it_by_title_author_and_identifier():
    record = {"abstracts": {"en": "spectroscopy"}}
    one = published("Canarizzq", hal_id="hal-00000042", authors="Introuvable, Ada", hal_record=record)
    published("Autre", hal_record={})
    for words in ("Canarizzq", "Introuvable", "hal-00000042", "spectroscopy"):
        assert [*Publication.objects.filter(pk__in=matching(Publication, "fr", words))] == [one]


# The back office


def test_hiding_takes_a_reason_in_the_form_and_in_the_database():
    one = published()
    client = staff("root")
    form = opened(client, one) | {"withdrawn_at": "2026-11-01 10:00", "hidden_because": ""}
    assert client.post(change_url(one), form).status_code == 200
    assert client.post(change_url(one), form | {"hidden_because": "Un homonyme"}).status_code == 302
    assert not Publication.objects.public("fr").exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.update(hidden_because="")


def test_what_hal_says_is_read_on_the_form_and_not_typed():
    one = published(hal_id="hal-00000001", hal_state=HalState.FOUND)
    client = staff("root")
    form = opened(client, one)
    assert "title" not in form and "hidden_because" in form
    client.post(change_url(one), form | {"title": "Changed"})
    one.refresh_from_db()
    assert one.title.startswith("Publié")
