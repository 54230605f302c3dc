"""Passkeys in a browser, with a device made by Chromium itself: set up by invitation, asked as second step, and alone."""

import re
from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import CDPSession, Page, expect

from portal import invitations
from tests.test_signin import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def portal(live_server, settings) -> str:
    cache.clear()
    settings.SECOND_FACTOR = True
    return live_server.url


@pytest.fixture
def claire(portal) -> User:
    return User.objects.create_superuser("claire", "claire@example.org", PASSWORD)


@pytest.fixture
def authenticator(page: Page) -> Iterator[tuple[CDPSession, str]]:
    """A device that keeps passkeys and knows its owner's finger."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    yield session, session.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]
    session.detach()


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser complains of: the policy refuses any script or style that is not served from here."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


def type_password(page: Page) -> None:
    page.fill("[name=login]", "claire")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")


def set_up(page: Page, portal: str, claire: User) -> None:
    page.goto(portal + "/account" + invitations.invite(claire).partition("/account")[2])
    page.locator("#content form.narrow button").click()
    type_password(page)
    page.locator(f"a[href='{reverse('mfa_add_webauthn')}']").click()
    page.fill("[name=name]", "Ordinateur du bureau")
    page.locator("form[data-passkey] button").click()
    page.wait_for_url(portal + reverse("mfa_view_recovery_codes"))


def sign_out(page: Page, portal: str) -> None:
    page.goto(portal + reverse("account_logout"))
    page.locator("#content form.narrow button").click()
    page.wait_for_load_state()


def test_a_passkey_is_set_up_by_invitation_and_opens_the_back_office(page, portal, claire, authenticator, complaints):
    set_up(page, portal, claire)
    passkey = Authenticator.objects.get(type="webauthn")
    assert passkey.wrap().name == "Ordinateur du bureau"
    assert passkey.wrap().is_passwordless
    page.goto(portal + reverse("admin:index"))
    expect(page).to_have_url(portal + reverse("admin:index"))

    sign_out(page, portal)
    page.goto(portal + reverse("account_login"))
    type_password(page)
    page.wait_for_url(portal + reverse("mfa_authenticate") + "*")
    page.locator("form[data-passkey] button").click()
    page.wait_for_url(portal + reverse("admin:index"))

    sign_out(page, portal)
    page.goto(portal + reverse("account_login"))
    page.locator("form[data-passkey] button").click()
    page.wait_for_url(portal + reverse("admin:index"))

    Authenticator.objects.all().delete()
    page.reload()
    expect(page).to_have_url(portal + reverse("second-factor"))
    assert complaints == []


def test_a_passkey_that_is_refused_is_said_and_can_be_tried_again(page, portal, claire, authenticator, complaints):
    set_up(page, portal, claire)
    sign_out(page, portal)
    session, authenticator_id = authenticator
    session.send("WebAuthn.setUserVerified", {"authenticatorId": authenticator_id, "isUserVerified": False})
    page.goto(portal + reverse("account_login"))
    type_password(page)
    page.wait_for_url(portal + reverse("mfa_authenticate") + "*")
    button, failed = page.locator("form[data-passkey] button"), page.locator("[data-passkey-failed]")
    button.click()
    expect(failed).to_be_visible()
    expect(failed).to_be_focused()
    assert failed.get_attribute("role") == "alert"
    session.send("WebAuthn.setUserVerified", {"authenticatorId": authenticator_id, "isUserVerified": True})
    button.click()
    page.wait_for_url(portal + reverse("admin:index"))
    assert complaints == []


def test_without_javascript_the_page_says_what_passkeys_need(browser, portal):
    context = browser.new_context(java_script_enabled=False, locale="fr")
    page = context.new_page()
    page.goto(portal + reverse("account_login"))
    assert re.search("JavaScript", page.locator("form[data-passkey]").inner_text())
    context.close()
