"""An editor looks at what they type before they save it, in a real browser: each language and width, and nothing is saved."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from news.models import PressRelease
from publishing import preview_store
from tests.backoffice import change_url, route
from tests.make import draft, make
from tests.test_admin_browser import arrive, look, sign_in, world  # noqa: F401  fixtures

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BODY = ".prose-editor:has(#id_body_{}) [contenteditable]"


@pytest.fixture(autouse=True)
def _nothing_is_left():
    yield
    preview_store.sweep_all()


def shown(window: Page, language: str):
    return window.frame_locator(f".typed-preview-side[data-language={language}] iframe")


def heading(window: Page, language: str, words: str) -> None:
    expect(shown(window, language).locator("h1")).to_have_text(words, timeout=15000)


def opened(page: Page, press) -> Page:
    with page.expect_popup() as popup:
        press()
    window = popup.value
    window.set_viewport_size({"width": 1440, "height": 900})
    window.locator("#typed-preview").wait_for()
    return window


def test_what_is_typed_is_seen_in_both_languages_while_it_is_typed_and_is_not_saved(world, live_server, sign_in):  # noqa: F811
    release = make(PressRelease, **draft(), title_fr="Avant", title_en="Before")
    stored = PressRelease.objects.filter(pk=release.pk).values().get()
    faults: list[str] = []
    page = sign_in(faults)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(live_server.url + change_url(release))
    page.locator(BODY.format("fr")).first.wait_for()
    page.fill("#id_title_fr", "Zyx en français")
    page.fill("#id_title_en", "Zyx in English")
    page.locator(BODY.format("fr")).fill("Zyx corps tout neuf")
    window = opened(page, lambda: page.click(".typed-preview-open"))
    heading(window, "fr", "Zyx en français")
    heading(window, "en", "Zyx in English")
    expect(shown(window, "fr").locator("main")).to_contain_text("Zyx corps tout neuf")
    look(window, faults)
    # It follows the typing; what is wrong is told in words.
    page.fill("#id_title_fr", "")
    expect(window.locator("#typed-preview-faults summary")).to_be_visible(timeout=15000)
    page.fill("#id_title_fr", "Zyx suivi")
    heading(window, "fr", "Zyx suivi")
    expect(window.locator("#typed-preview-faults")).to_be_hidden()
    # By keyboard: the width of a phone, one language alone.
    window.locator("[name=width][value='1280']").focus()
    window.keyboard.press("ArrowLeft")
    window.keyboard.press("ArrowLeft")
    assert shown(window, "fr").locator("html").evaluate("html => html.clientWidth") <= 390
    window.locator("[name=language][value='en']").check()
    expect(window.locator(".typed-preview-side[data-language=fr]")).to_be_hidden()
    window.locator("[name=width][value='768']").check()
    assert 700 < shown(window, "en").locator("html").evaluate("html => html.clientWidth") <= 768
    # A link leads to a window of its own, and the frame stays.
    before = window.frames[-1].url
    with window.expect_popup() as popup:
        shown(window, "en").locator("header a").first.click()
    popup.value.close()
    assert window.frames[-1].url == before
    for size in ((768, 1000), (1440, 900)):
        window.set_viewport_size({"width": size[0], "height": size[1]})
        look(window, faults)
    assert window.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert PressRelease.objects.filter(pk=release.pk).values().get() == stored
    assert faults == [], "\n".join(faults)


@pytest.mark.in_full
def test_a_new_record_is_seen_by_the_key_and_a_chosen_picture_is_sent_once(world, live_server, sign_in):  # noqa: F811
    count = PressRelease.objects.count()
    page = sign_in([])
    page.on("dialog", lambda dialog: dialog.accept())
    sent: list[bytes] = []
    page.on("request", lambda request: "typed-preview/add" in request.url and sent.append(request.post_data_buffer or b""))
    page.goto(live_server.url + route(PressRelease, "add"))
    page.locator(BODY.format("fr")).first.wait_for()
    page.fill("#id_title_fr", "Zyx nouveau")
    page.click("#pictures-group .add-row a")
    page.set_input_files("#id_pictures-0-image", files=[_picture()])
    page.fill("#id_pictures-0-alt_fr", "Zyx image")
    window = opened(page, lambda: page.keyboard.press("Control+Alt+p"))
    heading(window, "fr", "Zyx nouveau")
    image = shown(window, "fr").locator("main img").first
    expect(image).to_have_js_property("naturalWidth", 900)
    page.fill("#id_title_fr", "Zyx encore")
    heading(window, "fr", "Zyx encore")
    expect(image).to_have_js_property("naturalWidth", 900)
    assert b"pictures-0-image-sent" in sent[-1] and b"photo.png" not in sent[-1]
    # What is typed is still a draft of the browser, and the form still asks before it is left.
    assert page.evaluate("Object.keys(localStorage).some((key) => key.startsWith('draft:'))")
    assert PressRelease.objects.count() == count


def _picture() -> dict:
    out = io.BytesIO()
    Image.effect_noise((900, 600), 60).convert("RGB").save(out, "PNG")
    return {"name": "photo.png", "mimeType": "image/png", "buffer": out.getvalue()}
