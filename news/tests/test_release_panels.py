"""What upper floors add to the page of a release's life, and for whom."""

import pytest

from news import release_panels
from news.models import PressRelease
from news.release_panels import ReleasePanel, panels_of, register
from news.tests.newsroom import officer, ready, user
from tests.backoffice import route, staff

pytestmark = pytest.mark.django_db
RIGHT = "news.withdraw_pressrelease"


@pytest.fixture
def asked(monkeypatch) -> list[PressRelease]:
    """A registry with one panel, which notes the releases that it was asked for."""
    asked = []

    def context(release):
        asked.append(release)
        return {"release": release}

    monkeypatch.setattr(release_panels, "_panels", {})
    register(ReleasePanel("canary", "Canaries", RIGHT, "admin/news/pressrelease/_crumbs.html", context))
    return asked


def test_a_panel_is_shown_to_whoever_has_its_right(asked):
    release = ready()
    (filled,) = panels_of(release, officer())
    assert (filled.panel.key, filled.context) == ("canary", {"release": release})


def test_a_panel_is_not_even_read_for_others(asked):
    assert panels_of(ready(), user("emma", "Editors")) == []
    assert asked == []


def test_no_two_panels_have_one_key(asked):
    with pytest.raises(ValueError, match="canary"):
        register(ReleasePanel("canary", "Others", RIGHT, "x.html", dict))


def test_the_page_of_a_releases_life_shows_its_panels(asked, settings, tmp_path):
    (tmp_path / "panel.html").write_text("It sings of {{ panel.release.pk }}.")
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [*settings.TEMPLATES[0]["DIRS"], tmp_path]}]
    release_panels._panels.clear()
    register(ReleasePanel("canary", "Canaries", RIGHT, "panel.html", lambda release: {"release": release}))
    release = ready()
    url = route(PressRelease, "life", release.pk)
    page = staff("olga", group="Press officers").get(url).content.decode()
    assert '<h2 id="canary-heading">Canaries</h2>' in page
    assert f"It sings of {release.pk}." in page
    assert "Canaries" not in staff("emma", group="Editors").get(url).content.decode()
