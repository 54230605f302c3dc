"""Changes made once do what the querysets that they are made of do, and what is not always the same is refused."""

from __future__ import annotations

import pytest
from django.db.models import F, Q
from django.utils import timezone

from caps.models import CAP
from cluster.models import Institution
from publishing.prepared_updates import prepared_update
from publishing.prepared_values import NotPreparedError
from tests.make import make

pytestmark = pytest.mark.django_db


@prepared_update
def _seen(condition, *, key, note):
    return Institution.objects.filter(condition, pk=key), {"website": note}


@prepared_update
def _further(*, key, by):
    return CAP.objects.filter(pk=key), {"number": F("number") + by * 2}


@prepared_update
def _now(*, key):
    return CAP.objects.filter(pk=key, created_at__lt=timezone.now()), {"website": ""}


def test_a_change_is_made_where_its_rows_are_and_its_number_told():
    one, other = make(Institution), make(Institution)
    assert _seen(Q(), key=one.pk, note="https://one.example.org/") == 1
    assert _seen(Q(), key=other.pk, note="https://other.example.org/") == 1
    assert _seen(Q(), key=0, note="https://none.example.org/") == 0
    found = Institution.objects.in_bulk([one.pk, other.pk])
    assert {key: row.website for key, row in found.items()} == {
        one.pk: "https://one.example.org/",
        other.pk: "https://other.example.org/",
    }


def test_a_condition_may_lead_over_other_tables():
    one, other = make(Institution), make(Institution)
    led = Q(pk__in=Institution.objects.exclude(pk=other.pk).values("pk"))
    assert _seen(led, key=one.pk, note="https://one.example.org/") == 1
    assert _seen(led, key=other.pk, note="https://other.example.org/") == 0


def test_what_computes_with_a_value_is_refused():
    with pytest.raises(NotPreparedError):
        _further(key=1, by=2)


def test_what_reads_a_clock_of_its_own_is_refused():
    with pytest.raises(NotPreparedError):
        _now(key=1)
