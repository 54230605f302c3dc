"""What axe finds wrong with a page that a browser shows."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import BrowserContext, Page

FILE = Path(__file__).parent / "vendor" / "axe.min.js"

# Only what is violated is told: what passes takes as long to describe as to find. Nothing is preloaded: axe would insert
# styles of its own for the sheets that Django's import, and the policy refuses them.
_TOLD = {"resultTypes": ["violations"], "preload": False}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], **_TOLD}
BY_COLOUR = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}, **_TOLD}
"""What a colour scheme can change: only colours depend on it, so the rest is asked once."""
TARGETS = {"runOnly": {"type": "rule", "values": ["target-size"]}, **_TOLD}
"""Links as far apart as fingers need (success criterion 2.5.8 of WCAG 2.2), however lines break."""


def at_hand(context: BrowserContext) -> None:
    """Have axe in each page that a context will open: a browser reads a script that comes so once, not once a page."""
    context.add_init_script(path=FILE)


# An icon whose letters have not come yet is the word that stands for it, too pale and not the name of its button.
_LETTERS_CAME = "document.fonts.ready.then(() => 0)"
# A transition that a change of colour scheme began would be read half way: each is brought to its end, if it has one.
_SETTLED = "document.getAnimations().forEach(one => isFinite(one.effect.getComputedTiming().endTime) && one.finish())"


def violations(page: Page, rules: dict = RULES) -> list[str]:
    """What is wrong with the page as it stands: the rule, where, and how to mend it."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(FILE.read_text())
    page.evaluate(_LETTERS_CAME)
    page.evaluate(_SETTLED)
    found = page.evaluate("rules => axe.run(document, rules).then(result => result.violations)", rules)
    return [f"{one['id']} {node['target']} {node['failureSummary'][:300]}" for one in found for node in one["nodes"][:2]]
