"""The eyes of the proof of editions: each surface is made to read the records instead of the edition, and that is seen.

One portal is prepared once: two public releases, of whose working text nothing is left as it was approved, a contact who ended,
a partner who is hidden, a quotation that was struck out. Then a fault is planted at a time, and the stranger of
``tests/test_editions.py`` reads the surface. Each must find what it looks for, and nothing where nothing is planted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import override

import mailing.mailings
import news.document_views
import news.opendata
import news.structured
import news.views
import portal.written_home
from news import feeds, reading, related_links, release_cards, searchable, social, striking
from news.filters import PressReleaseFilter
from news.models import PressRelease, Quote, ReleaseBoilerplate, Strike
from news.models.press import HashedFile
from news.querysets import BoilerplateQuerySet, EditionReferenceQuerySet, NewsQuerySet, PressReleaseQuerySet
from news.tests.newsroom import officer, user
from publishing import languages, opendata
from publishing.kept_entries import written
from publishing.kept_values import begin_anew
from publishing.opendata import DataSet
from publishing.page_links import rows_of_links
from publishing.querysets import PublishedQuerySet
from search import index
from tests.backoffice import staff
from tests.nonces import Newsroom, Watched
from tests.test_editions import NOON, Crawl, mailed, unchanged

pytestmark = pytest.mark.django_db
MAIN = languages.main()


# Faults: the working text in the place of what was approved


def working_words(release: PressRelease, language: str) -> reading.ReleaseWords:
    return reading.read_words(PressRelease.objects.for_words().get(pk=release.pk), language)


def read_working(release: PressRelease, language: str, read_also=()) -> reading.ReleaseReading:
    return reading.read(PressRelease.objects.for_reading().get(pk=release.pk), language, read_also)


def working_card(release: PressRelease, language: str, **how: bool) -> release_cards.ReleaseCard:
    words = working_words(release, language)
    card = release_cards.card_of(release, language, **how)
    return replace(card, title=words.title, subtitle=words.subtitle, lead=words.lead, dated=words.dated)


def working_news(releases, articles, language: str) -> SafeString:
    """Made each time: what is kept under its rows refuses to read others."""
    shown = {"release": working_card(releases[0], language, with_versions=False), "articles": articles, "language": language}
    return written("portal/_list_of_news.html", shown)


def working_naming(self, **named):
    if "person" in named:
        return self.filter(quotes__person=named["person"]).distinct()
    return NewsQuerySet.naming(self, **named)


def working_rows(records, **more):
    language = records.language
    title = languages.column("title", language)
    return rows_of_links(records, title, day=related_links._day(records.model, language), **more)


def working_references(release: PressRelease, code: str):
    return searchable._mentioned(release, code)


def working_themes(public):
    caps = PressRelease.caps.through.objects.filter(pressrelease__in=public)
    columns = news.filters.theme_columns("cap__theme__", public.language)
    for key, *rest in caps.values_list("pressrelease_id", *columns):
        yield key, news.filters.theme_option(*rest)


def pages_of_hidden(edition, language) -> Iterator[reading.NamedPage]:
    """What an edition names, whether it is public or not."""
    names = {(one.kind, one.key): one for one in reading.words_of_edition(edition).named}
    for reference in reading.standing_references(edition):
        record = reference.cap or reference.institution or reference.partner
        if record is not None:
            yield reading._named_page(names[record._meta.label_lower, record.pk], record, language)


def words_with_struck(edition, sealed=reading.words_of_edition):
    edition._prefetched_objects_cache = {**getattr(edition, "_prefetched_objects_cache", {}), "strikes": Strike.objects.none()}
    return sealed(edition)


def working_boilerplates(self, language):
    releases = PressRelease.objects.public(language)
    return self.filter(pk__in=ReleaseBoilerplate.objects.filter(release__in=releases).values("boilerplate"))


# What the stranger reads of a surface


@dataclass
class World:
    room: Newsroom
    pages: dict[str, bytes]

    @property
    def crawl(self) -> Crawl:
        return Crawl(self.room, [])


def form(name: str) -> Callable[[World], None]:
    def look(world: World) -> None:
        for watched in world.room.watched:
            world.crawl.form(watched, MAIN, f"pressrelease-{name}")

    return look


def address(name: str, query: str = "") -> Callable[[World], None]:
    def look(world: World) -> None:
        with override(MAIN):
            world.crawl.address(MAIN, reverse(name) + query)

    return look


def data(world: World) -> None:
    for kind in ("csv", "json"):
        world.crawl.address("", reverse(f"dataset-{kind}", kwargs={"name": "press-releases"}))


def pages_of(*records: str) -> Callable[[World], None]:
    """Pages of records, and what leads from them to releases."""

    def look(world: World) -> None:
        crawl = world.crawl
        for name in records:
            for record in getattr(world.room, name):
                crawl.address(MAIN, record.get_absolute_url(MAIN))
        for watched in world.room.watched:
            crawl.links(watched, MAIN)

    return look


def filters(world: World) -> None:
    crawl = world.crawl
    crawl.address(MAIN, crawl._route(MAIN, "pressrelease-list"))
    for watched in world.room.watched:
        crawl.filters(watched, MAIN)


def words_of_working(room: Newsroom) -> list[str]:
    """Words of the working title and text, and of what is named there now."""
    found = []
    for watched in room.watched:
        words = working_words(watched.release(), MAIN)
        found += [words.title.words.split()[-1], words.lead.words.split()[-1]]
    return found


def indexed(look: Callable[[World, str], None]) -> Callable[[World], None]:
    """After each release was saved, which writes its index anew."""

    def looked(world: World) -> None:
        for watched in world.room.watched:
            watched.release().save()
        for word in words_of_working(world.room):
            look(world, word)

    return looked


def mentions(world: World) -> None:
    for watched in world.room.watched:
        watched.release().save()
    for record in world.room.caps:
        for word in world.room.name_of(record, MAIN):
            world.crawl.search(MAIN, word)


def media(world: World) -> None:
    world.crawl.media(every=True)


def mails(world: World) -> None:
    assert mailed(world.room, []) > 0


def same_bytes(*names: str) -> Callable[[World], None]:
    """What holds no word of its own is seen by its bytes: a working save may change none of them."""

    def look(world: World) -> None:
        pages = {}
        for name in names:
            if name.startswith("/"):
                pages[name] = world.room.read(name)[1]
            elif name == "picture":
                for watched in world.room.watched:
                    place = Crawl._route(MAIN, "pressrelease-picture", slug=watched.release().slug(MAIN))
                    pages[place] = world.room.read(place)[1]
            else:
                pages[place] = world.room.read(place := Crawl._route(MAIN, name))[1]
        assert set(pages) <= set(world.pages)
        unchanged({place: world.pages[place] for place in pages}, pages, [])

    return look


@dataclass(frozen=True)
class Fault:
    """A surface that reads records: what is put in the place of what, and where it shows."""

    surface: str
    place: Any
    name: Any
    planted: object
    look: Callable[[World], None]


def lists_by(column: str) -> Callable[[str], tuple[str, ...]]:
    return lambda language: (column,)


def by_working_mentions() -> index.SearchedKind:
    return replace(index.kind_of(PressRelease), mentioned=working_references)


def with_working_day() -> DataSet:
    known = opendata.find("press-releases")
    columns = [replace(one, read=working_day) if one.name == "dated" else one for one in known.own]
    return replace(known, own=tuple(columns))


def working_day(release: PressRelease, code: str) -> str:
    return PressRelease.objects.get(pk=release.pk).dated.isoformat()


FAULTS = (
    Fault("page", news.views, "read_public", read_working, form("detail")),
    Fault("data of the page (JSON-LD)", news.structured, "read_public", read_working, form("detail")),
    Fault("text", news.document_views, "read_public", read_working, form("text")),
    Fault("PDF", news.document_views, "read_public", read_working, form("pdf")),
    Fault("kit", news.document_views, "read_public", read_working, form("kit")),
    Fault("social picture", social, "read_public", read_working, same_bytes("picture")),
    Fault("feed", feeds, "read_public", read_working, address("press-feed")),
    Fault("further page of the feed", feeds, "read_public", read_working, address("press-feed", "?page=2")),
    Fault("archive of the feed", feeds, "read_public", read_working, address("press-feed", "?archive=1")),
    Fault("list", news.views, "card_of", working_card, address("pressrelease-list")),
    Fault("filter by year", PressReleaseFilter.base_filters["year"], "columns", lists_by("dated"), filters),
    Fault("filter by theme", PressReleaseFilter.base_filters["theme"], "marks", working_themes, filters),
    Fault("home", portal.written_home, "news", working_news, address("home")),
    Fault("mail", mailing.mailings, "read_public", read_working, mails),
    Fault(
        "search",
        searchable,
        "texts_of_edition",
        lambda edition: working_words(edition.release, edition.language),
        indexed(lambda world, word: world.crawl.search(MAIN, word)),
    ),
    Fault(
        "suggestions",
        searchable,
        "texts_of_edition",
        lambda edition: working_words(edition.release, edition.language),
        indexed(lambda world, word: world.crawl.suggested(MAIN, word)),
    ),
    Fault("what a search finds by a name", index._kinds, PressRelease, by_working_mentions(), mentions),
    Fault("releases about a programme", PressReleaseQuerySet, "naming", working_naming, pages_of("caps")),
    Fault("releases about an institution", PressReleaseQuerySet, "naming", working_naming, pages_of("institutions")),
    Fault("releases that quote somebody", PressReleaseQuerySet, "naming", working_naming, pages_of("people")),
    Fault("titles of related releases", related_links, "_rows", working_rows, pages_of("caps")),
    Fault("read also", related_links, "_rows", working_rows, form("detail")),
    Fault("open data", news.opendata, "read_public", read_working, data),
    Fault(
        "day in the open data",
        opendata._sets,
        "press-releases",
        with_working_day(),
        same_bytes("/data/press-releases.csv"),
    ),
    Fault(
        "date of the open data", PressReleaseQuerySet, "freshness_row", PublishedQuerySet.freshness_row, same_bytes("open-data")
    ),
    Fault(
        "sitemap",
        PressRelease,
        "changed_in_public",
        lambda self, language: self.modified_at,
        same_bytes("/sitemap-pressrelease-1.xml"),
    ),
    Fault("media", HashedFile, "file_is_public", lambda self: bool(self.release.public_languages()), media),
    Fault(
        "boilerplates of the press room",
        BoilerplateQuerySet,
        "in_public_use",
        working_boilerplates,
        address("pressrelease-list"),
    ),
    Fault("contacts who ended", reading.ReleaseReading, "contacts", property(lambda self: self.words.contacts), form("detail")),
    Fault("what is hidden and named", reading, "_referred_pages", pages_of_hidden, form("detail")),
    Fault("words that were struck out", reading, "words_of_edition", words_with_struck, form("detail")),
    Fault("whose words were struck out", EditionReferenceQuerySet, "standing", lambda self: self.all(), pages_of("people")),
)


# The portal in which they are planted


def overwrite(room: Newsroom, watched: Watched, other: Watched) -> None:
    """Leave nothing of the working text: every word another, every relation that of the other release."""
    room.by_new_files(watched)
    release = watched.release()
    rows = (*release.quotes.all(), *release.pictures.all(), *release.attachments.all())
    for record in (release, *rows):
        room._write(record)
    place = 1 - room.watched.index(watched)
    release.caps.set([room.caps[place]])
    release.institutions.set([room.institutions[place]])
    release.partners.set([room.partners[place]])
    Quote.objects.filter(release=release).update(person=room.people[place])
    PressRelease.objects.filter(pk=release.pk).update(dated=date(2027, 1, 2))
    ReleaseBoilerplate.objects.filter(release=release).update(boilerplate=room.boilerplates[1])


def prepared(clock) -> World:
    room = Newsroom(Random(0), staff("root"), user("eve", "Editors"), officer())
    room.clock = clock
    for watched in room.watched:
        room._some_languages = languages.codes  # each step takes every language
        room.submit(watched)
        assert room.publish(watched) == "taken"
    contact, partner = room.contacts[0], room.partners[0]
    contact.valid_until = timezone.localdate() - timedelta(days=2)
    contact.save()
    type(partner).objects.filter(pk=partner.pk).update(withdrawn_at=timezone.now())
    striking.strike(room.watched[0].release(), room.officer, f"quotes:person {room.people[0].pk}", "Demandé", everywhere=True)
    for watched in room.watched:
        watched.editions = {
            code: seen.without("quotes", f"person {room.people[0].pk}") for code, seen in watched.editions.items()
        }
    # The next day, before what is to be mailed is too old for it.
    clock.shift(timedelta(hours=14))
    pages = Crawl(room, []).whole().pages
    for watched, other in (room.watched, room.watched[::-1]):
        overwrite(room, watched, other)
    return World(room, pages)


@contextmanager
def undone() -> Iterator[None]:
    """What a reading writes (an index, a queue) is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.slow
@pytest.mark.in_full
def test_each_planted_fault_is_found(settings, tmp_path, monkeypatch, subtests):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(feeds, "SIZE", 1)
    with time_machine.travel(NOON, tick=False) as clock:
        world = prepared(clock)
        for fault in FAULTS:
            with subtests.test(fault.surface):
                with undone():
                    fault.look(world)
                with monkeypatch.context() as patch, undone(), pytest.raises(AssertionError):
                    plant = patch.setitem if isinstance(fault.place, dict) else patch.setattr
                    plant(fault.place, fault.name, fault.planted)
                    begin_anew()  # what is made once in a process is made with the fault
                    fault.look(world)
                begin_anew()
