"""One reading of a release: every form says the same, none looks at a record, and its words can be kept as text."""

import dataclasses
import io
import json
import re
import zipfile
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path

import pypdf
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.utils.translation import override
from PIL import Image

from caps.models import CAP
from mailing import mail_messages
from news import feeds, reading, structured
from news.documents import card, kit, pdf, plaintext
from news.documents.standalone import standalone_html
from news.models import (
    Attachment,
    Boilerplate,
    Correction,
    Picture,
    PressContact,
    PressRelease,
    Quote,
    ReleaseBoilerplate,
    ReleaseContact,
)
from news.reading import ReleaseReading, ReleaseWords
from news.release_checks.text_parts import readings_of
from proofreading.knowledge import Knowledge, KnownContact, KnownRecord
from publishing import languages
from publishing.alternates import Alternate
from publishing.localized_text import LocalizedHTML, LocalizedText
from tests.make import draft, make

MAIN, OTHER = languages.codes()[:2]
PUBLIC = datetime(2026, 5, 22, 7, 0, tzinfo=UTC)


def said(words: str) -> LocalizedText:
    return LocalizedText(words, MAIN)


def formatted(words: str) -> LocalizedHTML:
    return LocalizedHTML(f"<p>{words}</p>", MAIN)


@pytest.fixture
def picture_file(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    body = io.BytesIO()
    Image.new("RGB", (40, 20), "#1c4e8c").save(body, "PNG")
    return default_storage.save("news.picture/jeton/vue.png", ContentFile(body.getvalue()))


@pytest.fixture
def by_hand(picture_file) -> ReleaseReading:
    """A reading of no record: whatever is written from it asks no database, or pytest-django refuses."""
    document = default_storage.save("news.attachment/jeton/annexe.pdf", ContentFile(b"%PDF-1.7 annexe"))
    words = ReleaseWords(
        form=reading.WORDS_FORM,
        language=MAIN,
        title=said("Titre nonce1"),
        subtitle=said("Sous-titre nonce2"),
        place=said("Lieu nonce3"),
        dated=date(2026, 5, 22),
        lead=said("Chapô nonce4"),
        body=formatted("Texte nonce5"),
        quotes=(reading.SpokenQuote(1, None, "Claire nonce6", said("rôle nonce7"), said("Paroles nonce8")),),
        boilerplates=(reading.AboutText(1, said("À propos nonce9"), formatted("Socle nonce10")),),
        contacts=(
            reading.ContactCard(1, "Presse nonce11", said("service nonce12"), (MAIN,), "+33 1 99 00 12 34", "a@example.org"),
            reading.ContactCard(2, "Partie nonce13", said("absente nonce14"), (MAIN,), "+33 1 99 00 12 35", "b@example.org"),
        ),
        pictures=(
            reading.PressPicture(
                1, picture_file, 40, 20, said("Vue nonce15"), said("Légende nonce16"), "Crédit nonce17", "Licence nonce18"
            ),
        ),
        attachments=(reading.AttachedFile(1, document, said("Annexe nonce19")),),
        corrections=(reading.CorrectionNote(datetime(2026, 6, 1, 10, tzinfo=UTC), said("dit nonce20"), said("est nonce21")),),
        named=(reading.NamedThing("caps.cap", 1, "ACR", said("Programme nonce22")),),
    )
    life = reading.ReleaseLife(
        key=1,
        created_at=PUBLIC,
        is_example=False,
        slug="titre",
        public_from=PUBLIC,
        versions=(Alternate(MAIN, "/fr/presse/titre/", True), Alternate(OTHER, "/en/press/", False)),
        valid_contacts=frozenset({1}),
        example_contacts=frozenset(),
    )
    named = reading.NamedPage(words.named[0], "/fr/programmes/acr/", False, "ResearchProject")
    return ReleaseReading(words, life, reading.ReleaseSurroundings((named,)))


def page(release: ReleaseReading) -> str:
    return render_to_string("news/_release.html", {"release": release, "preview": False, "under_embargo": None})


def pdf_text(release: ReleaseReading) -> str:
    return " ".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(pdf.make(release))).pages)


def message_part(kind: str):
    def written(release: ReleaseReading) -> str:
        message = mail_messages.of_release(release, "a@example.org").message()
        return message.get_body((kind,)).get_content() if hasattr(message, "get_body") else _part(message, kind)

    return written


def _part(message, kind: str) -> str:
    part = next(part for part in message.walk() if part.get_content_type() == f"text/{kind}")
    return part.get_payload(decode=True).decode()


def feed_entry(release: ReleaseReading) -> str:
    entries = feeds.PressFeed()
    extra = entries.item_extra_kwargs(release)
    return "\n".join([entries.item_title(release), entries.item_description(release), extra["content"]])


def json_ld(release: ReleaseReading) -> str:
    return json.dumps(structured.release_node(release), ensure_ascii=False, default=str)


def read_by_the_check(release: ReleaseReading) -> str:
    """Each text that its rules are given, with whose words it is."""
    text = readings_of({release.language: release.words}, KNOWN)[release.language]
    return "\n".join(f"{block.part.speaker} {block.text}" for block in text.blocks)


KNOWN = Knowledge(
    contacts=[
        KnownContact("Presse", "a@example.org", "", record=KnownRecord("news.presscontact", 1, "Presse")),
        KnownContact(
            "Partie", "b@example.org", "", valid_until=date(2026, 5, 1), record=KnownRecord("news.presscontact", 2, "Partie")
        ),
    ],
    today=date(2026, 5, 22),
)
"""What the check knows of the contacts: as with the other forms, that one of them has left is no matter of the words."""

FORMS = {
    "page": page,
    "PDF": pdf_text,
    "text": plaintext.make,
    "mail, text": message_part("plain"),
    "mail, HTML": message_part("html"),
    "feed": feed_entry,
    "JSON-LD": json_ld,
    "check": read_by_the_check,
}
EVERYTHING = {
    "title": ["nonce1"],
    "subtitle": ["nonce2"],
    "date line": ["nonce3"],
    "lead": ["nonce4"],
    "body": ["nonce5"],
    "quote": ["nonce6", "nonce7", "nonce8"],
    "About text": ["nonce9", "nonce10"],
    "contact": ["nonce11", "nonce12", "a@example.org"],
    "picture": ["nonce15", "nonce16", "nonce17", "nonce18"],
    "document": ["nonce19"],
    "correction": ["nonce20", "nonce21"],
    "named": ["nonce22"],
}
SAID_OTHERWISE = {
    "PDF": {"document", "nonce15"},
    "check": {"document", "correction", "named", "nonce17", "nonce18"},
}
"""What a form leaves out, and why: a PDF carries no other document; its pictures have their alternative text in their tags.

The rules of the check read prose: a note of correction repeats what was wrong; of credits and licences it asks that they are
there; the title of a document and the names of what is named are those of their records.
"""


FOR_MACHINES = {"JSON-LD", "check"}
"""They say a number as it is kept; whoever reads in French finds it as one writes it in France."""


def plain(text: str) -> str:
    """The words of a form without its marks, and without the white space that its lines bring."""
    return "".join(unescape(text).split())


@pytest.mark.parametrize("form", FORMS)
def test_every_form_says_the_whole_release_and_looks_at_no_record(by_hand, form):
    with override(MAIN):
        text = plain(FORMS[form](by_hand))
    left_out = SAID_OTHERWISE.get(form, set())
    expected = {word for part, words in EVERYTHING.items() for word in words if part not in left_out and word not in left_out}
    expected.add("+33 1 99 00 12 34" if form in FOR_MACHINES else "01 99 00 12 34")
    assert {word for word in expected if "".join(word.split()) not in text} == set()


@pytest.mark.parametrize("form", FORMS)
def test_no_form_says_a_contact_who_is_not_in_force(by_hand, form):
    with override(MAIN):
        text = FORMS[form](by_hand)
    assert re.findall("nonce13|nonce14|b@example.org|00 12 35", text) == []


def test_the_kit_holds_the_words_the_picture_and_the_document(by_hand):
    with kit.open_kit(by_hand, "kit-by-hand") as made, zipfile.ZipFile(made) as archive:
        found = {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}
    assert sorted(found) == [
        "credits.txt",
        "documents/01-annexe-nonce19.pdf",
        "pictures/01-legende-nonce16.png",
        "titre.pdf",
        "titre.txt",
    ]
    assert all(f"nonce{number}" in found["credits.txt"].decode() for number in (15, 16, 17, 18))
    assert found["titre.txt"].decode() == plaintext.make(by_hand)


def test_the_picture_for_sharing_says_the_title_and_the_day(by_hand):
    shown = card.of_release(by_hand)
    assert (shown.title, shown.day, shown.is_example) == ("Titre nonce1", "22 mai 2026", False)


def test_addresses_in_what_stands_alone_are_whole(by_hand, settings):
    body = LocalizedHTML('<p><a href="/fr/consortium/">ici</a></p>', MAIN)
    release = dataclasses.replace(by_hand, words=dataclasses.replace(by_hand.words, body=body))
    found = re.findall(r'href="([^"]*)"', standalone_html(release))
    assert [address for address in found if not address.startswith((settings.SITE_URL, "mailto:", "tel:"))] == []
    assert f"{settings.SITE_URL}/fr/consortium/" in found


def test_words_are_kept_as_text_and_come_back_as_they_were(by_hand):
    text = by_hand.words.as_text()
    again = ReleaseWords.from_text(text)
    assert all(file.file == "" for file in (*again.pictures, *again.attachments))
    assert dataclasses.replace(again, pictures=by_hand.words.pictures, attachments=by_hand.words.attachments) == by_hand.words
    assert ReleaseWords.from_text(text).as_text() == text
    assert by_hand.words.digest == ReleaseWords.from_text(text).digest
    assert text.isprintable()


def test_words_hold_no_address_no_moment_and_no_rendering(by_hand, settings):
    text = by_hand.words.as_text()
    assert [word for word in (settings.SITE_URL, "/fr/", PUBLIC.isoformat(), "\u202f", "«") if word in text] == []


def test_words_of_another_form_are_refused(by_hand):
    data = json.loads(by_hand.words.as_text()) | {"form": reading.WORDS_FORM + 1}
    with pytest.raises(ValueError, match="form 2"):
        ReleaseWords.from_text(json.dumps(data))


@pytest.mark.parametrize("field", [field.name for field in dataclasses.fields(ReleaseWords) if field.name != "form"])
def test_the_digest_tells_every_word(by_hand, field):
    value = getattr(by_hand.words, field)
    other = (
        value[1:]
        if isinstance(value, tuple)
        else said("autre")
        if isinstance(value, LocalizedText)
        else formatted("autre")
        if isinstance(value, LocalizedHTML)
        else date(2026, 5, 23)
        if isinstance(value, date)
        else OTHER
    )
    assert dataclasses.replace(by_hand.words, **{field: other}).digest != by_hand.words.digest


@pytest.mark.django_db
def test_a_reading_holds_all_that_the_records_say(picture_file, django_assert_num_queries):
    release = make(PressRelease, "Essai")
    boilerplate, contact, cap = make(Boilerplate, "Socle"), make(PressContact, "Contact"), make(CAP, "Programme")
    ReleaseBoilerplate.objects.create(release=release, boilerplate=boilerplate)
    ReleaseContact.objects.create(release=release, contact=contact)
    ReleaseContact.objects.create(release=release, contact=make(PressContact, "Autre"), language=OTHER)
    quote, note = make(Quote, "Parole", release=release), make(Correction, "Erratum", release=release)
    make(Picture, "Image", release=release, image=picture_file)
    make(Attachment, "Annexe", release=release, language=MAIN, file="news.attachment/jeton/a.pdf")
    release.caps.add(cap)
    stored = PressRelease.objects.for_reading().get(pk=release.pk)
    with django_assert_num_queries(0):
        words = reading.read(stored, MAIN).words
    assert words.title.words == getattr(release, languages.column("title", MAIN))
    assert [one.text.words for one in words.quotes] == [getattr(quote, languages.column("text", MAIN))]
    assert [one.boilerplate for one in words.boilerplates] == [boilerplate.pk]
    assert [one.contact for one in words.contacts] == [contact.pk]
    assert [one.file for one in words.pictures] == [picture_file]
    assert [one.file for one in words.attachments] == ["news.attachment/jeton/a.pdf"]
    assert [one.says.words for one in words.corrections] == [getattr(note, languages.column("says", MAIN))]
    assert [(one.kind, one.key) for one in words.named] == [("caps.cap", cap.pk)]
    assert reading.read(stored, OTHER).words.attachments == ()


@pytest.mark.django_db
def test_what_is_named_leads_on_only_while_it_is_public():
    release, hidden = make(PressRelease), make(CAP, "Caché")
    release.caps.add(hidden)
    CAP.objects.filter(pk=hidden.pk).update(**draft())
    read = reading.read(PressRelease.objects.for_reading().get(pk=release.pk), MAIN)
    assert [one.key for one in read.words.named] == [hidden.pk]
    assert read.surroundings.named == ()


@pytest.mark.django_db
def test_a_text_that_is_missing_falls_back_and_says_so():
    release = make(PressRelease, **{languages.column("subtitle", OTHER): ""})
    read = reading.read(PressRelease.objects.for_reading().get(pk=release.pk), OTHER)
    assert read.words.subtitle == LocalizedText(getattr(release, languages.column("subtitle", MAIN)), MAIN)
    assert read.words.title.language == OTHER


def test_writers_of_a_release_import_no_model():
    """Documents, messages and feeds are written from the reading; the modules that find releases are named here."""
    writers = ["news/documents", "news/templatetags", "mailing/mail_messages.py"]
    writers += ["news/release_checks/text_parts.py", "news/release_checks/completeness.py"]
    root = Path(reading.__file__).parent.parent
    sources = [path for name in writers for path in ([root / name] if name.endswith(".py") else (root / name).glob("*.py"))]
    assert sources
    touching = [str(path.relative_to(root)) for path in sources if re.search(r"PressRelease\b|news\.models", path.read_text())]
    assert touching == []


def test_templates_of_a_release_name_no_record():
    root = Path(reading.__file__).parent.parent / "templates"
    written = [
        "news/_release.html",
        "news/_corrections.html",
        "news/_contact.html",
        "news/_downloads.html",
        "news/_languages.html",
    ]
    written += ["news/_embargo.html", "news/standalone/release.html", "mailing/mail/release.html", "mailing/mail/release.txt"]
    written += ["mailing/mail/_release.html", "mailing/mail/withdrawal.html", "mailing/mail/withdrawal.txt"]
    assert [
        name
        for name in written
        if re.search(r"\bobject\b|\.all\b|\{% (?:text|prose|plain|quotation) ", (root / name).read_text())
    ] == []
