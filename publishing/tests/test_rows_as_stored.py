"""What a save does not read again: rows that it leaves as they are, and what a row tells without the database."""

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from caps.enums import InvolvementRole
from caps.models import CAP, Involvement
from cluster.models import Institution
from publishing.exclusive_rows import RowFormSet, claims
from tests.backoffice import change_url, opened, staff
from tests.make import cap, make

pytestmark = pytest.mark.django_db


def _rows(program: CAP) -> list[Involvement]:
    return [
        Involvement.objects.create(cap=program, institution=make(Institution), role=role)
        for role in (InvolvementRole.PARTICIPANT, InvolvementRole.PARTICIPANT)
    ]


@pytest.mark.parametrize("role", InvolvementRole.values)
def test_a_claim_is_told_from_a_row_as_the_database_tells_it(role):
    [claim] = claims(Involvement)
    row = Involvement(role=role)
    asked = claim.condition.check({field.name: models.Value(getattr(row, field.attname), field) for field in row._meta.fields})
    with CaptureQueriesContext(connection) as queries:
        assert RowFormSet._holds(row, claim) == asked
    assert not queries.captured_queries


def test_a_condition_that_asks_more_is_asked_of_the_database():
    claim = models.UniqueConstraint(fields=["cap"], condition=~models.Q(role="lead"), name="x")
    with CaptureQueriesContext(connection) as queries:
        assert RowFormSet._holds(Involvement(role="participant"), claim)
    assert queries.captured_queries


def test_rows_that_a_save_leaves_alone_are_read_once():
    program = cap()
    _rows(program)
    client = staff()
    typed = opened(client, program) | {"title_fr": "Un autre titre"}
    with CaptureQueriesContext(connection) as queries:
        assert client.post(change_url(program), typed).status_code == 302
    read = [
        query["sql"] for query in queries if query["sql"].startswith('SELECT "caps_involvement"."id", "caps_involvement"."cap')
    ]
    assert len(read) == 1
