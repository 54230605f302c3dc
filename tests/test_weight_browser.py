"""What a first visit weighs, and whether anything moves while it arrives: in a browser, with static files as in production."""

from collections import deque
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Request

from publishing import languages
from tests.turns import turn_of

from .browsers import Wishes

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

WHOLE, REQUESTS = 70_000, 8
STYLES, SCRIPTS = 14_000, 18_000
"""Bytes over the line, the heads of the answers included: of the style sheets of one page, of the scripts of all."""
WATCH = """
window.shifts = [];
new PerformanceObserver((list) => list.getEntries().forEach((one) => window.shifts.push(
  [one.value, ...one.sources.map((source) => (source.node?.outerHTML || source.node?.textContent || "").slice(0, 60))])
)).observe({ type: "layout-shift", buffered: true });
"""
SETTLED = """async () => {
  await document.fonts.ready;
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))));
  return window.shifts;
}"""
ICONS = "[...document.querySelectorAll('link[rel~=icon]')].map((one) => one.href)"
TABS = 3
"""So many pages are waited for at a time: that nothing more comes is only known after half a second."""


class Tab:
    """Visits pages, each as if it were the first."""

    def __init__(self, context: BrowserContext):
        self.page = context.new_page()
        self._answered: list[Request] = []
        self._wishes = Wishes(self.page)
        self._wishes.nothing_kept()
        self.page.on("requestfinished", lambda one: self._answered.append(one))

    def visit(self, url: str) -> None:
        self.page.context.clear_cookies()
        self._answered.clear()
        self.page.goto(url)
        self._moved = self.page.evaluate(SETTLED)

    def seen(self) -> tuple[dict[str, int], list]:
        """The bytes of each file that the visit brought, and what moved on the page."""
        self.page.wait_for_load_state("networkidle")
        weighed = {one.url: one.sizes() for one in self._answered}
        sizes = {address: size["responseBodySize"] + size["responseHeadersSize"] for address, size in weighed.items()}
        for address in self.page.evaluate(ICONS)[:1]:
            # A browser without a window asks for no picture of its tab; each visitor's does, for one of them.
            if address not in sizes:
                answer = self.page.request.get(address)
                sizes[address] = int(answer.headers["content-length"]) + sum(map(len, answer.headers.values()))
        return sizes, self._moved


def first_visits(context: BrowserContext, site: str, paths: Iterable[str]) -> Iterator[tuple[str, dict[str, int], list]]:
    """What each page brought, and what moved on it. While one is waited for, the next ones are visited."""
    context.add_init_script(WATCH)
    waiting: deque[tuple[str, Tab]] = deque()
    for path in paths:
        tab = waiting[0][1] if len(waiting) == TABS else Tab(context)
        if len(waiting) == TABS:
            visited, _tab = waiting.popleft()
            yield visited, *tab.seen()
        tab.visit(site + path)
        waiting.append((path, tab))
    for path, tab in waiting:
        yield path, *tab.seen()


def of_kind(sizes: dict[str, int], suffix: str) -> dict[str, int]:
    return {address: size for address, size in sizes.items() if urlsplit(address).path.endswith(suffix)}


PHONE = {"width": 412, "height": 823}
"""The screen of a usual phone, in CSS pixels."""


@pytest.mark.in_full
@pytest.mark.parametrize("language", languages.codes())
def test_first_visit_is_light_and_still(demo_portal, new_context, language):
    faults, styles, scripts, moving = [], {}, {}, []
    context = new_context(viewport=PHONE)
    codes = languages.codes()
    paths = turn_of(demo_portal.paths[language].values(), codes.index(language), len(codes))
    for path, sizes, shifts in first_visits(context, demo_portal.url, paths):
        styles[path] = sum(of_kind(sizes, ".css").values())
        scripts |= of_kind(sizes, ".js")
        if sum(sizes.values()) > WHOLE or len(sizes) > REQUESTS:
            faults.append(f"{path}: {sum(sizes.values())} bytes in {len(sizes)} requests: {sizes}")
        if shifts:
            moving.append(path)
        print(sum(sizes.values()), len(sizes), path)
    # Pages that are fetched side by side hold each other up: what moved then is asked of a page that has the line for itself.
    for path in moving:
        for _path, _sizes, shifts in first_visits(new_context(viewport=PHONE), demo_portal.url, [path]):
            faults += [f"{path} moves: {shifts[:3]}"] if shifts else []
    assert faults == []
    assert 0 < max(styles.values()) <= STYLES, styles
    assert 0 < sum(scripts.values()) <= SCRIPTS, scripts
