"""Press contacts: in force, confirmed, and listed for staff when they are not."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
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
