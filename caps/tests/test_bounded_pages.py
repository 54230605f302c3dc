"""Pages that hold no more than anybody reads, however much there is."""

import re

import pytest
from django.urls import reverse

from caps import matrix, sections, shelves
from caps.enums import InvolvementRole
from caps.models import CAP, Involvement
from cluster.models import Institution, Theme
from publishing import languages, many_choices
from tests.make import cap, draft, make
from tests.pages import flat

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(monkeypatch):
    """Three programmes of one theme, and room for two."""
    monkeypatch.setattr(sections, "OF_THEME", 2)
    monkeypatch.setattr(shelves, "MOST_SPINES", 2)
    theme = make(Theme)
    return theme, [cap(theme=theme) for _number in range(3)]


def test_the_page_of_a_theme_shows_the_first_programmes_and_leads_to_all(client, three):
    theme, programmes = three
    page = flat(client.get(theme.get_absolute_url("fr")).content.decode())
    entries = re.search(r'<ol class="entries">.*?</ol>', page, re.S)[0]
    assert [one.acronym in entries for one in programmes] == [True, True, False]
    assert "3 programmes" in page
    assert f"{reverse('cap-list')}?theme={theme.slug('fr')}" in page


def test_a_theme_that_has_room_leads_on_to_nothing(client, three, monkeypatch):
    monkeypatch.setattr(sections, "OF_THEME", 3)
    assert f"{reverse('cap-list')}?theme=" not in client.get(three[0].get_absolute_url("fr")).content.decode()


def test_a_shelf_holds_its_first_programmes_and_counts_all_real_ones(three):
    theme, programmes = three
    make(CAP, theme=theme, is_example=True)
    make(CAP, theme=theme, **draft())
    (shelf,) = shelves.shelves_of([theme], "fr")
    assert (shelf.caps, shelf.count, shelf.has_more) == (programmes[:2], 3, True)


def test_a_shelf_with_room_holds_everything(three, monkeypatch):
    monkeypatch.setattr(shelves, "MOST_SPINES", 3)
    (shelf,) = shelves.shelves_of([three[0]], "fr")
    assert (shelf.caps, shelf.count, shelf.has_more) == (three[1], 3, False)


def test_the_matrix_comes_by_pages_of_programmes(client, three, monkeypatch):
    monkeypatch.setattr("caps.views.MatrixView.paginate_by", 2)
    pages = [flat(client.get(reverse("matrix"), {"page": number}).content.decode()) for number in (1, 2, 9)]
    tables = [re.search(r'<tr class="cols">.*?</tr>', page, re.S)[0] for page in pages]
    assert [[one.acronym in table for one in three[1]] for table in tables] == [
        [True, True, False],
        [False, False, True],
        [False, False, True],
    ]


def test_of_more_institutions_than_a_table_holds_those_that_take_part_are_shown(client, three, monkeypatch):
    monkeypatch.setattr(matrix, "MOST_ROWS", 3)
    monkeypatch.setattr("caps.views.MatrixView.paginate_by", 1)
    for _number in range(3):
        Involvement.objects.create(cap=three[1][0], institution=make(Institution), role=InvolvementRole.PARTICIPANT)
    aside = [make(Institution) for _number in range(2)]
    page = client.get(reverse("matrix")).content.decode()
    rows = re.findall(r'<th scope="row">\s*<a\s+href="([^"]+)"', page)
    mine = Institution.objects.public("fr").filter(involvements__cap=three[1][0]).count()
    assert len(rows) == 3 < mine and not {one.get_absolute_url("fr") for one in aside} & {*rows}
    assert "que le tableau n’en contient" in page
    outside = re.search(r'class="quiet-text outside">\s*(\d+)', page)
    assert int(outside[1]) == Institution.objects.public("fr").count() - mine


@pytest.fixture
def many(monkeypatch):
    """Five institutions in one programme, and one in both; two choices are shown."""
    monkeypatch.setattr(many_choices, "MOST", 4)
    monkeypatch.setattr(many_choices, "SHOWN", 2)
    programmes = [make(CAP), make(CAP)]
    found = {}
    for letter in "ABCDÉ":
        names = dict.fromkeys(languages.columns("name"), f"Maison {letter}")
        found[letter] = make(Institution, **names)
        Involvement.objects.create(cap=programmes[0], institution=found[letter])
    Involvement.objects.create(cap=programmes[1], institution=found["D"])
    return found


def institutions(client, **query) -> tuple[list[str], list[str], int]:
    """The choices that the list of programmes offers, those that are chosen, and how many programmes match."""
    context = client.get(reverse("cap-list"), query).context_data
    choices = context["filter"].group("institution").choices
    chosen = [choice.option.label for choice in choices if choice.chosen]
    return [choice.option.label for choice in choices], chosen, context["shown"]


def test_of_many_choices_the_most_frequent_are_shown(client, many):
    assert institutions(client) == (["Maison A", "Maison D"], [], 2)


def test_words_find_a_choice_whatever_marks_its_letters_have(client, many):
    assert institutions(client, institution_words="maison e") == (["Maison É"], ["Maison É"], 1)


def test_words_that_find_several_choose_none(client, many):
    assert institutions(client, institution_words="maison") == (["Maison A", "Maison D"], [], 2)


def test_what_is_chosen_stays_among_the_choices(client, many):
    assert institutions(client, institution=many["C"].slug("fr")) == (["Maison C", "Maison D"], ["Maison C"], 1)


def test_words_that_find_something_else_take_the_choice_back(client, many):
    asked = {"institution": many["C"].slug("fr"), "institution_words": "maison d"}
    assert institutions(client, **asked) == (["Maison D"], ["Maison D"], 2)


def test_words_that_find_nothing_leave_the_choice(client, many):
    asked = {"institution": many["C"].slug("fr"), "institution_words": "zzz"}
    assert institutions(client, **asked) == (["Maison C", "Maison D"], ["Maison C"], 1)


def test_the_words_stand_in_their_field_and_a_hidden_choice_is_not_found(client, many):
    hidden = make(Institution, **draft(), **dict.fromkeys(languages.columns("name"), "Maison Z"))
    Involvement.objects.create(cap=CAP.objects.first(), institution=hidden)
    page = client.get(reverse("cap-list"), {"institution_words": "maison z"}).content.decode()
    assert "Maison Z" not in page
    assert re.search(r'name="institution_words"[^>]*value="maison z"', flat(page))


def test_examples_come_after_all_that_is_real(client, many):
    CAP.objects.update(is_example=True)
    real = make(CAP)
    Involvement.objects.create(cap=real, institution=many["B"])
    assert institutions(client)[0] == ["Maison B", "Maison D"]
