"""After an edit an answer is given again without being made where all that was read for it is as it was; and only there."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from caps.models import Keyword
from cluster.models import Institution
from news.models import Article
from publishing import content_version, kept_pieces, read_traces
from publishing.answer_state import StateReader
from publishing.earlier_answers import EarlierAnswer, EarlierAnswers
from publishing.kept_answers import KeptAnswer
from publishing.read_traces import ReadTrace
from tests.keeping import Process
from tests.make import cap, future, make

pytestmark = pytest.mark.django_db


def _in_order() -> list[tuple]:
    """The names of institutions by what they do not show."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name_fr FROM cluster_institution WHERE name_fr <> %s ORDER BY city", ["%"])
        return cursor.fetchall()


def test_an_edit_elsewhere_has_nothing_made_again():
    process, shown = Process(), make(Institution, "Première")
    other = make(Institution, "Seconde")
    path = shown.get_absolute_url("fr")
    first = process.get(path)
    Institution.objects.filter(pk=other.pk).update(name_fr="Autre")
    again = process.get(path)
    assert (process.made, again.content, again.headers) == (1, first.content, first.headers)
    assert again.content == Client().get(path).content
    assert process.is_kept(path)
    Institution.objects.filter(pk=shown.pk).update(name_fr="Changée")
    assert "Changée" in process.get(path).content.decode()
    assert process.made == 2


def test_an_answer_from_before_a_moment_is_made_again():
    process, institution = Process(), make(Institution, "Une")
    path = institution.get_absolute_url("fr")
    with time_machine.travel(timezone.now() + timedelta(minutes=1), tick=False) as clock:
        process.get(path)
        # A moment that has come since stands between the two, though no question of the page reads its table.
        clock.shift(timedelta(minutes=2))
        make(Article, "Entre", public_from_fr=timezone.now() - timedelta(minutes=1))
        process.get(path)
    assert process.made == 2


def test_what_a_kept_piece_was_made_from_counts_as_read():
    process, word = Process(), Keyword.objects.create(name_fr="mot", name_en="word")
    cap("UNE").keywords.add(word)
    cap("DEUX")
    with override("fr"):
        path = reverse("cap-list")
    # The first has the choices of the list made and kept, the second uses them.
    process.get(f"{path}?page=1")
    assert b"mot" in process.get(path).content
    Keyword.objects.filter(pk=word.pk).update(name_fr="terme")
    answer = process.get(path).content
    assert answer == Client().get(path).content
    assert b"terme" in answer


def test_what_was_read_is_told_by_its_rows_and_their_order():
    moved, _other = make(Institution, "Une", city="A"), make(Institution, "Deux", city="B")
    with read_traces.following() as trace:
        names = _in_order()
    read = trace.ask_again()
    assert read is not None and read == trace.ask_again()
    assert len(trace.questions) == 1
    Institution.objects.filter(pk=moved.pk).update(city="C")
    assert _in_order() == names[::-1]
    assert trace.ask_again() != read
    Institution.objects.filter(pk=moved.pk).update(city="A")
    assert trace.ask_again() == read


def _writes() -> None:
    Institution.objects.update(city="X")


def _asks_for_the_version() -> None:
    with content_version.reading(content_version.read()):
        content_version.current()


def _asks_too_much() -> None:
    for _again in range(read_traces.MOST + 1):
        _in_order()


@pytest.mark.parametrize("broken_by", [_writes, _asks_for_the_version, _asks_too_much, lambda: None])
def test_a_trace_that_does_not_tell_all_is_never_asked(broken_by):
    with read_traces.following() as outer, read_traces.following() as trace:
        broken_by()
    assert trace.ask_again() is None and outer.ask_again() is None


def test_whether_something_is_kept_is_no_part_of_what_is_read():
    with read_traces.following() as trace:
        made = [kept_pieces.kept_while_unchanged("names", _in_order) for _again in range(2)]
    assert made[0] is made[1]
    assert {sql.split()[1] for sql, _params in trace.questions} == {"name_fr"}


@pytest.mark.parametrize(("reads_all", "made"), [(True, [1, 1, 2]), (False, [1, 2, 3])])
def test_a_piece_that_reads_all_outlives_the_edits_of_what_it_does_not_show(reads_all, made):
    one, asked, found = make(Institution, "Une"), [], []

    def names() -> list[tuple]:
        asked.append("again")
        return _in_order()

    for change in ({}, {"description_fr": "<p>Autre</p>"}, {"name_fr": "Autre"}):
        if change:
            Institution.objects.filter(pk=one.pk).update(**change)
        named = kept_pieces.kept_while_unchanged("names", names, reads_all=reads_all)
        found.append(len(asked))
    assert found == made
    assert named == [("Autre",)]


def test_a_question_that_fails_has_the_answer_made(monkeypatch):
    process, path = Process(), make(Institution, "Une").get_absolute_url("fr")
    process.get(path)
    make(Institution, "Deux")
    monkeypatch.setattr(ReadTrace, "ask_again", lambda self: None)
    process.get(path)
    assert process.made == 2


def test_earlier_answers_are_bounded_and_count_a_shared_text_once():
    place, state = EarlierAnswers(most_bytes=20_000, most=5), StateReader().read()

    def one(text: str) -> EarlierAnswer:
        trace = ReadTrace()
        trace.questions.append((text, ()))
        return EarlierAnswer(KeptAnswer((), "", {"": b"x" * 1000}), trace, b"")

    for number in range(10):
        place.put(str(number), one("y" * 5000))
    assert (len(place), place.bytes) == (5, 5000 + 5 * (1200 + 100))
    place.put("large", one("z" * 19_000))
    assert len(place) == 0 and place.bytes == 0
    place.put("other", one("y" * 5000))
    assert place.in_state(state, "other") is None and place.bytes == 0


def test_a_moment_to_come_ends_nothing_before_it():
    process, path = Process(), make(Institution, "Une").get_absolute_url("fr")
    process.get(path)
    make(Article, "Bientôt", **future())
    process.get(path)
    assert process.made == 1
