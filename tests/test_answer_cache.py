"""Whole answers are kept, for everybody alone, in bounded room, and given again only while nothing has changed."""

from __future__ import annotations

import gzip
import re
import threading
import time
from collections.abc import Callable
from datetime import timedelta

import brotli
import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.exceptions import MiddlewareNotUsed
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from caps.models import CAP
from cluster.models import Institution
from news.models import Article, PressRelease
from portal.content_tables import PRIVATE
from publishing import answer_cache, content_triggers, content_version, flights, kept_answers, languages, renditions
from publishing.answer_cache import KeptAnswersMiddleware
from publishing.code_version import code_version
from publishing.kept_answers import KeptAnswer, ProcessPlace, SharedPlace, pack, unpacked
from tests import page_kinds
from tests.keeping import FAULTS, Process, StandInRedis, text_of
from tests.make import cap, future, make
from tests.responses import let_go
from tests.turns import turn_of

pytestmark = pytest.mark.django_db
HOME = "/fr/"


@pytest.fixture
def process() -> Process:
    return Process()


def test_an_answer_is_made_once_and_costs_one_query_again(process):
    first = process.get(HOME)
    with CaptureQueriesContext(connection) as asked:
        again = process.get(HOME)
    assert (process.made, len(asked)) == (1, 1)
    assert (again.status_code, again.content, again.headers) == (200, first.content, first.headers)
    assert again.content == Client().get(HOME).content
    assert again.headers["Content-Security-Policy"] == Client().get(HOME).headers["Content-Security-Policy"]


def test_an_edit_is_seen_through_every_process_at_the_next_request():
    institution, shared = make(Institution, "Ancienne"), StandInRedis()
    processes = [Process(shared), Process(shared), Process()]
    path = institution.get_absolute_url("fr")
    assert [b"Neuve" in one.get(path).content for one in processes] == [False] * 3
    Institution.objects.filter(pk=institution.pk).update(name_fr="Neuve")
    assert [b"Neuve" in one.get(path).content for one in processes] == [True] * 3
    # The first made it, the second had it from the first, the third keeps its own.
    assert [one.made for one in processes] == [2, 0, 2]


def test_nothing_is_kept_past_the_next_moment_nor_before_it(process):
    article = make(Article, "Bientôt", **future())
    moment = article.public_from("fr")
    with override("fr"):
        path = reverse("article-list")
    shown = []
    for at in (moment - timedelta(seconds=1), moment, moment + timedelta(seconds=1), moment - timedelta(seconds=1)):
        with time_machine.travel(at, tick=False):
            shown.append([article.slug("fr").encode() in process.get(path).content for _again in range(2)])
    assert shown == [[False] * 2, [True] * 2, [True] * 2, [False] * 2]
    # At the moment itself each answer is made: some rules say “from”, others “until”.
    assert process.made == 4


def test_what_is_of_one_visitor_or_of_one_moment_is_never_kept(process, client):
    with override("fr"):
        forms = [reverse("press-subscribe"), reverse("contact-write")]
        unknown, found = "/fr/nulle-part/", reverse("search-suggestions") + "?q=robot"
    for path in (*forms, unknown, found, "/", "/livez", f"{HOME}?{'a' * 501}"):
        assert not process.is_kept(path), path
    assert process.is_kept(HOME)
    assert len(process.keeper.here) == 1


def test_whoever_is_signed_in_gets_what_is_made(process):
    process.get(HOME)
    process.client.force_login(User.objects.create_superuser("somebody"))
    assert not process.is_kept(HOME)
    assert "ETag" not in process.get(HOME).headers


@pytest.mark.parametrize("header", ["Range", "Authorization", "If-Match"])
def test_a_request_for_less_or_more_than_the_answer_is_not_looked_at(process, header):
    process.get(HOME)
    process.get(HOME, **{header: "bytes=0-1"})
    assert process.made == 2


SPOILT: dict[str, Callable[[HttpRequest, HttpResponse], object]] = {
    "cookie": lambda request, response: response.set_cookie("language", "fr"),
    "nonce": lambda request, response: setattr(request, "_csp_nonce", "said once"),
    "private": lambda request, response: response.__setitem__("Cache-Control", "private, max-age=5"),
    "varies": lambda request, response: response.__setitem__("Vary", "Accept-Language, Cookie"),
    "coded": lambda request, response: response.__setitem__("Content-Encoding", "gzip"),
    "not ok": lambda request, response: setattr(response, "status_code", 410),
    "form": lambda request, response: setattr(response, "content", b'<form action="." method="post">'),
    "policy": lambda request, response: setattr(response, "_csp_update", {}),
}


@pytest.mark.parametrize("spoilt", SPOILT)
def test_an_answer_that_says_something_once_or_to_one_is_not_for_everybody(spoilt):
    request, response = RequestFactory().get(HOME), HttpResponse("text")
    assert answer_cache.is_the_same_for_everybody(response, request)
    SPOILT[spoilt](request, response)
    assert not answer_cache.is_the_same_for_everybody(response, request)


def test_whoever_holds_the_answer_is_told_that_it_holds(process):
    etag = process.get(HOME)["ETag"]
    for held in (etag, f'"other", {etag}', "*", etag.removeprefix("W/")):
        answer = process.get(HOME, **{"If-None-Match": held})
        assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", etag)
        assert "Content-Type" not in answer.headers and answer["Cache-Control"] == "public, no-cache"
    assert process.get(HOME, **{"If-None-Match": '"other"'}).status_code == 200
    assert process.get(HOME, **{"If-Modified-Since": "Wed, 01 Jan 2031 00:00:00 GMT"}).status_code == 200
    assert process.made == 1


def test_whoever_holds_it_is_told_so_by_a_process_that_has_just_begun(process):
    etag = process.get(HOME)["ETag"]
    new = Process()
    assert [new.get(HOME, **{"If-None-Match": etag}).status_code for _again in range(2)] == [304, 304]
    assert new.made == 1


def test_a_data_file_is_written_once_and_packed_once(process, monkeypatch):
    """In every packing, and in pieces where nobody wants it packed."""
    make(Institution)
    monkeypatch.setattr(kept_answers, "LARGEST", 100)
    for kind in ("csv", "json"):
        path = reverse(f"dataset-{kind}", kwargs={"name": "institutions"})
        made = text_of(Client().get(path))
        answers = [process.get(path, **{"Accept-Encoding": said}) for said in ("br", "gzip", "identity")]
        read = [text_of(answer) for answer in answers]
        assert [brotli.decompress(read[0]), gzip.decompress(read[1]), read[2]] == [made] * 3
        assert answers[2].streaming and answers[2]["Content-Length"] == str(len(made))
        assert answers[0]["Content-Disposition"] == f'inline; filename="institutions.{kind}"'
        assert process.get(path, **{"If-None-Match": answers[0]["ETag"]}).status_code == 304
    assert process.made == 2
    Institution.objects.update(name_fr="Neuf")
    assert b"Neuf" in text_of(process.get(path))


def test_a_file_that_is_not_kept_is_not_sent_again_to_who_holds_it(process, monkeypatch):
    monkeypatch.setattr(answer_cache, "LARGEST_FILE", 10)
    path = reverse("dataset-csv", kwargs={"name": "press-releases"})
    make(PressRelease)
    whole = process.get(path)
    text_of(whole)
    held = process.get(path, **{"If-None-Match": whole["ETag"]})
    assert (held.status_code, held["ETag"], held["Cache-Control"]) == (304, whole["ETag"], "public, no-cache")
    let_go(held)


def test_every_encoding_says_the_same(process):
    plain = process.get(HOME)
    read = {"br": brotli.decompress, "gzip": gzip.decompress}
    for said, used in (
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("GZIP;q=1.0, br;q=0", "gzip"),
        ("identity", None),
        ("*", None),
    ):
        answer = process.get(HOME, **{"Accept-Encoding": said})
        assert answer.headers.get("Content-Encoding") == used
        assert read.get(used, bytes)(answer.content) == plain.content
        assert answer["Content-Length"] == str(len(answer.content)) and "Accept-Encoding" in answer["Vary"]
        assert answer["ETag"] == plain["ETag"]
    assert process.made == 1


def test_head_is_answered_by_what_get_keeps(process):
    whole = process.get(HOME)
    assert process.client.head(HOME).headers == whole.headers
    assert process.made == 1


def test_the_language_of_a_file_without_one_is_asked(process):
    for code in languages.codes():
        assert process.get("/robots.txt", **{"Accept-Language": code})["Content-Language"] == code
    assert process.is_kept("/robots.txt")


def test_an_answer_made_while_the_content_moves_is_not_kept(process):
    one = cap("AVANT")

    def edited(request):
        process.keeper.get_response = process._counted
        response = process._counted(request)
        CAP.objects.filter(pk=one.pk).update(title_fr="Après")
        return response

    process.keeper.get_response = edited
    path = one.get_absolute_url("fr")
    assert "Après" not in process.get(path).content.decode()
    assert "Après" in process.get(path).content.decode()
    assert len(process.keeper.here) == 1


def test_a_page_that_waits_for_a_file_is_not_kept(process, monkeypatch):
    def waits(request):
        renditions.table_of("news.picture/0/none.jpg")
        return process._counted(request)

    process.keeper.get_response = waits
    assert not process.is_kept(HOME)


def test_addresses_made_up_of_parameters_push_out_nothing(process):
    process.get(HOME)
    for number in range(5):
        process.get(f"{HOME}?junk={number}")
    assert (len(process.keeper.here), len(process.keeper.asked)) == (1, 0)
    process.get(f"{HOME}?page=1")
    assert process.is_kept(f"{HOME}?page=1")
    assert (len(process.keeper.here), len(process.keeper.asked)) == (1, 1)


def test_the_place_in_the_process_is_bounded_by_bytes_and_by_number():
    place = ProcessPlace(most_bytes=10_000, most=5)
    for number in range(50):
        place.put("state", str(number), KeptAnswer((), "", {"": b"x" * 1000}))
        place.get("state", "0")
    assert len(place) == 5 and place.bytes <= 10_000
    assert place.get("state", "0") and place.get("state", "49") and not place.get("state", "1")
    place.put("state", "large", KeptAnswer((), "", {"": b"x" * 9000}))
    assert place.get("state", "large") is None
    place.clear()
    assert (len(place), place.bytes) == (0, 0)


def test_the_shared_place_holds_one_state_and_so_many_bytes(monkeypatch):
    stand_in = StandInRedis()
    place, answer = SharedPlace(client=stand_in), KeptAnswer((("A", "b"),), '"t"', {"": b"x" * 100})
    place.put("first", "key", answer)
    assert place.get("first", "key") == answer
    place.put("second", "key", answer)
    assert list(stand_in.hashes) == [kept_answers._name("second")]
    monkeypatch.setattr(SharedPlace, "MOST_BYTES", 400)
    for number in range(10):
        place.put("second", str(number), answer)
    assert len(stand_in.hashes[kept_answers._name("second")]) <= 3


@pytest.mark.parametrize("fault", FAULTS[1:])
def test_a_cache_that_fails_makes_pages_slower_and_no_other(fault):
    shared = StandInRedis()
    first, second = Process(shared), Process(shared)
    whole = first.get(HOME).content
    shared.fault = fault
    assert second.get(HOME).content == whole
    assert second.made == 1


def test_a_cache_that_is_away_is_left_alone_for_a_while():
    place = SharedPlace(client=StandInRedis())
    place._client.fault = "is slow"
    assert place.get("state", "key") is None
    place._client = None
    assert place.get("state", "key") is None


@pytest.mark.parametrize(
    "garbled", [b"", b"{}", b"[]\n", b'{"headers": 1}\nxx', b"\xff\n", b'{"headers": [], "etag": "", "sizes": []}\n']
)
def test_what_was_garbled_is_made_anew(garbled):
    assert unpacked(garbled) is None


def test_what_is_packed_is_read_again():
    answer = KeptAnswer((("Name", "é"),), 'W/"a"', {"br": b"1\n2", "gzip": b""})
    assert unpacked(pack(answer)) == answer
    assert unpacked(pack(answer) + b"x") is None and unpacked(pack(answer)[:-1]) is None


def test_one_thread_makes_an_answer_for_all_that_ask():
    one_at_a_time, made, done = flights.Flights(), [], threading.Event()

    def ask(number: int) -> None:
        with one_at_a_time.leading("page") as leads:
            if leads:
                made.append(number)
                done.wait(10)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    end = time.monotonic() + 10
    while not made or len(one_at_a_time._under_way["page"]._cond._waiters) < 7:
        assert time.monotonic() < end
        time.sleep(0.005)
    done.set()
    for thread in threads:
        thread.join(10)
    assert (len(made), one_at_a_time._under_way) == (1, {})


def test_nobody_waits_for_ever_for_an_answer(process, monkeypatch):
    monkeypatch.setattr(flights, "WAITS", 0.01)
    with process.keeper.flights.leading("page") as first, process.keeper.flights.leading("page") as second:
        assert (first, second) == (True, False)


def test_nothing_is_kept_where_changes_are_not_noticed(monkeypatch, process):
    monkeypatch.setattr(content_triggers, "missing", lambda connection: {"one"})
    assert not process.is_kept(HOME)


def test_another_host_is_refused_as_ever(process):
    assert process.client.get(HOME, headers={"host": "elsewhere.example.org"}).status_code == 400


def test_other_settings_make_other_answers(settings):
    before = code_version()
    code_version.cache_clear()
    settings.PORTAL_NAME = "Another"
    assert code_version() != before
    code_version.cache_clear()


def test_the_middleware_is_left_out_where_nothing_is_kept(settings):
    settings.KEEP_ANSWERS = False
    with pytest.raises(MiddlewareNotUsed):
        KeptAnswersMiddleware(lambda request: HttpResponse())


def test_the_next_midnight_ends_what_is_kept(process):
    """Pages say “today”; nothing needs to begin or end."""
    state = process.keeper.states.read()
    assert state.span.end - timezone.now() <= timedelta(days=1)
    assert state.span.begin <= timezone.now()


FOR_MACHINES = (
    "/sitemap.xml",
    "/sitemap-sections-1.xml",
    "/sitemap-cap-1.xml",
    "/robots.txt",
    "/.well-known/security.txt",
    "/data/programmes.json",
    "/data/programmes.csv",
    "/data/opportunities.json",
    "/data/publications.csv",
    "/data/press-releases.json",
    "/fr/manifest.webmanifest",
)
_TABLE = re.compile(r'(?:FROM|JOIN) "?(\w+)"?')


VARYING = ("style-guide",)
"""Its samples are not the same each time that they are drawn."""


def settled(text: bytes) -> bytes:
    """Without what is new each time that a form is made: its token, or the signed moment at which it was opened."""
    return re.sub(rb'name="(csrfmiddlewaretoken|mark)" value="[\w:-]+"', b"", text)


def test_every_kind_of_page_is_kept_as_it_is_made_and_asks_public_tables_alone(demo, process):
    """What a private table says could change without anybody noticing. One address in six where a run takes turns."""
    every = [path for code in languages.codes() for kind, path in page_kinds.paths(code).items() if kind not in VARYING]
    reader = Client()
    for path in turn_of([*every, *FOR_MACHINES], 1, 6):
        with CaptureQueriesContext(connection) as asked:
            made = reader.get(path)
        tables = set(_TABLE.findall(" ".join(query["sql"] for query in asked))) - {content_version.TABLE}
        assert tables & PRIVATE == set(), path
        text = settled(text_of(made))
        for _again in range(2):
            answer = process.get(path)
            assert (answer.status_code, settled(text_of(answer))) == (made.status_code, text), path
    assert len(process.keeper.here) > len(process.keeper.never_kept._held)
