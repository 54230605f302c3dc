"""What the editor makes a link of, as one types and pastes: whole addresses, and nothing that merely looks like one."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

FIELD = "body_fr"
LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>')

SITE = ("https://example.org/a", "https://example.org/a")
WWW = ("https://www.example.org", "www.example.org")
MAIL = ("mailto:jeanne.de-val-remi@example.org", "jeanne.de-val-remi@example.org")

BROKEN = "Contact : jeanne.de -val-remi@example.org, site sorbonne.fr, fichier notes.md, v1.2.ai, etc.so on"
"""A mail address broken by a space, and words with a full stop that happen to end like the name of a host."""

TYPED = [
    ("jeanne.de word.tld sorbonne-universite.fr/x ", []),
    ("https://example.org/a ", [SITE]),
    ("www.example.org ", [WWW]),
    ("jeanne.de-val-remi@example.org ", [MAIL]),
    ("jeanne.de -val-remi@example.org ", []),
    ("<https://example.org/a>* ", []),
    ("[la page](https://example.org/a) ", []),
    ("//evil.example/ ", []),
    ("ftp://example.org/a ", []),
]
PASTED = [
    ("jeanne.de", []),
    (BROKEN, []),
    ("Voir https://example.org/a.", [SITE]),
    ("Voir (https://example.org/a), puis www.example.org !", [SITE, WWW]),
    ("« https://example.org/a »", [SITE]),
    ("https://example.org/a_(b)", [("https://example.org/a_(b)", "https://example.org/a_(b)")]),
    ("<https://example.org/a>*", [SITE]),
    ("https://example.org/a*, https://example.org/a>*", [SITE, SITE]),
    ("Écrire à jeanne.de-val-remi@example.org.", [MAIL]),
    ("<jeanne.de-val-remi@example.org>", [MAIL]),
    ("mailto:jeanne.de-val-remi@example.org", [(MAIL[0], MAIL[0])]),
    ("[jeanne.de-val-remi@example.org](mailto:jeanne.de-val-remi@example.org)", [MAIL]),
    ("Voir [la page](https://example.org/a), et [ceci](javascript:alert(1)).", [("https://example.org/a", "la page")]),
    ("[x](//evil.example/) [y](example.org)", []),
    ("https:// www. @example.org a@b //evil.example/ ftp://example.org/a www.fr", []),
]
PASTED_HTML = [
    ('<p><a href="https://example.org/a">sorbonne.fr</a></p>', [("https://example.org/a", "sorbonne.fr")]),
    ('<p><a href="https://example.org/a">www.example.org</a></p>', [("https://example.org/a", "www.example.org")]),
    ('<p><a href="//evil.example/">un mot</a> <a href="javascript:x">deux</a> <a href="b.html">trois</a></p>', []),
    ('<p>Contact : jeanne.de <a href="mailto:jeanne.de-val-remi@example.org">val-remi</a></p>', [(MAIL[0], "val-remi")]),
    ('<p><a href="/fr/programmes/">programmes</a></p>', [("/fr/programmes/", "programmes")]),
]
WRITTEN = [
    ("https://example.org/a", "https://example.org/a"),
    ("www.example.org", "https://www.example.org"),
    ("jeanne.de-val-remi@example.org", MAIL[0]),
    ("example.org/a?b=c", "https://example.org/a?b=c"),
    ("/fr/programmes/", "/fr/programmes/"),
    ("#contact", "#contact"),
    ("//evil.example/", ""),
    ("javascript:alert(1)", ""),
]
"""What an editor writes into the box for the address of a link, and where the link then leads."""


@pytest.fixture
def editor(demo_portal, django_db_blocker, new_context):
    """A page with an empty formatted text in it, and the faults that the browser told meanwhile."""
    client = Client()
    # Written for good: the portal answers in threads, which see nothing of a test's own transaction.
    with django_db_blocker.unblock():
        client.force_login(get_user_model().objects.get_or_create(username="editor", is_staff=True, is_superuser=True)[0])
    context = new_context()
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": demo_portal.url}])
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda message: message.type in {"error", "warning"} and faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(demo_portal.url + reverse("admin:news_article_add"))
    box(page).wait_for()
    yield page
    assert faults == []


def box(page):
    return page.locator(f".prose-editor:has(#id_{FIELD}) [contenteditable]")


def emptied(page) -> None:
    """Begin anew. A dialog that has just closed gives the place of the cursor back a moment later: then once more."""
    page.locator("dialog[open]").wait_for(state="detached")
    for _attempt in range(10):
        box(page).click()
        page.keyboard.press("Control+a")
        page.keyboard.press("Delete")
        page.wait_for_timeout(50)
        if page.input_value(f"#id_{FIELD}") == "":
            break
    # What was typed before may not be remembered as the style of what comes next.
    expect(page.locator(f"#id_{FIELD}")).to_have_value("")


def links(page) -> list[tuple[str, str]]:
    """Where the links of the text lead, and what they say."""
    html = page.input_value(f"#id_{FIELD}")
    assert html.count("<a ") == len(LINK.findall(html)), html
    return LINK.findall(html)


def paste(page, kind: str, content: str) -> None:
    """Put something on the clipboard as another program does, and paste it as anybody does."""
    before = page.input_value(f"#id_{FIELD}")
    page.evaluate(
        """([kind, content]) => document.addEventListener("copy", event => {
          event.clipboardData.setData(kind, content);
          event.preventDefault();
          event.stopImmediatePropagation();
        }, {capture: true, once: true})""",
        [kind, content],
    )
    page.keyboard.press("Control+c")
    page.keyboard.press("Control+v")
    page.wait_for_function(f"before => document.getElementById('id_{FIELD}').value !== before", arg=before)


def test_what_is_typed(editor):
    found = {}
    for words, _links in TYPED:
        emptied(editor)
        editor.keyboard.type(words)
        found[words] = links(editor)
    assert found == dict(TYPED)


def test_what_is_pasted_as_text(editor):
    found = {}
    for words, _links in PASTED:
        emptied(editor)
        paste(editor, "text/plain", words)
        found[words] = links(editor)
    assert found == dict(PASTED)


def test_what_is_pasted_as_formatted_text(editor):
    found = {}
    for html, _links in PASTED_HTML:
        emptied(editor)
        paste(editor, "text/html", html)
        found[html] = links(editor)
    assert found == dict(PASTED_HTML)


def test_words_pasted_are_kept_as_they_are(editor):
    emptied(editor)
    paste(editor, "text/plain", BROKEN)
    assert editor.input_value(f"#id_{FIELD}") == f"<p>{BROKEN}</p>"


def test_address_pasted_on_chosen_words_links_them(editor):
    found = {}
    for address in ("https://example.org/a", "jeanne.de"):
        emptied(editor)
        editor.keyboard.type("ici")
        editor.keyboard.press("Control+a")
        paste(editor, "text/plain", address)
        found[address] = editor.input_value(f"#id_{FIELD}")
    assert found == {"https://example.org/a": '<p><a href="https://example.org/a">ici</a></p>', "jeanne.de": "<p>jeanne.de</p>"}


HAS_LINK = """id => document.getElementById(id).value.includes("href=")"""


def test_address_written_by_hand_is_completed_or_leads_nowhere(editor):
    found = {}
    for address, _href in WRITTEN:
        emptied(editor)
        editor.keyboard.type("ici")
        editor.keyboard.press("Control+a")
        editor.keyboard.press("Control+k")
        editor.locator("dialog[open] input").first.fill(address)
        editor.locator("dialog[open] button[type=submit]").click()
        editor.wait_for_function(HAS_LINK, arg=f"id_{FIELD}")
        found[address] = re.search(r'href="([^"]*)"', editor.input_value(f"#id_{FIELD}"))[1]
    assert found == dict(WRITTEN)
