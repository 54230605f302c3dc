"""What a first visit weighs, and whether anything moves while it arrives: in a browser, with static files as in production."""

from urllib.parse import urlsplit

import pytest

from publishing import languages

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

WHOLE, REQUESTS = 70_000, 8
STYLES, SCRIPTS = 14_000, 18_000
"""Bytes over the line, the heads of the answers included."""
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


def visit(new_context, url: str) -> tuple[dict[str, int], list]:
    """The bytes of each file that a first visit brings, and what moved on the page."""
    context = new_context(viewport={"width": 412, "height": 823})
    context.add_init_script(WATCH)
    page = context.new_page()
    answered = []
    page.on("requestfinished", lambda one: answered.append(one))
    page.goto(url)
    shifts = page.evaluate(SETTLED)
    page.wait_for_load_state("networkidle")
    weighed = {one.url: one.sizes() for one in answered}
    sizes = {address: size["responseBodySize"] + size["responseHeadersSize"] for address, size in weighed.items()}
    for address in page.evaluate(ICONS)[:1]:
        # A browser without a window asks for no picture of its tab; each visitor's does, for one of them.
        if address not in sizes:
            answer = context.request.get(address)
            sizes[address] = int(answer.headers["content-length"]) + sum(map(len, answer.headers.values()))
    context.close()
    return sizes, shifts


def of_kind(sizes: dict[str, int], suffix: str) -> dict[str, int]:
    return {address: size for address, size in sizes.items() if urlsplit(address).path.endswith(suffix)}


@pytest.mark.parametrize("language", languages.codes())
def test_first_visit_is_light_and_still(demo_portal, new_context, language):
    faults, styles, scripts = [], {}, {}
    for path in demo_portal.paths[language].values():
        sizes, shifts = visit(new_context, demo_portal.url + path)
        styles |= of_kind(sizes, ".css")
        scripts |= of_kind(sizes, ".js")
        if sum(sizes.values()) > WHOLE or len(sizes) > REQUESTS:
            faults.append(f"{path}: {sum(sizes.values())} bytes in {len(sizes)} requests: {sizes}")
        if shifts:
            faults.append(f"{path} moves: {shifts[:3]}")
        print(sum(sizes.values()), len(sizes), path)
    assert faults == []
    assert 0 < sum(styles.values()) <= STYLES, styles
    assert 0 < sum(scripts.values()) <= SCRIPTS, scripts
