"""Addresses as people write them, and as the portal keeps them."""

import pytest
from django.core.exceptions import ValidationError

from publishing.mail_addresses import mailbox, normalised

ADDRESS = "presse@example.org"


@pytest.mark.parametrize(
    ("written", "name", "header"),
    [
        (f"PostGenAI@Paris <{ADDRESS}>", "PostGenAI@Paris", f'"PostGenAI@Paris" <{ADDRESS}>'),
        (f'"PostGenAI@Paris" <{ADDRESS}>', "PostGenAI@Paris", f'"PostGenAI@Paris" <{ADDRESS}>'),
        (f"  PostGenAI@Paris<{ADDRESS}> ", "PostGenAI@Paris", f'"PostGenAI@Paris" <{ADDRESS}>'),
        (f"PostGenAI@Paris, presse <{ADDRESS}>", "PostGenAI@Paris, presse", f'"PostGenAI@Paris, presse" <{ADDRESS}>'),
        (f'"Say \\"hi\\"" <{ADDRESS}>', 'Say "hi"', f'"Say \\"hi\\"" <{ADDRESS}>'),
        (f"A. B. (presse) <{ADDRESS}>", "A. B. (presse)", f'"A. B. (presse)" <{ADDRESS}>'),
        (f"Équipe presse <{ADDRESS}>", "Équipe presse", f"Équipe presse <{ADDRESS}>"),
        (f"=?utf-8?q?=C3=89quipe?= <{ADDRESS}>", "Équipe", f"Équipe <{ADDRESS}>"),
        (f"École@Paris <{ADDRESS}>", "École@Paris", f'"École@Paris" <{ADDRESS}>'),
        (f"Presse\u00a0: Paris <{ADDRESS}>", "Presse\u00a0: Paris", f'"Presse\u00a0: Paris" <{ADDRESS}>'),
        (f"<{ADDRESS}>", "", ADDRESS),
        (ADDRESS, "", ADDRESS),
    ],
)
def test_one_mailbox_is_read_however_it_is_written_and_quoted_where_it_must_be(written, name, header):
    found = mailbox(written)
    assert (found.display_name, found.addr_spec, str(found)) == (name, ADDRESS, header)
    assert mailbox(header) == found


def test_a_domain_with_accents_is_given_in_ascii():
    assert str(mailbox("Presse <presse@école.example.org>")) == "Presse <presse@xn--cole-9oa.example.org>"


@pytest.mark.parametrize(
    "written",
    [
        "",
        "   ",
        "presse",
        "PostGenAI@Paris",
        "PostGenAI@Paris presse@example.org",
        "Presse <presse>",
        "Presse <>",
        f"Presse <{ADDRESS}",
        f"Presse <{ADDRESS}> et plus",
        f"{ADDRESS}, b@example.org",
        f"A <a@example.org>, B <{ADDRESS}>",
        f"Groupe: {ADDRESS};",
        f'"Presse <{ADDRESS}>',
        "Presse <pressé@example.org>",
        "Presse <presse@-.org>",
        f"Presse <presse@{'a' * 64}.example.org>",
        f"Presse\r\nBcc: x@example.org <{ADDRESS}>",
        f"Presse\x00 <{ADDRESS}>",
    ],
)
def test_what_names_no_mailbox_or_several_is_refused(written):
    with pytest.raises(ValueError):
        mailbox(written)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Jane@Example.ORG ", "Jane@example.org"),
        ("jane@ÉCOLE.example.org", "jane@xn--cole-9oa.example.org"),
        ("jane@e\u0301cole.example.org", "jane@xn--cole-9oa.example.org"),
        ("info@straße.example", "info@xn--strae-oqa.example"),
        ("info@STRAẞE.example", "info@xn--strae-oqa.example"),
        ("info@ＥＣＯＬＥ.example", "info@ecole.example"),
    ],
)
def test_an_address_has_one_writing(typed, kept):
    assert normalised(typed) == kept


@pytest.mark.parametrize("typed", ["", "jane", "jane@@example.org", "ja ne@example.org", "jané@example.org", "a@b"])
def test_what_is_no_address_is_refused(typed):
    with pytest.raises(ValidationError):
        normalised(typed)
