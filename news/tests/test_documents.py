"""The PDF, the text and the kit of a release: the same content, for everyone, as public as the page and not a moment sooner."""

import io
import json
import threading
import zipfile
from datetime import UTC, datetime, timedelta

import pypdf
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, Storage, default_storage
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from PIL import Image
from pypdf.generic import DictionaryObject, NameObject

from caps.models import CAP
from news import reading
from news.documents import kit, pdf, plaintext, store, written
from news.documents.prose import blocks_of
from news.documents.typeset import data_of
from news.documents.typesetter import NotSetError
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
from publishing import languages
from publishing.portal_links import FollowedLinks
from publishing.slugs import slug_of
from tests import pdfua
from tests.make import future, make, seal_anew

pytestmark = pytest.mark.django_db

ROUTES = ("pressrelease-pdf", "pressrelease-text", "pressrelease-kit")
BODY = """
<h3>Un titre trop profond</h3><p>Un <strong>mot</strong> gras, un <em>mot</em> penché,<br>H<sub>2</sub>O et
<a href="https://example.org/etude">une étude</a>. Voir <a href="/fr/programmes/">ici</a>.</p>
<h2>Suite</h2><ul><li><p>Premier</p><ul><li><p>Dedans</p></li></ul></li><li><p>Second</p></li></ul>
<ol start="4"><li><p>Quatre</p></li></ol><blockquote><p>Une phrase reprise</p></blockquote>
<table><tbody><tr><th><p>Année</p></th><th colspan="2"><p>Montant</p></th></tr>
<tr><td rowspan="2"><p>2025</p></td><td><p>35</p></td><td><p>M€</p></td></tr>
<tr><td colspan="9"><p>rien</p></td></tr></tbody></table>
<p>Fin</p>
"""


def _picture(folder: str = "news.picture/token") -> str:
    body = io.BytesIO()
    Image.new("RGB", (40, 20), "#1c4e8c").save(body, "PNG")
    return default_storage.save(f"{folder}/vue.png", ContentFile(body.getvalue()))


@pytest.fixture(autouse=True)
def _files_of_this_test_alone(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def release() -> PressRelease:
    """A public release that has one of everything."""
    one = make(PressRelease, "Essai", **{name: BODY for name in languages.columns("body")})
    ReleaseBoilerplate.objects.create(release=one, boilerplate=make(Boilerplate, "Socle"))
    ReleaseContact.objects.create(release=one, contact=make(PressContact, "Contact", email="presse@example.org"))
    make(Quote, "Parole", release=one, rank=1)
    make(Picture, "Image", release=one, image=_picture())
    make(Correction, "Erratum", release=one, at=datetime(2024, 6, 1, 10, tzinfo=UTC))
    document = make(Attachment, "Annexe", release=one, language="")
    document.file.save("Résumé été.pdf", ContentFile(b"%PDF-1.7 annexe"))
    one.caps.add(make(CAP, "Programme"))
    seal_anew(one)
    return PressRelease.objects.in_language(languages.main()).for_detail().get(pk=one.pk)


def _read(release: PressRelease, language: str) -> reading.ReleaseReading:
    return reading.read(PressRelease.objects.in_language(language).for_detail().get(pk=release.pk), language)


def _address(name: str, release: PressRelease, language: str) -> str:
    with override(language):
        return reverse(name, kwargs={"slug": release.slug(language)})


def _body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def _tags(reader: pypdf.PdfReader) -> list[dict]:
    """The structure tree, flattened in reading order."""
    found, waiting = [], [reader.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop().get_object()
        if not isinstance(node, dict):
            continue
        found.append(node)
        kids = node.get("/K", [])
        kids = kids.get_object() if hasattr(kids, "get_object") else kids
        waiting.extend(reversed(kids if isinstance(kids, list) else [kids]))
    return [node for node in found if "/S" in node]


@pytest.mark.parametrize("language", languages.codes())
def test_pdf_is_tagged_titled_and_in_its_language(client, release, language):
    """The structure that PDF/UA-1 (ISO 14289-1) asks for."""
    response = client.get(_address("pressrelease-pdf", release, language))
    reader = pypdf.PdfReader(io.BytesIO(_body(response)))
    root = reader.trailer["/Root"]
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Language"] == language
    assert root["/MarkInfo"]["/Marked"].value is True
    assert str(root["/Lang"]).split("-")[0] == language
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert reader.metadata.title == getattr(release, languages.column("title", language))
    assert reader.metadata.author == "PostGenAI@Paris"
    xmp = root["/Metadata"].get_object().get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp or 'pdfuaid:part="1"' in xmp
    assert reader.metadata.title in xmp


@pytest.mark.parametrize("language", languages.codes())
def test_pdf_passes_what_a_machine_can_check_of_pdf_ua(release, language):
    assert pdfua.faults(pdf.make(_read(release, language))) == []


@pytest.mark.parametrize(
    ("spoil", "checkpoint"),
    [
        (lambda root, tags: root.pop("/Lang"), "11-006"),
        (lambda root, tags: root.__setitem__(NameObject("/StructTreeRoot"), DictionaryObject()), "01-005"),
        (lambda root, tags: tags["/Figure"].pop("/Alt"), "13-004"),
        (lambda root, tags: tags["/TH"].pop("/A"), "15-003"),
        (lambda root, tags: tags["/H1"].__setitem__(NameObject("/S"), NameObject("/H3")), "14-003"),
        (lambda root, tags: tags["/LI"].__setitem__(NameObject("/S"), NameObject("/TR")), "09-004"),
        (lambda root, tags: root["/ViewerPreferences"].pop("/DisplayDocTitle"), "07-001"),
        (lambda root, tags: tags["/Link"].pop("/K"), "28-011"),
    ],
)
def test_the_check_of_pdf_ua_sees_what_is_spoilt(release, spoil, checkpoint):
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf.make(_read(release, languages.main()))))
    tags: dict[str, dict] = {}
    for node, _kind, _above in pdfua.elements(writer.root_object):
        tags.setdefault(str(node["/S"]), node)
    spoil(writer.root_object, tags)
    spoilt = io.BytesIO()
    writer.write(spoilt)
    assert checkpoint in " ".join(pdfua.faults(spoilt.getvalue()))


def test_pdf_headings_never_skip_a_level(release):
    tags = [str(node["/S"]) for node in _tags(pypdf.PdfReader(io.BytesIO(pdf.make(_read(release, "fr")))))]
    levels = [int(tag[2:]) for tag in tags if tag[1] == "H" and tag[2:].isdigit()]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))
    for expected in ("/L", "/LI", "/Table", "/TH", "/TD", "/Link", "/BlockQuote", "/P"):
        assert expected in tags


def test_pdf_pictures_have_their_alternative_text(release):
    figures = [node for node in _tags(pypdf.PdfReader(io.BytesIO(pdf.make(_read(release, "fr"))))) if node["/S"] == "/Figure"]
    assert [str(node["/Alt"]) for node in figures] == [release.pictures.all()[0].alt_fr]


@pytest.mark.parametrize(("language", "number"), [("fr", "01 99 00 12 34"), ("en", "+33 1 99 00 12 34")])
def test_contacts_are_in_view_on_the_first_page(release, language, number):
    long = {name: BODY * 12 for name in languages.columns("body")}
    PressRelease.objects.filter(pk=release.pk).update(**long)
    reader = pypdf.PdfReader(io.BytesIO(pdf.make(_read(release, language))))
    first = reader.pages[0].extract_text()
    assert "presse@example.org" in first and number in first
    assert f"1/{len(reader.pages)}" in first
    assert "ANR-23-IACL-0007" in reader.pages[-1].extract_text()
    assert len(reader.pages) > 2


def test_only_the_contacts_of_the_language_are_named(release):
    other = make(PressContact, "Autre", email="autre@example.org")
    ReleaseContact.objects.create(release=release, contact=other, language="en")
    gone = make(PressContact, "Parti", email="parti@example.org", valid_until=timezone.localdate() - timedelta(days=1))
    ReleaseContact.objects.create(release=release, contact=gone)
    assert [one.email for one in _read(release, "fr").contacts] == ["presse@example.org"]
    assert [one.email for one in _read(release, "en").contacts] == ["presse@example.org", "autre@example.org"]


def test_many_contacts_still_stand_on_the_first_page(release):
    for number in range(9):
        contact = make(PressContact, "Bureau", email=f"bureau{number}@example.org")
        ReleaseContact.objects.create(release=release, contact=contact, rank=number)
    first = pypdf.PdfReader(io.BytesIO(pdf.make(_read(release, "fr")))).pages[0].extract_text()
    assert all(f"bureau{number}@example.org" in first for number in range(9))


def test_everything_of_the_release_is_in_each_form(release):
    """One reading: what the PDF tells the text tells, and the page."""
    read = _read(release, "fr")
    pages = pypdf.PdfReader(io.BytesIO(pdf.make(read))).pages
    told = {"pdf": " ".join(page.extract_text() for page in pages), "text": plaintext.make(read)}
    words, note, picture = read.words, read.words.corrections[0], read.words.pictures[0]
    texts = [words.title, words.subtitle, words.lead, words.quotes[0].text, note.said, note.says]
    texts += [words.boilerplates[0].title, read.surroundings.named[0].label, picture.caption]
    expected = [text.words for text in texts] + ["1er juin 2024", "Quatre", "Dedans", "Fin", picture.credit]
    for form, text in told.items():
        flat = "".join(text.split())
        missing = [one for one in expected if "".join(one.split()) not in flat]
        assert missing == [], form


def test_text_is_not_wrapped_and_says_where_links_lead(release, settings):
    text = plaintext.make(_read(release, "fr"))
    assert "Un mot gras, un mot penché,\nH2O et une étude (https://example.org/etude)." in text
    assert f"Voir ici ({settings.SITE_URL}/fr/programmes/)." in text
    assert "- Premier\n  - Dedans\n- Second" in text
    assert "4. Quatre" in text
    assert "Année\tMontant\n2025\t35\tM€" in text


def test_what_is_not_translated_keeps_its_own_language(release):
    PressRelease.objects.filter(pk=release.pk).update(subtitle_en="")
    data = data_of(_read(release, "en"))
    assert data["subtitle"]["language"] == "fr"
    assert data["title"]["language"] == "en"
    reader = pypdf.PdfReader(io.BytesIO(pdf.make(_read(release, "en"))))
    assert b"/Lang(fr)" in b"".join(page.get_contents().get_data() for page in reader.pages)


def test_french_spaces_are_right_in_the_pdf_data(release):
    PressRelease.objects.filter(pk=release.pk).update(lead_fr="Vraiment ? Oui : « tout » coûte 35 000 €")
    assert (
        written.line(_read(release, "fr").words.lead).words
        == "Vraiment\u202f? Oui\u00a0: «\u00a0tout\u00a0» coûte 35\u202f000\u00a0€"
    )


HOSTILE = [
    "#import \"@preview/cetz:0.2.0\": *", "#include \"release.json\"", "#read(\"/etc/passwd\")", "#image(\"../../x.png\")",
    "#eval(\"1+1\")", "#let x = 1", "#sys.version", "#panic(\"x\")", "#while true {}", "#\"chaîne\"", "#[bloc]", "#{1+1}",
    "\\", "\\\\", "\\u{41}", "\\#", "\\n", "$", "$x^2$", "$ sum_(i=1)^n $", "@", "@renvoi", "<etiquette>", "*gras*", "_penché_",
    "`code`", "```py\nx\n```", "[", "]", "[[", "]]", "{", "}", "(", ")", "= Titre", "== Titre", "- puce", "+ numéro",
    "/ Terme: sens", "~", "--", "---", "...", "\"guillemets\"", "'apostrophe'", "// commentaire", "/* commentaire */", "https://x.y",
    "{{ settings.SECRET_KEY }}", "{% debug %}", "%s%n%d", "${jndi:ldap://x}", "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>", "javascript:alert(1)", "&lt;b&gt;", "&amp;", "\u202egnol", "a\u200bb", "]]>", "<!--", "-->",
    "';--", "\x00nul\x00", "\x0bvt", "\ufeffbom", "\U0001f600", "中文字", "שלום", "العربية", "e\u0301", "\ue000", "\uffff",
    "\u2028l", "👩‍👩‍👧", "🇫🇷", "\u0300", "\u180e", "\U000e0041", "a" * 240,
]  # fmt: skip


def _literally(text: str) -> str:
    return "".join(text.split())


@pytest.mark.in_full
def test_hostile_words_are_set_as_they_stand(release):
    """Nothing that is typed is read as Typst, and no sign, however odd, stops the setting."""
    assert len(HOSTILE) >= 60
    for one in HOSTILE:
        Quote.objects.filter(release=release).update(text_fr=one.replace("\x00", ""))
        make_of = _read(release, "fr")
        made = pdf.make(make_of)
        if one.isascii() and one.isprintable() and len(one) < 60:
            words = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages)
            said = written.quotation(make_of.words.quotes[0].text).words
            assert _literally(said) in _literally(words), one


@pytest.mark.parametrize("field", ["title", "subtitle", "place", "lead"])
def test_hostile_words_in_every_text_of_the_release(release, field):
    for one in HOSTILE:
        words = one.replace("\x00", "")[:70] if field == "place" else one.replace("\x00", "")
        setattr(release, languages.column(field, "fr"), words)
        assert pdf.make(reading.read(release, "fr")).startswith(b"%PDF-")


def test_hostile_words_in_formatted_text_and_in_what_goes_with_a_picture(release):
    """All at once, NUL included: what no database keeps may still come from elsewhere."""
    cells = "".join(
        f"<p>{one}</p><h2>{one}</h2><ul><li>{one}</li></ul><table><tr><td>{one}</td></tr></table>" for one in HOSTILE
    )
    release.body_fr = cells
    picture, contact = release.pictures.all()[0], release.release_contacts.all()[0].contact
    picture.alt_fr = picture.caption_fr = picture.credit = picture.licence = contact.name = contact.role_fr = " ".join(HOSTILE)
    release.release_boilerplates.all()[0].boilerplate.title_fr = " ".join(HOSTILE)
    made = pdf.make(reading.read(release, "fr"))
    words = _literally("".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages))
    assert _literally('#read("/etc/passwd")') in words
    assert "root:" not in words


def test_odd_tables_and_links_can_be_set(release):
    release.body_fr = (
        "<table><tbody><tr><td colspan=0 rowspan=99>a</td><td rowspan=2>b</td></tr><tr><td colspan=900>c</td></tr><tr></tr>"
        "<tr><th>d</th></tr></tbody></table><table><tbody></tbody></table><ul></ul><ol start=99999><li></li></ol><h2> </h2>"
        '<p><a href="https://exa mple.org/«»?q=\\">x</a><a href="">y</a><a href="mailto:">z</a></p>' + "<blockquote>" * 30 + "q"
    )
    assert pdf.make(reading.read(release, "fr")).startswith(b"%PDF-")


def test_the_compiler_reads_nothing_beside_its_own_directory(tmp_path):
    outside = tmp_path / "outside.txt"
    outside.write_text("secret")
    root = tmp_path / "root"
    root.mkdir()
    for path in ("../outside.txt", str(outside), "/../outside.txt"):
        with pytest.raises(NotSetError):
            pdf._set(f'#set document(title: "x")\n#read({json.dumps(path)})'.encode(), root)


def test_passage_in_another_language_says_so_in_the_pdf_and_is_words_in_the_text(release):
    release.body_fr = (
        '<p>Le <span lang="es-419">aprendizaje <em>automático</em></span> et le <span lang="zh-Hant">x</span>.</p>'
    )
    made = pdf.make(reading.read(release, "fr"))
    content = b"".join(page.get_contents().get_data() for page in pypdf.PdfReader(io.BytesIO(made)).pages)
    assert (b"/Lang(es)" in content or b"/Lang(es-419)" in content, b"/Lang(zh" in content) == (True, True)
    assert pdfua.faults(made) == []
    assert "Le aprendizaje automático et le x." in plaintext.make(reading.read(release, "fr"))


def test_text_without_a_paragraph_is_one():
    assert [type(block).__name__ for block in blocks_of("seul<p>puis</p>et <b>encore</b>", "fr", FollowedLinks())] == [
        "Paragraph"
    ] * 3


@pytest.mark.parametrize("name", ROUTES)
@pytest.mark.parametrize("language", languages.codes())
def test_files_are_public_exactly_when_the_page_is(client, release, name, language):
    unknown = _address(name, release, language).replace(release.slug(language), "jamais-vu")
    address = _address(name, release, language)
    public = client.get(address)
    assert public.status_code == 200 and _body(public)
    PressRelease.objects.filter(pk=release.pk).update(**future())
    hidden, never = client.get(address), client.get(unknown)
    assert (hidden.status_code, hidden.content.decode().count("Essai")) == (404, 0)
    assert never.status_code == 404
    taken_back = dict.fromkeys([*languages.columns("public_from"), *languages.columns("edition")])
    PressRelease.objects.filter(pk=release.pk).update(**taken_back)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("name", ROUTES)
def test_a_former_address_leads_to_the_file_at_the_new_one(client, release, name):
    old = _address(name, release, "fr")
    release.slug_fr = "nouvelle-adresse"
    release.save()
    response = client.get(old)
    assert (response.status_code, response["Location"]) == (301, _address(name, release, "fr"))


@pytest.mark.parametrize("name", ROUTES)
def test_a_withdrawn_release_leaves_no_file(client, release, name):
    address = _address(name, release, "fr")
    assert _body(client.get(address))
    PressRelease.objects.filter(pk=release.pk).update(withdrawn_at=timezone.now(), withdrawal_notice_fr="Retiré.")
    response = client.get(address)
    assert response.status_code == 410
    assert "Essai" not in response.content.decode()


@pytest.mark.parametrize("name", ROUTES)
def test_a_reader_asks_again_and_is_told_that_nothing_changed(client, release, name):
    first = client.get(_address(name, release, "fr"))
    _body(first)
    assert first["Cache-Control"] == "public, no-cache"
    again = client.get(_address(name, release, "fr"), headers={"if-none-match": first["ETag"]})
    assert (again.status_code, _body(again)) == (304, b"")
    make(Correction, release=release)
    seal_anew(release)
    changed = client.get(_address(name, release, "fr"), headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200 and _body(changed)


def test_a_pdf_is_made_once_per_content_and_language(client, release, monkeypatch):
    made = []
    make_pdf = pdf.make
    monkeypatch.setattr(pdf, "make", lambda one: made.append(one.language) or make_pdf(one))
    for _turn in range(3):
        for code in languages.codes():
            _body(client.get(_address("pressrelease-pdf", release, code)))
    assert made == languages.codes()
    release.lead_fr = "Autre chapô"
    release.save()
    seal_anew(release)
    _body(client.get(_address("pressrelease-pdf", release, "fr")))
    assert made == [*languages.codes(), "fr"]
    kept = default_storage.listdir(f"documents/release-{release.pk}-fr")[1]
    assert len([name for name in kept if name.endswith(".pdf")]) == 1


def test_two_readers_at_once_both_get_the_whole_file(release):
    """Whoever comes first, nobody reads half a file, and one file is kept."""
    read, got, together = _read(release, "fr"), [], threading.Barrier(6)

    def ask():
        together.wait()
        with pdf.open_pdf(read, "together") as file:
            got.append(file.read())

    readers = [threading.Thread(target=ask) for _number in range(6)]
    for one in readers:
        one.start()
    for one in readers:
        one.join()
    assert len(got) == 6 and len(set(got)) == 1 and got[0].rstrip().endswith(b"%%EOF")
    assert default_storage.listdir("documents/together")[1] == [f"{pdf.digest(read)}.pdf"]


def test_made_documents_are_never_served_from_where_they_are_kept(client, release):
    _body(client.get(_address("pressrelease-kit", release, "fr")))
    folder = f"documents/release-{release.pk}-fr"
    kept = default_storage.listdir(folder)[1]
    assert sorted(name[-4:] for name in kept) == [".pdf", ".zip"]
    for name in kept:
        assert client.get(f"/media/{folder}/{name}").status_code == 404


def test_a_storage_that_cannot_write_still_lets_documents_be_read(monkeypatch):
    def refuse(path, made):
        raise PermissionError

    monkeypatch.setattr(store, "_keep", refuse)
    with store.kept("refused", "name.txt", lambda file: file.write(b"whole")) as file:
        assert file.read() == b"whole"


class FarStorage(Storage):
    """A storage elsewhere: its files have no path on this machine."""

    def __init__(self):
        self.files = InMemoryStorage()

    def _open(self, name, mode="rb"):
        return self.files.open(name, mode)

    def _save(self, name, body):
        return self.files.save(name, body)

    def exists(self, name):
        return self.files.exists(name)

    def listdir(self, path):
        return self.files.listdir(path)


def test_documents_are_kept_in_a_storage_without_paths(monkeypatch):
    monkeypatch.setattr(store, "default_storage", FarStorage())
    times = []
    for _turn in range(2):
        with store.kept("far", "name.txt", lambda file: times.append(1) or file.write(b"whole")) as file:
            assert file.read() == b"whole"
    assert times == [1]


def test_kit_holds_the_files_and_their_credits(client, release):
    archive = zipfile.ZipFile(io.BytesIO(_body(client.get(_address("pressrelease-kit", release, "fr")))))
    slug = release.slug_fr
    caption, title = release.pictures.all()[0].caption_fr, release.attachments.all()[0].title_fr
    names = archive.namelist()
    assert archive.testzip() is None
    assert names[:2] == [f"{slug}/{slug}.pdf", f"{slug}/{slug}.txt"]
    assert [name.split("/", 1)[1] for name in names[2:]] == [
        f"pictures/01-{slug_of(caption)}.png", "credits.txt", f"documents/01-{slug_of(title)}.pdf",
    ]  # fmt: skip
    assert all(name.isascii() and ".." not in name for name in names)
    credits = archive.read(f"{slug}/credits.txt").decode()
    picture = release.pictures.all()[0]
    for words in (picture.credit, picture.licence, picture.alt_fr, picture.caption_fr, "pictures/01-"):
        assert words in credits
    public = PressRelease.objects.public("fr").for_detail().get(pk=release.pk)
    assert archive.read(f"{slug}/{slug}.txt").decode() == plaintext.make(reading.read_public(public, "fr"))


def test_kit_is_the_same_bytes_for_the_same_content(release):
    made = []
    for folder in ("one", "two"):
        file = io.BytesIO()
        kit.write(_read(release, "fr"), folder, file)
        made.append(file.getvalue())
    assert made[0] == made[1]


def test_kit_holds_only_the_documents_of_its_language(release):
    for code in languages.codes():
        document = make(Attachment, f"Annexe {code}", release=release, language=code)
        document.file.save(f"{code}.pdf", ContentFile(b"%PDF-1.7"))
    for code in languages.codes():
        file = io.BytesIO()
        kit.write(_read(release, code), "languages", file)
        documents = [name for name in zipfile.ZipFile(file).namelist() if "/documents/" in name]
        others = [other for other in languages.codes() if other != code]
        assert len(documents) == 2
        assert not any(f"annexe-{other}" in name for name in documents for other in others)


def test_a_lost_picture_takes_nothing_else_with_it(release):
    default_storage.delete(release.pictures.all()[0].image.name)
    file = io.BytesIO()
    kit.write(_read(release, "fr"), "lost", file)
    names = zipfile.ZipFile(file).namelist()
    assert not any("pictures" in name or "credits" in name for name in names)
    assert any(name.endswith(".pdf") for name in names)


def test_page_links_its_files(client, release):
    with override("fr"):
        page = client.get(release.get_absolute_url("fr")).content.decode()
        section = client.get(reverse("pressrelease-list")).content.decode()
    for name in ROUTES:
        assert f'href="{_address(name, release, "fr")}"' in page
    for name in ("pressrelease-pdf", "pressrelease-kit"):
        assert f'href="{_address(name, release, "fr")}"' in section


def test_press_page_shows_the_public_logos_with_their_rules(client):
    from news.models import Logo

    def stored(name: str) -> str:
        return _picture(folder=f"news.logo/{name}")

    shown = make(Logo, "Emblème", image=stored("shown"))
    make(Logo, "Caché", image=stored("hidden"), **future())
    page = client.get(reverse("pressrelease-list")).content.decode()
    assert shown.rules_fr in page and shown.image.url in page
    assert "Caché" not in page
