"""Pieces kept under the rows that they show: the same rows give the same piece, other rows another; nothing else goes in."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import override

from caps.models import CAP
from cluster.models import Institution
from publishing import clock, examples, kept_entries
from publishing.kept_entries import NotKeptError, NotKeptWarning, WrittenPiece, kept_by_rows, written
from publishing.prepared_queries import prepared
from tests.make import make

pytestmark = pytest.mark.django_db
made: list[str] = []


@prepared
def _institutions(language):
    return Institution.objects.public(language).for_list().only("name", "acronym", "city")


@prepared
def _programmes(language):
    return CAP.objects.public(language).for_list()


@prepared
def _examples(language):
    return CAP.objects.public(language).examples().for_list()


@kept_by_rows
def _names(institutions, sign):
    made.append(sign)
    return sign.join(one.acronym for one in institutions)


@kept_by_rows
def _entries(programmes):
    return "".join(written("caps/_entry.html", {"cap": cap}) for cap in programmes)


@kept_by_rows
def _first(programmes):
    return written("caps/_entry.html", {"cap": programmes[0]})


@kept_by_rows
def _said(value):
    return str(value)


@pytest.fixture(autouse=True)
def _nothing_made():
    made.clear()
    kept_entries._shelf.clear()


def test_values_that_are_equal_and_shown_otherwise_are_told_apart():
    assert [_said(one) for one in (1, True, Decimal("1.0"), (1,), (True,))] == ["1", "True", "1.0", "(1,)", "(True,)"]


def test_a_piece_is_made_once_for_the_rows_the_values_the_language_and_the_day():
    one = make(Institution, acronym="UNE")
    for _turn in range(3):
        assert _names(_institutions.read("fr"), ", ") == "UNE"
    assert _names(_institutions.read("fr"), "; ") == "UNE"
    assert made == [", ", "; "]
    with override("en"):
        _names(_institutions.read("fr"), ", ")
    with clock.standing_at(timezone.now() + timedelta(days=1)):
        _names(_institutions.read("fr"), ", ")
    assert made == [", ", "; ", ", ", ", "]
    Institution.objects.filter(pk=one.pk).update(acronym="AUTRE")
    assert _names(_institutions.read("fr"), ", ") == "AUTRE"
    Institution.objects.filter(pk=one.pk).update(withdrawn_at=timezone.now())
    assert _names(_institutions.read("fr"), ", ") == ""


def test_a_change_of_what_comes_with_a_row_makes_its_piece_anew(demo):
    before = _entries(_programmes.read("fr"))
    programme = CAP.objects.public("fr").filter(involvements__isnull=False).first()
    house = programme.involvements.first().institution
    assert house.short in before
    Institution.objects.filter(pk=house.pk).update(acronym="NOUVEAU")
    assert "NOUVEAU" in _entries(_programmes.read("fr"))
    Institution.objects.filter(pk=house.pk).update(acronym=house.acronym)
    assert _entries(_programmes.read("fr")) == before


def test_an_example_in_a_kept_piece_is_told_to_each_page_that_shows_it(demo):
    for _turn in range(2):
        with examples.watched() as shown:
            piece = _first(_examples.read("fr"))
            assert not shown.some, "to make it is not to show it"
            assert "made-up" in WrittenPiece(piece).render(None)
        assert shown.some


@pytest.mark.parametrize(
    "ask",
    [
        lambda one: one.website,
        lambda one: Institution.objects.count(),
        lambda one: one.is_public("fr"),
        lambda one: str(one.roles.first()),
    ],
    ids=["a column that was not read", "a question", "the moment", "a relation"],
)
def test_a_piece_that_asks_for_more_than_its_rows_is_not_kept(ask):
    make(Institution)
    asking = kept_by_rows(lambda institutions: str(ask(institutions[0])))
    for _turn in range(2):
        with pytest.warns(NotKeptWarning):
            assert asking(_institutions.read("fr"))
    assert not kept_entries._pieces()._kept


@pytest.mark.parametrize("value", [mark_safe("<b>"), object(), {"a": 1}.keys(), (mark_safe("x"),)])
def test_a_value_that_may_change_or_passes_for_another_is_refused(value):
    with pytest.raises(NotKeptError):
        kept_entries._require_plain([value])


def test_records_in_a_list_are_written_each_time():
    for _turn in range(2):
        _names([make(Institution, acronym="A")], ", ")
    assert made == [", ", ", "]


def test_no_more_is_kept_than_there_is_room_for(monkeypatch):
    monkeypatch.setattr(kept_entries, "MOST", 30)
    make(Institution, acronym="DIX LETTRES")
    rows = _institutions.read("fr")
    for sign in ("a", "b", "c", "a", "d"):
        _names(rows, sign)
    assert made == ["a", "b", "c", "a", "d"]
    assert kept_entries._pieces()._held <= 30


def test_the_day_is_known_and_the_moment_refused():
    day = clock.today()
    with clock.on_a_day(day):
        assert clock.today() == day
        with pytest.raises(clock.MomentAskedError):
            clock.now()
    assert clock.now() is not None


def test_a_link_in_a_kept_page_leads_to_the_address_of_today(client):
    other = make(Institution)
    text = f'<p>Voir <a href="{other.get_absolute_url("fr")}">cette maison</a>.</p>'
    page = make(Institution, description_fr=text).get_absolute_url("fr")
    assert f'href="{other.get_absolute_url("fr")}">cette maison</a>' in client.get(page).content.decode()
    other.slug_fr = "adresse-nouvelle"
    other.save()
    assert f'href="{other.get_absolute_url("fr")}">cette maison</a>' in client.get(page).content.decode()
    Institution.objects.filter(pk=other.pk).update(withdrawn_at=timezone.now())
    assert "Voir cette maison." in client.get(page).content.decode()
