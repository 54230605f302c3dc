"""Press contacts: in force, confirmed, and listed for staff when they are not."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.urls import reverse

from news.models import PressContact
from tests.make import make

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("confirmed", "until", "listed"),
    [
        (None, None, True),
        (TODAY - timedelta(days=183), None, False),
        (TODAY - timedelta(days=184), None, True),
        (TODAY, None, False),
        (None, TODAY - timedelta(days=1), False),
        (None, TODAY, True),
    ],
)
def test_contacts_to_confirm(confirmed, until, listed):
    one = make(PressContact, valid_from=None, valid_until=until, last_confirmed=confirmed)
    assert PressContact.objects.to_confirm(TODAY).exists() is listed
    assert one.is_confirmed(TODAY) is (confirmed is not None and confirmed >= TODAY - timedelta(days=183))


def test_staff_see_the_contacts_to_confirm(client):
    make(PressContact, name="Claire Récente", last_confirmed=date.today())
    make(PressContact, name="Ana Ancienne", last_confirmed=None)
    client.force_login(User.objects.create_superuser("root"))
    body = client.get(reverse("admin:news_presscontact_changelist"), {"confirmation": "due"}).content.decode()
    assert "Ana Ancienne" in body
    assert "Claire Récente" not in body


SPELLINGS = [
    "0033 1 99 00 12 34",
    "01.99.00.12.34",
    "+33 (0)1 99 00 12 34",
    "+33\u202f1\u00a099 00 12 34",
    "(+33) 1-99-00-12-34",
]
MOBILES = [
    "+33 (0)6 39 98 01 23",
    "+33 06 39 98 01 23",
    "0692 12 34 56",
    "+262 692 12 34 56",
    "+44 7911 123456",
    "06.39.98.01.23",
]


def posted(phone: str) -> dict[str, str]:
    texts = {"name": "Service de presse", "email": "presse@example.org", "spoken": "fr", "rank": "1", "phone": phone}
    return texts | {"role_fr": "", "role_en": ""}


@pytest.fixture
def staff(client):
    client.force_login(User.objects.create_superuser("root"))
    return client


@pytest.mark.parametrize("phone", SPELLINGS)
def test_any_usual_spelling_of_a_landline_is_kept_in_one_form_and_dialled(staff, phone):
    answer = staff.post(reverse("admin:news_presscontact_add"), posted(phone))
    assert answer.status_code == 302, answer.context["errors"]
    assert PressContact.objects.get().phone == "+33 1 99 00 12 34"
    page = staff.get("/fr/presse/").content.decode()
    assert '<a href="tel:+33199001234">+33 1 99 00 12 34</a>' in page


@pytest.mark.parametrize("phone", MOBILES)
def test_a_mobile_number_is_refused_in_any_spelling_and_of_any_country(staff, phone):
    answer = staff.post(reverse("admin:news_presscontact_add"), posted(phone))
    assert answer.context["adminform"].form.errors == {
        "phone": ["Un numéro de mobile n’est jamais public\xa0: indiquez le numéro du service de presse."]
    }
    assert answer.context["adminform"].form["phone"].value() == phone
    assert not PressContact.objects.exists()


@pytest.mark.parametrize("phone", ["99 00 12", "01 99 00 12 34 ou 01 99 00 12 35", "standard"])
def test_what_is_not_one_whole_number_is_refused_in_words(staff, phone):
    answer = staff.post(reverse("admin:news_presscontact_add"), posted(phone))
    assert answer.context["adminform"].form.errors == {
        "phone": ["Écrivez un seul numéro, entier, comme +33 1 99 00 12 34\u202f; hors de France, avec l’indicatif du pays."]
    }


def test_code_that_saves_a_contact_keeps_the_one_spelling_too():
    contact = PressContact.objects.create(name="Service de presse", email="presse@example.org", phone="0033 1 99 00 12 34")
    assert contact.phone == "+33 1 99 00 12 34"


@pytest.mark.parametrize("phone", MOBILES)
def test_the_rule_is_the_model_s_own(phone):
    with pytest.raises(ValidationError) as refused:
        PressContact(name="Presse", email="presse@example.org", phone=phone).full_clean()
    assert "phone" in refused.value.message_dict
