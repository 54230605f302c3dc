"""Links are short rows of what is public: one query for each kind, in the order and the language they are asked in."""

from datetime import date

import pytest
from django.db.models import F
from django.db.models.functions import TruncDate
from django.utils.translation import override

from cluster.models import Institution
from news.models import Event
from partners.models import Partner
from publishing import languages
from publishing.page_links import Link, latest_first, links_to, nearest_first
from tests.make import draft, make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("code", languages.codes())
def test_links_hold_what_is_asked_in_the_order_of_the_records(code, django_assert_num_queries):
    first, second = make(Institution, rank=1), make(Institution, rank=2, is_example=True)
    make(Institution, **draft())
    name = languages.column("name", code)
    with override(code):
        with django_assert_num_queries(1):
            links = links_to(Institution.objects.public(code).order_by("-rank"), name, note="acronym", number="rank")
        assert links == [
            Link("institution", one.pk, one.slug(code), one.is_example, getattr(one, name), note=one.acronym, number=one.rank)
            for one in (second, first)
        ]
        assert [link.get_absolute_url() for link in links] == [one.get_absolute_url(code) for one in (second, first)]


def test_links_take_expressions_and_a_cut(django_assert_num_queries):
    for _each in range(3):
        event = make(Event)
    with django_assert_num_queries(1):
        links = links_to(Event.objects.order_by("-pk")[:1], "title_fr", day=TruncDate("starts_at"), weight=F("pk") * 2)
    assert [(link.pk, link.day, link.weight) for link in links] == [(event.pk, event.first_day, event.pk * 2)]


def test_names_that_no_language_translates_are_labels_too():
    partner = make(Partner)
    assert [link.label for link in links_to(Partner.objects.public("fr"), "name")] == [partner.name]


def test_nearest_first_then_the_latest():
    def link(pk: int, day: int | None, weight: int) -> Link:
        return Link("event", pk, f"e-{pk}", False, "", day=day and date(2025, 1, day), weight=weight)

    links = [link(1, None, 0), link(2, 3, 0), link(3, 1, 2), link(4, 3, 0), link(5, 2, 1)]
    assert [one.pk for one in nearest_first(links)] == [3, 5, 4, 2, 1]
    assert [one.pk for one in latest_first(links)] == [4, 2, 5, 3, 1]
