"""PostgreSQL plans a prepared query once for a connection; whoever looks on is told a text that answers the same."""

from __future__ import annotations

import pytest
from django.db import DataError, InternalError, connection, transaction
from django.test.utils import CaptureQueriesContext

from cluster.models import Institution
from publishing import planned_statements
from publishing.planned_statements import PlannedText
from publishing.prepared_queries import prepared
from publishing.prepared_values import Slot
from tests.make import make

PLANNED = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite keeps no plans")


@prepared
def _named(language, *, name):
    return Institution.objects.public(language).filter(name_fr=name).exclude(name_fr="100 % présent").order_by("pk")


def _plans():
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement, generic_plans, custom_plans FROM pg_prepared_statements")
        return cursor.fetchall()


@PLANNED
@pytest.mark.django_db
def test_a_query_is_planned_once_for_all_values():
    first, other = make(Institution, name_fr="Conservatoire"), make(Institution, name_fr="Opéra")
    assert _named("fr", name="Conservatoire") == [first]
    assert _named("fr", name="Opéra") == [other]
    assert _named("fr", name="Ponts") == []
    ((text, generic, custom),) = [plan for plan in _plans() if "100 % présent" in plan[0]]
    assert (generic, custom) == (3, 0)
    # The moment stands in it twice and has one number; what is always the same stands in it as it is.
    assert "$2" in text and "$3" not in text


@PLANNED
@pytest.mark.django_db
def test_no_plan_is_kept_where_the_operator_says_so(settings):
    settings.KEEP_PLANS = False
    assert _named("fr", name="Opéra") == [] == [plan for plan in _plans() if "100 % présent" in plan[0]]


@pytest.mark.django_db
def test_who_looks_on_is_told_a_text_that_answers_the_same():
    made = make(Institution, name_fr="100 % présente")
    seen = []

    def look_on(execute, sql, params, many, context):
        seen.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look_on):
        rows = _named.read("fr", name="100 % présente").stamp[1].rows
    assert [row[0] for row in rows] == [made.pk]
    ((sql, params),) = seen
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        assert tuple(cursor.fetchall()) == rows
    with CaptureQueriesContext(connection) as queries:
        _named("fr", name="100 % présente")
    assert "'100 % présente'" in queries.captured_queries[0]["sql"]


@PLANNED
@pytest.mark.django_db
def test_who_looks_on_may_ask_in_its_turn():
    """By the plans as well, while the other is being asked: each gets the rows of its own text."""
    outer, inner = PlannedText(), PlannedText()
    outer.write("SELECT 'outer', ", Slot("number", None, int), "::bigint")
    inner.write("SELECT 'inner', ", Slot("number", None, int), "::bigint")
    within = []

    def look_on(execute, sql, params, many, context):
        if "outer" in sql:
            within.append(inner.rows({"number": 2}))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look_on):
        assert outer.rows({"number": 1}) == [("outer", 1)]
    assert within == [[("inner", 2)]]


@PLANNED
@pytest.mark.django_db(transaction=True)
def test_a_plan_outlives_a_block_that_failed():
    """In a savepoint, in the first use, and in a block that is broken: what is asked next has its own answer."""
    text = PlannedText()
    text.write("SELECT 10 / ", Slot("number", None, int), "::int")
    with transaction.atomic():
        with pytest.raises(DataError), transaction.atomic():
            text.rows({"number": 0})
        assert text.rows({"number": 5}) == [(2,)]
        with pytest.raises(DataError):
            text.rows({"number": 0})
        with pytest.raises(InternalError):
            text.rows({"number": 5})
        transaction.set_rollback(True)
    assert text.rows({"number": 2}) == [(5,)]


@PLANNED
@pytest.mark.django_db
def test_a_text_written_by_pieces_takes_lists_and_is_told_to_who_looks_on():
    text = PlannedText()
    numbers = Slot("numbers", None, list)
    text.write("SELECT n, '%' FROM unnest(", numbers, "::int[]) AS a(n) WHERE n = ANY(", numbers, "::int[])")
    with CaptureQueriesContext(connection) as queries:
        assert text.rows({"numbers": [3, 70_000]}) == [(3, "%"), (70_000, "%")]
    with connection.cursor() as cursor:
        cursor.execute(queries.captured_queries[0]["sql"].replace("%", "%%"), ())
        assert len(cursor.fetchall()) == 2


@PLANNED
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("lost", ["DEALLOCATE ALL", "ALTER TABLE changed ADD COLUMN more int DEFAULT 2"])
def test_a_plan_that_is_gone_is_no_error(lost):
    text = PlannedText()
    text.write("SELECT * FROM changed")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE changed (n int)")
        cursor.execute("INSERT INTO changed VALUES (1)")
    assert text.rows({}) == [(1,)]
    with connection.cursor() as cursor:
        # Within a block, so that psycopg is not told.
        cursor.execute(f"DO $$ BEGIN EXECUTE '{lost}'; END $$")
    assert text.rows({}) == ([(1, 2)] if "ALTER" in lost else [(1,)])


@PLANNED
@pytest.mark.django_db
def test_statements_of_two_connections_have_names_of_their_own():
    """Behind a pool, two of the portal's connections may be one to the server."""
    names = set()
    for _again in range(2):
        connection.ensure_connection()
        other = connection.copy()
        try:
            other.ensure_connection()
            names.add(other.connection._prepared._prepared_idx)
        finally:
            other.close()
    assert len(names) == 2 and min(names) > 1000


def test_plans_are_kept_where_there_is_somebody_to_keep_them():
    assert planned_statements.are_kept() is (connection.vendor == "postgresql")
