"""Telephone numbers in the spellings of letterheads, cards and telephones. All are of series kept for fiction, or made up."""

import pytest

from proofreading.phone_numbers import LineKind, PhoneNumber, read_phone_number


def understood(written: str) -> PhoneNumber:
    number = read_phone_number(written)
    assert number is not None
    return number


@pytest.mark.parametrize(
    "written",
    [
        "+33 1 99 00 12 34",
        "+33199001234",
        "0033 1 99 00 12 34",
        "00 33 (0)1 99 00 12 34",
        "+33 (0)1 99 00 12 34",
        "+33(0) 1 99 00 12 34",
        "(+33) 1 99 00 12 34",
        "+33 01 99 00 12 34",
        "+33-1-99-00-12-34",
        "01 99 00 12 34",
        "01.99.00.12.34",
        "01-99-00-12-34",
        "01/99/00/12/34",
        "0199001234",
        "01\u00a099\u202f00\u00a012\u00a034",
        "\u202a+33 1 99 00 12 34\u202c",
        " 01 99 00 12 34 ",
    ],
)
def test_every_usual_spelling_of_a_landline_is_one_number(written):
    number = understood(written)
    assert (number.e164, number.international, number.kind) == ("+33199001234", "+33 1 99 00 12 34", LineKind.FIXED)
    assert number.uri == "tel:+33199001234"


@pytest.mark.parametrize(
    ("written", "e164"),
    [
        ("+33 (0)6 39 98 01 23", "+33639980123"),
        ("+33 06 39 98 01 23", "+33639980123"),
        ("+33(0) 7 56 78 90 12", "+33756789012"),
        ("0033 6 39 98 01 23", "+33639980123"),
        ("06 39 98 01 23", "+33639980123"),
        ("06.39.98.01.23", "+33639980123"),
        ("6 39 98 01 23", "+33639980123"),
        ("0692 12 34 56", "+33692123456"),
        ("+262 692 12 34 56", "+262692123456"),
        ("+590 690 12 34 56", "+590690123456"),
        ("+44 7911 123456", "+447911123456"),
        ("+44 7700 900123", "+447700900123"),
        ("+44 (0)7700 900123", "+447700900123"),
        ("+49 151 23456789", "+4915123456789"),
        ("+39 333 1234567", "+393331234567"),
        ("+32 470 12 34 56", "+32470123456"),
        ("+41 79 123 45 67", "+41791234567"),
        ("+86 138 0013 8000", "+8613800138000"),
    ],
)
def test_a_mobile_number_is_known_in_any_spelling_and_country(written, e164):
    number = understood(written)
    assert (number.e164, number.kind) == (e164, LineKind.MOBILE)


@pytest.mark.parametrize(
    ("written", "e164"),
    [
        ("+44 (0)20 7946 0123", "+442079460123"),
        ("+39 06 698 12345", "+390669812345"),
        ("+49 30 901820", "+4930901820"),
        ("+1 202-555-0123", "+12025550123"),
        ("0 800 12 34 56", "+33800123456"),
        ("+33 9 70 12 34 56", "+33970123456"),
    ],
)
def test_lines_of_other_countries_and_services_are_fixed(written, e164):
    number = understood(written)
    assert (number.e164, number.kind) == (e164, LineKind.FIXED)


@pytest.mark.parametrize("written", ["01 99 00 12 34 poste 12", "01 99 00 12 34, ext. 12", "+33 1 99 00 12 34 x12"])
def test_an_extension_is_kept(written):
    number = understood(written)
    assert (number.uri, number.international) == ("tel:+33199001234;ext=12", "+33 1 99 00 12 34 ext. 12")
    assert read_phone_number(number.international) == number


@pytest.mark.parametrize(
    "written",
    [
        "",
        "3639",
        "123",
        "abc",
        "01 99 00 12 3",
        "+33 1 99 00 12 3",
        "07700 900123",
        "0O99001234",
        "tel 01 99 00 12 34",
        "01 99 00 12 34 ou 06 39 98 01 23",
        "+33 1 99 00 12 34 / +33 6 39 98 01 23",
        "01 99 00 12 34 / 06 39 98 01 23",
        "+999 1 99 00 12 34",
        "+" * 40,
        "1" * 300,
    ],
)
def test_what_is_not_one_whole_number_is_none(written):
    assert read_phone_number(written) is None
