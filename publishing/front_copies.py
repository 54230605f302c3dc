"""The last good copies that nginx keeps in front of the portal, for when the portal or its database is away.

nginx asks the portal each time (``deploy/nginx``), and hands out a copy only where it gets no answer. What a copy may say then:

- Nothing past the next moment: with each kept answer the portal names the moment (``X-Accel-Expires``), a second early because
  nginx counts in whole ones, and nginx drops the copy at it, whether the portal is there or not.
- Nothing that has changed: whoever reads a new state of the portal takes all copies away before it answers, whoever has written
  does so before it answers that, and the mail worker looks every two seconds. nginx finds a copy by its file, so a file that is
  gone is a copy that is gone. An answer that was under way meanwhile may be put there afterwards: ``AGAIN_AFTER`` seconds later
  all is taken away once more.

What is left is a change whose process, and every other of the portal on that machine, die in the same instant between commit
and taking away: the copies stay until one of them is back, or the moment. Where nginx has another machine than the portal,
nobody can take its copies away: there they are given a number of seconds instead, and live no longer than that.
"""

from __future__ import annotations

import logging
import re
import time
from pathlib import Path

from django.conf import settings
from django.core import checks
from django.http.response import HttpResponseBase

from . import clock
from .answer_state import PortalState, StateReader
from .log_words import PlainWords

logger = logging.getLogger(__name__)

HEADER = "X-Accel-Expires"
AGAIN_AFTER = 10.0
"""Seconds after which no answer is under way any more that was made before."""
COPY = re.compile(r"[0-9a-f]{32}(\.[0-9]+)?")
"""What nginx calls its files, finished and half written."""
MARK = ".state"
"""The file that names the state whose copies these are."""


class FrontCopies:
    """Says of answers how long they may be copied, and takes copies away."""

    def __init__(self) -> None:
        self.folder = Path(settings.NGINX_COPIES) if settings.NGINX_COPIES.startswith("/") else None
        self.seconds = int(settings.NGINX_COPIES) if settings.NGINX_COPIES.isdecimal() else 0
        self._state = ""
        self._again_at: float | None = None
        self._may_copy = True

    @property
    def are_kept(self) -> bool:
        return self.folder is not None or self.seconds > 0

    def mark(self, response: HttpResponseBase, state: PortalState) -> None:
        """Say until when nginx may hold an answer; nothing, and it holds none, where its copies cannot be taken away."""
        if until := self.until(state):
            response.headers[HEADER] = until

    def until(self, state: PortalState) -> str:
        """What ``HEADER`` says of an answer in this state; nothing where there is to be no copy."""
        if not self.are_kept or not self._may_copy:
            return ""
        until, now = state.span.end.timestamp() - 1, clock.now().timestamp()
        if self.folder is None:
            until = min(until, now + self.seconds)
        return f"@{int(until)}" if until > now else ""

    def follow(self, state: PortalState) -> None:
        """Take away the copies of every other state, before anything is answered in this one."""
        if self.folder is None:
            return
        now = time.monotonic()
        if state.name != self._state:
            self._state, self._again_at = state.name, now + AGAIN_AFTER
            if self._marked() != state.name:
                self._take_away()
        elif self._again_at is not None and now >= self._again_at:
            self._again_at = None
            self._take_away()

    def _marked(self) -> str:
        try:
            return (self.folder / MARK).read_text() if self.folder else ""
        except OSError:
            return ""

    def _take_away(self) -> None:
        """Every copy, then the mark: whoever dies in between leaves it to the next one."""
        try:
            for path in self.folder.iterdir() if self.folder else ():
                if COPY.fullmatch(path.name):
                    path.unlink(missing_ok=True)
            if self.folder:
                (self.folder / MARK).write_text(self._state)
            self._may_copy = True
        except OSError as error:
            self._may_copy, self._state = False, ""
            why = PlainWords(error.strerror)
            logger.error("The copies that nginx keeps cannot be taken away (%s): it is given no more.", why)


class CopiesFollower:
    """For a process that answers nobody: has the copies taken away wherever the change was made."""

    def __init__(self) -> None:
        self.copies, self.states = FrontCopies(), StateReader()

    def follow(self) -> None:
        if self.copies.folder is not None and (state := self.states.read()) is not None:
            self.copies.follow(state)


@checks.register(deploy=True)
def copies_can_be_taken_away(app_configs: object = None, **given: object) -> list[checks.CheckMessage]:
    folder = FrontCopies().folder
    if folder is None:
        return []
    try:
        probe = folder / ".probe"
        probe.touch()
        probe.unlink()
    except OSError as error:
        sentence = f"NGINX_COPIES: {folder} cannot be written to ({error.strerror})."
        hint = "Make it with the group of the portal and write permission for the group; see docs/operators/cache.md."
        return [checks.Error(sentence, hint=hint, id="publishing.E090")]
    return []
