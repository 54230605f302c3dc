"""The rounds of a run: every row is asked of the small portal and of the large one in turn, beside the bare list of each."""

from __future__ import annotations

import http.client
import statistics
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable

from . import rows
from .asking import MADE as ANEW
from .asking import Cost, Door, WrongAnswerError, cookies, save_of
from .bounds import ADMIN_FORM, ADMIN_LIST, DATABASE, FAILED, GROWTH, HELD, KEPT, LARGE, MADE, SAVE, SMALL, Result
from .stack import Portal
from .wsgi import BARE

OFTEN, BUNDLES = 20, 5
"""How often a cheap answer is asked for at a stretch, and how many such stretches a turn has. What the web server, PostgreSQL
and the kernel do meanwhile on their own account is a third of a stretch now and then: the middle of three would say little."""
THREADS = 4
"""How often an answer is asked for before it counts: the threads of a web process answer in turn, each over a connection with
plans of its own, and asked once alone an answer would be counted of a thread that has not made it yet."""
SLOW, SLOW_ROUNDS = 0.5, 3
"""Seconds of CPU from which an answer is asked for in so many rounds alone."""
UNCOUNTED = 1
"""Rounds in which each process fills what it fills once."""
WAYS = {rows.PAGE: (MADE, KEPT, HELD), rows.MAIN: (MADE, KEPT, HELD), rows.FILE: (MADE, KEPT, HELD)}
Samples = dict[tuple[str, str, str], list[Cost]]


class Rounds:
    """What was measured so far."""

    def __init__(self, portals: dict[str, Portal], database: int, only: str) -> None:
        self.portals, self.database, self.only = portals, database, only
        self.samples: Samples = defaultdict(list)
        self.wrong: Counter[str] = Counter()
        self.turn = 0

    def run(self, rounds: int) -> list[Result]:
        for self.turn in range(-UNCOUNTED, rounds):
            for content, portal in self.portals.items():
                self._bare(content, portal)
                for name, row in self._chosen(rows.measured()):
                    self._row(content, portal, name, row)
                for kind, (listed, form) in portal.content["forms"].items():
                    self._admin(content, portal, kind, listed, form)
        return self.results()

    def _chosen(self, named: dict[str, rows.Measured]) -> Iterable[tuple[str, rows.Measured]]:
        return ((name, row) for name, row in named.items() if self.only in name)

    def _bare(self, content: str, portal: Portal) -> None:
        self._count((content, "", MADE), portal, lambda door: lambda: self._right(door, BARE), OFTEN)

    def _row(self, content: str, portal: Portal, name: str, row: rows.Measured) -> None:
        path = portal.content["paths"][name]
        status = 404 if name == "nowhere" else 200
        self._count((content, name, MADE), portal, lambda door: lambda: self._right(door, path, status, **ANEW), 1)
        ways = WAYS.get(row.kind, (MADE,))
        if KEPT in ways:
            self._count((content, name, KEPT), portal, lambda door: lambda: self._right(door, path), OFTEN)
        if HELD in ways:
            self._count((content, name, HELD), portal, lambda door: self._held(door, path), OFTEN)

    def _held(self, door: Door, path: str) -> object:
        etag = door.ask(path)[0].headers.get("ETag") or '"none"'
        return lambda: self._right(door, path, None, If_None_Match=etag)

    def _admin(self, content: str, portal: Portal, kind: str, listed: str, form: str) -> None:
        signed = {"Cookie": cookies(portal)}
        for what, path in ((ADMIN_LIST, listed), (ADMIN_FORM, form)):
            if self.only in (name := f"{what}: {kind}"):
                self._count((content, name, MADE), portal, lambda door, at=path: lambda: self._right(door, at, **signed), 1)
        if self.only in (name := f"{SAVE}: {kind}"):
            self._count((content, name, MADE), portal, lambda door: save_of(door, kind, form, self.turn), 1, warm=False)

    @staticmethod
    def _right(door: Door, path: str, status: int | None = 200, **headers: str) -> None:
        response, _body = door.ask(path, **headers)
        if status is not None and response.status != status:
            raise WrongAnswerError(f"{path} answers {response.status} instead of {status}.")

    def _count(self, key: tuple[str, str, str], portal: Portal, asking, times: int, warm: bool = True) -> None:
        known = self.samples[key]
        if len(known) >= SLOW_ROUNDS and known[-1].whole > SLOW:
            return
        door = Door(portal, self.database)
        try:
            ask = asking(door)
            for _thread in range(THREADS if warm else 0):
                ask()
            costs = [door.cost(ask, times) for _bundle in range(BUNDLES if times == OFTEN else 1)]
        except (ConnectionError, http.client.HTTPException):
            return  # gunicorn ended a connection that nobody used: the next round asks again
        except WrongAnswerError as error:
            self.wrong[key[1]] += 1
            print(error, file=sys.stderr, flush=True)
            return
        finally:
            door.close()
        if self.turn >= 0:
            known += costs

    def results(self) -> list[Result]:
        """Medians, as multiples of the bare list of the same portal."""
        kinds = {name: row.kind for name, row in rows.measured().items()}
        found: dict[str, Result] = {}
        for (content, name, way), costs in self.samples.items():
            if not name or not costs:
                continue
            result = found.setdefault(name, Result(name, kinds.get(name) or name.partition(":")[0]))
            whole = statistics.median(cost.whole for cost in costs)
            bare = statistics.median(cost.whole for cost in self.samples[content, "", MADE])
            result.figures.setdefault(way, {})[content] = whole / bare
            if way == MADE:
                share = statistics.median(cost.database for cost in costs) / whole
                result.figures.setdefault(DATABASE, {})[content] = share
        for result in found.values():
            self._grown(result)
        for name, times in self.wrong.items():
            result = found.setdefault(name, Result(name, kinds.get(name) or name.partition(":")[0]))
            result.figures[FAILED] = {"": times}
        return list(found.values())

    def _grown(self, result: Result) -> None:
        """A file grows with its content; what is handed out of it, once it is kept, does not."""
        way = KEPT if result.kind == rows.FILE else MADE
        costs = {
            content: statistics.median(cost.whole for cost in self.samples[content, result.name, way])
            for content in (SMALL, LARGE)
            if self.samples.get((content, result.name, way))
        }
        if len(costs) == 2:
            result.figures[GROWTH] = {"": costs[LARGE] / costs[SMALL]}
