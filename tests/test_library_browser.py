"""The library of pictures in a real browser: chosen by keys alone, uploaded beside a form, and its point set."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from news.models import Article
from publishing import languages
from publishing.library_pictures import LibraryPicture
from tests import browsers
from tests.backoffice import change_url, route
from tests.library import library_picture, png
from tests.make import draft, make
from tests.test_admin_browser import arrive, look, sign_in, world  # noqa: F401  fixtures

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MAIN = languages.main()


def presses_until(page: Page, key: str, selector: str, most: int = 30) -> None:
    """The key, again and again until what has the focus is what is meant."""
    for _press in range(most):
        page.keyboard.press(key)
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"{key} does not lead to {selector}")


def test_a_picture_is_chosen_by_keys_alone(world, live_server, sign_in):  # noqa: F811
    faults: list[str] = []
    wanted = library_picture("Observatoire")
    article = make(Article, **draft())
    page = sign_in(faults, width=768)
    page.goto(live_server.url + change_url(article))
    expect(page.locator("#id_picture")).to_have_attribute("aria-hidden", "true")
    page.locator("[data-open=choose]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("dialog[open] [data-picture]")).to_have_count(2)
    expect(page.locator("#library-q")).to_be_focused()
    look(page, faults)
    page.keyboard.type("observ")
    page.keyboard.press("Enter")
    expect(page.locator("dialog[open] [data-picture]")).to_have_count(1)
    presses_until(page, "Tab", f"[data-picture='{wanted.pk}']")
    page.keyboard.press("Enter")
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(page.locator("[data-open=choose]")).to_be_focused()
    expect(page.locator(".picture-chosen")).to_contain_text(wanted.title)
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.locator("[data-open=choose]")).to_be_focused()
    look(page, faults)
    browsers.send(page, "[name=_continue]")
    article.refresh_from_db()
    assert article.picture == wanted
    page.click("[data-clear]")
    expect(page.locator(".picture-chosen")).to_be_empty()
    browsers.send(page, "[name=_continue]")
    article.refresh_from_db()
    assert article.picture is None
    assert faults == [], "\n".join(faults)


def test_a_new_picture_is_uploaded_beside_the_form(world, live_server, sign_in):  # noqa: F811
    faults: list[str] = []
    article = make(Article, **draft())
    page = sign_in(faults, "en", scheme="dark")
    page.goto(live_server.url + change_url(article))
    page.fill("#id_title_fr", "Typed before")
    page.click("[data-open=upload]")
    page.set_input_files("dialog[open] [name=image]", {"name": "x.png", "mimeType": "image/png", "buffer": b"no picture"})
    page.fill(f"dialog[open] [name=alt_{MAIN}]", "Une cour")
    page.click("dialog[open] [type=submit]")
    expect(page.locator("dialog[open] .errorlist")).to_contain_text("This file is no picture")
    faults.clear()  # the browser notes the refusal as an error of the network
    look(page, faults)
    assert page.input_value(f"dialog[open] [name=alt_{MAIN}]") == "Une cour"
    page.set_input_files("dialog[open] [name=image]", {"name": "cour.png", "mimeType": "image/png", "buffer": png()})
    page.select_option("dialog[open] [name=licence]", "own")
    page.click("dialog[open] [type=submit]")
    expect(page.locator(".picture-chosen")).to_contain_text("cour")
    expect(page.locator("#id_title_fr")).to_have_value("Typed before")
    browsers.send(page, "[name=_continue]")
    article.refresh_from_db()
    assert (article.title_fr, article.picture.title) == ("Typed before", "cour")
    assert faults == [], "\n".join(faults)


def test_the_point_is_set_by_a_click_by_keys_and_by_numbers(world, live_server, sign_in):  # noqa: F811
    faults: list[str] = []
    picture = library_picture()
    page = sign_in(faults)
    page.goto(live_server.url + change_url(picture))
    whole = page.locator(".focal-whole")
    whole.scroll_into_view_if_needed()
    box = whole.locator("img").bounding_box()
    whole.click(position={"x": box["width"] * 0.8, "y": box["height"] * 0.25})
    assert abs(int(page.input_value("#id_focal_x")) - 80) <= 1
    assert abs(int(page.input_value("#id_focal_y")) - 25) <= 1
    page.fill("#id_focal_x", "70")
    page.fill("#id_focal_y", "20")
    expect(page.locator(".focal-mark")).to_have_attribute("style", re.compile("70%"))
    whole.focus()
    for key in ("ArrowRight", "ArrowDown", "Shift+ArrowRight"):
        page.keyboard.press(key)
    assert (page.input_value("#id_focal_x"), page.input_value("#id_focal_y")) == ("81", "21")
    look(page, faults)
    browsers.send(page, "[name=_continue]")
    picture.refresh_from_db()
    assert (picture.focal_x, picture.focal_y) == (81, 21)
    assert faults == [], "\n".join(faults)


def test_several_pictures_go_one_by_one_and_each_refusal_is_said(world, live_server, sign_in):  # noqa: F811
    faults: list[str] = []
    page = sign_in(faults, "en", width=768)
    page.goto(live_server.url + route(LibraryPicture, "upload"))
    files = [{"name": f"{name}.png", "mimeType": "image/png", "buffer": png()} for name in ("toits", "cour")]
    page.set_input_files("[name=images]", [*files, {"name": "notes.png", "mimeType": "image/png", "buffer": b"no"}])
    page.select_option("[name=licence]", "own")
    page.click("[type=submit].default")
    expect(page.locator("#library-upload-refused")).to_contain_text("“notes.png”: This file is no picture")
    expect(page.locator("#library-upload-progress")).to_contain_text("Pictures put into the library: 2.")
    look(page, faults)
    browsers.send(page, "#library-upload-progress a")
    assert {"toits", "cour"} <= set(LibraryPicture.objects.filter(licence="own").values_list("title", flat=True))
    expect(page.locator("#result_list tbody tr")).to_have_count(2)
    assert faults == [], "\n".join(faults)
