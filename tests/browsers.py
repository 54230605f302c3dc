"""Browsers that a test cannot have of the usual one: what is asked when Chromium starts cannot be changed afterwards."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserType

USUAL_SIZE = 16
"""The font size, in CSS pixels, of a browser whose reader has not asked for another: one em of a media query."""

Launch = Callable[..., Browser]


@pytest.fixture(scope="session")
def launched(browser_type: BrowserType, browser_type_launch_args: dict) -> Iterator[Launch]:
    """Start a browser whose reader asked for letters of ``size`` CSS pixels; the same one for the same wish."""
    started: dict[int, Browser] = {}

    def launch(*, size: int = USUAL_SIZE) -> Browser:
        if size not in started:
            arguments = [*browser_type_launch_args["args"], f"--blink-settings=defaultFontSize={size}"]
            started[size] = browser_type.launch(**browser_type_launch_args | {"args": arguments})
        return started[size]

    yield launch
    for browser in started.values():
        browser.close()
