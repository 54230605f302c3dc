"""A restored portal is closed to everybody until a person opens it."""

import threading
import time

import pytest
from django.core.exceptions import ValidationError
from django.db import OperationalError, ProgrammingError, connection
from django.urls import reverse
from django.utils.translation import override

from mailing.worker import Worker
from publishing import languages, quarantine
from publishing.journal_tables import JournalLine, Quarantine
from publishing.quarantine import QuarantineError, QuarantineState
from tests.responses import let_go

pytestmark = pytest.mark.django_db
WORDS = {"fr": "Le portail est en cours de remise en service", "en": "The portal is being restored"}


@pytest.fixture(autouse=True)
def _asked_each_time(settings):
    settings.QUARANTINE_ASKED_EVERY = 0
    quarantine.forget()
    yield
    quarantine.forget()


@pytest.fixture
def closed():
    return Quarantine.objects.create(backup="yesterday")


@pytest.mark.parametrize("language", languages.codes())
@pytest.mark.cases(2)
def test_every_page_is_closed_in_the_language_of_its_address(client, closed, language):
    with override(language):
        paths = [reverse(name) for name in ("home", "search", "sitemap", "robots", "admin:index", "account_login")]
    for path in [*paths, f"/{language}/nowhere/", "/media/x.jpg"]:
        answer = client.get(path, headers={"accept-language": language})
        assert answer.status_code == 503, path
        assert answer["Retry-After"] == "600" and answer["Cache-Control"] == "no-store"
        assert answer["Content-Language"] == language
        assert WORDS.get(language, WORDS["en"]) in answer.content.decode()


def test_nobody_signs_in_and_nothing_is_asked_of_the_session(client, closed, django_user_model):
    django_user_model.objects.create_user("ada", password="a long password indeed")
    answer = client.post(reverse("account_login"), {"login": "ada", "password": "a long password indeed"})
    assert answer.status_code == 503 and not answer.cookies


def test_machines_are_told(client, closed):
    assert client.get("/livez").status_code == 200
    ready = client.get("/readyz")
    assert ready.status_code == 503 and "quarantine: failed" in ready.content.decode()


def test_the_worker_sends_nothing(closed):
    with pytest.raises(QuarantineError):
        Worker().round()
    assert Worker()._must_stop()


def test_once_opened_it_serves_again_and_says_who_opened_it(client, closed):
    with pytest.raises(ValidationError):
        quarantine.open_all("  ")
    assert client.get("/livez").status_code == 200 and quarantine.state() is QuarantineState.CLOSED
    Quarantine.objects.create(backup="of the week before")
    assert quarantine.open_all("Ada", "looked at everything") == 2
    closed.refresh_from_db()
    assert (closed.opened_by, closed.note) == ("Ada", "looked at everything") and closed.opened_at
    let_go(answer := client.get("/fr/"))
    assert answer.status_code == 200
    assert JournalLine.objects.filter(kind="opened").count() == 2


def test_it_fails_closed(monkeypatch):
    """A table that is not there, or a database that has never answered, is no portal that may be shown."""
    for error, expected in (
        (ProgrammingError("relation does not exist"), QuarantineState.CLOSED),
        (OperationalError("no such table: publishing_quarantine"), QuarantineState.CLOSED),
        (OperationalError("connection refused"), QuarantineState.UNKNOWN),
    ):
        quarantine.forget()
        monkeypatch.setattr(Quarantine.objects, "filter", lambda error=error, **given: _raise(error))
        assert quarantine.state() is expected and not quarantine.is_open()


def test_a_database_that_is_away_says_nothing_new(monkeypatch):
    assert quarantine.is_open()
    monkeypatch.setattr(Quarantine.objects, "filter", lambda **given: _raise(OperationalError("connection refused")))
    assert quarantine.is_open()


def _raise(error):
    raise error


def test_where_nothing_is_known_the_answer_is_that_of_a_database_that_is_away(client, monkeypatch):
    error = OperationalError("connection refused")
    monkeypatch.setattr(Quarantine.objects, "filter", lambda **given: _raise(error))
    client.raise_request_exception = False
    assert client.get("/en/").status_code in (500, 503)
    assert quarantine.why_unknown() is error


def test_one_query_a_second_at_most(settings, django_assert_num_queries):
    settings.QUARANTINE_ASKED_EVERY = 60
    quarantine.forget()
    with django_assert_num_queries(1):
        assert quarantine.is_open() and quarantine.is_open()
    assert connection.connection is not None


def test_who_asks_a_process_that_has_just_begun_waits_for_its_first_answer(settings):
    """The visitors who come first ask at once: none of them is told that nothing is known."""
    settings.QUARANTINE_ASKED_EVERY = 60
    watch = quarantine._QuarantineWatch()
    asked: list[int] = []

    def ask() -> QuarantineState:
        asked.append(1)
        time.sleep(0.1)
        return QuarantineState.OPEN

    watch._ask = ask
    told: list[QuarantineState] = []
    threads = [threading.Thread(target=lambda: told.append(watch.state())) for _visitor in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told == [QuarantineState.OPEN] * 6
    assert len(asked) == 1
