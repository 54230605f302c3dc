"""One reader of files: what a file holds is the same whatever kind of file it is, and a hostile one gets a sentence."""

from __future__ import annotations

import textwrap
import time
import unicodedata
import zlib

import pytest

from proofreading import engine
from proofreading.files import NotATextError, ReadFile, as_html, decoded, read_data
from proofreading.knowledge import Knowledge

from .made_files import open_text, pdf, pdf_placed, word, word_paragraph, zipped

TITLE = "Douze communes ouvrent un observatoire"
# With faults that several rules see.
PARAGRAPHS = (
    "L’observatoire ouvre le mardi 30 novembre 2026 à Port-Maren, avec trente capteurs posés devant les habitants de la côte.",
    "« Nous voulons lire la mer depuis la cuisine, déclare Maud Kervella, directrice de l’Institut du Littoral. Tout est prêt.",
    "Les relevés sont publiés chaque soir sur le site de l’Institut, et la réunion se tient le 31 novembre 2026 à la mairie.",
    "Écrire à presse @example.org avant le vendredi 5 décembre 2026, ou appeler le 06 12 34 56 78 pour toute question.",
)
PLAIN = "\n\n".join((TITLE, *PARAGRAPHS)) + "\n"


def read(data: bytes, name: str = "communique") -> ReadFile:
    return read_data(data, name, "en")


def findings(file: ReadFile) -> list[tuple[str, str]]:
    report = engine.check({"fr": file.reading("fr", Knowledge())}, Knowledge())
    assert not report.failed
    return sorted((finding.code, finding.place.shown) for finding in report.findings)


def notices(file: ReadFile) -> set[str]:
    return {notice.key for notice in file.notices}


def _wrapped() -> str:
    return "\n\n".join("\n".join(textwrap.wrap(paragraph, 72)) for paragraph in (TITLE, *PARAGRAPHS)) + "\n"


def _hyphenated() -> str:
    words = {"capteurs": "cap-\nteurs", "directrice": "direc-\ntrice", "publiés": "pu-\nbliés", "question": "ques-\ntion"}
    text = PLAIN
    for word_, cut in words.items():
        text = text.replace(word_, cut)
    return text


def _pdf() -> bytes:
    lines, height = [(TITLE, 18, 760)], 720
    for paragraph in PARAGRAPHS:
        for line in textwrap.wrap(paragraph, 80):
            lines.append((line, 11, height))
            height -= 14
        height -= 12
    return pdf([lines])


def _in_columns() -> bytes:
    """The title over both columns of a page, two paragraphs in each."""
    lines = [(TITLE, 18, 780, 60)]
    for column, paragraphs in enumerate((PARAGRAPHS[:2], PARAGRAPHS[2:])):
        height = 740
        for paragraph in paragraphs:
            for line in textwrap.wrap(paragraph, 40):
                lines.append((line, 10, height, 60 + 260 * column))
                height -= 13
            height -= 12
    return pdf_placed([lines])


def _on_two_pages() -> bytes:
    pages = []
    for number, paragraphs in enumerate((PARAGRAPHS[:2], PARAGRAPHS[2:]), 1):
        lines, height = [("Institut du Littoral – Communiqué", 8, 810)], 740
        if number == 1:
            lines.append((TITLE, 18, 770))
        for paragraph in paragraphs:
            for line in textwrap.wrap(paragraph, 80):
                lines.append((line, 11, height))
                height -= 14
            height -= 12
        pages.append([*lines, (f"Page {number} / 2", 8, 30)])
    return pdf(pages)


FORMS = {
    "docx": word(word_paragraph(TITLE, "Titre1") + "".join(map(word_paragraph, PARAGRAPHS))),
    "odt": open_text(
        f'<text:h text:outline-level="1">{TITLE}</text:h>'
        + "".join(f"<text:p>{paragraph}</text:p>" for paragraph in PARAGRAPHS)
    ),
    "pdf": _pdf(),
    "html": (f"<html><body><h1>{TITLE}</h1>" + "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)).encode(),
    "md": f"# {PLAIN}".encode(),
    "utf-8 with a mark": PLAIN.encode("utf-8-sig"),
    "utf-16": PLAIN.encode("utf-16"),
    "windows-1252": PLAIN.replace("\n", "\r\n").encode("cp1252"),
    "an old mac": PLAIN.replace("\n", "\r").encode("mac_roman"),
    "utf-16 without a mark": PLAIN.encode("utf-16-le"),
    "utf-16, big end first": PLAIN.encode("utf-16-be"),
    "utf-32": PLAIN.encode("utf-32"),
    "decomposed letters": unicodedata.normalize("NFD", PLAIN).encode(),
    "carriage returns alone": PLAIN.replace("\n", "\r").encode(),
    "soft hyphens": PLAIN.replace("capteurs", "cap\u00adteurs").replace("directrice", "direc\u00adtrice").encode(),
    "signs of no width": PLAIN.replace("observatoire", "observa\u200btoire").replace("réunion", "ré\u2060union").encode(),
    "lines of Windows": PLAIN.replace("\n", "\r\n").encode(),
    "pages with heads and feet": _on_two_pages(),
    "two columns": _in_columns(),
    "docx, cut into runs": word(
        word_paragraph(TITLE, "Titre1")
        + "".join(
            f'<w:p><w:r><w:t xml:space="preserve">{one[:25]}</w:t></w:r><w:proofErr w:type="spellStart"/>'
            f'<w:r><w:t xml:space="preserve">{one[25:]}</w:t></w:r></w:p>'
            for one in PARAGRAPHS
        )
    ),
    "docx, in a table of one cell": word(
        word_paragraph(TITLE, "Titre1") + f"<w:tbl><w:tr><w:tc>{''.join(map(word_paragraph, PARAGRAPHS))}</w:tc></w:tr></w:tbl>"
    ),
    "html of Windows": (
        f'<html><head><meta charset="windows-1252"></head><body><h1>{TITLE}</h1>'
        + "".join(f"<p>{one}</p>" for one in PARAGRAPHS)
    ).encode("cp1252"),
    "html with entities": (
        f"<h1>{TITLE}</h1>" + "".join(f"<p>{one.replace('é', '&eacute;').replace('’', '&rsquo;')}</p>" for one in PARAGRAPHS)
    ).encode(),
    "wrapped": _wrapped().encode(),
    "hyphenated": _hyphenated().encode(),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_text_gives_the_same_findings_in_every_form(form):
    expected = findings(read(PLAIN.encode()))
    assert len(expected) >= 5
    assert findings(read(FORMS[form])) == expected


# Word and LibreOffice


def word_html(body: str, **parts: str) -> list[str]:
    return read(word(body, **parts)).source.split("\n")


def test_word_keeps_what_a_page_shows():
    link = '<w:p><w:hyperlink r:id="rId9"><w:r><w:t>la mer</w:t></w:r></w:hyperlink><w:r><w:t xml:space="preserve"> www.example.org</w:t></w:r></w:p>'
    item = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{}"/></w:numPr></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>'
    table = "<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>".format(word_paragraph("Port"), word_paragraph("12"))
    assert word_html(
        word_paragraph("Titre", "Titre")
        + word_paragraph("Un intertitre", "Own")
        + word_paragraph("Gras", marks="<w:b/>")
        + word_paragraph("Plat", marks='<w:b w:val="0"/>')
        + word_paragraph("Penché", marks="<w:i/>")
        + link
        + item.format(1, "un")
        + item.format(2, "deux")
        + table
    ) == [
        "<h1>Titre</h1>",
        "<h2>Un intertitre</h2>",
        "<p><strong>Gras</strong></p>",
        "<p>Plat</p>",
        "<p><em>Penché</em></p>",
        '<p><a href="https://example.org/mer">la mer</a> www.example.org</p>',
        "<ol><li><p>un</p>",
        "</li></ol>",
        "<ul><li><p>deux</p>",
        "</li></ul>",
        "<table>",
        "<tr>",
        "<td><p>Port</p></td>",
        "<td><p>12</p></td>",
        "</tr>",
        "</table>",
    ]


def test_a_subtitle_of_word_is_no_item_of_a_list():
    """Word’s own style of subtitles has a depth and no list."""
    styles = (
        '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:style w:type="paragraph" w:styleId="Sub"><w:name w:val="Subtitle"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Dots"><w:name w:val="List Bullet"/><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
        "</w:styles>"
    )
    deeper = '<w:p><w:pPr><w:pStyle w:val="Dots"/><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr><w:r><w:t>b</w:t></w:r></w:p>'
    found = word_html(word_paragraph("Sous-titre", "Sub") + word_paragraph("a", "Dots") + deeper, styles=styles)
    assert found[0] == "<p>Sous-titre</p>"
    assert "".join(found[1:]) == "<ul><li><p>a</p><ul><li><p>b</p></li></ul></li></ul>"


def _html_of(page: str) -> str:
    return as_html(read(page.encode(), "page.html").pieces("fr"))


def _word_table(*rows: str, first: str = "") -> list[str]:
    written = "".join(f"<w:tr>{first if place == 0 else ''}{row}</w:tr>" for place, row in enumerate(rows))
    return word_html(f"<w:tbl>{written}</w:tbl>")


def test_the_first_row_of_a_table_heads_it_where_the_file_says_so_or_it_alone_is_bold():
    cell = "<w:tc>{}</w:tc>".format
    plain = cell(word_paragraph("Port")) + cell(word_paragraph("12"))
    bold = cell(word_paragraph("Lieu", marks="<w:b/>")) + cell(word_paragraph("Mètres", marks="<w:b/>"))
    heads = ["<th><p>Lieu</p></th>", "<th><p>Mètres</p></th>"]
    assert _word_table(bold, plain)[2:4] == heads
    assert "<th>" not in "".join(_word_table(bold, bold) + _word_table(bold) + _word_table(plain, bold))
    repeated = "<w:trPr><w:tblHeader/></w:trPr>"
    assert _word_table(plain, bold, first=repeated)[2:4] == ["<th><p>Port</p></th>", "<th><p>12</p></th>"]
    page = "<table><tr><th>Lieu</th><th>Mètres</th></tr><tr><td>Port</td><td>12</td></tr></table>"
    assert [line for line in _html_of(page).split("\n") if "<th>" in line] == heads
    beside = "<table><tr><th>Lieu</th><td>Port</td></tr><tr><th>Mètres</th><td>12</td></tr></table>"
    assert "<th>" not in _html_of(beside)
    odf = (
        "<table:table><table:table-header-rows><table:table-row>{0}{0}</table:table-row></table:table-header-rows>"
        "<table:table-row>{0}{0}</table:table-row></table:table>"
    ).format("<table:table-cell><text:p>un</text:p></table:table-cell>")
    assert read(open_text(odf)).source.count("<th>") == 2


def test_tracked_changes_count_as_accepted_and_are_told():
    changed = (
        "<w:p><w:r><w:t>La mer </w:t></w:r><w:ins><w:r><w:t>monte</w:t></w:r></w:ins><w:del><w:r><w:delText>baisse</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>ailleurs</w:t></w:r></w:moveFrom></w:p>"
        '<w:p><w:commentRangeStart w:id="1"/><w:r><w:t>Vu.</w:t></w:r><w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r></w:p>'
    ).replace("<w:t>La mer </w:t>", '<w:t xml:space="preserve">La mer </w:t>')
    file = read(word(changed))
    assert file.source == "<p>La mer monte</p>\n<p>Vu.</p>"
    assert notices(file) == {"tracked", "comments"}
    assert all(notice.render(language) for notice in file.notices for language in ("fr", "en"))


def test_notes_stand_at_the_end_and_pictures_are_told():
    notes = (
        '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:footnote w:id="2">'
        "<w:p><w:r><w:t>Selon l’Institut.</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    body = (
        '<w:p><w:r><w:t>La mer monte.</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
        '<w:p><w:r><w:drawing><a:blip xmlns:a="x"/></w:drawing><w:t>Fin</w:t></w:r></w:p>'
    )
    file = read(word(body, footnotes=notes))
    assert file.source.split("\n") == ["<p>La mer monte.[1]</p>", "<p>Fin</p>", "<p>1. Selon l’Institut.</p>"]
    assert notices(file) == {"pictures"}


def test_fields_and_text_boxes_of_word():
    body = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "https://example.org/a"</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>ici</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
        '<w:p><w:r><w:t>Avant</w:t></w:r><w:r><mc:AlternateContent xmlns:mc="m"><mc:Choice><w:txbxContent><w:p><w:r><w:t>Encadré</w:t></w:r></w:p>'
        "</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>Encadré</w:t></w:r></w:p></w:txbxContent></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    assert word_html(body) == ['<p><a href="https://example.org/a">ici</a></p>', "<p>Avant</p>", "<p>Encadré</p>"]


def test_libreoffice_keeps_what_a_page_shows():
    body = (
        '<text:tracked-changes><text:changed-region><text:p>Ôté</text:p></text:changed-region></text:tracked-changes><text:p text:style-name="P1">Titre</text:p>'
        '<text:p>Un <text:span text:style-name="T1">mot</text:span><text:s text:c="2"/>et <text:a xlink:href="https://example.org">un lien</text:a>'
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>La note.</text:p></text:note-body></text:note></text:p>"
        '<text:list text:style-name="L1"><text:list-item><text:p>un</text:p></text:list-item></text:list>'
        '<text:list text:style-name="L2"><text:list-item><text:p>deux</text:p></text:list-item></text:list>'
    )
    file = read(open_text(body))
    assert file.source.split("\n") == [
        "<h1>Titre</h1>",
        '<p>Un <strong>mot</strong>  et <a href="https://example.org">un lien</a>[1]</p>',
        "<ol><li><p>un</p>",
        "</li></ol>",
        "<ul><li><p>deux</p>",
        "</li></ul>",
        "<p>1. La note.</p>",
    ]
    assert notices(file) == {"tracked"}


def test_comments_and_text_boxes_of_libreoffice():
    body = (
        "<text:p>La mer<office:annotation><text:p>Vérifier.</text:p></office:annotation> monte."
        "<draw:frame><draw:text-box><text:p>Encadré</text:p></draw:text-box></draw:frame></text:p>"
    )
    file = read(open_text(body))
    assert file.source.split("\n") == ["<p>La mer monte.</p>", "<p>Encadré</p>"]
    assert notices(file) == {"comments"}


# PDF and pages


def test_running_heads_and_numbers_of_pages_are_no_text():
    def page(number: int, *lines: str) -> list[tuple[str, int, int]]:
        body = [(line, 11, 700 - 14 * place) for place, line in enumerate(lines)]
        return [("Institut du Littoral – Communiqué", 9, 800), *body, (f"Page {number} / 2", 9, 30)]

    first = [
        "Les capteurs mesurent la hauteur de l’eau devant les douze communes de la côte et",
        "les relevés de la semaine sont envoyés aux habi-",
    ]
    file = read(pdf([page(1, *first), page(2, "tants qui les ont demandés par écrit.")]))
    assert file.source == f"<p>{first[0]} {first[1][:-1]}tants qui les ont demandés par écrit.</p>"
    assert notices(file) == {"running"}


def test_what_a_browser_prints_around_a_page_is_no_text():
    body = "La mer monte devant les douze communes de la côte."
    file = read(pdf([[("11/30/26, 10:48 AM La mer", 8, 820), (body, 11, 700), ("https://example.org/mer 1/1", 8, 20)]]))
    assert file.source == f"<p>{body}</p>"


def test_pages_of_plain_text_are_one_text():
    text = "Institut\n\nLa mer monte devant les\n\n1\n\x0cInstitut\n\ndouze communes.\n\n2\n"
    file = read(text.encode())
    assert as_html(file.pieces("fr")) == "<p>La mer monte devant les douze communes.</p>"
    assert notices(file) == {"running"}


@pytest.mark.parametrize(
    ("cut", "whole"),
    [
        ("les infor-\nmations", "les informations"),
        ("un porte-\nparole", "un porte-parole"),
        ("en Île-de-\nFrance", "en Île-de-France"),
        ("peut-\nêtre", "peut-être"),
        ("un robot xylo-\nclaste, dit xyloclaste", "un robot xyloclaste, dit xyloclaste"),
        ("la mer -\nou le port", "la mer - ou le port"),
        ("les infor\u00ad\nmations", "les informations"),
    ],
)
def test_a_word_cut_at_the_end_of_a_line_is_put_together_where_it_was_cut(cut, whole):
    [passage] = read(f"Nous avons lu avec plaisir toute cette page, puis {cut} ce matin.\n".encode()).pieces("fr")
    assert passage.text == f"Nous avons lu avec plaisir toute cette page, puis {whole} ce matin."


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman", "iso8859-15", "utf-16-le", "utf-16-be"])
def test_letters_of_every_usual_encoding_are_read(encoding):
    text = (
        "Été à l’Institut : les élèves œuvrent déjà, où que ce soit, pour 30 € ; ça ira."
        if encoding != "iso8859-15"
        else "Été, élève, œuvre à 30 €, ça, où."
    )
    assert decoded(text.encode(encoding))[0] == text


# What is no text


def _bomb() -> bytes:
    return zipped({"word/document.xml": b"<a>" + b" " * (60 * 1024 * 1024) + b"</a>"})


def _entities() -> bytes:
    declared = "".join(f"<!ENTITY e{number} '{f'&e{number - 1};' * 10}'>" for number in range(1, 9))
    return zipped({"word/document.xml": f'<!DOCTYPE a [<!ENTITY e0 "x">{declared}]><a>&e8;</a>'})


HOSTILE = {
    "a document type": zipped({"word/document.xml": "<!DOCTYPE a><a><p><r><t>Oui.</t></r></p></a>"}),
    "cut short": FORMS["docx"][:400],
    "no document": zipped({"readme.txt": "Rien"}),
    "broken XML": zipped({"word/document.xml": "<a><b></a>"}),
    "no words": word(""),
    "a broken PDF": b"%PDF-1.7\n" + b"\x00\xff" * 500,
    "a PDF without words": pdf([[]]),
    "old Word": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 100,
    "RTF": b"{\\rtf1 Bonjour}",
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
    "empty": b"  \n",
}
# Made by the test that asks for one.
BOMBS = {
    "a bomb": _bomb,
    "entities": _entities,
    "deep": lambda: zipped({"word/document.xml": "<a>" * 100_000 + "</a>" * 100_000}),
    "a PDF that unpacks without end": lambda: (
        b"%PDF-1.4\n1 0 obj\n<< /Length 9 /Filter /FlateDecode >>\nstream\n" + zlib.compress(b" " * 9_000_000) + b"\nendstream"
    ),
    "too large": lambda: b"a" * (20 * 1024 * 1024 + 1),
}


@pytest.mark.parametrize("kind", [*HOSTILE, *BOMBS])
def test_what_is_no_text_gets_a_sentence(kind):
    content = HOSTILE[kind] if kind in HOSTILE else BOMBS[kind]()
    began = time.process_time()
    for language in ("fr", "en"):
        with pytest.raises(NotATextError) as refused:
            read_data(content, "fichier", language)
        assert str(refused.value).startswith("fichier") and str(refused.value).endswith(".")
    assert time.process_time() - began < 8
