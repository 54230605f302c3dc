"""Tests that are loaded once and asked by forks of the process that loaded them.

pytest-xdist loads all tests anew in each of its processes, which takes half as long as to ask the quick ones. ``--forks 2`` is
for tests without a database or a browser: a connection made before the fork would be used by several processes.
"""

from __future__ import annotations

import os
import sys
from collections import deque
from dataclasses import dataclass, field
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from typing import Any

import pytest

SHARES = 8
"""Each fork takes its tests in about so many shares: neighbours stay together, and nobody waits long for the last one."""
SILENT = ("terminalreporter", "junitxml", "lfplugin", "nfplugin", "stepwiseplugin")
"""What shows or keeps reports: of a fork the process does that which it was forked from."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--forks", type=int, default=0, help="ask the tests in so many forks of the process that has loaded them")


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """Ask the tests in forks where so many are wanted; else leave it to pytest."""
    forks = session.config.getoption("forks")
    if forks < 2 or session.testsfailed or session.config.option.collectonly:
        return None
    Run(session, forks).ask_all()
    return True


@dataclass
class Fork:
    """A process that asks tests: those that it was given, the one that it is at before all others."""

    process: int
    line: Connection
    given: deque[int] = field(default_factory=deque)
    is_told_of_the_end: bool = False


class Run:
    """Gives tests, by their places among all, to forks, and shows what these report."""

    def __init__(self, session: pytest.Session, forks: int) -> None:
        self.session = session
        self.places = deque(range(len(session.items)))
        self.share = max(len(self.places) // (forks * SHARES), 1)
        self.forks: dict[Connection, Fork] = {}
        for _ in range(forks):
            self._begin()

    def ask_all(self) -> None:
        while self.forks:
            for line in wait(list(self.forks)):
                assert isinstance(line, Connection)
                self._hear(self.forks[line])
            if self.session.shouldstop:
                raise self.session.Interrupted(self.session.shouldstop)

    def _begin(self) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        ours, theirs = Pipe()
        process = os.fork()
        if process == 0:
            ours.close()
            _be_a_fork(self.session, theirs)
        theirs.close()
        self.forks[ours] = Fork(process, ours)
        self._give(self.forks[ours])

    def _give(self, fork: Fork) -> None:
        """Tests for a fork, two at least: before it asks one it has to know the next, for which fixtures may stay."""
        if len(fork.given) < 2:
            for _ in range(min(self.share, len(self.places))):
                fork.given.append(self.places.popleft())
                fork.line.send(fork.given[-1])
        if len(fork.given) < 2 and not self.places and not fork.is_told_of_the_end:
            fork.line.send(None)
            fork.is_told_of_the_end = True

    def _hear(self, fork: Fork) -> None:
        try:
            message = fork.line.recv()
        except (EOFError, ConnectionError):
            self._end(fork)
            return
        if message is None:
            fork.given.popleft()
            self._give(fork)
        else:
            self._show(self.session.config.hook.pytest_report_from_serializable(config=self.session.config, data=message))

    def _show(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        self.session.config.hook.pytest_runtest_logreport(report=report)

    def _end(self, fork: Fork) -> None:
        """Where a fork fell, the test that it was at has failed, and another one asks what it was still to ask."""
        del self.forks[fork.line]
        fork.line.close()
        status = os.waitstatus_to_exitcode(os.waitpid(fork.process, 0)[1])
        if not fork.given:
            return
        item = self.session.items[fork.given.popleft()]
        said = f"The process that asked this test ended with {status}."
        self._show(pytest.TestReport(item.nodeid, item.location, {}, "failed", said, "call"))
        self.places.extendleft(reversed(fork.given))
        if self.places:
            self._begin()


def _be_a_fork(session: pytest.Session, line: Connection) -> None:
    """Ask what comes along the line until it says that nothing will, and end the process."""
    code = 1
    try:
        _ask(session, line)
        code = 0
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stderr.flush()
        os._exit(code)


class _Reporter:
    """Hands the reports of a fork to the process that shows them."""

    def __init__(self, config: pytest.Config, line: Connection) -> None:
        self.config, self.line = config, line

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.line.send(self.config.hook.pytest_report_to_serializable(config=self.config, report=report))


def _ask(session: pytest.Session, line: Connection) -> None:
    config = session.config
    # What each fork writes goes to a file of its own.
    capture: Any = config.pluginmanager.getplugin("capturemanager")
    capture.stop_global_capturing()
    capture.start_global_capturing()
    for name in SILENT:
        if config.pluginmanager.has_plugin(name):
            config.pluginmanager.unregister(name=name)
    config.pluginmanager.register(_Reporter(config, line))
    place = line.recv()
    while place is not None:
        following = line.recv()
        nextitem = None if following is None else session.items[following]
        config.hook.pytest_runtest_protocol(item=session.items[place], nextitem=nextitem)
        line.send(None)
        place = following
