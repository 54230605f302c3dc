"""The style guide shows every piece of the portal, and asks the database nothing."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from portal.styleguide import WITHIN_A_PAGE
from publishing import languages
from publishing.kept_values import begin_anew

PIECES = settings.BASE_DIR / "templates"


def pieces() -> set[str]:
    """Components, and partials that pages share."""
    found = [*PIECES.glob("components/*.html"), *PIECES.glob("_partials/*.html"), *PIECES.glob("*/_*.html")]
    alone = [path for path in found if not path.name.startswith(tuple(WITHIN_A_PAGE))]
    return {str(path.relative_to(PIECES)) for path in alone}


@pytest.mark.parametrize("language", languages.codes())
def test_it_shows_every_piece_without_a_query(client, db, language):
    with override(language):
        path = reverse("style-guide")
    client.get(path)
    begin_anew()  # menu and foot are written once for what they show
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path)
    assert response.status_code == 200
    assert [query["sql"] for query in queries] == []
    shown = {template.name for template in response.templates}
    assert pieces() - shown == set(), "give each a specimen in portal/styleguide.py"


def test_the_samples_are_written_once_and_know_nothing_of_who_asks(client, db):
    begin_anew()
    with override(languages.main()):
        path = reverse("style-guide")
    first, again = client.get(path, {"page": 2, "q": "who-asks"}), client.get(path)
    assert "caps/_entry.html" in {template.name for template in first.templates}
    assert "caps/_entry.html" not in {template.name for template in again.templates}
    assert first.content.count(b'class="specimen"') == again.content.count(b'class="specimen"') > 50
    assert b"who-asks" not in again.content and b"page=3" in again.content


def test_search_engines_are_kept_out(client, db):
    with override(languages.main()):
        html = client.get(reverse("style-guide")).content.decode()
    assert '<meta name="robots" content="noindex">' in html
    assert "style-guide" not in client.get(reverse("sitemap")).content.decode()


def test_a_piece_that_is_not_shown_would_be_noticed():
    assert {"components/pages.html", "_partials/foot.html", "caps/_entry.html"} <= pieces()
    assert not any(Path(name).name.startswith("_of_") for name in pieces())
