"""A second factor is enrolled by an administrator's invitation: one link, once, for a while; and lost ones are taken away."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, User
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal import invitations
from portal.enums import AccountAction
from portal.models import AccountEvent, Invitation
from tests.backoffice import staff
from tests.test_lockouts import NONSENSE
from tests.test_signin import PASSWORD, code, with_app

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _second_factor(settings):
    cache.clear()
    settings.SECOND_FACTOR = True


@pytest.fixture
def colleague() -> User:
    user = User.objects.create_user("claire", password=PASSWORD, is_staff=True)
    user.groups.add(Group.objects.get(name="Press officers"))
    return user


def path_of(link: str) -> str:
    return link.removeprefix("http://127.0.0.1:8000")


def signed_in(name: str = "claire", **given) -> Client:
    client = Client(**given)
    client.post(reverse("account_login"), {"login": name, "password": PASSWORD})
    return client


def administrator(settings, name: str = "ada", group: str | None = "Administrators") -> Client:
    """Signed in before the second factor was asked for in this test: what is tested is what an administrator does."""
    settings.SECOND_FACTOR = False
    return staff(name, group=group)


def enrol(client: Client):
    page = client.get(reverse("mfa_activate_totp"))
    if page.status_code != 200:
        return page
    secret = re.search(r"<code>(\w+)</code>", page.content.decode())[1]
    return client.post(reverse("mfa_activate_totp"), {"code": code(secret)})


def log() -> list[tuple[str, str, str]]:
    return [(event.action, event.account_name, event.by_name) for event in AccountEvent.objects.order_by("pk")]


def test_link_and_password_together_enrol_a_factor_and_open_the_back_office(colleague):
    link = path_of(invitations.invite(colleague))
    client = Client()
    assert client.get(link).status_code == 200
    assert client.post(link)["Location"] == reverse("invitation")
    asked = client.get(reverse("invitation"))["Location"]
    assert asked.startswith(reverse("account_login")) and link not in asked
    client.post(reverse("account_login"), {"login": "claire", "password": PASSWORD, "next": reverse("invitation")})
    assert client.get(reverse("admin:index")).status_code == 302
    assert "2fa/totp" in client.get(reverse("invitation")).content.decode()
    assert enrol(client)["Location"] == reverse("mfa_view_recovery_codes")
    assert len(re.findall(r"<li><code>", client.get(reverse("mfa_view_recovery_codes")).content.decode())) == 10
    assert client.get(reverse("admin:index")).status_code == 200
    assert log() == [("invited", "claire", ""), ("added", "claire", "claire"), ("added", "claire", "claire")]


def test_opening_the_link_changes_nothing(colleague):
    link = path_of(invitations.invite(colleague))
    client = signed_in()
    for _again in range(2):
        assert client.get(link).status_code == 200
        assert client.head(link).status_code == 200
    assert enrol(client)["Location"] == reverse("second-factor")
    assert Invitation.objects.open().count() == 1


def test_a_link_works_once(colleague):
    link = path_of(invitations.invite(colleague))
    first, second = signed_in(), signed_in()
    for client in (first, second):
        client.post(link)
    enrol(first)
    assert enrol(second)["Location"] == reverse("second-factor")
    assert Authenticator.objects.filter(type="totp").count() == 1
    assert Client().post(link).status_code == 410


def test_of_two_at_the_same_moment_one_enrols(colleague, rf):
    """Both have passed the page's own gate; the row decides."""
    invitations.invite(colleague)
    requests = [rf.post("/"), rf.post("/")]
    for request in requests:
        request.session = {invitations.SESSION_KEY: Invitation.objects.get().pk}
    assert [invitations.use(request, colleague) for request in requests] == [True, False]


@pytest.mark.parametrize("change", ["expired", "revoked", "replaced", "closed account"])
def test_a_link_that_no_longer_holds_opens_nothing(colleague, change):
    link = path_of(invitations.invite(colleague))
    client = signed_in()
    client.post(link)
    if change == "expired":
        then = timezone.now() - timedelta(days=4)
        Invitation.objects.update(made_at=then, expires_at=then + invitations.HOLDS)
    elif change == "revoked":
        invitations.revoke(colleague)
    elif change == "replaced":
        invitations.invite(colleague)
    else:
        User.objects.update(is_active=False)
    answers = {(method(link).status_code, method(link).content.count(b"<form")) for method in (Client().get, Client().post)}
    assert {status for status, _forms in answers} == {410}
    assert enrol(client).status_code == 302
    assert not Authenticator.objects.exists()


def test_an_invitation_is_for_its_own_account_alone(colleague):
    User.objects.create_user("eve", password=PASSWORD, is_staff=True)
    link = path_of(invitations.invite(colleague))
    client = signed_in("eve")
    client.post(link)
    assert "mfa" not in client.get(reverse("invitation")).content.decode()
    assert enrol(client)["Location"] == reverse("second-factor")
    assert Invitation.objects.open().count() == 1


def test_the_database_holds_no_link(colleague):
    token = invitations.invite(colleague).rstrip("/").rpartition("/")[2]
    invitation = Invitation.objects.get()
    assert invitation.token_hash == invitations.digest(token) != token
    client = Client()
    client.post(reverse("invitation-link", kwargs={"token": token}))
    assert all(token not in str(session.get_decoded()) for session in Session.objects.all())


def test_one_open_invitation_an_account(colleague):
    invitations.invite(colleague)
    again = {"made_at": timezone.now(), "expires_at": timezone.now() + invitations.HOLDS}
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(account=colleague, token_hash="x", **again)
    first = Invitation.objects.get()
    invitations.invite(colleague)
    first.refresh_from_db()
    assert first.revoked_at is not None
    assert Invitation.objects.open().count() == 1


@pytest.mark.parametrize("credential", NONSENSE, ids=range(len(NONSENSE)))
def test_what_is_no_passkey_sets_nothing_up(colleague, credential):
    secret = with_app(colleague)
    client = signed_in()
    client.post(reverse("mfa_authenticate"), {"code": code(secret)})
    for name in ("mfa_add_webauthn", "mfa_reauthenticate_webauthn"):
        assert client.get(reverse(name)).status_code in {200, 302}
        assert client.post(reverse(name), {"credential": credential, "name": "x"}).status_code in {200, 302}
    assert not Authenticator.objects.filter(type="webauthn").exists()


def test_no_road_of_the_library_enrols_without_an_invitation(colleague, rf):
    """The row itself is guarded, whichever page would write it."""
    client = signed_in()
    for name in ("mfa_activate_totp", "mfa_add_webauthn"):
        client.post(reverse(name), {"code": "123456", "credential": "{}", "name": "x"})
    assert not Authenticator.objects.exists()


def test_a_session_of_the_password_alone_stays_one_when_its_account_gains_a_factor(colleague, settings):
    """Else whoever had the password first would wait for the owner to enrol."""
    thief = signed_in()
    with_app(colleague)
    for name in ("admin:index", "mfa_index", "mfa_view_recovery_codes", "mfa_deactivate_totp", "account_change_password"):
        assert thief.get(reverse(name), follow=True).request["PATH_INFO"] == reverse("second-factor"), name
    assert Authenticator.objects.filter(type="totp").count() == 1


def test_a_factor_that_is_taken_away_ends_its_sessions(colleague):
    secret = with_app(colleague)
    client = signed_in()
    client.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert client.get(reverse("admin:index")).status_code == 200
    invitations.free(colleague)
    assert client.get(reverse("admin:index"), follow=True).request["PATH_INFO"] == reverse("second-factor")


def test_with_a_factor_shown_another_one_needs_no_invitation(colleague):
    secret = with_app(colleague)
    client = signed_in()
    client.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert client.get(reverse("mfa_add_webauthn")).status_code == 200


def test_the_last_factor_is_not_removed_by_its_owner(colleague):
    secret = with_app(colleague)
    client = signed_in()
    client.post(reverse("mfa_authenticate"), {"code": code(secret)})
    client.post(reverse("mfa_deactivate_totp"))
    passkey = Authenticator.objects.create(user=colleague, type="webauthn", data={"name": "x", "credential": {}})
    Authenticator.objects.filter(type="totp").update(type="recovery_codes")
    client.post(reverse("mfa_remove_webauthn", args=[passkey.pk]))
    assert set(Authenticator.objects.values_list("type", flat=True)) == {"recovery_codes", "webauthn"}


# What administrators do


def test_an_administrator_invites_and_sees_the_link_once(colleague, settings):
    client = administrator(settings)
    page = reverse("admin:auth_user_sign_in", args=[colleague.pk])
    assert page in client.get(reverse("admin:auth_user_change", args=[colleague.pk])).content.decode()
    assert "/account/invitation/" not in client.get(page).content.decode()
    link = re.search(r'value="(http[^"]+/account/invitation/[^"]+)"', client.post(page, {"do": "invite"}).content.decode())[1]
    assert "/account/invitation/" not in client.get(page).content.decode()
    assert Client().get(path_of(link)).status_code == 200
    client.post(page, {"do": "revoke"})
    assert Client().get(path_of(link)).status_code == 410
    assert log() == [("invited", "claire", "ada"), ("revoked", "claire", "ada")]


def test_an_administrator_frees_a_colleague_and_the_log_says_so(colleague, settings):
    secret = with_app(colleague)
    AccountEvent.objects.all().delete()
    client = administrator(settings)
    page = client.post(reverse("admin:auth_user_sign_in", args=[colleague.pk]), {"do": "free"}).content.decode()
    assert "/account/invitation/" in page and secret not in page
    assert not Authenticator.objects.exists()
    assert log() == [("removed", "claire", "ada"), ("freed", "claire", "ada"), ("invited", "claire", "ada")]
    listed = client.get(reverse("admin:portal_accountevent_changelist")).content.decode()
    assert "claire" in listed and str(AccountAction.FREED.label) in listed


def test_the_log_is_read_and_never_written(colleague, settings):
    invitations.invite(colleague)
    event = AccountEvent.objects.get()
    for client in (administrator(settings), administrator(settings, "root", None)):
        assert client.get(reverse("admin:portal_accountevent_changelist")).status_code == 200
        assert client.get(reverse("admin:portal_accountevent_add")).status_code == 403
        client.post(reverse("admin:portal_accountevent_change", args=[event.pk]), {"action": "freed"})
        client.post(reverse("admin:portal_accountevent_delete", args=[event.pk]), {"post": "yes"})
    event.refresh_from_db()
    assert event.action == "invited"


@pytest.mark.parametrize("group", ["Editors", "Translators", "Press officers"])
@pytest.mark.parametrize("asked", ["invite", "revoke", "free"])
def test_nobody_else_does(colleague, settings, group, asked):
    invitations.invite(colleague)
    with_app(colleague)
    client = administrator(settings, "eve", group)
    page = reverse("admin:auth_user_sign_in", args=[colleague.pk])
    assert (client.get(page).status_code, client.post(page, {"do": asked}).status_code) == (403, 403)
    assert client.get(reverse("admin:portal_accountevent_changelist")).status_code == 403
    assert (Invitation.objects.open().count(), Authenticator.objects.count()) == (1, 1)


def test_an_administrator_does_not_touch_an_account_with_every_right(settings):
    root = User.objects.create_superuser("root", password=PASSWORD)
    with_app(root)
    page = reverse("admin:auth_user_sign_in", args=[root.pk])
    for asked in ("invite", "free"):
        assert administrator(settings, asked).post(page, {"do": asked}).status_code == 403
    assert (Invitation.objects.count(), Authenticator.objects.count()) == (0, 1)


def test_the_list_of_accounts_says_who_has_a_factor_in_no_more_queries(settings, django_assert_max_num_queries, colleague):
    client = administrator(settings)
    url = reverse("admin:auth_user_changelist")
    client.get(url)
    with_app(colleague)
    for number in range(5):
        User.objects.create_user(f"user{number}", password="x")
    with django_assert_max_num_queries(9):
        page = client.get(url).content.decode()
    assert page.count("is-yes") > 0


# The first administrator


def test_the_first_administrator_gets_the_link_with_the_password():
    out = StringIO()
    call_command("make_staff", "root", stdout=out)
    password, link = re.search(r"password “(.+?)”[\s\S]+?(http\S+)", out.getvalue()).groups()
    client = Client()
    client.post(path_of(link))
    client.post(reverse("account_login"), {"login": "root", "password": password})
    enrol(client)
    assert client.get(reverse("admin:index")).status_code == 200


def test_a_command_frees_whoever_has_nobody_left_to_ask():
    root = User.objects.create_superuser("root", password=PASSWORD)
    with_app(root)
    out = StringIO()
    call_command("make_staff", "root", "--new-invitation", stdout=out)
    assert not Authenticator.objects.exists()
    assert Client().get(path_of(re.search(r"http\S+", out.getvalue())[0])).status_code == 200
    assert root.check_password(PASSWORD)
    assert log()[-2:] == [("freed", "root", ""), ("invited", "root", "")]


def test_without_the_rule_no_link_is_printed(settings):
    settings.SECOND_FACTOR = False
    out = StringIO()
    call_command("make_staff", "root", stdout=out)
    assert "http" not in out.getvalue()
