"""Browsers that a test cannot have of the usual one: what is asked when Chromium starts cannot be changed afterwards."""

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserType

from tests import fallback_fonts

USUAL_SIZE = 16
"""The font size, in CSS pixels, of a browser whose reader has not asked for another: one em of a media query."""

Launch = Callable[..., Browser]


@pytest.fixture(scope="session")
def launched(
    browser_type: BrowserType, browser_type_launch_args: dict, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Launch]:
    """Start a browser whose reader asked for letters of ``size`` CSS pixels, on a machine that has one set of fonts.

    The same one for the same wish.
    """
    started: dict[tuple[int, str], Browser] = {}

    def launch(*, size: int = USUAL_SIZE, fonts: str = fallback_fonts.WIDEST) -> Browser:
        if (size, fonts) not in started:
            configured = fallback_fonts.configuration(fonts, tmp_path_factory.mktemp("fonts"))
            changes = {
                "args": [*browser_type_launch_args["args"], f"--blink-settings=defaultFontSize={size}"],
                "env": {**os.environ, "FONTCONFIG_FILE": str(configured)},
            }
            started[size, fonts] = browser_type.launch(**browser_type_launch_args | changes)
        return started[size, fonts]

    yield launch
    for browser in started.values():
        browser.close()
