"""What every test of the house shares."""

import os
from pathlib import Path

import pytest
from django.utils import translation

from publishing import languages
from tests import fallback_fonts

pytest_plugins = ["tests.browsers"]


@pytest.fixture(autouse=True)
def _main_language():
    """Each test begins in the main language, whatever the one before it left active."""
    with translation.override(languages.main()):
        yield


@pytest.fixture(autouse=True, scope="session")
def _catalogues():
    """Compile the catalogues when a test run begins without them (they are not in the repository)."""
    from django.core.management import call_command

    call_command("compile_catalogues", verbosity=0)


@pytest.fixture(autouse=True, scope="session")
def _pictures():
    """Write copies of pictures as fast as the encoder can: no test asks how small they are to a byte."""
    from publishing import renditions

    renditions.KINDS["avif"]["speed"] = 10


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The demo data, loaded once for a file whose tests all want it; what one of them writes is gone for the next."""
    from django.core.management import call_command
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo", verbosity=0)
        yield
        transaction.set_rollback(True)


CHROMIUM = Path("/usr/bin/chromium")
# Playwright's synchronous API runs a loop of its own, which Django would take for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Run last what empties the database behind it, the migrations' own rows included; leave out what needs a browser
    where there is none, saying so."""
    items.sort(key=_empties_the_database)
    if CHROMIUM.exists():
        return
    missing = pytest.mark.skip(reason=f"no Chromium at {CHROMIUM}: “apt-get install chromium” on Debian brings it")
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(missing)


def _empties_the_database(item) -> bool:
    mark = item.get_closest_marker("django_db")
    asked = {"transactional_db", "live_server", "demo_portal"} & set(getattr(item, "fixturenames", ()))
    return bool(asked or (mark and mark.kwargs.get("transaction")))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args, tmp_path_factory):
    """The browser of every test knows the same letters on every machine: the widest that a page may have to do with."""
    fonts = fallback_fonts.configuration(fallback_fonts.WIDEST, tmp_path_factory.mktemp("fonts"))
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    return browser_type_launch_args | {
        "executable_path": str(CHROMIUM),
        "env": {**os.environ, "FONTCONFIG_FILE": str(fonts)},
        "args": [*quiet, "--disable-component-update", "--disable-sync"],
    }
