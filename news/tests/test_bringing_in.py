"""A communiqué from elsewhere opens as the form of a new release, filled, checked and unsaved."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cluster.models import Institution
from news import services
from news.models import Boilerplate, PressContact, PressRelease
from proofreading.tests.made_files import word, word_paragraph
from proofreading.tests.test_cutting import BODY_FR, CLASSIC_EN, CLASSIC_FR, LEAD_FR, QUOTE_FR, TITLE_EN, TITLE_FR
from publishing import kept_uploads
from tests.backoffice import form_of, staff
from tests.make import make, person

pytestmark = pytest.mark.django_db
DOOR = "admin:news_pressrelease_bring_in"


@pytest.fixture
def officer():
    return staff("olga", group="Press officers")


def typed(text: str) -> bytes:
    return text.encode()


def brought(client, *files: tuple[str, bytes], **pasted: str):
    """What the form of a new release shows for some files and pasted words."""
    uploads = [SimpleUploadedFile(name, content) for name, content in files]
    response = client.post(reverse(DOOR), {"files": uploads, **pasted})
    assert response.status_code == 302, response.context["form"].errors
    return client.get(response.url)


def words_of(response) -> str:
    """What the page says of what was brought in."""
    return " ".join(
        re.sub(
            r"<[^>]*>", " ", response.content.decode().partition('id="brought-heading"')[2].partition("</section>")[0]
        ).split()
    )


def test_two_files_fill_one_form_and_are_saved_as_a_draft(officer):
    boilerplate = make(Boilerplate, title_fr="L’Institut du Littoral", title_en="The Institute of the Shore")
    contact = make(PressContact, name="Service de presse", email="presse@example.org")
    speaker = person(given_name="Yann", family_name="Le Goff")
    member = make(Institution, name_fr="Institut du Littoral", name_en="Institute of the Shore")
    response = brought(officer, ("communique.txt", typed(CLASSIC_FR)), ("release.txt", typed(CLASSIC_EN)))
    form = form_of(response, PressRelease)
    assert (form["title_fr"], form["title_en"], form["place_fr"], form["dated"]) == (TITLE_FR, TITLE_EN, "Paris", "2026-11-30")
    assert form["lead_fr"] == LEAD_FR
    assert form["body_fr"] == f"<p>{BODY_FR}</p>"
    assert not PressRelease.objects.exists()
    assert officer.post(response.wsgi_request.get_full_path(), form | {"_save": "1"}).status_code == 302
    release = PressRelease.objects.get()
    assert (release.title_en, release.dated, release.state) == (TITLE_EN, date(2026, 11, 30), "draft")
    quote = release.quotes.get()
    assert (quote.text_fr, quote.speaker, quote.person) == (QUOTE_FR, "Yann Le Goff", speaker)
    assert (list(release.boilerplates.all()), list(release.contacts.all())) == ([boilerplate], [contact])
    assert list(release.institutions.all()) == [member]
    assert release.release_contacts.get().language == ""


def test_nothing_is_made_that_the_portal_does_not_have(officer):
    response = brought(officer, ("communique.txt", typed(CLASSIC_FR)))
    form = form_of(response, PressRelease)
    said = words_of(response)
    assert "À propos de l’Institut du Littoral" in form["body_fr"]
    assert "“À propos de l’Institut du Littoral” is none of the portal’s boilerplates" in said
    assert "Maud Kervella, chargée de communication, presse@example.org, +33 1 99 00 12 34" in said
    assert "Nothing was found in this language: English." in said
    assert officer.post(response.wsgi_request.get_full_path(), form | {"_save": "1"}).status_code == 302
    assert not Boilerplate.objects.exists() and not PressContact.objects.exists()


def test_a_whole_address_leads_where_it_says(officer):
    more = "Les relevés sont sur https://maree.example.org/releves (voir www.example.org), et non à presse@www.example.org."
    form = form_of(brought(officer, ("communique.txt", typed(CLASSIC_FR.replace(BODY_FR, more)))), PressRelease)
    found = re.findall(r'<a [^>]*href="([^"]*)"[^>]*>([^<]*)</a>', form["body_fr"])
    addresses = ["https://maree.example.org/releves", "www.example.org"]
    assert found == [(addresses[0], addresses[0]), (f"https://{addresses[1]}", addresses[1])]
    assert "(voir <a" in form["body_fr"] and "</a>), et non" in form["body_fr"]


def test_an_embargo_sets_no_moment_and_a_mobile_number_goes_nowhere(officer):
    text = f"SOUS EMBARGO JUSQU’AU 1er DÉCEMBRE 2026 À 11 H\n\n{CLASSIC_FR}".replace("01 99 00 12 34", "06 12 34 56 78")
    response = brought(officer, ("communique.txt", typed(text)))
    said, form = words_of(response), form_of(response, PressRelease)
    assert said.count("asks for an embargo until 1 December 2026, 11 am (Paris time)") == 1
    assert "A mobile number stands beside Maud Kervella" in said
    assert "06 12 34 56 78" not in response.content.decode() and "612345678" not in response.content.decode()
    saved = officer.post(response.wsgi_request.get_full_path(), form | {"_continue": "1"})
    release = PressRelease.objects.get()
    assert release.public_from("fr") is None
    asked = services.embargo_asked(release)
    assert asked is not None and asked.words == "1 December 2026, 11 am"
    assert "change" in saved.url and "brought" not in saved.url


def test_the_check_stands_beside_with_the_fields_it_is_about(officer):
    text = CLASSIC_FR.replace(BODY_FR, f"{BODY_FR} La réunion se tient le 31 novembre 2026.")
    page = brought(officer, ("communique.txt", typed(text))).content.decode()
    assert re.search(r'href="#id_body_fr"[^>]*>[^<]*31', page) or 'href="#id_body_fr"' in page


def test_a_word_document_with_pictures_and_changes_says_so(officer):
    body = "".join(word_paragraph(line) for line in CLASSIC_FR.split("\n") if line)
    extra = '<w:p><w:ins><w:r><w:t>Ajout.</w:t></w:r></w:ins><w:r><w:drawing><a:blip xmlns:a="x"/></w:drawing></w:r></w:p>'
    said = words_of(brought(officer, ("communique.docx", word(body + extra))))
    assert "communique.docx: Changes are still tracked in it" in said
    assert "communique.docx: Pictures do not come along (1)" in said


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("photo.docx", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "photo.docx holds no text."),
        ("vieux.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 99, "vieux.doc is in the format of old Word"),
        ("roman {x}.txt", b"Un mot. " * 30_000, "roman {x}.txt is larger than any communiqu"),
        ("casse.pdf", b"%PDF-1.7 rien", "casse.pdf cannot be read as a PDF"),
    ],
)
def test_a_wrong_file_gets_a_sentence_and_what_was_pasted_stays(officer, name, content, sentence):
    response = officer.post(reverse(DOOR), {"files": SimpleUploadedFile(name, content), "pasted": "<p>Collé</p>"})
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert "Collé" in response.content.decode()


def test_two_texts_in_one_language_and_none_at_all_are_refused_in_words(officer):
    twice = officer.post(reverse(DOOR), {"files": [SimpleUploadedFile(f"{n}.txt", typed(CLASSIC_FR)) for n in "ab"]})
    assert "Two of these texts are in the same language (French)" in twice.content.decode()
    assert "Choose a file, or paste a text." in officer.post(reverse(DOOR), {}).content.decode()


def test_pasted_text_is_read_formatted_or_as_it_was_typed(officer):
    formatted = "".join(f"<p>{line}</p>" for line in CLASSIC_FR.split("\n") if line)
    for pasted in (formatted, CLASSIC_FR):
        assert form_of(brought(officer, pasted=pasted), PressRelease)["title_fr"] == TITLE_FR


def test_who_may_not_add_releases_finds_no_door():
    translator = staff("theo", group="Translators")
    assert translator.get(reverse(DOOR)).status_code == 403
    assert translator.post(reverse(DOOR), {"pasted": CLASSIC_FR}).status_code == 403
    assert reverse(DOOR) not in translator.get(reverse("admin:news_pressrelease_changelist")).content.decode()


def test_what_was_read_opens_for_nobody_else_and_not_twice(officer):
    url = officer.post(reverse(DOOR), {"pasted": CLASSIC_FR}).url
    other = staff("oscar", group="Press officers").get(url)
    assert form_of(other, PressRelease)["title_fr"] == ""
    assert "no longer kept" in other.content.decode()
    response = officer.get(url)
    officer.post(url, form_of(response, PressRelease) | {"_save": "1"})
    assert form_of(officer.get(url), PressRelease)["title_fr"] == ""
    assert kept_uploads.kept_words(response.wsgi_request, url.partition("=")[2]) is None


@pytest.mark.parametrize("name", ["../../secret", "x" * 30, "", "%00"])
def test_a_made_up_name_of_what_was_read_opens_an_empty_form(officer, name):
    response = officer.get(reverse("admin:news_pressrelease_add"), {"brought": name})
    assert form_of(response, PressRelease)["title_fr"] == ""


def test_few_texts_wait_for_one_account(officer):
    urls = [officer.post(reverse(DOOR), {"pasted": CLASSIC_FR}).url for _time in range(kept_uploads.MOST_WORDS + 1)]
    titles = [form_of(officer.get(url), PressRelease)["title_fr"] for url in (urls[0], urls[-1])]
    assert titles == ["", TITLE_FR]


def test_the_filled_form_is_shown_again_with_what_was_said_of_it(officer):
    response = brought(officer, ("communique.txt", typed(CLASSIC_FR)))
    form = form_of(response, PressRelease) | {"place_fr": "Paris, le 5", "_save": "1"}
    again = officer.post(response.wsgi_request.get_full_path(), form)
    assert again.status_code == 200
    assert form_of(again, PressRelease)["quotes-0-text_fr"] == QUOTE_FR
    assert "none of the portal’s boilerplates" in words_of(again)


def test_the_filled_form_takes_the_same_queries_whatever_its_rows(officer, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for quotes in (1, 3, 3):
        make(PressContact, name=f"Contact {quotes}", email="presse@example.org") if not PressContact.objects.exists() else None
        person(given_name="Yann", family_name="Le Goff") if quotes == 1 else None
        text = CLASSIC_FR.replace(
            "À propos", f"« {QUOTE_FR} », déclare Yann Le Goff, directeur.\n\n" * (quotes - 1) + "À propos", 1
        )
        url = officer.post(reverse(DOOR), {"pasted": text}).url
        with CaptureQueriesContext(connection) as read:
            form = form_of(officer.get(url), PressRelease)
        assert form["quotes-TOTAL_FORMS"] == str(quotes)
        counts.append(len(read))
    assert counts[1] == counts[2] and counts[1] <= counts[0]
