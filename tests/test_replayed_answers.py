"""What left once leaves again at the door of the web server: to the byte, in the same state, to the same words alone."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import OperationalError, connection
from django.test import RequestFactory, override_settings

from cluster.models import Institution
from portal import replayed_answers
from portal.counting import counters
from portal.replayed_answers import SAID_NOTHING, WORDS, ReplayedAnswers
from publishing import content_version, quarantine
from publishing.answer_state import StateReader
from publishing.clock import now
from tests.keeping import DoorProcess, connections_kept, through
from tests.make import make

pytestmark = pytest.mark.django_db
HOME = "/fr/"


@pytest.fixture
def process() -> DoorProcess:
    return DoorProcess()


@pytest.fixture
def door() -> Iterator[ReplayedAnswers]:
    """The whole portal as it is served, every middleware included."""
    with override_settings(KEEP_ANSWERS=True):
        yield ReplayedAnswers(WSGIHandler())


def test_what_is_sent_again_is_what_left_to_the_byte(door, monkeypatch):
    """Beside the same road without a memory: in every packing, to who holds it already, and to HEAD."""
    through(door, HOME)
    etag = through(door, HOME)["ETag"]
    asked: list[tuple[str, dict[str, str]]] = [("HEAD", {"Accept-Encoding": "br"}), ("GET", {"If-None-Match": etag})]
    asked += [("GET", {"Accept-Encoding": said}) for said in ("br", "gzip", "gzip;q=0, br", "identity")]
    for method, headers in asked:
        went = through(ReplayedAnswers(door.application), HOME, method, **headers)
        first = through(door, HOME, method, **headers)
        with monkeypatch.context() as patch:
            patch.setattr(door, "application", None)
            again = through(door, HOME, method, **headers)
        assert (again.status_code, dict(again.headers)) == (first.status_code, dict(first.headers))
        assert (again.status_code, dict(again.headers)) == (went.status_code, dict(went.headers))
        # The web server leaves out a body that HEAD does not get.
        assert again.content == (b"" if method == "HEAD" else first.content)
        assert {"Content-Security-Policy", "ETag", "X-Frame-Options"} <= set(again.headers)


class Listened(dict[str, Any]):
    """A request that notes which of its words are looked at."""

    def __init__(self, words: dict[str, Any]) -> None:
        super().__init__(words)
        self.looked_at: set[str] = set()

    def __getitem__(self, name: str) -> Any:
        self.looked_at.add(name)
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        self.looked_at.add(name)
        return super().get(name, default)

    def __contains__(self, name: object) -> bool:
        self.looked_at.add(str(name))
        return super().__contains__(name)

    def __iter__(self) -> Iterator[str]:
        raise AssertionError("All words are looked at.")

    def items(self) -> Any:
        raise AssertionError("All words are looked at.")


@pytest.mark.parametrize("path", [HOME, "/robots.txt", f"{HOME}?page=1", "/data/institutions.csv"])
@pytest.mark.parametrize("secure", [False, True])
def test_an_answer_from_what_is_kept_looks_at_no_other_words_of_a_request(door, path, secure):
    given = {"Accept-Language": "en", "User-Agent": "x", "Cookie": "language=en", "If-None-Match": '"x"', "Accept": "*/*"}
    with override_settings(SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https")):
        words = RequestFactory().generic("GET", path, headers=given, secure=secure).environ
        with connections_kept():
            for environ in (dict(words), dict(words), Listened(words)):
                b"".join(door.application(environ, lambda status, headers, *more: None))
    assert isinstance(environ, Listened) and replayed_answers.cache_hit_of(environ), (
        "it came from elsewhere, so nothing was tried"
    )
    looked_at = {name for name in environ.looked_at if not name.startswith("publishing.")}
    assert looked_at <= {*WORDS, *SAID_NOTHING}
    assert {"PATH_INFO", "HTTP_COOKIE", "HTTP_IF_NONE_MATCH"} <= looked_at


@pytest.mark.parametrize(
    "other",
    [
        {"Cookie": f"{settings.SESSION_COOKIE_NAME}=x"},
        {"Authorization": "Basic x"},
        {"Range": "bytes=0-1"},
        {"If-Range": '"none"'},
        {"Host": "elsewhere.example.org"},
    ],
)
def test_other_words_go_the_whole_way(process, other):
    assert process.is_replayed(HOME)
    assert not process.is_replayed(HOME, **other)


def test_what_is_not_from_the_cache_is_never_remembered(process):
    for path in ("/", "/fr/nulle-part/", "/livez"):
        assert not process.is_replayed(path), path
    assert len(process.door) == 0


def test_an_edit_is_seen_and_the_earlier_state_forgotten(process):
    institution = make(Institution, "Ancienne")
    path = institution.get_absolute_url("fr")
    assert process.is_replayed(path) and process.is_replayed(HOME)
    assert b"Ancienne" in process.get(path).content
    Institution.objects.filter(pk=institution.pk).update(name_fr="Neuve")
    assert b"Neuve" in process.get(path).content
    assert len(process.door) == 1
    assert process.is_replayed(path)


def test_one_question_is_asked_and_no_transaction_begun(process, monkeypatch):
    questions: list[None] = []
    read = content_version.read_over_open_connection
    process.get(HOME)
    process.get(HOME)
    monkeypatch.setattr(content_version, "read_over_open_connection", lambda: questions.append(None) or read())
    with connection.execute_wrapper(lambda *asked: pytest.fail("Django asked something")):
        process.get(HOME)
    assert len(questions) == 1


def _silent() -> int:
    raise OperationalError


def test_a_database_that_does_not_answer_is_for_those_who_know_what_to_say(process, monkeypatch):
    process.is_replayed(HOME)
    monkeypatch.setattr(content_version, "read_over_open_connection", _silent)
    assert not process.is_replayed(HOME)
    monkeypatch.setattr(content_version, "read_over_open_connection", lambda: None)
    assert not process.is_replayed(HOME)


def test_in_quarantine_nothing_is_sent_again(process, monkeypatch):
    process.is_replayed(HOME)
    monkeypatch.setattr(quarantine, "state", lambda: quarantine.QuarantineState.CLOSED)
    before = process.passed
    process.get(HOME)
    assert process.passed == before + 1


def test_an_answer_that_was_forgotten_is_not_sent_again(process):
    assert process.is_replayed(HOME)
    process.keeper.here.clear()
    before = process.passed
    process.get(HOME)
    assert process.passed == before + 1


def test_copies_of_another_state_are_taken_away_and_the_moment_is_said_anew(process, tmp_path, monkeypatch):
    process.keeper.copies.folder = tmp_path
    first = process.get(HOME)
    assert process.is_replayed(HOME)
    assert process.get(HOME)["X-Accel-Expires"] == first["X-Accel-Expires"]
    monkeypatch.setattr(process.keeper.copies, "_may_copy", False)
    assert "X-Accel-Expires" not in process.get(HOME).headers
    monkeypatch.undo()
    followed = []
    monkeypatch.setattr(process.keeper.copies, "follow", followed.append)
    process.get(HOME)
    assert len(followed) == 1


def test_what_is_remembered_is_bounded(process, monkeypatch):
    monkeypatch.setattr(replayed_answers, "MOST", 3)
    for number in range(6):
        process.get(HOME, **{"Accept-Language": f"fr;q=0.{number}"})
    assert len(process.door) == 3
    process.get(HOME, **{"Accept-Language": "f" * 2000})
    assert len(process.door) == 3


def test_it_is_counted_and_has_its_line(process, monkeypatch):
    process.get(HOME)
    lines: list[logging.LogRecord] = []
    logger = logging.getLogger("portal.requests")
    monkeypatch.setattr(logger, "level", logging.INFO)
    logger.manager._clear_cache()
    monkeypatch.setattr(logger, "handle", lines.append)
    before = counters().sums()
    answer = process.get(HOME)
    (line,) = lines
    told = {name: value for name, value in line.__dict__["fields"].items() if name != "ms"}
    assert told == {"method": "GET", "route": "kept", "status": answer.status_code}
    after = counters().sums()
    for name in ('portal_requests_total{route="kept",status="2xx"}', 'portal_cache_answers_total{outcome="hit"}'):
        assert after[name] == before.get(name, 0) + 1
    json.dumps(line.__dict__["fields"])
    logger.manager._clear_cache()


def test_the_question_at_the_door_answers_as_the_one_beyond_it():
    assert content_version.read_over_open_connection() == content_version.read()
    make(Institution)
    assert content_version.read_over_open_connection() == content_version.read()
    connection.errors_occurred = True
    try:
        assert content_version.read_over_open_connection() is None
    finally:
        connection.errors_occurred = False


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite keeps no plans")
def test_the_question_at_the_door_is_known_by_its_words():
    """A pool may give the connection a server that knows nothing of it, or that another connection has told the same."""
    connection.ensure_connection()
    connection.close_at = None
    assert content_version.read_over_open_connection() == content_version.read()
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    assert content_version.read_over_open_connection() == content_version.read()
    connection.connection._questions.clear()
    assert content_version.read_over_open_connection() == content_version.read()


def test_a_moment_ends_what_is_believed_unmoved(monkeypatch):
    reader = StateReader()
    assert reader.unmoved() is None, "nothing was read yet"
    state = reader.read()
    assert reader.unmoved() == state
    monkeypatch.setattr("publishing.clock.now", lambda: state.span.end)
    assert reader.unmoved() is None
    monkeypatch.undo()
    assert state.span.holds(now())
