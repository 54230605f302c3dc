"""The home page: a way in for each visitor, figures that say where they come from, and nothing that it cannot bear out."""

import re
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from django.utils.translation import override

from cluster.models import KeyFigure, Theme
from news.models import Event, PressRelease
from publishing import languages
from tests.make import make

pytestmark = pytest.mark.django_db


def home(client, language="fr") -> str:
    with override(language):
        return client.get(reverse("home")).content.decode()


def part(html: str, start: str, end: str) -> str:
    return html[(at := html.index(start)) : html.index(end, at)]


@pytest.mark.parametrize("language", languages.codes())
def test_each_visitor_has_a_way_in_that_leads_somewhere(client, demo, language):
    ways = re.findall(r'href="([^"]+)"', part(home(client, language), '<nav class="seek"', "</nav>"))
    with override(language):
        assert ways[:3] == [reverse("search"), reverse("cap-list"), reverse("keyfigure-list")]
    assert len(ways) == 4
    assert [client.get(path).status_code for path in ways] == [200] * 4


def test_the_reader_who_needs_help_is_not_sent_to_a_page_that_is_not_there(client):
    assert len(re.findall("<li>", part(home(client), '<nav class="seek"', "</nav>"))) == 3


def test_a_figure_has_its_date_its_source_and_the_count_that_bears_it_out(client):
    for _theme in range(3):
        make(Theme)
    make(
        KeyFigure,
        value=3,
        qualifier="",
        unit="",
        scope="cluster",
        counted_by="themes",
        as_of="2024-05-22",
        source_fr="Le rapport",
    )
    html = part(home(client), 'id="figures"', "</section>")
    assert "22 mai 2024" in html
    assert "Le rapport" in html
    assert re.search("Ce site en compte 3 aujourd’hui\\.", html)


def test_a_count_that_disagrees_is_not_shown(client):
    make(Theme)
    make(KeyFigure, value=3, qualifier="", unit="", scope="cluster", counted_by="themes")
    assert "Compté" not in home(client)


def test_figures_of_one_source_name_it_once(client):
    for value in (1, 2):
        make(KeyFigure, value=value, scope="cluster", source_fr="Le rapport", source_url="https://example.org/")
    make(KeyFigure, value=3, scope="cluster", source_fr="Un autre", source_url="")
    html = part(home(client), 'id="figures"', "</section>")
    assert (html.count("Le rapport"), html.count("Un autre")) == (1, 1)


def test_the_latest_release_and_the_next_event_are_named_as_such(client):
    make(PressRelease, title_fr="Ancien", dated=date(2024, 1, 1))
    make(PressRelease, title_fr="Dernier", dated=date(2024, 2, 1))
    for title, month in (("Plus tard", 2), ("Bientôt", 1)):
        make(
            Event,
            title_fr=title,
            starts_at=datetime(2099, month, 1, 10, tzinfo=UTC),
            ends_at=datetime(2099, month, 1, 11, tzinfo=UTC),
        )
    html = home(client)
    assert "Dernier" in part(html, "Dernier communiqué", "</article>").removeprefix("Dernier communiqué")
    assert "Ancien" not in html
    assert "Bientôt" in part(html, "Prochain rendez-vous", "</article>")
