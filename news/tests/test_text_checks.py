"""A text that is in no release is checked on a page of its own; nothing of it is kept, and a release can be made of it."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from news.models import PressRelease
from proofreading.tests.made_files import word, word_paragraph
from proofreading.tests.test_cutting import BODY_FR, CLASSIC_EN, CLASSIC_FR, TITLE_FR
from publishing import kept_uploads
from tests.backoffice import form_of, staff

from .newsroom import user

pytestmark = pytest.mark.django_db
ADDRESS = "admin:news_pressrelease_check_text"
FAULTY_FR = CLASSIC_FR.replace(BODY_FR, f"{BODY_FR} La salle est ouverte à tous les les étudiants.")


@pytest.fixture
def officer():
    return staff("olga", group="Press officers")


def checked(client, *files: tuple[str, bytes], **given: str):
    uploads = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(reverse(ADDRESS), {"files": uploads, "check": "1", **given})


def codes(response) -> list[tuple[str, str]]:
    return [(kind.language, kind.code) for group in response.context.get("groups", ()) for kind in group.kinds]


def test_a_pasted_pair_is_checked_and_nothing_is_kept(officer, settings):
    before = set(kept_uploads._root().glob("*/*"))
    response = checked(officer, pasted=FAULTY_FR, pasted_too=CLASSIC_EN)
    page = response.content.decode()
    assert ("fr", "word-twice") in codes(response)
    assert "<mark>les les</mark>" in page and 'lang="en"' in page
    assert "Read: French, English." in page and "no-store" in response["Cache-Control"]
    assert "les les étudiants" in form_textarea(page)
    assert not PressRelease.objects.exists() and set(kept_uploads._root().glob("*/*")) <= before


def form_textarea(page: str) -> str:
    return "".join(re.findall(r"<textarea.*?</textarea>", page, re.DOTALL))


def test_one_file_with_both_languages_is_parted(officer):
    response = checked(officer, ("deux.txt", f"{FAULTY_FR}\n\n{CLASSIC_EN}".encode()))
    assert "Read: French, English." in response.content.decode()
    assert ("fr", "word-twice") in codes(response)


def test_a_release_is_made_of_it_through_the_one_door(officer):
    """Of a file too, which a browser gives once: what was read of it comes back with the page."""
    body = "".join(word_paragraph(line) for line in FAULTY_FR.split("\n") if line)
    response = checked(officer, ("communique.docx", word(body)))
    carried = response.context["carried"]
    assert carried and "communique.docx" in response.content.decode()
    brought = officer.post(reverse(ADDRESS), {"bring": "1", "earlier": carried})
    assert brought.status_code == 302 and "brought=" in brought.url
    assert form_of(officer.get(brought.url), PressRelease)["title_fr"] == TITLE_FR
    forged = officer.post(reverse(ADDRESS), {"bring": "1", "earlier": carried[:-3] + "xxx"})
    assert forged.status_code == 200 and "Choose a file, or paste a text." in forged.content.decode()


@pytest.mark.parametrize(
    ("files", "given", "sentence"),
    [
        ((("photo.docx", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20),), {}, "photo.docx holds no text."),
        ((("long.txt", b"Un mot. " * 130_000),), {}, "long.txt is larger than any communiqu"),
        ((), {"pasted_too": "Un mot. " * 26_000}, "longer than any communiqu"),
        ((("fr.txt", CLASSIC_FR.encode()),), {"pasted_too": CLASSIC_FR}, "in the same language (French)"),
        ((), {"pasted": ""}, "Choose a file, or paste a text."),
    ],
)
def test_bad_input_gets_a_sentence_and_what_was_pasted_stays(officer, files, given, sentence):
    response = checked(officer, *files, **({"pasted": "<p>Collé ici</p>"} | given if "fr.txt" not in str(files) else given))
    page = response.content.decode()
    assert response.status_code == 200 and sentence in page
    assert "pasted" in given or "Collé ici" in page or "fr.txt" in str(files)


def test_who_may_see_releases_checks_a_text_and_who_may_add_them_makes_one():
    translator, nobody = staff("tina", group="Translators"), Client()
    nobody.force_login(user("nina"))
    page = checked(translator, pasted=CLASSIC_FR).content.decode()
    assert "Turn it into a release" not in page and 'name="check"' in page
    assert translator.post(reverse(ADDRESS), {"bring": "1", "pasted": CLASSIC_FR}).status_code == 403
    assert nobody.get(reverse(ADDRESS)).status_code == 403
    for address in (reverse("admin:index"), reverse("admin:news_pressrelease_changelist")):
        assert reverse(ADDRESS) in translator.get(address).content.decode()
        if "index" in address:
            assert reverse(ADDRESS) not in nobody.get(address).content.decode()
