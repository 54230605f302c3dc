"""The back office in a real browser: within the policy on every kind of page, accessible, and an editor’s day end to end."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import expect
from reversion import create_revision
from reversion.models import Version

from caps.models import CAP
from cluster.models import KeyFigure, NationalCluster
from mailing.models import Delivery, Mailing, Subscriber
from news.models import (
    Boilerplate,
    Correction,
    Event,
    PressContact,
    PressRelease,
    Quote,
    ReadingLink,
    ReleaseBoilerplate,
    ReleaseContact,
    StateChange,
)
from partners.models import Partner, Pledge
from publishing import languages
from publishing.outbox import OutboxMessage
from tests.backoffice import change_url, route
from tests.make import cap, draft, make, past, person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
# Without its preloading, which inserts styles of its own for the sheets that Django’s import, and the policy refuses them.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "preload": False,
    "resultTypes": ["violations"],
}
# Notes each refusal of the policy on the page itself, whatever the console says.
WATCH = """
window.refusals = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.refusals.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
"""

# Whether each searchable choice has been drawn and named.
NAMED = """() => [...document.querySelectorAll("select.admin-autocomplete:not([name*=__prefix__])")]
  .every((select) => select.nextElementSibling?.querySelector("[aria-labelledby*=_label]"))"""


@pytest.fixture
def world(transactional_db):
    """One of each that the pages need, a draft with everything on it, and a revision of it and of a deleted one."""
    get_user_model().objects.create_superuser("claire", password="claire-pass", first_name="Claire", last_name="Martin")
    one = cap(**draft())
    make(KeyFigure), make(NationalCluster), make(Event)
    make(Pledge, partner=make(Partner))
    release = make(PressRelease, **draft())
    make(Quote, release=release, person=person())
    ReleaseBoilerplate.objects.create(release=release, boilerplate=make(Boilerplate))
    ReleaseContact.objects.create(release=release, contact=make(PressContact))
    gone = make(Event, **draft())
    with create_revision():
        one.save(), release.save(), gone.save()
    gone.delete()
    return {"cap": one, "release": release}


@pytest.fixture
def sign_in(live_server, new_context):
    """A page signed in as an editor, in a language and a colour scheme; faults are noted in the list given."""

    def enter(faults, language="fr", scheme="light", width=1440):
        context = new_context(color_scheme=scheme, viewport={"width": width, "height": 1000}, locale=language)
        context.add_init_script(WATCH)
        context.add_cookies([{"name": "language", "value": language, "url": live_server.url}])
        page = context.new_page()
        host = urlsplit(live_server.url).netloc
        page.on("request", lambda one: urlsplit(one.url).netloc != host and faults.append(f"foreign request: {one.url}"))
        page.on("console", lambda one: one.type == "error" and faults.append(f"{page.url}: {one.text}"))
        page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
        cache.clear()  # sign-ins are limited per network, and every test comes from the same one
        page.goto(live_server.url + reverse("account_login") + "?next=" + reverse("admin:index"))
        look(page, faults)
        page.fill("#id_login", "claire")
        page.fill("#id_password", "claire-pass")
        page.click("main [type=submit]")
        page.wait_for_url("**" + reverse("admin:index"))
        return page

    return enter


def look(page, faults):
    """Note what the policy refused, and what axe finds."""
    page.wait_for_load_state("load")
    for editor in page.locator("textarea[data-django-prose-editor-configurable]").all():
        if "__prefix__" not in (editor.get_attribute("name") or ""):
            editor.locator("xpath=ancestor::*[contains(@class, 'prose-editor')]").first.wait_for()
    page.wait_for_function(NAMED)
    faults += [f"{page.url}: {refusal}" for refusal in page.evaluate("window.refusals")]
    page.evaluate(AXE.read_text())
    found = page.evaluate("rules => axe.run(document, rules).then(result => result.violations)", RULES)
    faults += [
        f"{urlsplit(page.url).path}: {one['id']} {node['target']} {node['failureSummary'][:300]}"
        for one in found
        for node in one["nodes"][:2]
    ]


def addresses(world) -> list[str]:
    """One of each kind of page of the back office."""
    one, release = world["cap"], world["release"]
    partner = Partner.objects.get()
    pages = [reverse("admin:index"), reverse("admin:password_change"), reverse("admin:app_list", args=("caps",))]
    user = get_user_model()
    pages += [route(model, "changelist") for model in (CAP, PressRelease, KeyFigure, NationalCluster, Partner, user, Group)]
    pages += [route(model, "add") for model in (CAP, PressRelease, Event, user, Group)]
    pages += [change_url(thing) for thing in (one, release, partner, PressContact.objects.get(), user.objects.get())]
    pages += [route(CAP, "delete", one.pk), route(CAP, "history", one.pk), route(Event, "recoverlist")]
    pages += [route(CAP, "revision", one.pk, Version.objects.get_for_object(one).get().pk)]
    pages += [route(Event, "recover", Version.objects.get_deleted(Event).get().pk)]
    pages += [route(Partner, "import"), route(Partner, "export")]
    pages += [reverse("admin:news_pressrelease_life", args=[release.pk]), route(ReadingLink, "add")]
    pages += [route(model, "changelist") for model in (Subscriber, Mailing, Delivery, Correction, StateChange)]
    pages += [route(OutboxMessage, "changelist"), reverse("admin:mailing_mailing_test")]
    return pages


@pytest.mark.parametrize(("language", "scheme", "width"), [("fr", "light", 1440), ("en", "dark", 390)])
def test_every_kind_of_page_keeps_the_policy_and_is_accessible(world, live_server, sign_in, language, scheme, width):
    faults: list[str] = []
    page = sign_in(faults, language, scheme, width)
    for path in addresses(world):
        page.goto(live_server.url + path)
        assert page.locator("html").get_attribute("lang") == language
        look(page, faults)
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            faults.append(f"{path} is wider than {width} px")
    assert faults == [], "\n".join(faults)


def test_an_editor_changes_a_programme_in_both_languages_and_reads_it(world, live_server, sign_in):
    faults: list[str] = []
    page = sign_in(faults, "fr")
    page.goto(live_server.url + change_url(world["cap"]))
    first, second = (page.locator(f"#id_{name}").bounding_box() for name in languages.columns("title"))
    assert abs(first["y"] - second["y"]) < 2
    assert first["x"] + first["width"] <= second["x"]
    for code in languages.codes():
        page.fill(f"#id_title_{code}", f"Titre relu {code}")
        box = page.locator(f".fieldBox.field-research_{code} [contenteditable]")
        box.fill(f"Recherche relue {code}")
        page.fill(f"#id_public_from_{code}", "2024-05-22 09:00")
    page.click("[name=_continue]")
    page.wait_for_load_state("load")
    look(page, faults)
    assert faults == [], "\n".join(faults)
    for code in languages.codes():
        page.goto(live_server.url + CAP.objects.get().get_absolute_url(code))
        expect(page.locator("main")).to_contain_text(f"Titre relu {code}")
        expect(page.locator("main")).to_contain_text(f"Recherche relue {code}")


def test_on_a_phone_the_languages_stand_one_under_the_other(world, live_server, sign_in):
    page = sign_in([], width=390)
    page.goto(live_server.url + change_url(world["cap"]))
    first, second = (page.locator(f"#id_{name}").bounding_box() for name in languages.columns("title"))
    assert abs(first["x"] - second["x"]) < 2
    assert second["y"] > first["y"]


@pytest.mark.parametrize(
    ("language", "typed", "words"),
    [
        ("en", "2026-12-05 14:00", "Saturday 5 December 2026, 2026-12-05 at 14:00 in Paris (2026-12-05 13:00 UTC)"),
        ("en", "2026-03-29 02:30", "This time does not exist"),
        ("en", "2026-10-25 02:30", "This time comes twice"),
        ("en", "05/12/2026", "Write the moment as year-month-day"),
        ("en", "2026-02-30 10:00", "Write the moment as year-month-day"),
        ("fr", "2026-08-01 00:30", "samedi 1er août 2026"),
    ],
)
def test_a_typed_moment_is_said_again_in_words_at_once(world, live_server, sign_in, language, typed, words):
    page = sign_in([], language)
    page.goto(live_server.url + change_url(world["cap"]))
    page.fill("#id_public_from_fr", typed)
    expect(page.locator("output[for=id_public_from_fr]")).to_contain_text(words)


def test_the_words_of_the_script_are_those_of_the_server(world, live_server, sign_in):
    """A moment stored and a moment typed read the same, in each language, in summer and in winter."""
    for code in languages.codes():
        for moments in (past(), {name: moment.replace(month=12) for name, moment in past().items()}):
            CAP.objects.update(**moments)
            page = sign_in([], code)
            page.goto(live_server.url + change_url(world["cap"]))
            html = page.request.get(page.url).text()
            served = re.search(r'<output[^>]*for="id_public_from_fr"[^>]*>([^<]+)</output>', html)[1]
            assert page.locator("output[for=id_public_from_fr]").inner_text() == served.replace("&#x27;", "'")


def test_rich_text_boxes_and_choices_have_names(world, live_server, sign_in):
    page = sign_in([], "en")
    page.goto(live_server.url + change_url(world["release"]))
    for code, name in (("fr", "Text – French"), ("en", "Text – English")):
        box = page.get_by_role("textbox", name=name, exact=False).first
        expect(box).to_have_attribute("contenteditable", "true")
        expect(box).to_have_attribute("lang", code)


def test_the_conflict_page_keeps_both_texts_within_the_policy(world, live_server, sign_in):
    faults: list[str] = []
    page = sign_in(faults, "en", "dark")
    page.goto(live_server.url + change_url(world["cap"]))
    one = CAP.objects.get()
    one.title_en, one.research_en = "Stored meanwhile", "<p>Stored <strong>research</strong></p>"
    one.save()
    page.fill("#id_title_en", "Typed meanwhile")
    page.click("[name=_save]")
    expect(page.locator("#id_title_en")).to_have_value("Typed meanwhile")
    expect(page.locator(".field-title_en .stored").first).to_have_text("Stored meanwhile")
    expect(page.locator(".field-research_en .stored strong").first).to_have_text("research")
    look(page, faults)
    assert faults == [], "\n".join(faults)


def test_the_import_preview_keeps_the_policy(world, live_server, sign_in):
    faults: list[str] = []
    page = sign_in(faults, "fr")
    for siren, heading in (("552100554", "Elan"), ("123456789", "Elan")):
        page.goto(live_server.url + route(Partner, "import"))
        content = f"name;kind;sector;country;siren\n{heading};sme;digital;FR;{siren}\n".encode()
        page.set_input_files("#id_import_file", {"name": "partners.csv", "mimeType": "text/csv", "buffer": content})
        page.select_option("#id_format", "0")
        page.click("[type=submit]:not([name=language]):not(#logout-form *)")
        page.wait_for_load_state("load")
        expect(page.locator("table.import-preview")).to_contain_text(heading)
        look(page, faults)
    assert faults == [], "\n".join(faults)
