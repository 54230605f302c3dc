"""Forms and lists as editors meet them in a browser: faults found, days typed, rows moved, tables read on any screen."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils.translation import override
from playwright.sync_api import expect

from caps.models import CAP
from cluster.models import KeyFigure, Milestone, NationalCluster
from news.models import Boilerplate, Event, PressRelease, ReleaseBoilerplate
from partners.models import Partner
from publishing import languages
from publishing.dates_in_words import day_with_weekday, moment_in_words
from publishing.editor_words import editor_words
from publishing.fields import DayFormField, MomentFormField
from tests import axe, browsers
from tests.backoffice import change_url, route
from tests.make import cap, draft, make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MAIN = languages.main()


@pytest.fixture
def claire(transactional_db):
    return get_user_model().objects.create_superuser("claire", password="claire-pass", first_name="Claire")


@pytest.fixture
def enter(claire, live_server, new_context):
    """A page of somebody who has signed in; what its scripts stumble over fails the test."""

    def open_page(path, language=MAIN, width=1440, scheme="light"):
        context = new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, locale=language)
        axe.at_hand(context)
        client = Client()
        client.force_login(claire)
        values = {"language": language, "sessionid": client.cookies["sessionid"].value}
        context.add_cookies([{"name": name, "value": value, "url": live_server.url} for name, value in values.items()])
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(f"{path}: {error}"))
        page.goto(live_server.url + path)
        page.wait_for_load_state("load")
        return page

    return open_page


def test_what_is_wrong_is_found_from_the_top_wherever_it_is(enter):
    """In a closed section, a rich-text box, a choice, a moment and a row: each link leads to what is typed in."""
    one = cap(**draft())
    page = enter(change_url(one), language="en")
    page.get_by_text("For examples", exact=True).last.click()
    page.eval_on_selector(f"#id_example_note_{MAIN}", "box => box.removeAttribute('maxlength')")
    page.fill(f"#id_example_note_{MAIN}", "x" * 301)
    page.fill(f"#id_title_{MAIN}", "")
    page.fill(f"#id_public_from_{MAIN}", "5/12/26")
    page.evaluate("django.jQuery('#id_theme').val(null).trigger('change')")
    page.fill("#id_memberships-0-start", "31/02/2026")
    with page.expect_navigation():
        page.keyboard.press("Control+s")
    summary = page.locator("#error-summary")
    expect(summary).to_be_focused()
    links = summary.locator("a")
    assert links.count() == 5
    for place in range(links.count()):
        links.nth(place).press("Enter")
        focused = page.locator(":focus")
        expect(focused).to_be_in_viewport()
        holder = focused.locator("xpath=ancestor::*[.//ul[contains(@class, 'errorlist')]][1]")
        assert links.nth(place).inner_text().split(", ")[-1] in holder.inner_text()
    marked = page.locator(".section-index a.faulty").all_inner_texts()
    assert [words.split("\n")[0].split(" (")[0].strip() for words in marked] == [
        "Texts",
        "Publication",
        "Details",
        "For examples",
        "People in a programme",
    ]
    assert axe.violations(page) == []


UNHIDDEN = """id => document.getElementById(id).getBoundingClientRect().bottom
    <= document.querySelector(".record-form .submit-row").getBoundingClientRect().top"""


@pytest.mark.parametrize("width", [1440, 768, 390])
def test_saving_is_always_at_hand_and_never_hides_what_is_typed_in(enter, width):
    page = enter(change_url(cap(**draft())), width=width)
    bar = page.locator(".record-form .submit-row")
    for name in (f"title_{MAIN}", f"public_from_{MAIN}", "website", "phase"):
        page.locator(f"#id_{name}").focus()
        expect(bar).to_be_in_viewport()
        # What comes late (a typeface, a panel) moves the page for a moment.
        page.wait_for_function(UNHIDDEN, arg=f"id_{name}")
    assert bar.bounding_box()["height"] < 120
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


TYPED = [
    "2026-12-05",
    "05/12/2026",
    "5.12.2026",
    "5 décembre 2026",
    "December 5, 2026",
    "1er août 2026",
    "5/12/26",
    "31/02/2026",
    "5 jui 2026",
    "samedi 5 décembre 2026",
    "le 1ᵉʳ décembre 2026",
    "Fri. 5 Dec 2026",
    "05 / 12 / 2026",
    "5/12",
    "5 décembre",
    "5/13",
]


@pytest.mark.parametrize("language", languages.codes())
def test_script_and_server_read_the_same_of_what_is_typed(enter, language):
    page = enter(change_url(cap(**draft())), language=language)
    for field, name, kinds in (
        (DayFormField(), "start", ("",)),
        (MomentFormField(), f"public_from_{MAIN}", ("", " 14:00", " à 9 h 30", " at 25:00", "T08:05", " – 9 heures")),
    ):
        for typed in (day + time for day in TYPED for time in kinds):
            with override(language):
                try:
                    read = field.clean(typed)
                    words = moment_in_words(read) if hasattr(read, "tzinfo") else day_with_weekday(read)
                except ValidationError as refused:
                    words = refused.messages[0]
            page.fill(f"#id_{name}", typed)
            assert page.inner_text(f"output[for=id_{name}]") == words, typed


def test_a_day_is_chosen_by_keys_and_a_moment_keeps_its_time(enter):
    page = enter(change_url(cap(**draft())), language="en")
    box, opener = page.locator(f"#id_public_from_{MAIN}"), page.locator(f"#id_public_from_{MAIN} + .day-opener")
    box.fill("31 January 2027 9:30")
    opener.press("Enter")
    expect(page.get_by_role("dialog", name="January 2027")).to_be_visible()
    expect(page.locator(":focus")).to_have_accessible_name(re.compile("31"))
    assert axe.violations(page) == []
    for key in ("PageDown", "ArrowLeft", "ArrowUp", "Home"):
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    expect(box).to_have_value("2027-02-15 09:30")
    expect(box).to_be_focused()
    opener.press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()
    expect(box).to_have_value("2027-02-15 09:30")


@pytest.mark.parametrize("language", languages.codes())
def test_the_buttons_of_a_rich_text_have_names_in_the_readers_language(enter, language):
    page = enter(change_url(cap(**draft())), language=language)
    bar = page.locator(".prose-menubar").first
    expect(bar).to_have_attribute("role", "toolbar")
    with override(language):
        ours = editor_words()
    names = bar.evaluate("bar => [...bar.querySelectorAll('button')].map(one => one.title || one.textContent)")
    strange = [name for name in names if name not in ours.values()]
    assert len(strange) == 2  # the library's own word and the language of a passage, which come translated
    if language != "en":
        assert not set(names) & set(ours)
    page.locator(".prose-editor [contenteditable]").first.press("Control+Alt+2")
    expect(bar.locator(".prose-menubar__selected button")).to_have_attribute("aria-label", ours["heading 2"])


def test_rows_are_moved_by_keys_and_by_hand_and_stay_so(enter):
    release = make(PressRelease, **draft())
    for name, rank in (("Un", 1), ("Deux", 2), ("Trois", 3)):
        ReleaseBoilerplate.objects.create(release=release, boilerplate=make(Boilerplate, name), rank=rank)
    page = enter(change_url(release), language="en")
    group = page.locator("#release_boilerplates-group")
    rows = group.locator(".inline-related:not(.empty-form)")
    first = rows.nth(0).locator(".inline_label").inner_text()
    expect(rows.nth(0).locator("input[name$=-rank]")).to_be_hidden()
    rows.nth(0).get_by_role("button", name="Move down").click()
    expect(page.locator("#form-said")).to_contain_text(f"{first}: place 2 of 3")
    expect(rows.nth(1).get_by_role("button", name="Move down")).to_be_focused()
    # A row that is added and taken away again does not disturb the stored ones.
    group.get_by_role("button", name="Add another").click()
    expect(rows).to_have_count(4)
    rows.nth(3).get_by_role("button", name="Move up").click()
    rows.nth(2).locator(".inline-deletelink").click()
    expect(rows).to_have_count(3)
    handle = rows.nth(2).locator(".row-handle")
    handle.scroll_into_view_if_needed()
    start, end = handle.bounding_box(), rows.nth(0).bounding_box()
    page.mouse.move(start["x"] + 8, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(start["x"] + 8, end["y"] + 40, steps=4)
    page.mouse.move(start["x"] + 8, end["y"] + 4, steps=4)
    page.mouse.up()
    browsers.send(page, "[name=_continue]")
    assert [row.boilerplate.pk for row in release.release_boilerplates.all()] == [
        Boilerplate.objects.order_by("pk")[place].pk for place in (2, 1, 0)
    ]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (768, "dark"), (390, "light")])
def test_lists_show_both_languages_and_stay_in_their_box(enter, width, scheme):
    for made in (
        cap,
        lambda: make(PressRelease),
        lambda: make(KeyFigure),
        lambda: make(NationalCluster),
        lambda: make(Partner),
    ):
        made()
    page = enter(route(CAP, "changelist"), width=width, scheme=scheme)
    for model in (CAP, PressRelease, KeyFigure, NationalCluster, Partner):
        page.goto(page.url.split("/admin/")[0] + route(model, "changelist"))
        assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        box = page.locator("#changelist-form .results").bounding_box()
        if width >= 1280:
            for code in languages.codes():
                cell = page.locator(f"#result_list tbody td.field-state_{code}").first.bounding_box()
                assert cell["x"] + cell["width"] <= box["x"] + box["width"] + 1, model
            assert page.evaluate("(b => b.scrollWidth <= b.clientWidth)(document.querySelector('.results'))"), model
        else:
            assert box["width"] > width * 0.85
        filters = page.locator("#changelist-filter")
        expect(filters).to_be_hidden()
        page.locator(".filter-panel > summary").press("Enter")
        expect(filters).to_be_visible()
        assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert axe.violations(page) == []


@pytest.mark.parametrize(
    ("typed", "words"),
    [("12/2026", "décembre 2026"), ("2026", "2026"), ("1/5/2026", "1er mai 2026"), ("13/2026", "Ce jour n’existe pas.")],
)
def test_a_year_or_a_month_is_said_again_at_once(enter, typed, words):
    page = enter(route(Milestone, "add"), "fr")
    page.fill("#id_date", typed)
    expect(page.locator("output[for=id_date]")).to_have_text(words)


def test_what_the_server_says_of_a_moment_is_not_said_twice(enter):
    page = enter(route(Event, "add"), language="en")
    page.fill("#id_starts_at", "31/02/2027 25:00")
    with page.expect_navigation():
        page.keyboard.press("Control+s")
    box = page.locator(".field-starts_at").last
    expect(box.locator("ul.errorlist")).to_have_count(1)
    expect(box.locator("output.moment-words")).to_have_text("")
    page.fill("#id_starts_at", "05/12/2026")
    expect(box.locator("output.moment-words")).not_to_have_text("")


@pytest.mark.parametrize("width", [1024, 1200, 1280, 1440])
def test_the_languages_keep_their_corner_however_long_a_name_is(enter, claire, width):
    claire.first_name = "Marie-Dominique Alexandrine"
    claire.save()
    page = enter(route(CAP, "changelist"), width=width)
    corner = page.locator("#language-form").bounding_box()
    brand = page.locator("#site-name").bounding_box()
    assert corner["x"] + corner["width"] > width - 48
    assert brand["y"] < corner["y"] + corner["height"] / 2 < brand["y"] + brand["height"] + 8


@pytest.mark.parametrize("width", [768, 1024])
def test_what_saves_and_deletes_is_one_line_on_a_tablet(enter, width):
    page = enter(change_url(cap()), language="en", width=width)
    tops = {round(button.bounding_box()["y"]) for button in page.locator(".submit-row > :visible").all()}
    assert max(tops) - min(tops) < 8


def test_headings_of_the_editor_have_the_weight_that_the_serif_has(enter):
    page = enter(change_url(cap(**{f"research_{MAIN}": "<h2>Un titre</h2><p>Un texte.</p>"})))
    heading = page.locator(".ProseMirror h2").first
    assert heading.evaluate("title => getComputedStyle(title).fontWeight") == "400"
