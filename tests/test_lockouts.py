"""Failures lock out the network that they come from, read behind the documented proxy; nobody else's account is shut by them.

And what sign-in leans on may be away: the cache, the mail server, the honesty of a cookie.
"""

import smtplib
from time import perf_counter

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.mail.backends.smtp import EmailBackend
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from redis.exceptions import ConnectionError as RedisConnectionError

from mailing.worker import Worker
from portal import signin_forms
from publishing.outbox import OutboxMessage
from tests.test_signin import PASSWORD, code, with_app

pytestmark = pytest.mark.django_db
ELSEWHERE, HERE = "203.0.113.9", "192.0.2.7"


@pytest.fixture(autouse=True)
def _behind_the_proxy(settings):
    cache.clear()
    settings.PRODUCTION = True


@pytest.fixture
def owner() -> User:
    return User.objects.create_superuser("claire", "claire@example.org", PASSWORD)


def from_network(address: str) -> Client:
    """What nginx hands on: its own address, and behind whatever the visitor wrote the one that it saw."""
    return Client(REMOTE_ADDR="127.0.0.1", headers={"X-Forwarded-For": f"198.51.100.1, {address}"})


def sign_in(client: Client, password: str = PASSWORD, name: str = "claire"):
    return client.post(reverse("account_login"), {"login": name, "password": password})


def test_bad_passwords_from_one_network_lock_nobody_out_of_another(owner):
    for number in range(40):
        sign_in(from_network(ELSEWHERE), "wrong", name="claire" if number % 2 else f"guess{number}")
    assert sign_in(from_network(ELSEWHERE)).status_code in {200, 429}
    assert sign_in(from_network(HERE)).status_code == 302


def test_what_the_visitor_writes_into_the_header_makes_no_new_network(owner):
    for number in range(6):
        client = Client(REMOTE_ADDR="127.0.0.1", headers={"X-Forwarded-For": f"10.0.{number}.1, {ELSEWHERE}"})
        sign_in(client, "wrong")
    assert sign_in(from_network(ELSEWHERE)).status_code == 200


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_account_is_tried_five_times_from_a_network(owner, language):
    client = from_network(ELSEWHERE)
    client.cookies["language"] = language
    for _try in range(5):
        sign_in(client, "wrong")
    with translation.override(language):
        sentence = str(signin_forms.get_adapter().error_messages["too_many_codes"])
    page = sign_in(client)
    assert page.status_code == 200
    assert sentence in page.content.decode().replace("&#x27;", "'")


def test_a_network_tries_twenty_times_over_all_accounts(owner):
    for number in range(20):
        sign_in(from_network(ELSEWHERE), "wrong", name=f"guess{number}")
    assert sign_in(from_network(ELSEWHERE)).status_code == 200
    assert sign_in(from_network(HERE)).status_code == 302


def test_wrong_codes_from_one_network_lock_nobody_out_of_another(owner):
    secret = with_app(owner)
    thief = from_network(ELSEWHERE)
    sign_in(thief)
    for _try in range(8):
        thief.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert thief.post(reverse("mfa_authenticate"), {"code": code(secret)}).status_code == 200
    client = from_network(HERE)
    sign_in(client)
    assert client.post(reverse("mfa_authenticate"), {"code": code(secret)}).status_code == 302


def test_codes_of_an_account_are_not_guessed_from_many_networks(owner, monkeypatch):
    monkeypatch.setattr(signin_forms, "CODES_IN_A_DAY", 6)
    secret = with_app(owner)
    for number in range(6):
        client = from_network(f"203.0.{number}.1")
        sign_in(client)
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    client = from_network(HERE)
    sign_in(client)
    assert client.post(reverse("mfa_authenticate"), {"code": code(secret)}).status_code == 200


NONSENSE = [
    "",
    "[]",
    "null",
    "7",
    '"x"',
    "{}",
    '{"response": []}',
    '{"id": 1, "response": {}}',
    "{",
    "[" * 40_000,
    "x" * 60_000,
]


@pytest.mark.parametrize("credential", NONSENSE, ids=range(len(NONSENSE)))
def test_what_is_no_passkey_is_refused_and_counts_for_nothing(owner, credential):
    secret = with_app(owner)
    client = from_network(HERE)
    assert client.post(reverse("mfa_login_webauthn"), {"credential": credential}).status_code == 302
    sign_in(client)
    for _try in range(6):
        assert client.post(reverse("mfa_authenticate"), {"credential": credential}).status_code == 200
    assert client.post(reverse("mfa_authenticate"), {"code": code(secret)}).status_code == 302


def test_a_wrong_password_costs_as_much_whatever_the_account(owner, monkeypatch):
    """To hash a password is nearly all the work there is, so it tells nobody which names there are."""
    User.objects.create_user("passkey")
    User.objects.create_user("disabled", password=PASSWORD, is_active=False)
    hashed, encode = [], MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda self, *given: hashed.append(1) or encode(self, *given))
    work, said = {}, set()
    for name in ("claire", "passkey", "disabled", "nobody"):
        cache.clear()  # a network tries so often over all accounts
        for tries in ("first", "again", "again", "again", "again", "locked"):
            hashed.clear()
            page = sign_in(from_network(HERE), "wrong", name=name)
            work[name, tries] = len(hashed)
            said.add((tries == "locked", page.status_code, tuple(map(str, page.context["form"].non_field_errors()))))
    assert {name for (name, tries), times in work.items() if times != (tries != "locked")} == set()
    assert len(said) == 2, "each name is answered alike"


# A forgotten password


def ask(email: str, client: Client | None = None):
    return (client or from_network(HERE)).post(reverse("account_reset_password"), {"email": email})


def answer(response) -> tuple:
    return response.status_code, response.get("Location"), response.content


def test_known_and_unknown_addresses_get_the_same_answer_and_only_the_known_one_a_message(owner):
    assert answer(ask("Claire@example.org")) == answer(ask("nobody@example.org"))
    assert [message.recipient for message in OutboxMessage.objects.all()] == ["Claire@example.org".lower()]


def test_the_same_work_is_done_for_both(owner):
    kinds = []
    for email in ("claire@example.org", "nobody@example.org"):
        with CaptureQueriesContext(connection) as queries:
            ask(email)
        kinds.append([query["sql"].split()[0] for query in queries if "SAVEPOINT" not in query["sql"]])
    assert kinds[0] == kinds[1]
    times: dict[str, list[float]] = {"claire@example.org": [], "nobody@example.org": []}
    for _try in range(15):
        for email, taken in times.items():
            cache.clear()
            OutboxMessage.objects.all().delete()
            begun = perf_counter()
            ask(email)
            taken.append(perf_counter() - begun)
    known, unknown = (sorted(taken)[len(taken) // 2] for taken in times.values())
    assert 0.5 < known / unknown < 2


def test_a_mail_server_that_is_down_changes_no_answer(owner, settings, monkeypatch):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"

    def refuse(*_arguments, **_more):
        raise smtplib.SMTPConnectError(421, b"down")

    monkeypatch.setattr(EmailBackend, "open", refuse)
    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    assert answer(ask("claire@example.org")) == answer(ask("nobody@example.org"))


@pytest.mark.parametrize(("language", "words"), [("fr", "nouveau mot de passe"), ("en", "new password")])
def test_the_message_sets_a_new_password_once(owner, mailoutbox, language, words):
    client = from_network(HERE)
    client.cookies["language"] = language
    ask("claire@example.org", client)
    assert "reset/key" not in str(OutboxMessage.objects.get().context)
    Worker().round()
    message = mailoutbox[0]
    assert words in message.subject + message.body and "claire" in message.body
    link = next(line for line in message.body.splitlines() if "/password/reset/key/" in line)
    form = client.get(link.partition("8000")[2], follow=True)
    path = form.request["PATH_INFO"]
    new = {"password1": "une autre phrase longue", "password2": "une autre phrase longue"}
    assert client.post(path, new)["Location"] == reverse("account_reset_password_from_key_done")
    owner.refresh_from_db()
    assert owner.check_password("une autre phrase longue")
    assert "password1" not in Client().get(link.partition("8000")[2], follow=True).content.decode()


def test_an_account_is_written_to_once_in_ten_minutes_and_nobody_is_refused(owner):
    for number in range(8):
        assert ask("claire@example.org", from_network(f"203.0.{number}.1")).status_code == 302
    assert OutboxMessage.objects.count() == 1
    OutboxMessage.objects.update(created_at=timezone.now() - signin_forms.RESET_MAIL_EVERY)
    assert ask("claire@example.org").status_code == 302
    assert OutboxMessage.objects.count() == 2


@pytest.mark.parametrize("given", [{"is_active": False}, {"password": "!"}])
def test_closed_accounts_and_those_without_a_password_are_not_written_to(owner, given):
    User.objects.update(**given)
    assert ask("claire@example.org").status_code == 302
    assert not OutboxMessage.objects.exists()


# What is away


@pytest.fixture
def no_cache(monkeypatch):
    """Redis, gone: each call of the cache's backend fails as redis-py fails."""

    def gone(*_arguments, **_more):
        raise RedisConnectionError("Error 111 connecting to 127.0.0.1:6379. Connection refused.")

    for method in ("get", "set", "add", "incr", "decr", "delete", "get_many", "set_many", "touch", "has_key"):
        monkeypatch.setattr(type(cache._connections["default"]), method, gone)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("page", ["sign-in", "password reset", "subscription", "passkey"])
def test_without_the_cache_what_is_counted_is_refused_with_a_page(owner, no_cache, language, page, caplog):
    client = from_network(HERE)
    client.cookies["language"] = language
    with translation.override(language):
        subscribe = reverse("press-subscribe")
    response = {
        "sign-in": lambda: sign_in(client),
        "password reset": lambda: ask("claire@example.org", client),
        "subscription": lambda: client.post(subscribe, {"email": "a@example.org", "language": language}),
        "passkey": lambda: client.post(reverse("mfa_login_webauthn"), {"credential": "{}"}),
    }[page]()
    assert (response.status_code, response["Retry-After"], response["Content-Language"]) == (503, "60", language)
    body = response.content.decode()
    assert f'<html lang="{language}"' in body
    assert "_auth_user_id" not in client.session
    assert "does not answer" in caplog.text


def test_without_the_cache_staff_who_are_signed_in_work_on(owner, monkeypatch, request):
    client = from_network(HERE)
    sign_in(client)
    request.getfixturevalue("no_cache")
    assert client.get(reverse("admin:index")).status_code == 200
    assert client.get("/fr/").status_code == 200


@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "messages", "language", "other"])
@pytest.mark.parametrize("value", ['"\\000aaaaaaaaaaaa"', "\x00aaaaaaaaaaaa", '"a\\000"'])
@pytest.mark.parametrize("path", ["/admin/login/", "/account/login/", "/fr/", "/media/news.picture/x/y.png"])
def test_a_cookie_with_a_nul_is_refused_plainly(client, name, value, path):
    assert client.get(path, headers={"Cookie": f"{name}={value}"}).status_code == 400
