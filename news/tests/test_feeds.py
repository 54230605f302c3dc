"""The Atom feed: what RFC 4287 requires, pages and archives of RFC 5005, identities that never change."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from news import feeds
from news.models import Correction, PressRelease
from news.reading import read
from publishing import languages
from tests.make import future, make, seal_anew
from tests.responses import let_go

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
ARCHIVE = "{http://purl.org/syndication/history/1.0}archive"


def _address(language: str) -> str:
    with override(language):
        return reverse("press-feed")


def _feed(client, address: str) -> ElementTree.Element:
    path = urlsplit(address)
    response = client.get(path.path + (f"?{path.query}" if path.query else ""))
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.content)


def _links(element: ElementTree.Element) -> dict[str, str]:
    return {link.get("rel"): link.get("href") for link in element.findall(f"{ATOM}link")}


def _ids(feed: ElementTree.Element) -> list[str]:
    return [entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")]


def _releases(count: int) -> list[PressRelease]:
    """Releases one day apart, the newest first."""
    first = datetime(2024, 6, 1, 9, tzinfo=UTC)
    days = [dict.fromkeys(languages.columns("public_from"), first + timedelta(days=number)) for number in range(count)]
    return [make(PressRelease, "Nouvelle", **moments) for moments in days][::-1]


@pytest.mark.parametrize("language", languages.codes())
def test_feed_has_what_the_standard_requires(client, language, settings):
    """RFC 4287, 4.1.1 and 4.1.2."""
    _releases(2)
    feed = _feed(client, _address(language))
    assert feed.tag == f"{ATOM}feed"
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == language
    for element in [feed, *feed.findall(f"{ATOM}entry")]:
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1, name
            assert element.findtext(f"{ATOM}{name}").strip()
        assert datetime.fromisoformat(element.findtext(f"{ATOM}updated")).tzinfo
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == settings.PORTAL_NAME
    assert _links(feed)["self"] == settings.SITE_URL + _address(language)


@pytest.mark.parametrize("language", languages.codes())
def test_an_entry_leads_to_its_page_in_each_language_and_to_its_files(client, language, settings):
    release = _releases(1)[0]
    entry = _feed(client, _address(language)).find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}summary") == getattr(release, languages.column("lead", language))
    links = [(link.get("rel"), link.get("type"), link.get("hreflang")) for link in entry.findall(f"{ATOM}link")]
    assert links == [
        *(("alternate", "text/html", code) for code in languages.codes()),
        ("alternate", "application/pdf", language),
        ("alternate", "text/plain", language),
        ("enclosure", "application/zip", None),
    ]
    for link in entry.findall(f"{ATOM}link"):
        path = link.get("href").removeprefix(settings.SITE_URL)
        response = client.get(path)
        assert response.status_code == 200
        let_go(response)


def test_a_language_that_is_not_public_is_not_announced(client):
    release = _releases(1)[0]
    PressRelease.objects.filter(pk=release.pk).update(public_from_en=future()["public_from_en"])
    entry = _feed(client, _address("fr")).find(f"{ATOM}entry")
    assert {link.get("hreflang") for link in entry.findall(f"{ATOM}link")} == {"fr", None}
    assert _ids(_feed(client, _address("en"))) == []


def test_what_an_editor_types_is_never_read_as_markup(client):
    release = _releases(1)[0]
    for words in ("<script>alert(1)</script>", "a < b & c", "]]>", "&lt;b&gt;", "un\x0bdeux\ufeff"):
        release.title_fr = release.lead_fr = words
        release.save()
        seal_anew(release)
        entry = _feed(client, _address("fr")).find(f"{ATOM}entry")
        shown = words.replace("\x0b", "").replace("\ufeff", "")
        for name in ("title", "summary"):
            element = entry.find(f"{ATOM}{name}")
            assert (element.get("type", "text"), element.text, list(element)) == ("text", shown, [])


def test_pages_hold_every_release_once(client):
    """RFC 5005, 3: first, last, previous, next."""
    releases = _releases(2 * feeds.SIZE + 5)
    address, found, walked = _address("fr"), [], []
    while address:
        feed = _feed(client, address)
        links = _links(feed)
        walked.append(links["self"])
        assert links["first"].endswith(_address("fr"))
        assert links["last"].endswith("?page=3")
        assert links.get("previous") == (walked[-2] if len(walked) > 1 else None)
        found += _ids(feed)
        address = links.get("next")
    assert found == [feeds.entry_id(read(release, "fr")) for release in releases]
    assert len(walked) == 3


def test_the_first_page_and_the_archives_hold_every_release(client):
    """RFC 5005, 4: whoever follows ``prev-archive`` from the subscription has everything."""
    releases = _releases(2 * feeds.SIZE + 5)
    feed = _feed(client, _address("fr"))
    assert feed.find(ARCHIVE) is None
    found, archives = set(_ids(feed)), []
    while address := _links(feed).get("prev-archive"):
        feed = _feed(client, address)
        assert feed.find(ARCHIVE) is not None
        assert _links(feed)["current"].endswith(_address("fr"))
        assert _links(feed)["self"] == address
        archives.append(address)
        found |= set(_ids(feed))
    assert found == {feeds.entry_id(read(release, "fr")) for release in releases}
    assert [address.split("?")[1] for address in archives] == ["archive=2", "archive=1"]
    assert _links(feed)["next-archive"] == archives[0]


def test_an_archive_stays_as_it_is_when_releases_come(client):
    _releases(feeds.SIZE)
    address = f"{_address('fr')}?archive=1"
    before = _ids(_feed(client, address))
    make(PressRelease, "Dernière", **dict.fromkeys(languages.columns("public_from"), timezone.now() - timedelta(minutes=1)))
    assert _ids(_feed(client, address)) == before
    assert len(before) == feeds.SIZE


@pytest.mark.parametrize("query", ["archive=1", "archive=0", "archive=x", "archive=-1", "archive=99999999999999"])
def test_an_archive_that_is_not_full_is_unknown(client, query):
    _releases(1)
    assert client.get(f"{_address('fr')}?{query}").status_code == 404


@pytest.mark.parametrize("query", ["page=0", "page=x", "page=99", "page=-1", "page=", "archive="])
def test_a_wrong_page_number_gives_the_nearest_page(client, query):
    release = _releases(1)[0]
    assert _ids(_feed(client, f"{_address('fr')}?{query}")) == [feeds.entry_id(read(release, "fr"))]


def test_a_correction_shows_and_moves_the_entry(client):
    release = _releases(1)[0]
    before = _feed(client, _address("fr")).find(f"{ATOM}entry")
    make(Correction, "Erratum", release=release, at=datetime(2025, 1, 1, 12, tzinfo=UTC))
    seal_anew(release)
    after = _feed(client, _address("fr")).find(f"{ATOM}entry")
    assert after.findtext(f"{ATOM}id") == before.findtext(f"{ATOM}id")
    assert after.findtext(f"{ATOM}updated") > before.findtext(f"{ATOM}updated")
    assert "Erratum says_fr" in after.findtext(f"{ATOM}summary")
    assert release.lead_fr in after.findtext(f"{ATOM}summary")


def test_an_identity_survives_every_change(client):
    release = _releases(1)[0]
    before = _ids(_feed(client, _address("fr")))
    release.title_fr, release.slug_fr = "Autre titre", "autre-adresse"
    release.save()
    assert _ids(_feed(client, _address("fr"))) == before
    assert before != _ids(_feed(client, _address("en")))
