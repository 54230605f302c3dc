"""Spreadsheets saved as text: whatever program wrote them, the same table comes out."""

import pytest

from publishing.spreadsheet_files import csv_rows, decoded

TABLE = 'Nom;Courriel\r\n"Élan, dit ""É""";a@example.org\r\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_encoding_that_spreadsheets_write_is_read(encoding):
    assert list(csv_rows(TABLE.encode(encoding))) == [["Nom", "Courriel"], ['Élan, dit "É"', "a@example.org"]]


def test_utf_16_is_read_in_either_order():
    for order, mark in (("le", b"\xff\xfe"), ("be", b"\xfe\xff")):
        assert decoded(mark + "é".encode(f"utf-16-{order}")) == "é"


@pytest.mark.parametrize(
    ("text", "headers"),
    [
        ("a;b\n1;2\n", ["a", "b"]),
        ("a,b\n1,2\n", ["a", "b"]),
        ("a\tb\n1\t2\n", ["a", "b"]),
        ('"a, x, y, z";b\n1;2\n', ["a, x, y, z", "b"]),
        ('"a ""x;y;z""",b\n1,2\n', ['a "x;y;z"', "b"]),
        ('"a;\nx";b\n1;2\n', ["a;\nx", "b"]),
        ("sep=;\na,x;b\n1;2\n", ["a,x", "b"]),
        ("SEP=|\r\na|b\r\n1|2\r\n", ["a", "b"]),
        ("a;b\r1;2\r", ["a", "b"]),
    ],
)
def test_the_separator_is_told_from_what_stands_outside_quotation_marks(text, headers):
    assert list(csv_rows(text.encode())) == [headers, ["1", "2"]]


def test_rows_keep_their_places_and_get_the_width_of_the_headers():
    assert list(csv_rows(b"a;b\n1\n\n;\n1;2;3\n"))[1:] == [["1", ""], ["", ""], ["", ""], ["1", "2"]]


@pytest.mark.parametrize("content", [b"", b"\n", b"\xef\xbb\xbf", b"sep=;\n", b"a\x81\xff", b'a;b\n"1;2\n', b'a;b\n"1"x;2\n'])
def test_what_is_no_table_is_refused(content):
    with pytest.raises(ValueError):
        list(csv_rows(content))
