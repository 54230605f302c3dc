"""What every test of the house shares."""

import pytest
from django.utils import translation

from publishing import languages


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
