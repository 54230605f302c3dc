"""Public pages in a real browser: accessible, from this host alone, within the policy, and never wider than a phone."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils.translation import override

from caps.models import CAP
from cluster.models import Institution, NationalCluster, Page, Person, Pillar, Theme
from news.models import Article, Event, PressRelease
from partners.models import Partner
from publishing import languages

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
LISTS = (
    "home",
    "institution-list",
    "person-list",
    "theme-list",
    "pillar-list",
    "keyfigure-list",
    "milestone-list",
    "nationalcluster-list",
    "cap-list",
    "matrix",
    "partner-list",
    "article-list",
    "event-list",
    "pressrelease-list",
    "coverage-list",
    "press-subscribe",
    "search",
    "site-map",
    "open-data",
)
DETAILS = (Institution, Person, Theme, Pillar, NationalCluster, Page, CAP, Partner, PressRelease, Article, Event)
VIEWS = (("light", 1440), ("dark", 320))


@pytest.fixture
def demo(transactional_db):
    call_command("load_demo", verbosity=0)


def addresses(language: str) -> list[str]:
    """One page of each kind, and what a filter, a search and a mistake show."""
    with override(language):
        found = [reverse(name) for name in LISTS]
        for model in DETAILS:
            found.append(model.objects.public(language).order_by("pk").first().get_absolute_url(language))
        found += [f"{reverse('cap-list')}?q=zzzz", f"{reverse('cap-list')}?theme=xx", f"{reverse('cap-list')}?phase=running"]
        found += [f"{reverse('search')}?q=robot", f"{reverse('search')}?q=zzzz", f"{reverse('home')}nulle-part/"]
    return found


def watched(context, host: str, faults: list[str]):
    """A page that notes what it asks of other hosts, what the policy refuses and what its scripts stumble on."""
    page = context.new_page()
    page.on("request", lambda one: urlsplit(one.url).netloc != host and faults.append(f"foreign request: {one.url}"))
    page.on("console", lambda one: "Content Security Policy" in one.text and faults.append(one.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    return page


@pytest.mark.parametrize("language", languages.codes())
def test_every_kind_of_page(demo, live_server, new_context, language):
    faults: list[str] = []
    for scheme, width in VIEWS:
        context = new_context(color_scheme=scheme, viewport={"width": width, "height": 900})
        page = watched(context, urlsplit(live_server.url).netloc, faults)
        for path in addresses(language):
            page.goto(live_server.url + path)
            assert page.locator("html").get_attribute("lang") == language
            assert page.locator("h1").count() == 1, path
            if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                faults.append(f"{path} is wider than {width} px")
            page.evaluate(AXE.read_text())
            result = page.evaluate("rules => axe.run(document, rules)", RULES)
            faults += [
                f"{path} {scheme} {width}: {one['id']} {node['target']} {node['failureSummary'][:200]}"
                for one in result["violations"]
                for node in one["nodes"][:2]
            ]
        # Of the press list's form alone: tests/test_bad_input.py asks each page that holds none.
        assert {one["name"] for one in context.cookies()} == {"csrftoken"}
        context.close()
    assert faults == []
