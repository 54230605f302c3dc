"""Related pages are chosen: by shared programme, then by theme, then by date; and nothing hidden is among them."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from cluster.models import Theme
from news import related_links
from news.models import Article, Event, PressRelease, Quote
from publishing import languages
from tests.make import PAST, cap, draft, future, make, person, seal_anew

pytestmark = pytest.mark.django_db


def labels(links) -> list[str]:
    return [one.label for one in links]


def release(title: str, day: int, *caps, **given) -> PressRelease:
    texts = dict.fromkeys(languages.columns("title"), title)
    one = make(PressRelease, dated=date(2025, 1, day), **texts | given)
    one.caps.add(*caps)
    return seal_anew(one)


def article(title: str, day: int, *caps, **given) -> Article:
    moments = {languages.column("public_from", code): PAST + timedelta(days=day) for code in languages.codes()}
    one = make(Article, **dict.fromkeys(languages.columns("title"), title) | moments | given)
    one.caps.add(*caps)
    return one


@pytest.mark.parametrize("code", languages.codes())
def test_shared_programme_then_theme_are_chosen_and_shown_the_latest_first(code):
    theme, elsewhere = make(Theme), make(Theme)
    mine, beside, far = cap(theme=theme), cap(theme=theme), cap(theme=elsewhere)
    page = release("la page", 1, mine)
    release("même programme, ancien", 2, mine)
    article("même programme", -400, mine, far)
    release("même domaine, récent", 28, beside)
    release("même domaine, plus ancien", 27, beside)
    release("ailleurs, plus récent encore", 30, far)
    with override(code):
        assert labels(related_links.read_also(PressRelease.objects.in_language(code).for_detail().get(pk=page.pk), code)) == [
            "même domaine, récent",
            "même domaine, plus ancien",
            "même programme, ancien",
            "même programme",
        ]


def test_without_anything_shared_the_latest_first():
    page = article("la page", 1)
    for day in (3, 5, 4):
        release(str(day), day)
    assert labels(related_links.read_also(page, languages.main())) == ["5", "4", "3"]


def test_nothing_hidden_is_chosen_nor_leads_to_a_choice():
    hidden_cap = cap(**draft())
    page = release("la page", 1, hidden_cap)
    release("par un programme caché", 2, hidden_cap)
    release("plus récent", 3)
    release("sous embargo", 4, **future())
    release("brouillon", 5, **draft())
    seal_anew(release("sans moment", 6, **draft()), *languages.codes())
    release("retiré", 7, withdrawn_at=timezone.now())
    page = PressRelease.objects.in_language(languages.main()).for_detail().get(pk=page.pk)
    assert labels(related_links.read_also(page, languages.main())) == ["plus récent", "par un programme caché"]


def test_about_names_each_thing_once_latest_first():
    one = cap()
    release("deux fois nommé", 2, one, cap(theme=one.theme))
    release("plus récent", 3, one)
    make(Event, **dict.fromkeys(languages.columns("title"), "à venir")).caps.add(one)
    release("d’un autre", 9)
    found = related_links.about(languages.main(), cap__theme=one.theme)
    assert labels(found) == ["à venir", "plus récent", "deux fois nommé"]


def test_about_holds_five_of_each_kind():
    one = cap()
    for day in range(1, 9):
        release(str(day), day, one)
        article(f"n{day}", day, one)
    found = labels(related_links.about(languages.main(), cap=one))
    assert sorted(found) == ["4", "5", "6", "7", "8", "n4", "n5", "n6", "n7", "n8"]


def test_person_is_shown_what_quotes_them(client):
    someone = person()
    citing = release("qui cite", 1)
    make(Quote, release=citing, person=someone)
    seal_anew(citing)
    release("qui ne cite pas", 2)
    assert labels(related_links.quoting(languages.main(), someone)) == ["qui cite"]
    assert "qui cite" in client.get(someone.get_absolute_url("fr")).content.decode()
