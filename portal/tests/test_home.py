"""The home page: a way in for each visitor, figures that say where they come from, and nothing said twice."""

import re
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from django.utils.translation import override

from cluster.enums import FigureScope
from cluster.models import KeyFigure
from news.models import Event, PressRelease, Quote
from partners.models import Partner
from portal.home import TOLD
from publishing import languages
from tests.make import make, person, seal_anew
from tests.pages import flat

pytestmark = pytest.mark.django_db


def home(client, language="fr") -> str:
    with override(language):
        return flat(client.get(reverse("home")).content.decode())


def part(html: str, start: str, end: str) -> str:
    return html[(at := html.index(start)) : html.index(end, at)]


def links(html: str) -> list[str]:
    return re.findall(r'href="([^"]+)"', html)


def figure(key: str, **given) -> KeyFigure:
    return make(
        KeyFigure, **{"key": key, "scope": FigureScope.CLUSTER, "qualifier": "", "unit": "", "as_of": "2024-05-22"} | given
    )


@pytest.mark.parametrize("language", languages.codes())
def test_each_of_three_doors_leads_to_pages_that_have_something_to_show(client, demo, language):
    doors = part(home(client, language), '<div class="doors">', "</div>")
    assert doors.count("<section>") == 3
    with override(language):
        assert reverse("cap-list") in links(doors)
    assert [client.get(path).status_code for path in links(doors)] == [200] * len(links(doors))


def test_a_door_leads_to_no_list_that_is_empty(client):
    assert reverse("partner-list") not in links(part(home(client), '<div class="doors">', "</div>"))
    make(Partner)
    assert reverse("partner-list") in links(part(home(client), '<div class="doors">', "</div>"))


def test_the_sentence_holds_four_figures_each_leading_to_its_page(client):
    figures = [figure(key, value=number) for number, key in enumerate(TOLD, 31)]
    said = part(home(client), '<p class="sentence">', "</p>")
    assert links(said) == [one.get_absolute_url("fr") for one in figures]
    assert re.findall(r"<b>(\d+)", said) == ["31", "32", "33", "34"]


def test_without_one_of_its_figures_or_with_an_example_among_them_no_sentence_is_said(client):
    for number, key in enumerate(TOLD[1:], 31):
        figure(key, value=number, label_fr=f"choses {key}", sentence_fr="")
    figure(TOLD[0], value=999, is_example=True)
    html = home(client)
    assert '<p class="sentence">' not in html
    assert part(html, '<ul class="told">', "</ul>").count("<li>") == 3
    assert "999" not in html


def test_the_sentence_names_each_source_once(client):
    for number, key in enumerate(TOLD):
        figure(key, value=31, source_fr="Un autre" if number == 2 else "Le rapport", source_url="")
    html = part(home(client), 'id="figures"', "</section>")
    assert (html.count("Le rapport"), html.count("Un autre"), html.count("22 mai 2024")) == (1, 1, 2)


def test_numbers_of_two_sources_say_which_is_from_where_in_the_order_of_the_sentence(client):
    for number, key in enumerate(TOLD, 31):
        figure(key, value=number, source_fr="Un autre" if number == 33 else "Le rapport", source_url="")
    said = re.findall(r'<p class="src">(.*?)</p>', part(home(client), 'id="figures"', "</section>"))
    assert [re.sub("<[^>]+>", "", one).strip() for one in said] == [
        "31, 32, 34 programmes\u00a0: 22 mai 2024. Source\u00a0: Le rapport.",
        "33 partenaires\u00a0: 22 mai 2024. Source\u00a0: Un autre.",
    ]


def test_the_latest_release_and_what_comes_next_are_named_as_such(client):
    make(PressRelease, title_fr="Ancien", dated=date(2024, 1, 1))
    make(PressRelease, title_fr="Dernier", dated=date(2024, 2, 1))
    for title, month in (("Plus tard", 2), ("Bientôt", 1)):
        moment = datetime(2099, month, 1, 10, tzinfo=UTC)
        make(Event, title_fr=title, starts_at=moment, ends_at=moment.replace(hour=11))
    html = home(client)
    assert "Dernier" in part(html, "Dernier communiqué", "</article>").removeprefix("Dernier communiqué")
    assert "Ancien" not in html
    coming = part(html, '<ol class="coming">', "</ol>")
    assert coming.index("Bientôt") < coming.index("Plus tard")


def quoted(words: str, someone, **given) -> None:
    release = make(PressRelease, f"Communiqué {words}", **given)
    Quote.objects.create(release=release, person=someone, speaker=str(someone), text_fr=words, text_en=words)
    seal_anew(release)


def test_one_voice_is_of_a_real_release_before_an_example_and_of_somebody_with_a_page(client):
    quoted("Paroles inconnues", None)
    assert 'class="voice"' not in home(client)
    quoted("Paroles inventées", person("Exemple"), is_example=True)
    assert "Paroles inventées" in part(home(client), '<div class="voice">', "</figure>")
    someone = person("Martin")
    quoted("Paroles vraies", someone)
    voice = part(home(client), '<div class="voice">', "</figure>")
    assert "Paroles vraies" in voice
    assert links(voice)[0] == someone.get_absolute_url("fr")
    assert re.search(r'<span class="monogram" aria-hidden="true">\w\w</span>', voice)


def test_nothing_is_said_twice(client, demo):
    main = part(home(client), '<main id="content"', "</main>")
    headings = re.findall(r"<h[23][^>]*>(.*?)</h[23]>", main)
    assert len(headings) == len(set(headings))
    led = re.findall(r'<a\s+href="([^"]+)"[^>]*>(.*?)</a>', main)
    assert sorted(led) == sorted(set(led))
