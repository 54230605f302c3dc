"""A passage in another language says so in every form of a release that the public gets, from what was sealed."""

import io
import json
from xml.etree import ElementTree

import pypdf
import pytest
from django.test import Client

from mailing import mail_messages
from news import reading
from news.documents import pdf, plaintext
from news.models import Boilerplate, PressRelease, ReleaseBoilerplate
from tests.make import make, past, seal_anew

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
PASSAGE = '<span lang="es">aprendizaje <em>automático</em></span>'


def test_a_passage_says_its_language_in_every_form_of_a_release():
    release = make(PressRelease, **past(), body_fr=f"<p>Le {PASSAGE} ici.</p>")
    about = make(Boilerplate, body_fr=f"<p>À propos du {PASSAGE}.</p>")
    ReleaseBoilerplate.objects.create(release=release, boilerplate=about)
    seal_anew(release)
    PressRelease.objects.filter(pk=release.pk).update(body_fr="<p>Autre chose depuis.</p>")
    release = PressRelease.objects.public("fr").for_public_reading("fr").get(pk=release.pk)
    sealed = json.loads(release.edition_fr.payload)
    assert PASSAGE in sealed["body"]["html"] and PASSAGE in sealed["boilerplates"][0]["body"]["html"]

    read = reading.read_public(release, "fr")
    message = mail_messages.of_release(read, "a@example.org")
    feed = ElementTree.fromstring(Client().get("/fr/presse/flux/").content)
    html = {
        "page": Client().get(release.get_absolute_url("fr")).content.decode(),
        "mail": str(message.alternatives[0][0]),
        "feed": feed.findtext(f".//{ATOM}entry/{ATOM}content"),
    }
    assert {name: shown.count(PASSAGE) for name, shown in html.items()} == dict.fromkeys(html, 2)

    pages = pypdf.PdfReader(io.BytesIO(pdf.make(read))).pages
    assert b"".join(page.get_contents().get_data() for page in pages).count(b"/Lang(es)") >= 2
    for text in (plaintext.make(read), message.body):
        assert "Le aprendizaje automático ici." in text and "<" not in text.replace("<https", "")
