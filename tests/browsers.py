"""Browsers and pages that a test cannot have of the usual ones: other fonts, other letters, first visits."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserType, Locator, Page

from tests import fallback_fonts

USUAL_SIZE = 16
"""The font size, in CSS pixels, of a browser whose reader has not asked for another: one em of a media query."""

Launch = Callable[[str], Browser]


@pytest.fixture(scope="session")
def launched(
    browser: Browser, browser_type: BrowserType, browser_type_launch_args: dict, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Launch]:
    """A browser on a machine that has one set of fonts: what is asked when Chromium starts cannot be changed afterwards.

    The same one for the same fonts; the usual one has the widest.
    """
    started = {fallback_fonts.WIDEST: browser}

    def launch(fonts: str = fallback_fonts.WIDEST) -> Browser:
        if fonts not in started:
            configured = fallback_fonts.configuration(fonts, tmp_path_factory.mktemp("fonts"))
            changes = {"env": {**os.environ, "FONTCONFIG_FILE": str(configured)}}
            started[fonts] = browser_type.launch(**browser_type_launch_args | changes)
        return started[fonts]

    yield launch
    for other in started.values():
        if other is not browser:
            other.close()


class Wishes:
    """What a reader has set in the browser, for one page and those that it goes on to."""

    def __init__(self, page: Page):
        self._session = page.context.new_cdp_session(page)

    def letters_of(self, size: int) -> None:
        """Letters of so many CSS pixels, where a page does not say otherwise: a media query's em follows."""
        self._session.send("Page.setFontSizes", {"fontSizes": {"standard": size}})

    def nothing_of(self, *addresses: str) -> None:
        """What such addresses hold never comes. (Playwright's routes would have every file asked for at every page.)"""
        self._session.send("Network.enable")
        self._session.send("Network.setBlockedURLs", {"urls": list(addresses)})

    def nothing_kept(self) -> None:
        """Every page is visited for the first time: no file of an earlier one is at hand."""
        self._session.send("Network.enable")
        self._session.send("Network.setCacheDisabled", {"cacheDisabled": True})


def send(page: Page, button: str | Locator) -> None:
    """Press what leads to another page, and wait until that page is there.

    A click alone comes back as soon as the browser has begun to ask, on a busy machine with the old page still in view: what
    is looked for next would be looked for there.
    """
    with page.expect_navigation():
        (page.locator(button) if isinstance(button, str) else button).click()
