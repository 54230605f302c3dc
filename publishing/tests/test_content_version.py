"""Every road to a public table moves the version of the content, in its own transaction; what is private moves none."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from caps.models import CAP, Keyword
from cluster.models import KeyFigure
from portal.content_tables import PRIVATE, PUBLIC
from publishing import content_triggers, content_version
from tests.make import cap

INSERT = "INSERT INTO django_content_type (app_label, model) VALUES ('{0}', '{0}')"
TECHNICAL = {"django_migrations", content_version.TABLE}


def moves(change: Callable[[], object]) -> bool:
    before = content_version.read()
    change()
    return content_version.read() != before


def raw(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_every_table_is_public_content_or_is_not(db):
    tables = {name for name in connection.introspection.table_names() if not name.startswith("search_fts")}
    assert tables - TECHNICAL == PUBLIC | PRIVATE
    assert not PUBLIC & PRIVATE


def test_every_public_table_is_watched(db):
    assert set(content_triggers.public_tables(connection)) == PUBLIC
    assert content_triggers.missing(connection) == set()


def test_every_road_moves_the_version(db):
    one = cap("ROAD")
    word = Keyword.objects.create(name_fr="mot", name_en="word")
    assert [name for name, change in roads(one, word) if not moves(change)] == []


def roads(one: CAP, word: Keyword) -> Iterator[tuple[str, Callable[[], object]]]:
    yield "save", one.save
    yield "update", lambda: CAP.objects.filter(pk=one.pk).update(title_fr="Autre")
    yield "bulk_update", lambda: CAP.objects.bulk_update([one], ["title_fr"])
    yield "bulk_create", lambda: Keyword.objects.bulk_create([Keyword(name_fr="a", name_en="a")])
    again = Keyword(name_fr="b", name_en="b")
    yield "bulk_create that ignores conflicts", lambda: Keyword.objects.bulk_create([again], ignore_conflicts=True)
    yield "many to many", lambda: one.keywords.add(word)
    yield "many to many, cleared", one.keywords.clear
    yield "update in SQL", lambda: raw(f"UPDATE caps_cap SET title_en = 'x' WHERE id = {one.pk}")
    yield "update of what is so already", lambda: raw(f"UPDATE caps_cap SET title_en = 'x' WHERE id = {one.pk}")
    yield "insert in SQL", lambda: raw(INSERT.format("road"))
    yield "delete", Keyword.objects.filter(pk=word.pk).delete


def test_what_is_private_and_what_changes_nothing_moves_none(db):
    assert not moves(lambda: Group.objects.create(name="nobody"))
    assert not moves(lambda: CAP.objects.filter(pk=-1).update(title_fr="nobody"))
    assert not moves(lambda: KeyFigure.objects.none().delete())


def test_a_change_taken_back_takes_the_version_back(db):
    """So that what was kept before it is right again."""
    before = content_version.read()
    with transaction.atomic():
        cap("TAKEN BACK")
        within = content_version.read()
        transaction.set_rollback(True)
    assert within != before == content_version.read()


def test_two_changes_taken_back_have_two_versions(db):
    """Or what was kept within the first would be taken for what is within the second."""

    def version_within() -> int:
        with transaction.atomic():
            raw(INSERT.format("same"))
            number = content_version.read()
            transaction.set_rollback(True)
        return number

    assert version_within() != version_within()


def test_the_version_is_asked_once_while_an_answer_is_made(db):
    number = content_version.read()
    with content_version.reading(number), CaptureQueriesContext(connection) as asked:
        assert content_version.current() == number
    assert len(asked) == 0
    with CaptureQueriesContext(connection) as asked:
        assert content_version.current() == number
    assert len(asked) == 1


def test_a_database_without_version_says_so(db):
    raw(f"DELETE FROM {content_version.TABLE}")
    with pytest.raises(content_version.ContentVersionError):
        content_version.current()


def test_a_missing_trigger_is_told_and_made_anew(db):
    name = "caps_cap_update_content_moves"
    raw(f"DROP TRIGGER {name}" + (" ON caps_cap" if connection.vendor == "postgresql" else ""))
    assert content_triggers.missing(connection) == {name}
    assert [one.id for one in content_triggers.content_is_watched(["default"])] == ["publishing.W090"]
    assert moves(lambda: content_triggers.install(connection))
    assert content_triggers.missing(connection) == set()


def test_what_has_become_private_is_watched_no_longer(db, monkeypatch):
    monkeypatch.setattr(content_triggers, "_private", {*content_triggers.private_tables(), "django_content_type"})
    content_triggers.install(connection)
    assert not moves(lambda: raw(INSERT.format("private")))
    monkeypatch.undo()
    content_triggers.install(connection)
    assert content_triggers.missing(connection) == set()


@pytest.mark.django_db(transaction=True)
class TestSeveralConnections:
    """PostgreSQL alone has two writers at once."""

    @pytest.fixture(autouse=True)
    def _server(self, request):
        if connection.vendor != "postgresql":
            pytest.skip("SQLite has one writer at a time")

    @pytest.fixture
    def two(self):
        first, second = connection.copy(), connection.copy()
        for one in (first, second):
            one.set_autocommit(False)
        yield first, second
        for one in (first, second):
            one.rollback()
            one.close()

    @staticmethod
    def _add(one, name: str) -> None:
        with one.cursor() as cursor:
            cursor.execute(INSERT.format(name))

    def test_two_writers_wait_for_nobody_and_each_end_moves_the_version(self, two):
        """In the order that a counter would get wrong: who took the lower number ends last."""
        first, second = two
        seen = [content_version.read()]
        for one, name in ((first, "one"), (second, "two")):
            with one.cursor() as cursor:
                cursor.execute("SET lock_timeout = '1s'")
            self._add(one, name)
        assert content_version.read() == seen[0]
        for one in (second, first):
            one.commit()
            seen.append(content_version.read())
        assert len(set(seen)) == 3

    def test_rows_are_put_together_without_moving_the_version(self, two, monkeypatch):
        """While another writer is still open, whose row is left alone."""
        first, second = two
        self._add(first, "open")
        monkeypatch.setattr(content_triggers, "COMPACTED_AT", 1)
        content_triggers.install(connection)
        try:
            for number in range(5):
                raw(INSERT.format(number))
            assert content_version.ContentChange.objects.count() == 1
            before = content_version.read()
            first.commit()
            after = content_version.read()
            assert content_version.ContentChange.objects.count() == 2 and after != before
            self._add(second, "put together")
            second.rollback()
            assert content_version.read() == after
        finally:
            monkeypatch.undo()
            content_triggers.install(connection)


def test_all_models_are_asked():
    assert {model._meta.db_table for model in apps.get_models(include_auto_created=True)} - TECHNICAL == PUBLIC | PRIVATE
