"""No kept answer differs from what the portal without a cache gives at that moment: random edits, moments, processes, faults.

Two processes share a Redis that fails in turns; a third keeps to itself. Two of them are asked at the door of the web server,
where what left is sent again. Beside them stands a portal that keeps nothing, and every answer of the three, the first and the
next one, is compared with its answer. First the same walk finds faults that are planted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import connection, models
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from caps.models import Keyword
from cluster.models import Institution
from news.models import Article, Event, PressRelease
from partners.models import Partner
from publishing import content_moments, languages
from publishing.answer_state import StateReader
from publishing.read_traces import ReadTrace
from tests.keeping import FAULTS, DoorProcess, Process, RealRedis, StandInRedis, text_of
from tests.make import cap, make
from tests.turns import EVERYTHING

pytestmark = pytest.mark.django_db
STEPS = 16 if EVERYTHING else 8
ASKED = 2
"""How many addresses are asked after each step, each of two processes."""
START = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
NOT_COMPARED = {"ETag", "Vary", "Content-Length", "Content-Encoding", "Cache-Control"}
"""Headers that tell how an answer travels; and what is said of keeping it, which an answer that is not kept leaves open."""
KINDS: tuple[type[models.Model], ...] = (Institution, Article, Event, Partner, PressRelease)
LISTS = (
    "home",
    "institution-list",
    "article-list",
    "event-list",
    "partner-list",
    "pressrelease-list",
    "cap-list",
    "press-feed",
)
FILES = (
    "/sitemap.xml",
    "/sitemap-cap-1.xml",
    "/sitemap-institution-1.xml",
    "/data/institutions.csv",
    "/data/partners.json",
    "/data/press-releases.json",
    "/data/programmes.json",
)


class Walk:
    """A small portal, edited and asked at random."""

    def __init__(self, seed: int, shared: StandInRedis | RealRedis | None = None) -> None:
        self.random, self.now = Random(seed), START
        self.shared = shared or StandInRedis()
        self.processes = [Process(self.shared), DoorProcess(self.shared), DoorProcess()]
        self.reference, self.staff = Client(), Client()
        self.staff.force_login(User.objects.create_superuser("somebody"))
        with self.at_now():
            self.cap = cap("Programme")
            self.word = Keyword.objects.create(name_fr="mot", name_en="word")
            self.things = [self._thing(kind) for kind in KINDS]
        # At a moment itself nothing is kept, and what was sealed just now has its moment now.
        self.now += timedelta(minutes=1)
        self.number = self.asked = self.made = 0
        self.wrong: list[str] = []
        self.changes: list[Callable[[], None]] = [self.save, self.update, self.bulk, self.by_hand, self.between, self.hide]
        self.changes += [self.embargo, self.embargo, self.delete_in_admin, self.fail]
        self.changes += [self.time_goes_on, self.time_goes_on, self.to_the_moment]

    def _thing(self, kind: type[models.Model]) -> models.Model:
        moments = {name: START - timedelta(days=1) for name in languages.columns("public_from")}
        given = {"starts_at": START + timedelta(hours=3)} if kind is Event else {}
        return make(kind, f"Chose{kind.__name__}", **moments, **given)

    @contextmanager
    def at_now(self) -> Iterator[None]:
        with time_machine.travel(self.now, tick=False):
            yield

    # What happens

    def step(self) -> str:
        change = self.random.choice(self.changes)
        with self.at_now():
            change()
        return change.__name__

    def _one(self) -> models.Model:
        return self.random.choice(self.things)

    def _name(self, thing: models.Model) -> str:
        names = {field.name for field in thing._meta.get_fields()}
        code = self.random.choice(languages.codes())
        found = (languages.column(stem, code) for stem in ("title", "name") if languages.column(stem, code) in names)
        return next(found, "name")

    def _words(self) -> str:
        self.number += 1
        return f"Mots {self.number}"

    def save(self) -> None:
        thing = self._one()
        fresh = type(thing)._default_manager.filter(pk=thing.pk).first()
        if fresh is not None:
            setattr(fresh, self._name(fresh), self._words())
            fresh.save()

    def update(self) -> None:
        thing = self._one()
        type(thing)._default_manager.filter(pk=thing.pk).update(**{self._name(thing): self._words()})

    def bulk(self) -> None:
        rows = list(Institution.objects.all()[:3])
        for row in rows:
            row.name_fr = self._words()
        Institution.objects.bulk_update(rows, ["name_fr"])

    def by_hand(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE partners_partner SET name = %s", [self._words()])

    def between(self) -> None:
        self.random.choice([self.cap.keywords.add, self.cap.keywords.remove])(self.word)

    def hide(self) -> None:
        thing, withdrawn = self._one(), self.random.choice([None, self.now, self.now + timedelta(hours=1)])
        notice = {name: "Retiré" for name in languages.columns("withdrawal_notice")} if type(thing) is PressRelease else {}
        type(thing)._default_manager.filter(pk=thing.pk).update(withdrawn_at=withdrawn, **notice)

    def embargo(self) -> None:
        thing, hours = self._one(), self.random.choice([-1, 1, 2, 5])
        moments = dict.fromkeys(languages.columns("public_from"), self.now + timedelta(hours=hours))
        type(thing)._default_manager.filter(pk=thing.pk).update(**moments)

    def delete_in_admin(self) -> None:
        article = self.things[KINDS.index(Article)]
        if self.random.random() < 0.5 and Article.objects.filter(pk=article.pk).exists():
            self.staff.post(reverse("admin:news_article_delete", args=[article.pk]), {"post": "yes"})
        else:
            self.things[KINDS.index(Article)] = self._thing(Article)

    def time_goes_on(self) -> None:
        self.now += timedelta(minutes=self.random.choice([1, 29, 61, 301, -31, 24 * 60]))

    def to_the_moment(self) -> None:
        """To just before, at, or just after a moment of some thing."""
        columns = [*languages.columns("public_from"), "withdrawn_at", "ends_at"]
        fresh = [type(thing)._default_manager.filter(pk=thing.pk).first() for thing in self.things]
        moments = [getattr(one, name, None) for one in fresh if one is not None for name in columns]
        moments = [moment for moment in moments if moment is not None and abs(moment - self.now) < timedelta(days=3)]
        if moments:
            self.now = self.random.choice(moments) + timedelta(microseconds=self.random.choice([-1, 0, 1]))

    def fail(self) -> None:
        self.shared.fault = self.random.choice(FAULTS)

    # What is asked

    def address(self) -> str:
        with override(self.random.choice(languages.codes())):
            thing = self.random.choice([self.cap, *self.things])
            page = thing.get_absolute_url(languages.current()) if thing.pk else reverse("home")
            return self.random.choice([page, page, reverse(self.random.choice(LISTS)), self.random.choice(FILES)])

    def ask(self) -> None:
        with self.at_now():
            for path in {self.address() for _again in range(ASKED)}:
                right = self.said(self.reference.get(path))
                for process in self.random.choices(self.processes, k=2):
                    made = process.made
                    answers = [self.said(process.get(path))]
                    self.asked, self.made = self.asked + 1, self.made + process.made - made
                    answers.append(self.said(process.get(path)))
                    if answers != [right] * 2:
                        self.wrong.append(path)

    @staticmethod
    def said(response) -> tuple[int, bytes, dict[str, str]]:
        headers = {name: value for name, value in response.headers.items() if name not in NOT_COMPARED}
        return response.status_code, text_of(response), headers

    def run(self, steps: int) -> None:
        self.ask()
        for _step in range(steps):
            done = self.step()
            before = len(self.wrong)
            self.ask()
            self.wrong[before:] = [f"{path} after {done} at {self.now}" for path in self.wrong[before:]]

    @property
    def kept(self) -> int:
        """Answers that were not made at the first time of asking."""
        return self.asked - self.made

    @property
    def sent_again(self) -> int:
        """Answers that no process was asked for beyond its door."""
        return sum(process.asked - process.passed for process in self.processes if isinstance(process, DoorProcess))


@pytest.mark.parametrize("seed", range(3))
def test_no_kept_answer_differs_from_one_that_is_made(seed):
    walk = Walk(seed)
    walk.run(STEPS)
    assert walk.wrong == []
    assert walk.kept > walk.asked // 10, "next to nothing was kept, so next to nothing was asked"
    assert walk.sent_again > walk.asked // 4, "next to nothing was sent again at the door"


@pytest.mark.in_full
@pytest.mark.skipif(RealRedis.PROGRAM is None, reason="no redis-server: “apt-get install redis-server” on Debian brings it")
def test_nor_beside_a_redis_that_is_killed_halted_emptied_and_begun_again(tmp_path):
    shared = RealRedis(tmp_path)
    try:
        walk = Walk(5, shared)
        walk.changes.remove(walk.fail)
        for fault in (*FAULTS, ""):
            shared.fault = fault
            walk.run(2)
        assert walk.wrong == []
        assert walk.kept > walk.asked // 10, "next to nothing was kept, so next to nothing was asked"
        assert shared.client.keys("portal:answers:*"), "nothing came into Redis"
    finally:
        shared.end()


def forget_to_notice(monkeypatch) -> None:
    """A table whose triggers are gone: what is done there moves nothing."""
    for event in ("insert", "update", "delete"):
        name = f"partners_partner_{event}_content_moves"
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TRIGGER {name}" + (" ON partners_partner" if connection.vendor == "postgresql" else ""))


def forget_a_moment(monkeypatch) -> None:
    """A column of moments that nobody follows."""
    known = list(content_moments.columns())
    monkeypatch.setattr(content_moments, "columns", lambda: (one for one in known if not one[1].startswith("public_from")))


def forget_to_ask_again(monkeypatch) -> None:
    """A state that is believed for ever."""
    read = StateReader._read
    monkeypatch.setattr(StateReader, "_read", lambda self: self._last or read(self))


def forget_to_ask_at_the_door(monkeypatch) -> None:
    """What left once, sent again without a question."""
    monkeypatch.setattr(StateReader, "unmoved", lambda self: self._last)


def forget_what_was_read(monkeypatch) -> None:
    """Answers of an earlier state that are taken to hold whatever the database says."""
    monkeypatch.setattr(ReadTrace, "ask_again", lambda self: b"as it was")


@pytest.mark.parametrize(
    "plant", [forget_to_notice, forget_a_moment, forget_to_ask_again, forget_to_ask_at_the_door, forget_what_was_read]
)
def test_the_walk_finds_what_is_forgotten(plant, monkeypatch):
    walk = Walk(seed=1)
    by_edits = plant in (forget_to_notice, forget_what_was_read)
    walk.changes = [walk.by_hand] if by_edits else [walk.embargo, walk.to_the_moment, walk.time_goes_on]
    if plant is not forget_what_was_read:
        walk.ask()
    plant(monkeypatch)
    for _step in range(40):
        walk.run(1)
        if walk.wrong:
            return
    pytest.fail("nothing was found")
