"""The back office's door: one form, no sign-up, a second factor, and nothing for a disabled account."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db
PASSWORD = "une phrase assez longue"


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


@pytest.fixture
def staff() -> User:
    return User.objects.create_superuser("claire", password=PASSWORD)


def sign_in(client):
    return client.post(reverse("account_login"), {"login": "claire", "password": PASSWORD, "next": reverse("admin:index")})


def with_app(user: User) -> str:
    secret = auth.generate_totp_secret()
    auth.TOTP.activate(user, secret)
    return secret


def code(secret: str) -> str:
    return auth.format_hotp_value(auth.hotp_value(secret, next(iter(auth.yield_hotp_counters_from_time()))))


def test_the_admins_own_form_leads_to_the_one_door(client, staff):
    response = client.get(reverse("admin:login"))
    assert (response.status_code, response["Location"].partition("?")[0]) == (302, reverse("account_login"))


def test_nobody_signs_up(client):
    body = client.get(reverse("account_signup")).content.decode()
    assert "<form" not in body.partition('id="content"')[2].partition("<footer")[0]
    client.post(reverse("account_signup"), {"username": "intrus", "password1": PASSWORD})
    assert not User.objects.exists()


def test_without_the_rule_a_password_opens_the_back_office(client, staff, settings):
    settings.SECOND_FACTOR = False
    assert sign_in(client)["Location"] == reverse("admin:index")
    assert client.get(reverse("admin:index")).status_code == 200


def test_staff_without_a_second_factor_reach_nothing_but_a_page_that_says_so(client, staff, settings):
    settings.SECOND_FACTOR = True
    sign_in(client)
    for path in (reverse("admin:index"), reverse("admin:auth_user_changelist"), reverse("mfa_activate_totp")):
        for method in (client.get, client.post):
            assert method(path, follow=True).request["PATH_INFO"] == reverse("second-factor")
    page = client.get(reverse("second-factor")).content.decode()
    assert "invitation" in page


def test_a_second_factor_is_asked_for_and_opens(client, staff, settings):
    settings.SECOND_FACTOR = True
    secret = with_app(staff)
    asked = sign_in(client)
    assert asked["Location"].partition("?")[0] == reverse("mfa_authenticate")
    assert client.get(reverse("admin:index")).status_code == 302
    assert client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    assert client.get(reverse("admin:index")).status_code == 302
    client.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert client.get(reverse("admin:index")).status_code == 200


def test_the_apps_key_is_encrypted_at_rest(staff):
    secret = with_app(staff)
    stored = str(Authenticator.objects.get().data)
    assert secret not in stored
    assert auth.TOTP(Authenticator.objects.get()).validate_code(code(secret))


def test_a_disabled_account_loses_its_session_at_once(client, staff):
    sign_in(client)
    assert client.get(reverse("admin:index")).status_code == 200
    User.objects.update(is_active=False)
    assert client.get(reverse("admin:index"))["Location"].startswith(reverse("admin:login"))


@pytest.mark.parametrize("lost", ["is_active", "is_staff"])
def test_what_a_disabled_account_had_open_stays_closed_when_it_is_enabled_again(client, staff, lost):
    """Else whoever stole a session would wait for that. Those of others stay."""
    other = Client()
    other.force_login(User.objects.create_superuser("paul"))
    sign_in(client)
    for value in (False, True):
        setattr(staff, lost, value)
        staff.save()
    assert client.get(reverse("admin:index"))["Location"].startswith(reverse("admin:login"))
    assert other.get(reverse("admin:index")).status_code == 200


def test_someone_signed_in_who_is_no_staff_is_refused(client):
    client.force_login(User.objects.create_user("lecteur"))
    assert client.get(reverse("admin:login")).status_code == 403


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "javascript:alert(1)"])
def test_sign_in_never_leads_elsewhere(client, staff, elsewhere):
    response = client.post(reverse("account_login"), {"login": "claire", "password": PASSWORD, "next": elsewhere})
    assert response["Location"] == reverse("admin:index")
