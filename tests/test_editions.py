"""The proof of editions: whatever is saved, by whatever road, the public reads what was approved and nothing else.

Sequences are made up from a seed. Each save writes words that were never used before; after each step every public form is
read as a stranger reads it, and every such word found must be one that the approver's page showed. A few sequences as one
works, some more with ``EXAMPLES=all``, and as many as one wants with ``SEQUENCES=500``: each takes some seconds.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import product
from random import Random

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from news import feeds
from news.models import PressRelease
from news.tests.newsroom import officer, user
from publishing import languages
from tests.backoffice import staff
from tests.nonces import (
    MEDIA,
    Newsroom,
    Watched,
    nonces_in,
    original_is_seen,
    sealed_paths,
    send_mail,
    words_of_pdf,
    words_of_zip,
)

pytestmark = pytest.mark.django_db
SEQUENCES, STEPS = (4, 10) if os.environ.get("EXAMPLES") == "all" else (1, 6)
SEQUENCES = int(os.environ.get("SEQUENCES", SEQUENCES))
NOON = datetime(2026, 12, 1, 11, 0, tzinfo=UTC)
SAMPLE, LAST_SAMPLE = 0.25, 1.0 if os.environ.get("EXAMPLES") == "all" else 0.4
"""How much of what is far from a release is read after a step, and at the end of a sequence. A stranger reads all of it in
``tests/test_planted_faults.py``."""

# Roads through the working text: the public notices nothing, not a byte.
WORKING = (
    Newsroom.by_form,
    Newsroom.by_rows,
    Newsroom.by_update,
    Newsroom.by_sql,
    Newsroom.by_relations,
    Newsroom.by_bytes,
    Newsroom.by_new_files,
    Newsroom.by_history,
)
# Roads through shared texts: only the press room, which shows the records themselves, notices.
SHARED = (Newsroom.by_shared_text,)
# Roads through records with pages of their own.
RECORDS = (Newsroom.by_linked_record, Newsroom.by_hiding, Newsroom.by_ending_a_contact)
LIFE = (
    *(Newsroom.submit, Newsroom.approve, Newsroom.approve, Newsroom.publish, Newsroom.publish, Newsroom.correct),
    *(Newsroom.reschedule, Newsroom.back_to_draft, Newsroom.withdraw, Newsroom.strike),
)
FILES = {"pressrelease-text": "txt", "pressrelease-pdf": "pdf", "pressrelease-kit": "zip", "pressrelease-picture": "png"}


@pytest.fixture
def newsroom(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(NOON, tick=False) as clock:
        made = Newsroom(Random(0), staff("root"), user("eve", "Editors"), officer())
        made.clock = clock
        yield made


class Crawl:
    """One reading of all that the public may read, with what it says of releases held against what was approved."""

    def __init__(self, newsroom: Newsroom, trail: list[str]) -> None:
        self.room, self.trail = newsroom, trail
        self.pages: dict[str, bytes] = {}

    def holds(self, where: str, found: frozenset[str], allowed: frozenset[str], wanted: frozenset[str] = frozenset()) -> None:
        assert not found - allowed, f"{where} says {found - allowed}, which nobody approved: {self.trail}"
        assert not wanted - found, f"{where} lacks {wanted - found}: {self.trail}"

    def some(self) -> Crawl:
        """What stands nearest to the releases, and a part of the rest: between one whole reading and the next."""
        return self._read(self.chosen(SAMPLE), every=False)

    def whole(self, chosen: list[tuple[str, str]] | None = None) -> Crawl:
        """Documents and filters too, with the addresses chosen or all of them."""
        return self._read(chosen if chosen is not None else list(self.room.addresses()), every=True)

    def chosen(self, part: float) -> list[tuple[str, str]]:
        """The lists of releases, and a part of the other addresses at which they could show."""
        listed = [self._route(code, "pressrelease-list") for code in languages.codes()]
        draw = self.room.random.random
        return [(code, address) for code, address in self.room.addresses() if address in listed or draw() < part]

    def _read(self, addresses: list[tuple[str, str]], *, every: bool) -> Crawl:
        with self.room.reading():
            self._look(addresses, every=every)
        return self

    def _look(self, addresses: list[tuple[str, str]], *, every: bool) -> None:
        for code, address in addresses:
            self.address(code, address)
        for watched in self.room.watched:
            for code in languages.codes():
                self.release(watched, code, documents=every)
                self.links(watched, code)
                if every:
                    self.filters(watched, code)
        self.sitemap()
        self.media(every=every)

    def address(self, code: str, address: str) -> None:
        """An address at which a release may show beside others; the list and the feed show every one."""
        status, content = self.room.read(address)
        assert status in (200, 404), (address, status)
        self.pages[address] = content
        titles: frozenset[str] = frozenset()
        whole = [self._route(code, "pressrelease-list"), *([self._route(code, "press-feed")] if feeds.SIZE > 1 else [])]
        if status == 200 and address in whole:
            titles = frozenset().union(*(seen.title for one in self.room.watched if (seen := one.public(code))))
        self.holds(address, nonces_in(content.decode()), self.room.allowed(code) | self.room.own_of_records(code), titles)

    @staticmethod
    def _route(code: str, name: str, **kwargs: str) -> str:
        if not code:
            return ""
        with override(code):
            return reverse(name, kwargs=kwargs or None)

    def release(self, watched: Watched, code: str, *, documents: bool) -> None:
        self.form(watched, code, "pressrelease-detail")
        for name, kind in FILES.items():
            if kind == "txt" or documents:
                self.form(watched, code, name)

    def form(self, watched: Watched, code: str, name: str) -> None:
        """A form of a release: there while the language is public, and saying what was approved."""
        seen, shown = watched.public(code), self.room.shown(watched, code)
        status, content = self.room.read(address := self._route(code, name, slug=watched.release().slug(code)))
        assert (status == 200) is (seen is not None), (address, status, self.trail)
        if seen is None:
            self.holds(address, nonces_in(content.decode()), self.room.allowed(code))
            return
        self.pages[address] = content
        match FILES.get(name):
            case None:
                self.holds(address, nonces_in(content.decode()), self.room.allowed(code), shown)
            case "txt":
                self.holds(address, nonces_in(content.decode()), shown | seen.address, seen.title)
            case "pdf":
                self.holds(address, words_of_pdf(content), shown | seen.address, seen.title)
            case "zip":
                self.holds(address, words_of_zip(content), shown | seen.inside | seen.address, seen.title | seen.inside)

    def links(self, watched: Watched, code: str) -> None:
        """Only pages of what an edition in force names or quotes lead to it."""
        seen = watched.public(code)
        path = watched.release().get_absolute_url(code).encode()
        for record in (*self.room.caps, *self.room.institutions, *self.room.partners):
            about = seen is not None and (record._meta.label, record.pk) in seen.names and self.room.is_shown(record, code)
            where = record.get_absolute_url(code)
            assert where not in self.pages or (path in self.pages[where]) is about, (where, path, about, self.trail)
        for person in self.room.people:
            where, cited = person.get_absolute_url(code), seen is not None and person.pk in seen.people
            assert where not in self.pages or (path in self.pages[where]) is cited, (where, path, self.trail)

    def filters(self, watched: Watched, code: str) -> None:
        """A filter finds a release by the day and the programmes that were approved, and by no others."""
        seen = watched.public(code)
        path = watched.release().get_absolute_url(code).encode()
        listed = self._route(code, "pressrelease-list")
        for year in (2026, 2027):
            if f'"{year}"'.encode() in self.pages[listed]:
                found = path in self.room.read(f"{listed}?year={year}")[1]
                assert found is (seen is not None and seen.year == year), (listed, year, path, self.trail)
        for cap in self.room.caps:
            theme = cap.theme.slug(code)
            named = seen is not None and (cap._meta.label, cap.pk) in seen.names and self.room.is_shown(cap, code)
            if f'"{theme}"'.encode() in self.pages[listed]:
                found = path in self.room.read(f"{listed}?theme={theme}")[1]
                assert found is named, (listed, theme, path, self.trail)

    def sitemap(self) -> None:
        for part in ("/sitemap.xml", "/sitemap-pressrelease-1.xml"):
            status, content = self.room.read(part)
            self.pages[part] = content
            for watched in self.room.watched:
                for code in languages.codes():
                    listed = f"{watched.release().get_absolute_url(code)}<".encode() in content
                    assert listed is False or watched.public(code) is not None, (part, self.trail)

    def media(self, *, every: bool) -> None:
        """A file is open to the public if, and only if, an approver saw it in what is in force."""
        public = [seen for one in self.room.watched for code in languages.codes() if (seen := one.public(code))]
        files = frozenset().union(*(seen.files for seen in public))
        inside = frozenset().union(*(seen.inside for seen in public))
        paths = sealed_paths()
        for path in paths if every else self.room.random.sample(paths, min(8, len(paths))):
            status, content = self.room.read(f"/media/{path}")
            assert status == 404 or original_is_seen(path, files), (path, status, self.trail)
            if status == 200:
                self.holds(path, nonces_in(content.decode("latin-1")), inside)
        for address, content in list(self.pages.items()):
            if every and address.endswith("/"):
                for name in set(MEDIA.findall(content.decode())):
                    assert self.room.read(f"/media/{name}")[0] == 200, (address, name, self.trail)

    def searched(self, words: list[str]) -> None:
        with self.room.reading():
            for code, word in product(languages.codes(), words):
                self.suggested(code, word)
                self.search(code, word)

    def suggested(self, code: str, word: str) -> None:
        answer = self.room.reader.get(self._route(code, "search-suggestions"), {"q": word[:-2]}).content.decode()
        self.holds(f"suggestions {word}", nonces_in(answer), self.room.allowed(code) | self.room.own_of_records(code))

    def search(self, code: str, word: str) -> None:
        response = self.room.reader.get(self._route(code, "search"), {"q": word})
        allowed = self.room.allowed(code) | self.room.own_of_records(code)
        self.holds(f"search {word}", nonces_in(response.content.decode()) - {word}, allowed)
        found = {hit.pk for hit in response.context["results"].hits if hit.label == PressRelease._meta.label_lower}
        listed = self.room.reader.get(self._route(code, "pressrelease-list"), {"q": word}).content.decode()
        for watched in self.room.watched:
            self.found(watched, code, word, watched.pk in found, listed)

    def found(self, watched: Watched, code: str, word: str, by_search: bool, listed: str) -> None:
        seen = watched.public(code)
        says = word in self.room.shown(watched, code)
        path = watched.release().get_absolute_url(code)
        named = [record for record in (*self.room.caps, *self.room.institutions, *self.room.partners)]
        mentions = seen is not None and any(
            (record._meta.label, record.pk) in seen.names and word in self.room.words_of(record) for record in named
        )
        assert not by_search or says or mentions, f"search in {code} finds {watched.pk} by {word}: {self.trail}"
        if seen is not None and word in seen.title:
            assert by_search, f"search in {code} misses {watched.pk} by {word}: {self.trail}"
        assert path not in listed or says or mentions, f"the list in {code} finds {watched.pk} by {word}: {self.trail}"


def mailed(newsroom: Newsroom, trail: list[str]) -> int:
    """Send what is due; a journalist gets what is in force, and of what is withdrawn its title alone."""
    messages = [message for message in send_mail() if message.to[0].startswith("reader@")]
    for message in messages:
        code = message.to[0].partition("@")[2].partition(".")[0]
        text = message.subject + message.body + "".join(str(part.content) for part in message.alternatives)
        found, titles = nonces_in(text), nonces_in(message.subject)
        told = [one for one in newsroom.watched if code in one.editions and one.editions[code].title == titles]
        allowed = [newsroom.shown(one, code) | (titles if one.withdrawn else frozenset()) for one in told]
        addresses = frozenset().union(*(one.editions[code].address for one in told))
        assert titles and any(found <= words | addresses for words in allowed), f"a mail says {found}: {trail}"
    return len(messages)


def taken(newsroom: Newsroom, step: Callable[[Newsroom, Watched], str], trail: list[str]) -> str:
    watched = newsroom.watched[0] if newsroom.random.random() < 0.75 else newsroom.watched[1]
    answer = step(newsroom, watched)
    trail.append(f"{step.__name__} {watched.pk}: {answer}")
    return answer


def unchanged(before: dict[str, bytes], after: dict[str, bytes], trail: list[str], but: tuple[str, ...] = ()) -> None:
    changed = [address for address in before if before[address] != after.get(address, before[address]) and address not in but]
    assert not changed, f"{changed} changed by a working save: {trail}"


def new_words(newsroom: Newsroom, begun: int) -> list[str]:
    """The latest words, some older ones, and some that the public may find."""
    made, titles = newsroom.nonces.made, []
    for one in newsroom.watched:
        titles += [word for code in languages.codes() if (seen := one.public(code)) for word in sorted(seen.title)]
    latest = made[begun:]
    return [*newsroom.random.sample(latest, min(2, len(latest))), newsroom.random.choice([*made, *titles])]


DONE: Counter[str] = Counter()


@pytest.mark.parametrize("seed", range(SEQUENCES))
def test_the_public_reads_what_was_approved(newsroom, monkeypatch, seed):
    newsroom.random = Random(seed)
    # In every other sequence the feed has archives, and a page for each release.
    monkeypatch.setattr(feeds, "SIZE", 1 if seed % 2 else feeds.SIZE)
    trail: list[str] = []
    # A life worth disturbing: in public, or about to be.
    for step in (Newsroom.submit, Newsroom.publish, Newsroom.publish):
        taken(newsroom, step, trail)
    pages = Crawl(newsroom, trail).some().pages
    mailed(newsroom, trail)
    for _step in range(STEPS):
        begun = len(newsroom.nonces.made)
        roads = newsroom.random.choices((WORKING, SHARED, RECORDS, LIFE, None), (40, 8, 12, 25, 15))[0]
        if roads is None:
            newsroom.clock.shift(timedelta(hours=newsroom.random.choice((1, 7, 31))))
            trail.append(f"{timezone.now():%d %H:%M}")
        else:
            step = newsroom.random.choice(roads)
            DONE[f"{step.__name__} {taken(newsroom, step, trail).partition(':')[0]}"] += 1
        crawl = Crawl(newsroom, trail).some()
        if roads in (WORKING, SHARED):
            lists = tuple(crawl._route(code, "pressrelease-list") for code in languages.codes())
            unchanged(pages, crawl.pages, trail, lists if roads is SHARED else ())
        crawl.searched(new_words(newsroom, begun))
        mailed(newsroom, trail)
        # What a working save may not change stays to be held against the next reading.
        pages = pages | crawl.pages if roads in (WORKING, SHARED) else crawl.pages
    last = Crawl(newsroom, trail)
    chosen = last.chosen(LAST_SAMPLE)
    pages = last.whole(chosen).pages
    for road in WORKING:
        taken(newsroom, road, trail)
    unchanged(pages, Crawl(newsroom, trail).whole(chosen).pages, trail)
