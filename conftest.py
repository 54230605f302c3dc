"""What every test of the house shares."""

import functools
import gc
import os
import re
from pathlib import Path

import hypothesis
import pytest
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation
from pytest_django.plugin import blocking_manager_key

from portal import catalogues
from publishing import languages
from tests import databases, fallback_fonts, turns

pytest_plugins = ["tests.browsers", "tests.forked_runs"]
# Examples that hypothesis makes up: few as one works, fewer in the quick tests, all before a change is taken in.
hypothesis.settings.register_profile("fewest", max_examples=25, deadline=None)
hypothesis.settings.register_profile("few", max_examples=100, deadline=None)
hypothesis.settings.register_profile("all", max_examples=1000, deadline=None)
hypothesis.settings.load_profile(os.environ.get("EXAMPLES", "few"))


@pytest.fixture(autouse=True)
def _main_language():
    """Each test begins in the main language, whatever the one before it left active."""
    with translation.override(languages.main()):
        yield


@pytest.fixture(autouse=True, scope="session")
def _pictures():
    """Write copies of pictures as fast as the encoder can: no test asks how small they are to a byte."""
    from publishing import renditions

    renditions.KINDS["avif"]["speed"] = 10


@pytest.fixture(scope="session")
def django_db_setup(request, django_test_environment, django_db_blocker):
    """Every test has its database from the hook below; what is left is to remove it."""
    yield
    with django_db_blocker.unblock():
        own_database().leave()


@pytest.fixture
def demo(db):
    """The demo data, in the transaction of the test."""


@functools.cache
def own_database() -> databases.OwnDatabase:
    own = databases.OwnDatabase(databases.shelf())
    own.begin()
    return own


def _content_for(item: pytest.Item) -> str | None:
    """The database that a test wants to begin with; ``None`` if it needs none."""
    asked = set(getattr(item, "fixturenames", ()))
    if asked & {"demo", "demo_portal"}:
        return databases.DEMO
    if asked & {"db", "transactional_db", "live_server"} or item.get_closest_marker("django_db"):
        return databases.MIGRATED
    return None


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Give each test the database that it wants to begin with, before any fixture touches it."""
    if content := _content_for(item):
        with item.config.stash[blocking_manager_key].unblock():
            own_database().hold(content)


@pytest.fixture(autouse=True, scope="session")
def _copies_instead_of_emptying():
    """After a test that wrote for good, the next one has a fresh copy: nobody needs to empty every table for it."""
    emptied, TransactionTestCase._fixture_teardown = (
        TransactionTestCase._fixture_teardown,
        lambda self: own_database().spoil(),
    )
    yield
    TransactionTestCase._fixture_teardown = emptied


@pytest.fixture
def spoil_the_database():
    """For a test that writes outside a transaction of its own: the next one has a fresh copy."""
    yield
    own_database().spoil()


CHROMIUM = Path("/usr/bin/chromium-headless-shell")
"""Chromium without what only a window needs: it shows a page with a third less of work."""
# A picture further down is asked for as on a fast line: this browser does not measure its own, and takes it for a slow one.
NEAR_PICTURES = "lazyLoadingImageMarginPxUnknown=1250"
# Playwright's synchronous API runs a loop of its own, which Django would take for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_addoption(parser):
    parser.addoption("--quick", action="store_true", help="leave out what needs a database, a browser or much time")
    parser.addoption("--not-quick", action="store_true", help="leave out what --quick asks")
    parser.addoption("--in-turns", action="store_true", help="ask some cases alone of each test that is not quick")


def pytest_configure(config):
    """Compile the catalogues where they changed (they are not in the repository), before the processes of a run begin."""
    if not hasattr(config, "workerinput"):
        catalogues.compile_all()
    if config.getoption("quick") and "EXAMPLES" not in os.environ:
        hypothesis.settings.load_profile("fewest")


def pytest_report_header(config):
    if config.getoption("in_turns"):
        return (
            f"in turns: {turns.CASES} case of a test with parameters, unless it says more, and no test marked "
            "in_full (EXAMPLES=all script/test asks everything)"
        )


_IS_NOT_QUICK = re.compile(r"^pytestmark = (?:\[[^\]]*|.*)\bmark\.(django_db|slow)\b", re.MULTILINE)
"""How a file of tests says that it holds no quick one."""


def pytest_ignore_collect(collection_path, config):
    """Do not even load the files of which ``--quick`` asks nothing: two in three."""
    if config.getoption("quick") and collection_path.match("test_*.py"):
        return True if _IS_NOT_QUICK.search(collection_path.read_text(encoding="utf-8")) else None
    return None


def pytest_collection_finish():
    """What is loaded by now stays to the end: nobody need look through it for garbage again."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(config, items):
    """Leave out what needs a browser where there is none, saying so; and what is not quick, if asked to."""
    quick = {item for item in items if not (_content_for(item) or item.get_closest_marker("slow"))}
    for option, asked in (("quick", quick), ("not_quick", set(items) - quick)):
        if config.getoption(option):
            config.hook.pytest_deselected(items=[item for item in items if item not in asked])
            items[:] = [item for item in items if item in asked]
    if config.getoption("in_turns"):
        left = turns.left_to_all_examples(item for item in items if item not in quick)
        left |= {item for item in quick if item.get_closest_marker("in_full")}
        config.hook.pytest_deselected(items=list(left))
        items[:] = [item for item in items if item not in left]
    if connection.vendor != "sqlite":
        again = {item for item in items if item.get_closest_marker("one_database")}
        config.hook.pytest_deselected(items=list(again))
        items[:] = [item for item in items if item not in again]
    if CHROMIUM.exists():
        return
    missing = pytest.mark.skip(reason=f"no {CHROMIUM}: “apt-get install chromium-headless-shell” on Debian brings it")
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(missing)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args, tmp_path_factory):
    """The browser of every test knows the same letters on every machine: the widest that a page may have to do with."""
    fonts = fallback_fonts.configuration(fallback_fonts.WIDEST, tmp_path_factory.mktemp("fonts"))
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    return browser_type_launch_args | {
        "executable_path": str(CHROMIUM),
        "env": {**os.environ, "FONTCONFIG_FILE": str(fonts)},
        "args": [*quiet, "--disable-component-update", "--disable-sync", f"--blink-settings={NEAR_PICTURES}"],
    }
