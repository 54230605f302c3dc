"""BibTeX on its way in: every way of writing a value, TeX as text, and a clear sentence with its line where it is no BibTeX."""

from __future__ import annotations

import time

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from caps.bibtex.reader import BibTeXFault, entries
from caps.bibtex.rows import COLUMNS, open_bibtex
from caps.bibtex.tex_text import authors_of, text_of
from publishing.spreadsheet_files import UNSAID

FILE = r"""
Whatever stands between entries is a comment, an address@example.org too.
@comment{jabref-meta: {nested}; @article{no, title={No}}}
@preamble{"\newcommand{\x}" # {y}}
@STRING(rev = "Revue {\"u}ber")
@String{both = rev # { A}}
@Article(Exemple2026,
  title = {{R}yder, 100\% {\em s{\^u}r}},
  AUTHOR = "Exemple, Claire and Jean de la Tour and {Consortium A and B} and others",
  year = 2026, month = may, journal = both, pages = {1--12}, doi = {https://doi.org/10.1234/A\_B},
  title = {The second is left out},
)
@inproceedings{p1, crossref = {book}, title = "Un \"{e}l{\'e}ment" # { \& co}, hal_id={hal-04512345v2}, langid={french}}
@proceedings{Book, title={Actes}, year={2025}, publisher={\'Ed.}}
@misc{x, eprint={2401.1}, archiveprefix={arXiv}, title={P}, date={2024-02-03/2024-02-05}, url={https://x.example.org/~a\_b}}
"""


def rows(text: str) -> list[dict[str, str]]:
    headers, found = open_bibtex(text.encode(), 1000)
    return [
        {"line": row.number} | {name: cell for name, cell in zip(headers, row.cells, strict=True) if cell != UNSAID}
        for row in found
    ]


def test_every_way_of_writing_an_entry_is_read():
    assert rows(FILE) == [
        {
            "line": 7,
            "title": "Ryder, 100% sûr",
            "kind": "article",
            "authors": "Exemple, Claire\nde la Tour, Jean\nConsortium A and B\net al.",
            "venue": "Revue über A",
            "year": "2026",
            "published_on": "2026-05",
            "pages": "1-12",
            "doi": "10.1234/a_b",
        },
        {
            "line": 13,
            "title": "Un ëlément & co",
            "kind": "conference",
            "language": "fr",
            "venue": "Actes",
            "year": "2025",
            "publisher": "Éd.",
            "hal_id": "hal-04512345",
        },
        {"line": 14, "title": "Actes", "kind": "book", "year": "2025", "publisher": "Éd."},
        {
            "line": 15,
            "title": "P",
            "kind": "preprint",
            "venue": "arXiv",
            "year": "2024",
            "published_on": "2024-02-03",
            "url": "https://x.example.org/~a_b",
        },
    ]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (r"{\'E}cole \`a l'{\^\i}le, \c{c}a \c ca, na{\"{\i}}ve", "École à l'île, ça ça, naïve"),
        (r"\v{S}koda, Erd\H{o}s, \L\'od\'z, \ss, \OE uvre, \aa, \u g, \k{a}", "Škoda, Erdős, Łódź, ß, Œuvre, å, ğ, ą"),
        (r"a--b --- ``c'' \og d \fg{} e~f \ldots", "a–b — “c” « d » e f …"),
        (r"\textbf{gras} {\it et} \LaTeX, $x_{1}^2$, \& \% \$ \# \_ \{ \}", "gras et LaTeX, $x_{1}^2$, & % $ # _ { }"),
        (r"\unknown{a} \~{} \^{} \textbackslash{}", r"\unknowna ~ ^ " + "\\"),
        ("\\'", "'"),
    ],
)
def test_tex_is_text(written, text):
    assert text_of(written) == text


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Claire Exemple", ["Exemple, Claire"]),
        ("von Neumann, Jr, John", ["von Neumann Jr, John"]),
        ("{Band and Sons, Ltd}", ["Band and Sons, Ltd"]),
        ("Anderson, A and\n  B. Andand", ["Anderson, A", "Andand, B."]),
        (r"{\'E}mile Z{\"o}la", ["Zöla, Émile"]),
        ("", []),
    ],
)
def test_names_are_filed(written, names):
    assert authors_of(written) == names


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "\n@article{a, title = {open}\n\n@book{b, title={x}}",
            "Line 4: “@” is not expected here",
        ),
        ("\n\n@article{a, title = {open\n", "The entry that begins in line 3 is not closed"),
        ('@article{a, title = "x} y"}', "The entry that begins in line 1 is not closed"),
        ("@article{a,\n title {x}}", "Line 2: “{” is not expected here"),
        ("@article{a,\n\n month = mai}", "Line 3: no @string says what “mai” stands for"),
        ("@a{k, t={" + "{" * 40 + "}" * 40 + "}}", "Line 1: more than 30 braces within each other."),
        ("@a{k, t={" + "x" * 200_001 + "}}", "has a field of more than 200000 signs"),
        ("no entry", "There is no entry in this BibTeX file."),
    ],
)
def test_what_is_no_bibtex_is_refused_with_its_line(text, sentence):
    with override("en"), pytest.raises(ValidationError) as refused:
        open_bibtex(text.encode(), 1000)
    assert sentence in refused.value.messages[0]


@pytest.mark.parametrize("unit", ["@", "@a ", "@a{", "{", '"', "\\", "@comment{}", "@a{k,t={", "@a{k}", "#", ",", "@a{k,t=a#"])
def test_a_hostile_file_takes_time_by_its_length(unit):
    def taken(size: int) -> float:
        begun = time.process_time()
        for text in (unit * size, "@a{k,t=" + unit * size, "@a{k" + unit * size):
            try:
                entries(text)
            except BibTeXFault:
                continue
        return time.process_time() - begun

    assert taken(40_000) < 0.02 + 16 * max(taken(10_000), 0.01)


def test_names_that_stand_for_each_other_twice_are_bounded():
    doubling = "@string{a0={xx}}" + "".join(f"@string{{a{n}=a{n - 1} # a{n - 1}}}" for n in range(1, 60))
    with override("en"), pytest.raises(BibTeXFault):
        entries(doubling)


def test_every_column_is_one_of_the_sheet():
    from caps.publication_sheets import PUBLICATIONS

    assert set(COLUMNS) < set(PUBLICATIONS.columns)
