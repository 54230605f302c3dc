"""Queries made once answer as the querysets that they are made of, and what is not always the same is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.db.models import QuerySet
from django.utils import timezone

from caps.models import CAP, Keyword
from cluster.models import Institution, Person
from news.models import Article, PressRelease
from publishing import clock
from publishing.prepared_queries import NotPreparedError, prepared
from tests.make import make, past

pytestmark = pytest.mark.django_db


@prepared
def _programmes(language):
    return CAP.objects.public(language).for_list()


@prepared
def _programme(language, *, key):
    return CAP.objects.public(language).filter(pk=key).for_detail()


@prepared
def _releases(language):
    return PressRelease.objects.public(language).for_detail()


@prepared
def _institutions(language, *, keys):
    return Institution.objects.public(language).filter(pk__in=keys).order_by("pk").values_list("pk", flat=True)


@prepared
def _articles(language):
    return Article.objects.public(language).order_by("pk")


def _values(record):
    return {name: value for name, value in vars(record).items() if name not in ("_state", "_prefetched_objects_cache")}


def test_records_are_those_of_the_queryset_with_what_comes_with_them(demo, django_assert_num_queries):
    for language in ("fr", "en"):
        expected = list(CAP.objects.public(language).for_list())
        _programmes(language)
        with django_assert_num_queries(3):
            found = _programmes(language)
            for one, other in zip(found, expected, strict=True):
                assert _values(one) == _values(other)
                for relation in ("memberships", "involvements"):
                    rows = [_values(row) for row in getattr(one, relation).all()]
                    assert rows == [_values(row) for row in getattr(other, relation).all()]
                assert [row.person for row in one.memberships.all()] == [row.person for row in other.memberships.all()]


def test_relations_of_every_kind_come_with_a_record(demo, django_assert_num_queries):
    expected = CAP.objects.public("fr").for_detail().filter(keywords__isnull=False).distinct()[0]
    (found,) = _programme("fr", key=expected.pk)
    with django_assert_num_queries(0):
        assert list(found.keywords.all()) == list(expected.keywords.all()) != []
        assert [row.partner for row in found.partner_involvements.all()] == [
            row.partner for row in expected.partner_involvements.all()
        ]
    expected = list(PressRelease.objects.public("fr").for_detail())
    for one, other in zip(_releases("fr"), expected, strict=True):
        with django_assert_num_queries(0):
            (mine, theirs) = one.edition_fr, other.edition_fr
            assert [leaf.contact for leaf in mine.contacts.all()] == [leaf.contact for leaf in theirs.contacts.all()]
            assert [row.cap for row in mine.references.all()] == [row.cap for row in theirs.references.all()]


@pytest.mark.parametrize("number", [1, 2, 3, 5])
def test_a_list_of_keys_may_have_any_length(number):
    made = [make(Institution, f"n{place}").pk for place in range(number)]
    make(Institution, "other")
    assert _institutions("fr", keys=made) == sorted(made)
    assert _institutions("fr", keys=[]) == []


def test_the_moment_is_that_of_the_answer():
    soon = make(Article, "soon", **{**past(), "public_from_fr": timezone.now() + timedelta(hours=1), "public_from_en": None})
    assert _articles("fr") == []
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert _articles("fr") == [soon]
    assert _articles("fr") == []


def test_a_hidden_thing_is_never_brought_by_a_relation(demo):
    programme = CAP.objects.public("fr").filter(memberships__isnull=False).first()
    person = programme.memberships.first().person
    assert person in [row.person for row in _programme("fr", key=programme.pk)[0].memberships.all()]
    Person.objects.filter(pk=person.pk).update(withdrawn_at=timezone.now())
    assert person not in [row.person for row in _programme("fr", key=programme.pk)[0].memberships.all()]


@pytest.mark.parametrize(
    "build",
    [
        lambda *, key: Article.objects.filter(pk__gt=key + 1),
        lambda *, key: Article.objects.filter(modified_at__gt=timezone.now()),
        lambda *, key: Article.objects.filter(pk__in=list(Article.objects.values_list("pk", flat=True))),
        lambda *, key: Article.objects.filter(title_fr__icontains=str(key)),
        lambda *, key: Article.objects.filter(modified_at__gt=clock.now().replace(hour=0)),
        lambda *, key: Article.objects.filter(modified_at__gt=clock.now().replace(year=clock.now().year - 1)),
        lambda *, key: Article.objects.filter(modified_at__date__gt=clock.today().replace(day=1)),
    ],
    ids=["computes", "another clock", "asks", "part of a text", "an hour", "a year", "a first day"],
)
def test_what_is_not_the_same_but_for_its_values_is_refused(build):
    with pytest.raises(NotPreparedError):
        prepared(build)(key=1)


def test_the_clock_goes_on_after_a_query_is_made():
    before = clock.now()
    _articles("en")
    assert before <= clock.now() < before + timedelta(minutes=5)


def test_a_query_that_holds_nothing_is_not_asked(django_assert_num_queries):
    nothing = prepared(lambda: Keyword.objects.filter(pk__in=[]))
    with django_assert_num_queries(0):
        assert nothing() == []


@prepared
def _lately(*, key: int) -> QuerySet:
    return Article.objects.filter(modified_at__gt=clock.now() - timedelta(hours=5), modified_at__date__gte=_days_ago(2))


def _days_ago(days: int) -> date:
    return clock.today() - timedelta(days=days)


def test_a_length_of_time_from_the_moment_goes_with_it():
    one = make(Article)
    for hours, found in ((0, [one]), (4, [one]), (6, []), (100, [])):
        with time_machine.travel(timezone.now() + timedelta(hours=hours)):
            assert _lately(key=1) == found
