"""Signing in through an institution's own identity provider, over HTTP: a portal, a provider and a browser between the two.

Accounts are given in the portal alone; the provider says who one is, and where it is told to, that two factors were shown.
"""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import User
from django.core.cache import cache
from django.urls import reverse

from portal import invitations
from portal.models import AccountEvent
from tests.identity_provider import CLIENT_ID, CLIENT_SECRET, OTHER_IN_USERINFO, PASSWORD, running

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture(scope="module")
def provider() -> Iterator[dict[str, str]]:
    """Started once. Where the portal will listen is not known yet: any port of this machine may call back."""
    with running("http://127.0.0.1/account/oidc/institution/login/callback/") as address:
        yield {"address": address}


@pytest.fixture
def portal(live_server, settings, provider) -> str:
    cache.clear()
    settings.SECOND_FACTOR = True
    settings.OIDC_NAME = "Université d’exemple"
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "institution",
                    "name": "Université d’exemple",
                    "client_id": CLIENT_ID,
                    "secret": CLIENT_SECRET,
                    "settings": {"server_url": provider["address"], "oauth_pkce_enabled": True},
                }
            ]
        }
    }
    return live_server.url.replace("localhost", "127.0.0.1")


@pytest.fixture
def claire() -> User:
    return User.objects.create_superuser("claire.portail", "claire@example.org", "une phrase assez longue")


def come_in(portal: str, name: str) -> tuple[requests.Session, requests.Response]:
    """A browser that presses the portal's link, signs in at the provider, and follows where it is led."""
    browser = requests.Session()
    browser.headers["Accept-Language"] = "en"
    page = browser.get(portal + reverse("account_login"))
    link = re.search(r'href="(/account/oidc/[^"]+)"', page.text)[1]
    form = browser.get(portal + link)
    asked = parse_qs(urlsplit(form.history[-1].headers["Location"] if form.history else form.url).query)
    assert asked, "the provider was not asked"
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form.text)[1]
    following = re.search(r'name="next" value="([^"]+)"', form.text)[1].replace("&amp;", "&")
    data = {"csrfmiddlewaretoken": token, "login": name, "password": PASSWORD, "next": following}
    return browser, browser.post(form.url, data=data, headers={"Referer": form.url})


def is_signed_in(portal: str, browser: requests.Session) -> bool:
    return browser.get(portal + reverse("second-factor")).url.startswith(portal + reverse("second-factor")) or is_in(
        portal, browser
    )


def is_in(portal: str, browser: requests.Session) -> bool:
    page = browser.get(portal + reverse("admin:index"))
    return page.url == portal + reverse("admin:index")


def test_an_invited_colleague_comes_in_and_the_portals_own_second_factor_is_still_asked(portal, claire):
    browser, page = come_in(portal, "claire")
    assert page.url == portal + reverse("second-factor")
    assert SocialAccount.objects.get().uid == "1001"
    assert [(event.action, event.account_name) for event in AccountEvent.objects.all()] == [("bound", "claire.portail")]
    link = invitations.invite(claire).partition("/account")[2]
    form = browser.get(f"{portal}/account{link}")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form.text)[1]
    browser.post(form.url, data={"csrfmiddlewaretoken": token}, headers={"Referer": form.url})
    assert "QR" in browser.get(portal + reverse("mfa_activate_totp")).text


def test_an_account_with_a_factor_is_asked_for_it(portal, claire):
    Authenticator.objects.create(user=claire, type="totp", data={"secret": ""})
    browser, page = come_in(portal, "claire-mfa")
    assert page.url.startswith(portal + reverse("mfa_authenticate"))
    assert not is_in(portal, browser)


@pytest.mark.parametrize("name", ["claire-mfa", "claire-refeds"])
@pytest.mark.parametrize("counts", [True, False])
def test_the_providers_second_factor_counts_where_a_setting_says_so(portal, claire, settings, name, counts):
    settings.OIDC_SECOND_FACTOR = counts
    browser, _page = come_in(portal, name)
    assert is_in(portal, browser) is counts
    if counts:
        settings.OIDC_SECOND_FACTOR = False
        assert not is_in(portal, browser)


def test_a_provider_that_says_nothing_of_two_factors_proves_none(portal, claire, settings):
    settings.OIDC_SECOND_FACTOR = True
    browser, _page = come_in(portal, "claire")
    assert not is_in(portal, browser)


@pytest.mark.parametrize("name", ["stranger", "unverified", "says-true", "silent", "without", OTHER_IN_USERINFO])
def test_nobody_makes_an_account_and_no_unverified_address_opens_one(portal, claire, settings, name):
    settings.OIDC_SECOND_FACTOR = True
    browser, page = come_in(portal, name)
    assert (page.status_code, User.objects.count(), SocialAccount.objects.count()) == (403, 1, 0)
    assert "Université d’exemple" in page.text
    assert not is_signed_in(portal, browser)


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_staff": False}, {"email": ""}])
def test_an_account_that_is_none_of_the_staffs_is_not_opened(portal, claire, change):
    User.objects.update(**change)
    browser, page = come_in(portal, "claire")
    assert page.status_code == 403
    assert not is_signed_in(portal, browser)


def test_two_accounts_with_one_address_are_told_apart_by_nobody(portal, claire):
    User.objects.create_superuser("other", "CLAIRE@example.org", "une phrase assez longue")
    _browser, page = come_in(portal, "claire")
    assert (page.status_code, SocialAccount.objects.count()) == (403, 0)


def test_an_address_given_to_somebody_new_opens_nothing(portal, claire):
    come_in(portal, "claire")
    browser, page = come_in(portal, "successor")
    assert page.status_code == 403
    assert not is_signed_in(portal, browser)
    _browser, page = come_in(portal, "claire-moved")
    assert page.url == portal + reverse("second-factor")


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_staff": False}])
def test_an_account_that_is_tied_is_closed_by_the_portal(portal, claire, change):
    come_in(portal, "claire")
    User.objects.update(**change)
    browser, page = come_in(portal, "claire")
    assert page.status_code == 403
    assert not is_signed_in(portal, browser)


def test_freeing_an_account_unties_it(portal, claire):
    come_in(portal, "claire")
    invitations.free(claire)
    assert not SocialAccount.objects.exists()


def test_freeing_an_account_ends_what_the_provider_had_opened(portal, claire, settings):
    """Whoever comes in by the provider afterwards is in by a new tie: the lost machine's session stays closed."""
    settings.OIDC_SECOND_FACTOR = True
    lost, _page = come_in(portal, "claire-mfa")
    assert is_in(portal, lost)
    invitations.free(claire)
    assert not is_in(portal, lost)
    again, _page = come_in(portal, "claire-mfa")
    assert (is_in(portal, again), is_in(portal, lost)) == (True, False)


def test_nothing_is_tied_to_an_account_that_is_signed_in(portal, claire):
    """The library would tie whoever the provider names to the account of the session."""
    browser, _page = come_in(portal, "claire")
    SocialAccount.objects.all().delete()
    page = browser.get(f"{portal}{reverse('openid_connect_login', args=['institution'])}?process=connect")
    assert page.status_code == 403
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("query", ["", "?code=x", "?code=x&state=y", "?error=access_denied&state=y", "?state=%00"])
def test_an_answer_that_nobody_asked_for_is_refused_with_a_page(portal, query):
    page = requests.get(portal + reverse("openid_connect_callback", args=["institution"]) + query)
    assert page.status_code in {200, 400, 401, 403}
    assert page.history == [] or page.url.startswith(portal + "/account/oidc/")


def test_a_provider_that_is_away_is_said_to_be(portal, settings):
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["settings"]["server_url"] = "http://127.0.0.1:9"
    page = requests.get(portal + reverse("openid_connect_login", args=["institution"]))
    assert page.status_code == 503
    assert "Université d’exemple" in page.text


def test_without_a_provider_there_is_no_such_way_in(client, db):
    assert "/account/oidc/" not in client.get(reverse("account_login")).content.decode()
    assert client.get(reverse("openid_connect_login", args=["institution"])).status_code == 404
