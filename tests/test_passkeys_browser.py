"""The pages of one's account in a browser, and passkeys with a device that Chromium makes up.

A passkey is set up by invitation, asked as the second step, and opens alone.
"""

from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import CDPSession, Page, expect

from portal import invitations
from tests import browsers
from tests.test_admin_browser import WATCH, look
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
    browsers.send(page, "#content form.narrow button")


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


def test_without_javascript_the_page_says_what_passkeys_need(new_context, portal):
    page = new_context(java_script_enabled=False, locale="fr").new_page()
    page.goto(portal + reverse("account_login"))
    assert "JavaScript" in page.locator("form[data-passkey]").inner_text()


def pages_of_an_account(page: Page, portal: str, claire: User) -> Iterator[str]:
    """Each page of one's account in turn, from the wrong password to the log that an administrator reads; their names."""

    def opened(name: str, *args: object) -> str:
        page.goto(portal + reverse(name, args=args))
        return name

    yield opened("account_login")
    page.fill("[name=login]", "claire")
    page.fill("[name=password]", "wrong")
    page.press("[name=password]", "Enter")
    yield "wrong password"
    yield opened("account_reset_password")
    page.fill("[name=email]", "claire@example.org")
    page.press("[name=email]", "Enter")
    page.wait_for_url(portal + reverse("account_reset_password_done"))
    yield "account_reset_password_done"
    for name in ("account_signup", "account_inactive", "account_reset_password_from_key_done", "socialaccount_login_error"):
        yield opened(name)
    yield opened("account_reset_password_from_key", "1", "set-none")
    yield opened("invitation-link", "none")
    link = portal + "/account" + invitations.invite(claire).partition("/account")[2]
    opened("account_login")
    type_password(page)
    page.wait_for_url(portal + reverse("second-factor"))
    yield "second-factor"
    page.goto(link)
    yield "invitation-link"
    page.locator("#content form.narrow button").click()
    page.wait_for_url(portal + reverse("invitation"))
    yield "invitation"
    yield opened("mfa_activate_totp")
    opened("mfa_add_webauthn")
    yield "mfa_add_webauthn"
    page.fill("[name=name]", "Téléphone")
    page.locator("form[data-passkey] button").click()
    page.wait_for_url(portal + reverse("mfa_view_recovery_codes"))
    yield "mfa_view_recovery_codes"
    yield opened("mfa_index")
    passkey = Authenticator.objects.get(type="webauthn").pk
    for name in ("mfa_list_webauthn", "mfa_generate_recovery_codes", "account_change_password", "account_logout"):
        yield opened(name)
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        yield opened(name, passkey)
    for name in ("account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"):
        yield opened(name)
    yield opened("admin:auth_user_sign_in", claire.pk)
    page.locator("button[value=invite]").click()
    page.wait_for_selector("#link")
    yield "administrator's page"
    yield opened("admin:portal_accountevent_changelist")
    sign_out(page, portal)
    opened("account_login")
    type_password(page)
    page.wait_for_url(portal + reverse("mfa_authenticate") + "*")
    yield "mfa_authenticate"


@pytest.mark.in_full
@pytest.mark.parametrize(("language", "scheme", "width"), [("fr", "light", 390), ("en", "dark", 1440)])
def test_every_page_of_ones_account_keeps_the_policy_and_is_accessible(
    page, portal, claire, authenticator, complaints, settings, language, scheme, width
):
    settings.OIDC_NAME = "Université d’exemple"
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    page.add_init_script(WATCH)
    page.context.add_cookies([{"name": "language", "value": language, "url": portal}])
    faults: list[str] = []
    for name in pages_of_an_account(page, portal, claire):
        assert page.locator("html").get_attribute("lang") == language
        look(page, faults)
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            faults.append(f"{name} is wider than {width} px")
    assert faults == [], "\n".join(faults)
    assert [said for said in complaints if "410" not in said and "401" not in said] == []
