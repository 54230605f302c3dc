"""Joining and leaving the press list, being forgotten, and taking in a list that exists."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.forms.models import model_to_dict
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from mailing import list_requests, mail_messages, subscribers
from mailing.confirmations import CONFIRMATIONS
from mailing.enums import SubscriberState
from mailing.models import Delivery, ErasedAddress, Subscriber
from mailing.tests.smtp_sink import Sink
from mailing.tests.test_mailings import confirmed, deliver, released, through  # noqa: F401  a fixture
from publishing import languages
from tests.backoffice import change_url, route, staff

pytestmark = pytest.mark.django_db
MAIN, OTHER = languages.main(), languages.others()[0]
JANE = "jane@example.org"


@pytest.fixture(autouse=True)
def _no_counts():
    cache.clear()
    CONFIRMATIONS._paused.clear()


def address(name: str, language: str = MAIN, **kwargs) -> str:
    with override(language):
        return reverse(name, kwargs=kwargs)


def ask(client, email=JANE, language=MAIN, **extra):
    page = address("press-subscribe", language if isinstance(language, str) else MAIN)
    return client.post(page, {"email": email, "language": language}, **extra)


def link_in(message) -> str:
    return re.search(r"http://127\.0\.0\.1:8000(/\S+)", message.body)[1]


def rows() -> list[dict]:
    return [model_to_dict(one) for one in Subscriber.objects.order_by("pk")]


def asked(client, email=JANE, language=MAIN) -> str:
    """An address that asked and was written to: the path of the link in its message."""
    ask(client, email, language)
    deliver()
    return link_in(mail.outbox[-1])


# Asking and confirming


@pytest.mark.parametrize(("language", "path"), [("fr", "/fr/presse/abonnement/"), ("en", "/en/press/subscribe/")])
def test_the_page_is_where_the_design_says(client, language, path):
    assert address("press-subscribe", language) == path
    page = client.get(path).content.decode()
    ticked = re.findall(r'<input type="checkbox" name="language" value="(\w+)"[^>]* checked', page)
    assert ticked == [language]


@pytest.mark.parametrize("language", languages.codes())
def test_asking_then_the_button_puts_an_address_on_the_list(client, language):
    path = asked(client, language=language)
    one = Subscriber.objects.get()
    assert (one.state, one.language, one.confirmed_at) == (SubscriberState.PENDING, language, None)
    assert one.origin.startswith(address("press-subscribe", language))
    (message,) = mail.outbox
    assert message.to == [JANE]
    assert message.extra_headers["Content-Language"] == language
    assert message.message()["Message-ID"].endswith("@127.0.0.1>")
    assert path.startswith(address("press-subscribe", language))
    page = client.get(path)
    assert '<form class="form" method="post">' in page.content.decode()
    assert client.post(path).status_code == 200
    one.refresh_from_db()
    assert one.state == SubscriberState.CONFIRMED
    assert abs(one.confirmed_at - timezone.now()) < timedelta(minutes=1)
    released()
    deliver()
    assert [message.to for message in mail.outbox[1:]] == [[JANE]]


def test_the_form_works_with_its_own_cookie_and_not_without(client):
    strict = Client(enforce_csrf_checks=True)
    path = address("press-subscribe")
    assert strict.post(path, {"email": JANE, "language": MAIN}).status_code == 403
    page = strict.get(path)
    assert list(page.cookies) == ["csrftoken"]
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())[1]
    assert strict.post(path, {"email": JANE, "language": MAIN, "csrfmiddlewaretoken": token}).status_code == 200
    assert list_requests.take() == 1
    assert Subscriber.objects.count() == 1


def test_the_buttons_need_no_cookie(client):
    strict = Client(enforce_csrf_checks=True)
    path = asked(client)
    assert not strict.get(path).cookies
    assert strict.post(path).status_code == 200
    leave = mail_messages.leave_url(Subscriber.objects.get()).removeprefix("http://127.0.0.1:8000")
    assert not strict.get(leave).cookies
    assert strict.post(leave).status_code == 200
    assert Subscriber.objects.get().state == SubscriberState.LEFT


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_opening_a_link_changes_nothing(client, method):
    path = asked(client)
    leaving = mail_messages.leave_url(confirmed("b@example.org")).removeprefix("http://127.0.0.1:8000")
    before = rows()
    for one in (path, leaving, leaving + "?List-Unsubscribe=One-Click"):
        for _twice in range(2):
            assert getattr(client, method)(one).status_code == 200
    assert rows() == before


def stable(response) -> str:
    body = re.sub(r"nonce-[\w+/=]+|[A-Za-z0-9]{64}", "", response.content.decode())
    return f"{response.status_code} {sorted(response.headers.items())} {body}".replace(response["Content-Security-Policy"], "")


@pytest.mark.parametrize("known", list(SubscriberState))
def test_known_and_unknown_addresses_are_answered_alike(client, known):
    Subscriber.objects.filter(pk=confirmed("known@example.org").pk).update(state=known, confirm_hash="x")
    assert stable(ask(client, "known@example.org")) == stable(ask(client, "unknown@example.org"))
    assert stable(ask(client, "known@example.org")) == stable(ask(client, "unknown@example.org"))


def test_no_message_leaves_while_the_visitor_waits(client):
    ask(client)
    assert mail.outbox == []


def test_who_is_on_the_list_is_not_asked_again(client):
    one = confirmed(JANE)
    ask(client)
    deliver()
    one.refresh_from_db()
    assert (one.state, mail.outbox) == (SubscriberState.CONFIRMED, [])


def test_asking_again_sends_a_new_link_and_the_old_one_dies(client):
    first = asked(client)
    second = asked(client)
    assert first != second
    assert client.get(first).status_code == 404
    assert client.post(first).status_code == 404
    assert client.post(second).status_code == 200
    assert Subscriber.objects.get().state == SubscriberState.CONFIRMED


def test_the_button_pressed_twice_says_the_same(client):
    path = asked(client)
    assert stable(client.post(path)) == stable(client.post(path))


def test_an_old_confirmation_does_not_bring_back_who_left(client):
    path = asked(client)
    client.post(path)
    client.post(mail_messages.leave_url(Subscriber.objects.get()).removeprefix("http://127.0.0.1:8000"))
    assert client.post(path).status_code == 404
    assert Subscriber.objects.get().state == SubscriberState.LEFT


@pytest.mark.parametrize("days", [6, 8])
def test_the_link_dies_after_seven_days(client, days):
    path = asked(client)
    with time_machine.travel(timezone.now() + timedelta(days=days), tick=False):
        assert client.get(path).status_code == (200 if days < 7 else 404)
        client.post(path)
    assert Subscriber.objects.get().state == (SubscriberState.CONFIRMED if days < 7 else SubscriberState.PENDING)


def test_tokens_are_kept_as_hashes(client):
    path = asked(client)
    one = Subscriber.objects.get()
    token = path.rstrip("/").rpartition("/")[2]
    assert len(token) >= 32
    leaving = subscribers.leave_token(one.email, one.language)
    kept = " ".join(str(value) for value in Subscriber.objects.values_list()[0])
    assert token not in kept and leaving not in kept


def test_ways_out_still_work_after_the_key_was_changed(client, settings):
    one = confirmed(JANE)
    old = mail_messages.leave_url(one)
    settings.SECRET_KEY = "another " * 10
    assert client.get(old.removeprefix("http://127.0.0.1:8000")).status_code == 200
    released()
    deliver()
    new = mail.outbox[0].extra_headers["List-Unsubscribe"].strip("<>")
    assert new != old
    client.post(new.removeprefix("http://127.0.0.1:8000"))
    one.refresh_from_db()
    assert one.state == SubscriberState.LEFT


@pytest.mark.parametrize("name", ["press-confirm", "press-leave"])
@pytest.mark.parametrize("token", ["x", "é", "0" * 64, "a" * 3000, "..", "%00%ff"])
def test_a_wrong_token_is_a_page_like_any_other(client, name, token):
    confirmed(JANE)
    before = rows()
    path = address(name, token="T").replace("/T/", f"/{token}/")
    for method in ("get", "head", "post"):
        assert getattr(client, method)(path).status_code in (400, 404)
    assert rows() == before


@pytest.mark.parametrize("name", ["press-confirm", "press-leave"])
def test_pages_behind_a_token_are_kept_nowhere(client, name):
    response = client.get(address(name, token="x"))
    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"email": "", "language": MAIN},
        {"email": "jane", "language": MAIN},
        {"email": "jane@", "language": MAIN},
        {"email": "jane@example.org\x00", "language": MAIN},
        {"email": "a@b@example.org", "language": MAIN},
        {"email": "jane@example.org, joe@example.org", "language": MAIN},
        {"email": "jane@example.org\nBcc: x@example.org", "language": MAIN},
        {"email": "x" * 9000 + "@example.org", "language": MAIN},
        {"email": "a@" + "é" * 250 + ".org", "language": MAIN},
        {"email": JANE, "language": "xx"},
        {"email": JANE},
    ],
)
def test_a_bad_form_is_shown_again_with_what_was_typed(client, data):
    response = client.post(address("press-subscribe"), data)
    page = response.content.decode()
    assert response.status_code == 200
    assert 'class="err"' in page
    assert 'aria-invalid="true"' in page
    assert not Subscriber.objects.exists()


def test_capital_letters_do_not_make_a_second_subscriber(client):
    confirmed("Jane@example.org")
    ask(client, "jane@EXAMPLE.org")
    assert Subscriber.objects.count() == 1


# Limits


def test_an_address_is_asked_for_thrice_an_hour(client):
    codes = [ask(client, JANE, REMOTE_ADDR=f"192.0.{n}.1").status_code for n in range(5)]
    assert codes == [200, 200, 200, 429, 429]
    assert ask(client, JANE, OTHER, REMOTE_ADDR="198.51.100.1").status_code == 429
    with time_machine.travel(timezone.now() + timedelta(minutes=61), tick=False):
        assert ask(client).status_code == 200


def test_over_the_limit_known_and_unknown_are_answered_alike(client):
    confirmed("known@example.org")
    for email in ("known@example.org", "unknown@example.org"):
        for _turn in range(3):
            ask(client, email)
    known, unknown = ask(client, "known@example.org"), ask(client, "unknown@example.org")
    assert (known.status_code, known["Retry-After"]) == (429, "3600")
    assert stable(known) == stable(unknown)
    assert "<h1>" in known.content.decode()


@pytest.mark.parametrize(
    ("inside", "outside"),
    [("192.0.2.{}", "192.0.3.1"), ("2001:db8:1:2::{}", "2001:db8:1:3::1"), ("::ffff:192.0.2.{}", "192.0.3.1")],
)
def test_a_network_asks_twenty_times_an_hour(client, inside, outside):
    codes = [ask(client, f"a{n}@example.org", REMOTE_ADDR=inside.format(n + 1)).status_code for n in range(22)]
    assert codes == [200] * 20 + [429] * 2
    assert ask(client, "b@example.org", REMOTE_ADDR=outside).status_code == 200


# The message that asks


def test_a_server_that_is_away_delays_the_question_only(client, through):  # noqa: F811
    ask(client)
    answers = ["450 4.2.1 later"]
    with through(Sink(lambda step, email: answers.pop() if step == "rcpt" and answers else None)) as sink:
        deliver()
        deliver()
        assert sink.messages == []
        with time_machine.travel(timezone.now() + timedelta(minutes=6), tick=False):
            deliver()
    ((to, message),) = sink.messages
    path = re.search(r"http://127\.0\.0\.1:8000(/\S+)", message.get_body(("plain",)).get_content())[1]
    assert (to, client.post(path).status_code) == (JANE, 200)


def test_an_address_that_does_not_exist_is_not_asked_again(client, through):  # noqa: F811
    ask(client)
    tried = []
    with through(Sink(lambda step, email: tried.append(1) or "550 5.1.1 no" if step == "rcpt" else None)):
        deliver()
        deliver()
    assert (len(tried), Subscriber.objects.get().state) == (1, SubscriberState.BOUNCED)


def test_two_workers_never_ask_twice(client):
    ask(client)
    list_requests.take()
    one = Subscriber.objects.get()
    assert subscribers.begin_asking(one) is not None
    assert subscribers.begin_asking(one) is None


# Leaving


def one_click(client, path, encoding):
    if encoding == "multipart":
        return client.post(path, {"List-Unsubscribe": "One-Click"})
    return client.post(path, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")


@pytest.mark.parametrize("encoding", ["multipart", "urlencoded"])
def test_one_click_leaves_at_once_and_twice(encoding):
    one, other = confirmed(JANE), confirmed(JANE, OTHER)
    path = mail_messages.leave_url(one).removeprefix("http://127.0.0.1:8000")
    program = Client(enforce_csrf_checks=True)
    left_at = None
    for _twice in range(2):
        response = one_click(program, path, encoding)
        assert (response.status_code, response.content, dict(response.cookies)) == (200, b"ok\n", {})
        one.refresh_from_db()
        assert one.state == SubscriberState.LEFT
        left_at = left_at or one.left_at
        assert one.left_at == left_at
    other.refresh_from_db()
    assert other.state == SubscriberState.LEFT


def test_one_language_alone_may_be_left_on_the_page(client):
    one, other = confirmed(JANE), confirmed(JANE.upper(), OTHER)
    path = mail_messages.leave_url(one).removeprefix("http://127.0.0.1:8000")
    assert 'name="only"' in client.get(path).content.decode()
    client.post(path, {"only": "1"})
    assert [each.state for each in (Subscriber.objects.get(pk=row.pk) for row in (one, other))] == [
        SubscriberState.LEFT,
        SubscriberState.CONFIRMED,
    ]
    path = mail_messages.leave_url(other).removeprefix("http://127.0.0.1:8000")
    assert 'name="only"' not in client.get(path).content.decode()


def test_one_click_is_no_choice_of_one_language(client):
    one, _other = confirmed(JANE), confirmed(JANE, OTHER)
    path = mail_messages.leave_url(one).removeprefix("http://127.0.0.1:8000")
    client.post(path, {"List-Unsubscribe": "One-Click", "only": "1"})
    assert not Subscriber.objects.filter(state=SubscriberState.CONFIRMED).exists()


# One subscription for several languages


def test_several_languages_are_confirmed_once(client):
    ask(client, language=[MAIN, OTHER])
    deliver()
    (message,) = mail.outbox
    assert message.extra_headers["Content-Language"] == MAIN
    with override(MAIN):
        assert all(str(languages.name(code)) in message.body for code in (MAIN, OTHER))
    client.post(link_in(message))
    found = Subscriber.objects.order_by("pk").values_list("language", "state", "journalist__email")
    assert list(found) == [(MAIN, SubscriberState.CONFIRMED, JANE), (OTHER, SubscriberState.CONFIRMED, JANE)]


def test_each_language_is_received_once_though_both_leave_at_the_same_moment(client):
    ask(client, language=[MAIN, OTHER])
    deliver()
    client.post(link_in(mail.outbox.pop()))
    release = released()
    deliver()
    deliver()
    assert sorted(message.subject for message in mail.outbox) == sorted(
        getattr(release, languages.column("title", code)) for code in (MAIN, OTHER)
    )


def test_a_language_that_is_added_is_confirmed_and_the_first_one_kept(client):
    one = confirmed(JANE)
    ask(client, language=[MAIN, OTHER])
    deliver()
    (message,) = mail.outbox
    client.post(link_in(message))
    assert set(Subscriber.objects.values_list("state", flat=True)) == {SubscriberState.CONFIRMED}
    one.refresh_from_db()
    assert one.confirmed_at is None  # It was not touched.


def test_an_address_that_does_not_exist_is_off_the_list_in_every_language(through):  # noqa: F811
    for code in (MAIN, OTHER):
        confirmed(JANE, code)
    released(languages_public=[MAIN])
    with through(Sink(lambda step, email: "550 5.1.1 no" if step == "rcpt" else None)):
        deliver()
    assert set(Subscriber.objects.values_list("state", flat=True)) == {SubscriberState.BOUNCED}


def test_who_left_is_told_so_at_the_same_link(client):
    path = mail_messages.leave_url(confirmed(JANE)).removeprefix("http://127.0.0.1:8000")
    assert 'method="post"' in client.get(path).content.decode()
    client.post(path)
    page = client.get(path)
    assert page.status_code == 200
    assert 'method="post"' not in page.content.decode()


def test_who_left_may_come_back(client):
    one = confirmed(JANE)
    subscribers.leave(subscribers.leave_token(JANE, MAIN))
    client.post(asked(client))
    one.refresh_from_db()
    assert (one.state, one.left_at) == (SubscriberState.CONFIRMED, None)


# Being forgotten


def aged(email: str, state: str, days: int, **more) -> Subscriber:
    one = confirmed(email)
    then = timezone.now() - timedelta(days=days)
    Subscriber.objects.filter(pk=one.pk).update(state=state, created_at=then, **more)
    return one


def test_the_daily_round_keeps_the_terms():
    day = timedelta(days=1)
    now = timezone.now()
    aged("new@example.org", SubscriberState.PENDING, 6)
    aged("old@example.org", SubscriberState.PENDING, 8)
    aged("years@example.org", SubscriberState.CONFIRMED, 3000)
    aged("left@example.org", SubscriberState.LEFT, 90, left_at=now - 29 * day)
    aged("gone@example.org", SubscriberState.LEFT, 90, left_at=now - 31 * day)
    aged("bounced@example.org", SubscriberState.BOUNCED, 90, left_at=now - 31 * day)
    call_command("forget")
    kept = list(Subscriber.objects.values_list("email", flat=True))
    assert kept == ["left@example.org", "new@example.org", "years@example.org"]
    digests = {subscribers.digest(email, MAIN) for email in ("gone@example.org", "bounced@example.org")}
    assert set(ErasedAddress.objects.values_list("digest", flat=True)) == digests
    call_command("forget")
    assert Subscriber.objects.count() == 3


def test_who_left_and_was_asked_by_somebody_has_still_left():
    then = timezone.now() - timedelta(days=20)
    one = aged(JANE, SubscriberState.PENDING, 8, left_at=then)
    call_command("forget")
    one.refresh_from_db()
    assert (one.state, one.left_at) == (SubscriberState.LEFT, then)


def traces(email: str) -> list[str]:
    """Where an address still stands in the database, in any table."""
    from django.apps import apps

    found = []
    for model in apps.get_models():
        for row in model.objects.values_list() if hasattr(model, "objects") else []:
            if any(email.casefold() in str(value).casefold() for value in row):
                found.append(model._meta.label)
    return found


def mailed(email: str) -> Subscriber:
    one = confirmed(email)
    released()
    deliver()
    assert Delivery.objects.filter(subscriber=one).exists()
    return one


def by_command(one):
    call_command("forget", email=f" {one.email.upper()}")


def by_hand(one):
    claire = staff()
    assert one.email in claire.get(route(Subscriber, "delete", one.pk)).content.decode()
    assert claire.post(route(Subscriber, "delete", one.pk), {"post": "yes"}).status_code == 302


def by_action(one):
    data = {"action": "delete_selected", "_selected_action": [one.pk], "post": "yes"}
    assert staff().post(route(Subscriber, "changelist"), data).status_code == 302


@pytest.mark.parametrize("erase", [by_command, by_hand, by_action])
def test_erasure_leaves_a_keyed_hash_and_nothing_else(erase, settings):
    one, other = mailed(JANE), confirmed("other@example.org")
    assert set(traces(JANE)) == {"mailing.Journalist", "mailing.Subscriber"}
    erase(one)
    assert traces(JANE) == []
    assert list(Subscriber.objects.all()) == [other]
    assert not Delivery.objects.filter(subscriber_id=one.pk).exists()
    assert ErasedAddress.objects.filter(digest=subscribers.digest(JANE, MAIN)).exists()
    settings.SECRET_KEY = "another " * 10
    assert not ErasedAddress.objects.filter(digest=subscribers.digest(JANE, MAIN)).exists()


def test_erasure_by_hand_is_written_down_without_the_address():
    one = confirmed(JANE)
    by_hand(one)
    (line,) = LogEntry.objects.all()
    assert (line.object_id, line.object_repr, line.user.username) == (str(one.pk), f"#{one.pk}", "claire")


def test_an_unknown_address_can_be_erased_in_advance():
    call_command("forget", email=JANE)
    assert ErasedAddress.objects.count() == len(languages.codes())
    with pytest.raises(CommandError):
        call_command("forget", email="jane")


def test_who_was_erased_may_ask_anew(client):
    call_command("forget", email=JANE)
    client.post(asked(client))
    assert Subscriber.objects.get().state == SubscriberState.CONFIRMED
    assert not ErasedAddress.objects.filter(digest=subscribers.digest(JANE, MAIN)).exists()


# Import


@pytest.fixture
def take_in(tmp_path, capsys):
    def run(text: str | bytes, **options) -> str:
        path = tmp_path / "list.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        call_command("import_subscribers", path, origin=options.pop("origin", "Agency list, 2023"), **options)
        return capsys.readouterr().out

    return run


@pytest.mark.parametrize(
    "text",
    [
        "email,language\na@example.org,fr\nb@example.org,en\n",
        "\ufeffNom;E-mail;Langue\r\nA;a@example.org;FR\r\nB; b@EXAMPLE.org ;en\r\n;;\r\n",
        "language\temail\nfr\ta@example.org\nen\tb@example.org",
    ],
    ids=["commas", "French spreadsheet", "tabs"],
)
def test_import_keeps_language_and_origin(take_in, text):
    assert "Added: 2." in take_in(text)
    found = list(Subscriber.objects.values_list("email", "language", "state", "origin"))
    assert found == [
        ("a@example.org", "fr", SubscriberState.CONFIRMED, "Agency list, 2023"),
        ("b@example.org", "en", SubscriberState.CONFIRMED, "Agency list, 2023"),
    ]


@pytest.mark.parametrize(
    "content",
    [
        "Nom;Courriel\r\nHélène Essai;helene@example.org\r\n".encode("cp1252"),
        "Nom\tCourriel\r\nHélène\thelene@example.org\r\n".encode("utf-16"),
        'sep=;\r\n"Nom, prénom";E-mail\r\nHélène;helene@example.org\r\n'.encode("utf-8-sig"),
        b'"Nom, pr\xe9nom, titre, m\xe9dia";Courriel\r\nA;helene@example.org\r\n',
    ],
    ids=["Windows-1252", "UTF-16", "hint of the separator", "commas in a quoted header"],
)
def test_import_reads_what_excel_writes(take_in, content):
    assert "Added: 1. Skipped: 0." in take_in(content, language=MAIN)
    assert Subscriber.objects.get().email == "helene@example.org"


@pytest.mark.parametrize(
    "header",
    ["email", "E-mail", "Mail", "Mél", "Mél.", "MEL", "Courriel", "Adresse e-mail", "Adresse mail", "Adresse électronique"]
    + ["Email Address", "E-mail address", " adresse de courriel "],
)
def test_import_knows_the_usual_names_of_the_column(take_in, header):
    take_in(f"Nom;{header}\nA;a@example.org\n", language=MAIN)
    assert Subscriber.objects.get().email == "a@example.org"


@pytest.mark.parametrize(
    ("cell", "language"),
    [("fr", "fr"), (" EN ", "en"), ("fr-FR", "fr"), ("en_GB", "en"), ("Français", "fr"), ("French", "fr"), ("anglais", "en")],
)
def test_import_knows_a_language_by_its_code_or_its_name(take_in, cell, language):
    take_in(f"Langue;Courriel\n{cell};a@example.org\n")
    assert Subscriber.objects.get().language == language


def test_import_does_not_choose_between_two_columns(take_in):
    with override("en"), pytest.raises(CommandError, match="mean the same: Courriel, Mail."):
        take_in("Courriel;Mail\na@example.org;b@example.org\n", language=MAIN)
    assert not Subscriber.objects.exists()


def test_import_numbers_rows_as_a_spreadsheet_shows_them(take_in):
    with override("en"), pytest.raises(CommandError, match="Row 5, column Mél: “b” is not"):
        take_in("sep=;\nNom;Mél\nA;a@example.org\n\n;\nB;b\n", language=MAIN)


def test_import_takes_nothing_in_where_a_row_stumbles(take_in, monkeypatch):
    """Whatever goes wrong on the way: no half of a list."""
    hashed = subscribers.hashed

    def stumble(token):
        if Subscriber.objects.exists():
            raise RuntimeError("no more")
        return hashed(token)

    monkeypatch.setattr(subscribers, "hashed", stumble)
    with pytest.raises(RuntimeError):
        take_in("email\na@example.org\nb@example.org\n", language=MAIN)
    assert not Subscriber.objects.exists()


def test_import_may_ask_first(take_in):
    take_in("email\na@example.org\n", language=MAIN, ask=True)
    assert Subscriber.objects.get().state == SubscriberState.PENDING
    deliver()
    assert [message.to for message in mail.outbox] == [["a@example.org"]]


def test_import_names_each_wrong_cell_and_takes_nothing_in(take_in):
    text = "name,email,language\nA,a@example.org,fr\nB,b at example.org,fr\nC,c@example.org,xx\nD\nE,e@example.org,en\n"
    with override("en"), pytest.raises(CommandError) as refused:
        take_in(text)
    assert str(refused.value).splitlines() == [
        "Nothing was taken in.",
        "Row 3, column email: “b at example.org” is not an e-mail address.",
        "Row 4, column language: “xx” is not one of the portal’s languages.",
        "Row 5, column email: “” is not an e-mail address.",
    ]
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        *("", "\n", "name,language\nA,fr\n", "email\na@example.org\n"),
        "email,language\n\xe9@example.org,fr\n".encode("latin-1"),
        b"PK\x03\x04\x81\x8d",
        'email,language\n"a@example.org,fr\nb@example.org,fr\n',
    ],
)
def test_import_of_something_else_is_refused(take_in, text):
    with pytest.raises(CommandError):
        take_in(text)
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize("origin", ["", "  ", "x" * 201])
def test_import_without_a_known_origin_is_refused(take_in, origin):
    with pytest.raises(CommandError, match="--origin"):
        take_in("email,language\na@example.org,fr\n", origin=origin)


def test_import_leaves_away_who_was_erased_or_left(take_in):
    call_command("forget", email="erased@example.org")
    aged("left@example.org", SubscriberState.LEFT, 1, left_at=timezone.now())
    confirmed("known@example.org")
    said = take_in(
        "email\nErased@example.org\nleft@example.org\nknown@example.org\nnew@example.org\nNEW@example.org\n", language=MAIN
    )
    assert re.findall(r"(?:Row|Ligne)\D*(\d)", said) == ["2", "3", "4", "6"]
    assert "Added: 1. Skipped: 4." in said
    on_the_list = Subscriber.objects.filter(state=SubscriberState.CONFIRMED).values_list("email", flat=True)
    assert sorted(on_the_list) == ["known@example.org", "new@example.org"]


# The back office


def test_subscribers_are_read_and_erased_not_written():
    one = confirmed(JANE)
    claire = staff()
    page = claire.get(route(Subscriber, "changelist")).content.decode()
    assert JANE in page
    assert one.leave_token not in claire.get(change_url(one)).content.decode()
    assert claire.get(route(Subscriber, "add")).status_code == 403
    assert claire.post(change_url(one), {"email": "x@example.org"}).status_code == 403


@pytest.mark.parametrize("group", ["Editors", "Translators"])
def test_addresses_are_for_those_who_need_them(group):
    one = confirmed("canarizzq@example.org")
    client = staff("emma", group=group)
    for name, args in (("changelist", ()), ("change", (one.pk,)), ("history", (one.pk,)), ("delete", (one.pk,))):
        response = client.get(route(Subscriber, name, *args), follow=True)
        assert "canarizzq" not in response.content.decode()
    assert "Subscriber" not in client.get(reverse("admin:index")).content.decode()
