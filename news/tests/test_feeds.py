"""The Atom feed: what RFC 4287 requires, pages and archives of RFC 5005, identities that never change."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
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


# Withdrawals (RFC 6721) and corrections of what stands in another document

TOMBSTONE, COMMENT = "{http://purl.org/atompub/tombstones/1.0}deleted-entry", "{http://purl.org/atompub/tombstones/1.0}comment"
XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def _withdraw(release: PressRelease, at: datetime | None = None) -> None:
    notices = {languages.column("withdrawal_notice", code): f"Retiré {code}" for code in languages.codes()}
    PressRelease.objects.filter(pk=release.pk).update(withdrawn_at=at or timezone.now(), **notices)


def _tombstones(feed: ElementTree.Element) -> list[str]:
    return [stone.get("ref") for stone in feed.findall(TOMBSTONE)]


def _id(release: PressRelease, language: str) -> str:
    return feeds.entry_id(read(release, language))


@pytest.mark.parametrize("language", languages.codes())
def test_a_withdrawn_release_leaves_a_tombstone_and_none_of_its_words(client, language):
    other, release = _releases(2)
    when = timezone.now().replace(microsecond=0)
    _withdraw(release, when)
    feed = _feed(client, _address(language))
    (stone,) = feed.findall(TOMBSTONE)
    assert stone.get("ref") == _id(release, language)
    assert datetime.fromisoformat(stone.get("when")) == when
    comment = stone.find(COMMENT)
    assert (comment.text, comment.get(XML_LANGUAGE)) == (f"Retiré {language}", language)
    assert _ids(feed) == [_id(other, language)]
    assert datetime.fromisoformat(feed.findtext(f"{ATOM}updated")) == when
    order = [element.tag for element in feed]
    assert order.index(TOMBSTONE) < order.index(f"{ATOM}entry"), "metadata and extensions come before the entries"
    assert release.lead_fr not in ElementTree.tostring(feed, encoding="unicode")


@pytest.mark.parametrize("case", ["under embargo", "draft", "later", "one language"])
def test_what_the_public_never_saw_leaves_nothing(client, case):
    release = _releases(1)[0]
    now, moments = timezone.now(), languages.columns("public_from")
    later = dict.fromkeys(moments, now + timedelta(days=1))
    if case == "one language":
        later = {moments[-1]: now + timedelta(days=1)}
    PressRelease.objects.filter(pk=release.pk).update(**(dict.fromkeys(moments) if case == "draft" else later))
    _withdraw(release, now + timedelta(hours=1) if case == "later" else now)
    found = {code: _tombstones(_feed(client, _address(code))) for code in languages.codes()}
    shown = languages.codes()[:-1] if case == "one language" else []
    assert found == {code: [_id(release, code)] if code in shown else [] for code in languages.codes()}
    for days in (2, 200):
        with time_machine.travel(now + timedelta(days=days), tick=False):
            assert _tombstones(_feed(client, _address(languages.codes()[-1]))) == [], "nor once its moment is over"


def test_a_release_that_is_to_be_withdrawn_is_there_until_then(client):
    release = _releases(1)[0]
    _withdraw(release, timezone.now() + timedelta(hours=1))
    feed = _feed(client, _address("fr"))
    assert (_ids(feed), _tombstones(feed)) == ([_id(release, "fr")], [])


def test_archives_stay_in_their_places_when_a_release_is_withdrawn(client):
    releases = _releases(2 * feeds.SIZE + 5)
    first = f"{_address('fr')}?archive=1"
    before = {number: _ids(_feed(client, f"{_address('fr')}?archive={number}")) for number in (1, 2)}
    gone = releases[-3]
    _withdraw(gone)
    after = {number: _ids(_feed(client, f"{_address('fr')}?archive={number}")) for number in (1, 2)}
    assert after == {1: [found for found in before[1] if found != _id(gone, "fr")], 2: before[2]}
    assert _tombstones(_feed(client, first)) == [_id(gone, "fr")]
    assert _tombstones(_feed(client, _address("fr"))) == [_id(gone, "fr")], "who follows the first document is told"
    with time_machine.travel(timezone.now() + feeds.REPEATED_FOR + timedelta(days=1), tick=False):
        assert _tombstones(_feed(client, _address("fr"))) == []
        assert _tombstones(_feed(client, first)) == [_id(gone, "fr")]
        assert _tombstones(_feed(client, f"{_address('fr')}?page=3")) == [_id(gone, "fr")]


def test_a_correction_of_an_old_release_is_repeated_in_the_first_document(client):
    releases = _releases(feeds.SIZE + 5)
    old, archive = releases[-1], f"{_address('fr')}?archive=1"
    before, kept = _ids(_feed(client, _address("fr"))), _ids(_feed(client, archive))
    assert _id(old, "fr") not in before
    when = timezone.now().replace(microsecond=0)
    make(Correction, "Erratum", release=old, at=when)
    seal_anew(old)
    feed = _feed(client, _address("fr"))
    assert _ids(feed) == [*before, _id(old, "fr")], "after those that became public since"
    entry = feed.findall(f"{ATOM}entry")[-1]
    assert datetime.fromisoformat(entry.findtext(f"{ATOM}updated")) == when
    assert datetime.fromisoformat(entry.findtext(f"{ATOM}published")) == old.public_from_fr
    assert "Erratum says_fr" in entry.findtext(f"{ATOM}summary")
    assert _ids(_feed(client, archive)) == kept
    assert _ids(_feed(client, f"{_address('fr')}?page=2"))[-1] == _id(old, "fr")
    with time_machine.travel(when + feeds.REPEATED_FOR + timedelta(seconds=1), tick=False):
        assert _ids(_feed(client, _address("fr"))) == before


def test_a_silent_mend_changes_the_words_and_the_tag_and_no_date(client):
    release = _releases(1)[0]
    response = client.get(_address("fr"))
    before = ElementTree.fromstring(response.content)
    release.lead_fr = "Mieux dit."
    release.save()
    assert client.get(_address("fr"), headers={"If-None-Match": response["ETag"]}).status_code == 304
    seal_anew(release)
    answer = client.get(_address("fr"), headers={"If-None-Match": response["ETag"]})
    assert answer.status_code == 200
    after = ElementTree.fromstring(answer.content)
    assert "Mieux dit." in after.find(f"{ATOM}entry").findtext(f"{ATOM}summary")
    for path in (f"{ATOM}updated", f"{ATOM}entry/{ATOM}updated"):
        assert after.findtext(path) == before.findtext(path)


@pytest.mark.parametrize("step", ["withdrawn", "corrected", "moment"])
def test_who_holds_the_feed_learns_of_every_change(client, step):
    """Nothing is answered by date alone: a moment that comes, or a withdrawal, must not be held back by a cache."""
    releases = _releases(2)
    held = client.get(_address("fr"))
    assert held["Cache-Control"] == "public, no-cache"
    asked = {"If-None-Match": held["ETag"], "If-Modified-Since": held["Last-Modified"]}
    again = client.get(_address("fr"), headers=asked)
    assert (again.status_code, again["ETag"], again.content) == (304, held["ETag"], b"")
    if step == "withdrawn":
        _withdraw(releases[0])
    elif step == "corrected":
        make(Correction, "Erratum", release=releases[1], at=timezone.now())
        seal_anew(releases[1])
    else:
        make(PressRelease, "Neuve", **dict.fromkeys(languages.columns("public_from"), timezone.now() - timedelta(minutes=1)))
    answer = client.get(_address("fr"), headers=asked)
    assert answer.status_code == 200
    assert answer["ETag"] != held["ETag"]
    assert parsedate_to_datetime(answer["Last-Modified"]) >= parsedate_to_datetime(held["Last-Modified"])


def test_an_empty_feed_is_the_same_each_time(client):
    first = client.get(_address("fr"))
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        assert client.get(_address("fr"))["ETag"] == first["ETag"]


def test_withdrawals_and_repeated_corrections_cost_no_query_each(client):
    releases = _releases(feeds.SIZE + 10)
    counts = []
    for some in (releases[-2:], releases[-9:-2]):
        for number, release in enumerate(some):
            if number % 2:
                _withdraw(release)
            else:
                make(Correction, "Erratum", release=release, at=timezone.now())
                seal_anew(release)
        with CaptureQueriesContext(connection) as asked:
            _feed(client, _address("fr"))
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12


@pytest.mark.parametrize("language", languages.codes())
def test_the_twins_agree_on_what_was_public(language):
    now = timezone.now()
    moments = [None, now - timedelta(hours=2), now - timedelta(hours=1), now, now + timedelta(hours=1)]
    for withdrawn in moments:
        for moment in moments:
            public = dict.fromkeys(languages.columns("public_from"), moment)
            make(PressRelease, "Nouvelle", withdrawn_at=withdrawn, **public)
    found = set(PressRelease.objects.public_or_taken_back(language, now))
    assert found == {
        release
        for release in PressRelease.objects.all()
        if release.is_public(language, now) or release.was_taken_back(language, now)
    }
    assert 0 < len(found) < PressRelease.objects.count()
