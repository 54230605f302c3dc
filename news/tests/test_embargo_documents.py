"""What a reading link opens beside its page: the PDF, text and kit, marked as under embargo, the pictures and the documents."""

import io
import re
import zipfile
from datetime import timedelta

import pypdf
import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils.translation import gettext, override
from PIL import Image

from news import embargo_links, reading_views
from news.models import Attachment, Picture, ReadingLink, ReadingOpening, SealedFile
from publishing import languages
from publishing.dates_in_words import moment_in_words
from tests import pdfua
from tests.make import make, seal_anew
from tests.responses import let_go

from .newsroom import MAIN, NOON, OTHER, TUESDAY, ready
from .test_embargo_links import given, is_unknown, leads_to

pytestmark = pytest.mark.django_db
KINDS = ("pdf", "text", "kit")
FILES = (("view", 1), ("picture", 1), ("document", 1))
COLOURS = {"Lunaire": "#1c4e8c", "Martienne": "#8c1c1c"}


@pytest.fixture(autouse=True)
def _noon(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(NOON, tick=False):
        yield


def drawn(word: str) -> ContentFile:
    body = io.BytesIO()
    Image.new("RGB", (40, 20), COLOURS[word]).save(body, "PNG")
    return ContentFile(body.getvalue(), f"{word}.png")


def annex(word: str) -> ContentFile:
    return ContentFile(f"%PDF-1.7 {word}".encode(), f"{word}.pdf")


def told(state: str):
    """A release about the moon, with a picture and a document; then the working text turns to Mars."""
    release = ready("draft", "Lunaire")
    picture = make(Picture, "Lunaire", release=release, image=drawn("Lunaire"))
    document = make(Attachment, "Lunaire", release=release, language="", file=annex("Lunaire"))
    if state == "scheduled":
        seal_anew(release, **dict.fromkeys(languages.columns("public_from"), TUESDAY))
    paths = {code: given(release, code) for code in languages.codes()}
    for name in ("title", "lead", "body"):
        for code in languages.codes():
            setattr(release, languages.column(name, code), f"Martienne {name}_{code}")
    release.save()
    picture.image, document.file = drawn("Martienne"), annex("Martienne")
    picture.save(), document.save()
    return release, paths


def beside(path: str, kind: str, *place) -> str:
    language, token = path.split("/")[1], path.split("/")[-2]
    with override(language):
        if place:
            return reverse("reading-file", kwargs={"token": token, "part": kind, "place": place[0]})
        return reverse(f"reading-{kind}", kwargs={"token": token})


def everything(path: str) -> list[str]:
    return [*(beside(path, kind) for kind in KINDS), *(beside(path, *file) for file in FILES)]


def asked(client, address: str, method: str = "get"):
    """An answer, its file read and closed: ``held`` is what came."""
    response = getattr(client, method)(address)
    response.held = b"".join(response.streaming_content) if response.streaming else response.content
    let_go(response)
    return response


def body(response) -> bytes:
    assert response.status_code == 200, response.status_code
    return response.held


def pages(data: bytes) -> list[str]:
    """The words of each page, however its lines are broken."""
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(data)).pages]


def plain(text: str) -> str:
    return " ".join(text.split())


def marks(language: str, *, is_approved: bool, until=TUESDAY) -> str:
    with override(language):
        mark = gettext("Under embargo: its moment of publication is not set yet.")
        if until is not None:
            mark = gettext("Under embargo until %(moment)s.") % {"moment": moment_in_words(until)}
        return mark if is_approved else f"{mark} {gettext('Not approved: this text may still change.')}"


@pytest.mark.parametrize("language", languages.codes())
def test_each_form_under_embargo_says_so_and_until_when(client, language):
    release, paths = told("scheduled")
    path, mark = paths[language], marks(language, is_approved=True)
    page = client.post(path, follow=True).content.decode()
    assert plain(page).count(plain(mark)) == 2
    made = body(asked(client, beside(path, "pdf")))
    assert all(plain(mark) in words for words in pages(made)) and len(pages(made)) > 0
    assert pdfua.faults(made) == []
    text = body(asked(client, beside(path, "text"))).decode()
    assert text.startswith(mark + "\n\n") and text.endswith("\n\n" + mark + "\n")
    with zipfile.ZipFile(io.BytesIO(body(asked(client, beside(path, "kit"))))) as archive:
        names = archive.namelist()
        held = {name.rpartition("/")[2]: archive.read(name) for name in names}
    assert all(name.startswith(f"{release.slug(language)}-embargo/") for name in names)
    assert held["embargo.txt"].decode().startswith(mark) and held["credits.txt"].decode().startswith(mark)
    stem = f"{release.slug(language)}-embargo"
    assert held[f"{stem}.txt"].decode() == text
    assert all(plain(mark) in words for words in pages(held[f"{stem}.pdf"]))


@pytest.mark.parametrize("state", ["draft", "scheduled"])
def test_what_is_typed_after_the_proof_or_the_approval_reaches_nobody(client, state):
    _release, paths = told(state)
    path = paths[MAIN]
    answers = [client.post(path, follow=True).content]
    for address in everything(path):
        answers.append(body(asked(client, address)))
    with zipfile.ZipFile(io.BytesIO(answers[3])) as archive:
        answers += [archive.read(name) for name in archive.namelist()]
        assert not [name for name in archive.namelist() if "martienne" in name.lower()]
    texts = [*answers[:1], *answers[2:3], *answers[4:]]
    assert not [text for text in texts if b"Martienne" in text or f"title_{OTHER}".encode() in text]
    assert all(b"Lunaire" in text for text in texts[:2])
    assert "Lunaire" in pages(answers[1])[0] and "Martienne" not in "".join(pages(answers[1]))
    shown, whole, document = answers[4:7]
    assert shown == whole == drawn("Lunaire").read() and document == b"%PDF-1.7 Lunaire"


def test_a_proof_says_that_it_is_not_approved(client):
    _release, paths = told("draft")
    path, mark = paths[MAIN], marks(MAIN, is_approved=False, until=None)
    client.post(path)
    assert plain(asked(client, path).held.decode()).count(plain(mark)) == 2
    assert all(plain(mark) in words for words in pages(body(asked(client, beside(path, "pdf")))))
    assert body(asked(client, beside(path, "text"))).decode().startswith(mark)


def test_no_form_is_kept_indexed_or_told_of(client):
    _release, paths = told("scheduled")
    client.post(paths[MAIN])
    for address in everything(paths[MAIN]):
        for method in ("get", "head"):
            response = asked(client, address, method)
            assert response.status_code == 200
            assert response["Cache-Control"] == "private, no-store"
            assert response["X-Robots-Tag"] == "noindex, nofollow"
            assert response["Referrer-Policy"] == "no-referrer"
            assert "ETag" not in response and "Link" not in response


def test_no_form_without_the_button(client):
    _release, paths = told("scheduled")
    for path in paths.values():
        for address in everything(path):
            response = asked(client, address)
            assert (response.status_code, response["Location"]) == (302, path)
    client.post(paths[MAIN])
    assert asked(client, beside(paths[OTHER], "pdf")).status_code == 302
    assert not ReadingOpening.objects.filter(link__language=OTHER).exists()


def test_what_the_page_shows_is_had_by_the_key_and_the_key_stands_in_no_page(client):
    _release, paths = told("scheduled")
    page = client.post(paths[MAIN], follow=True).content.decode()
    found = [address for address in everything(paths[MAIN]) if f'"{address.removeprefix(paths[MAIN])}"' in page]
    assert found == everything(paths[MAIN])
    assert paths[MAIN].split("/")[-2] not in page
    assert default_storage.base_url + "news." not in page


def test_what_lies_in_the_storage_opens_to_nobody_by_another_address(client):
    release, paths = told("scheduled")
    client.post(paths[MAIN])
    for address in everything(paths[MAIN]):
        asked(client, address)
    for sealed in SealedFile.objects.all():
        assert asked(client, default_storage.url(sealed.path)).status_code == 404
    folders = default_storage.listdir("documents")[0]
    assert folders == [f"embargo-{release.pk}-{MAIN}"]
    for name in default_storage.listdir(f"documents/{folders[0]}")[1]:
        assert asked(client, f"/media/documents/{folders[0]}/{name}").status_code == 404


def test_there_is_no_file_beyond_those_of_the_release(client):
    _release, paths = told("scheduled")
    client.post(paths[MAIN])
    for part, place in (("picture", 2), ("picture", 0), ("view", 2), ("document", 2), ("anything", 1)):
        assert asked(client, beside(paths[MAIN], part, place)).status_code == 404


def test_a_dead_key_opens_no_form(client):
    release, paths = told("scheduled")
    expired = given(release, until=NOON + timedelta(hours=1))
    client.post(expired), client.post(paths[MAIN])
    with time_machine.travel(NOON + timedelta(hours=1), tick=False):
        assert [address for address in everything(expired) if not is_unknown(client, address)] == []
    embargo_links.revoke(ReadingLink.objects.all())
    assert [address for address in everything(paths[MAIN]) if not is_unknown(client, address)] == []


def test_at_its_second_each_form_gives_way_to_the_public_one(client):
    release, paths = told("scheduled")
    path = paths[MAIN]
    client.post(path)
    marked = [body(asked(client, beside(path, kind))) for kind in KINDS]
    with time_machine.travel(TUESDAY - timedelta(seconds=1), tick=False):
        client.post(path)
        assert [asked(client, address).status_code for address in everything(path)] == [200] * 6
    with time_machine.travel(TUESDAY, tick=False):
        with override(MAIN):
            public = [reverse(f"pressrelease-{kind}", kwargs={"slug": release.slug(MAIN)}) for kind in KINDS]
        for kind, leads in zip(KINDS, public, strict=True):
            answer = asked(client, beside(path, kind))
            assert (answer.status_code, answer["Location"], answer["Cache-Control"]) == (302, leads, "private, no-store")
        assert all(asked(client, beside(path, *file))["Location"] == release.get_absolute_url(MAIN) for file in FILES)
        assert leads_to(client, path, release.get_absolute_url(MAIN))
        made = [body(asked(client, address)) for address in public]
    word = marks(MAIN, is_approved=True).split()[0] + " " + marks(MAIN, is_approved=True).split()[1]
    assert word in "".join(pages(marked[0])) and word not in "".join(pages(made[0]))
    assert word in marked[1].decode() and word not in made[1].decode()
    with zipfile.ZipFile(io.BytesIO(made[2])) as archive:
        assert not [name for name in archive.namelist() if "embargo" in name]
        assert not [name for name in archive.namelist() if word.encode() in archive.read(name)]


def test_the_public_forms_made_before_hold_no_mark_either(client):
    """A language that is public and another that is not share neither a folder nor a file."""
    release = ready("scheduled", "Lunaire", **{languages.column("public_from", OTHER): TUESDAY + timedelta(days=1)})
    path = given(release, OTHER, until=TUESDAY + timedelta(days=3))
    with time_machine.travel(TUESDAY, tick=False):
        client.post(path)
        with override(MAIN):
            public = reverse("pressrelease-pdf", kwargs={"slug": release.slug(MAIN)})
        one, other = body(asked(client, beside(path, "pdf"))), body(asked(client, public))
    until = TUESDAY + timedelta(days=1)
    assert plain(marks(OTHER, is_approved=True, until=until)) in pages(one)[0]
    assert not re.search("embargo", "".join(pages(other)), re.IGNORECASE)


def test_nobody_fetches_without_end(client, monkeypatch):
    monkeypatch.setattr(reading_views, "FILES_AN_HOUR", 3)
    _release, paths = told("scheduled")
    client.post(paths[MAIN])
    answers = [asked(client, beside(paths[MAIN], "text")).status_code for _turn in range(4)]
    assert answers == [200, 200, 200, 429]
