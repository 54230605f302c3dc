"""The back office in a real browser: within the policy on every kind of page, accessible, and an editor’s day end to end."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect
from reversion import create_revision
from reversion.models import Version

from caps.models import CAP, Course, HalQuery, Keyword, Opportunity, Publication
from cluster.models import Institution, KeyFigure, NationalCluster, Person
from mailing.models import (
    ContactDelivery,
    ContactMessage,
    ContactSubject,
    Delivery,
    Mailbox,
    Mailing,
    NewsletterDelivery,
    NewsletterIssue,
    NewsletterItem,
    NewsletterReader,
    PressList,
    Registration,
    Subscriber,
)
from mailing.tests import registered
from mailing.tests.visitors import visitors_message
from news import sign_offs
from news.enums import ReviewState
from news.models import (
    Article,
    Boilerplate,
    Correction,
    Event,
    PressContact,
    PressRelease,
    Quote,
    ReadingLink,
    ReleaseBoilerplate,
    ReleaseContact,
    SignOffLink,
    StateChange,
)
from partners.models import Partner, Pledge
from publishing import clock, collaboration, languages
from publishing.collaboration_tables import Assignment, RecordCare, RecordComment
from publishing.library_pictures import LibraryPicture
from publishing.link_tables import OutgoingLink
from publishing.outbox import OutboxMessage
from publishing.sheet_jobs import SheetJob
from tests import axe, browsers
from tests.backoffice import change_url, route
from tests.library import library_picture
from tests.make import PAST, cap, draft, make, past, person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

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
    make(PressRelease)
    make(PressRelease, **draft() | dict.fromkeys(languages.columns("review"), ReviewState.IN_REVIEW))
    sign_offs.give(
        SignOffLink(
            quote=make(Quote, release=release, person=person()),
            reader="Ada Exemple",
            language=languages.main(),
            expires_at=timezone.now() + timedelta(days=1),
        )
    )
    PressList.objects.create(name="Quotidiens")
    make(ContactSubject, mailbox=make(Mailbox))
    visitors_message()
    NewsletterItem.objects.create(issue=make(NewsletterIssue), article=make(Article, **past()))
    make(Article, **dict.fromkeys(languages.columns("public_from"), timezone.now() - timedelta(hours=1)))
    owner = get_user_model().objects.get()
    SheetJob.objects.create(kind="partners.partner", by=owner, language="fr", file_name="longue.csv", rows=3000, known=12)
    ReleaseBoilerplate.objects.create(release=release, boilerplate=make(Boilerplate))
    ReleaseContact.objects.create(release=release, contact=make(PressContact))
    library_picture()
    registered.confirmed(registered.event(), "ada@example.org", needs="Un fauteuil")
    gone = make(Event, **draft())
    title, keyword = one.title_en, make(Keyword)
    one.title_en = "As it was called before"
    one.keywords.add(keyword)
    with create_revision():
        one.save(), release.save(), gone.save()
    gone.delete()
    one.title_en = title
    one.keywords.remove(keyword)
    with create_revision():
        one.save()
    claire = get_user_model().objects.get()
    collaboration.look_after(one, claire, claire, clock.today())
    collaboration.answer(collaboration.comment(one, claire, "Est-ce juste ?"), one, claire, "Oui")
    collaboration.give_task(claire, "Relire", claire, record=one, due_on=clock.today() - timedelta(days=1))
    return {"cap": one, "release": release}


@pytest.fixture
def arrive(live_server, new_context):
    """A page of somebody who is about to sign in, in a language and a colour scheme; faults are noted in the list given."""

    def enter(faults, language="fr", scheme="light", width=1440):
        context = new_context(color_scheme=scheme, viewport={"width": width, "height": 1000}, locale=language)
        context.add_init_script(WATCH)
        axe.at_hand(context)
        context.add_cookies([{"name": "language", "value": language, "url": live_server.url}])
        page = context.new_page()
        host = urlsplit(live_server.url).netloc
        page.on("request", lambda one: urlsplit(one.url).netloc != host and faults.append(f"foreign request: {one.url}"))
        page.on("console", lambda one: one.type == "error" and faults.append(f"{page.url}: {one.text}"))
        page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
        return page

    return enter


@pytest.fixture
def sign_in(arrive, live_server):
    """The same of an editor who has signed in."""

    def enter(faults, language="fr", scheme="light", width=1440):
        page = arrive(faults, language, scheme, width)
        client = Client()
        client.force_login(get_user_model().objects.get(username="claire"))
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
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
    with _in_full_length(page):
        faults += [f"{urlsplit(page.url).path}: {fault}" for fault in axe.violations(page)]


@contextmanager
def _in_full_length(page) -> Iterator[None]:
    """A window as long as the page: the bar that saves stays at its end, and covers no field that one has yet to scroll to."""
    size = page.viewport_size
    page.set_viewport_size(size | {"height": max(size["height"], page.evaluate("document.documentElement.scrollHeight"))})
    yield
    page.set_viewport_size(size)


PARTS = 4
"""The pages are looked at in so many parts, so that two browsers work to the end."""


def addresses(world) -> list[str]:
    """One of each kind of page of the back office."""
    one, release = world["cap"], world["release"]
    partner = Partner.objects.get()
    pages = [reverse("admin:index"), reverse("admin:password_change"), reverse("admin:app_list", args=("caps",))]
    user = get_user_model()
    newsletter = NewsletterIssue.objects.get()
    pages += [route(model, "changelist") for model in (CAP, PressRelease, KeyFigure, NationalCluster, Partner, user, Group)]
    pages += [route(model, "add") for model in (CAP, Course, Person, PressRelease, Event, user, Group)]
    pages += [change_url(thing) for thing in (one, release, partner, PressContact.objects.get(), user.objects.get())]
    pages += [route(CAP, "delete", one.pk), route(CAP, "history", one.pk), route(Event, "recoverlist")]
    version = Version.objects.get_for_object(one).last()
    pages += [route(CAP, "revision", one.pk, version.pk), f"{route(CAP, 'compare', one.pk)}?old={version.pk}"]
    pages += [route(Event, "recover", Version.objects.get_deleted(Event).get().pk)]
    pages += [route(Partner, "import"), route(Partner, "export"), route(Pledge, "changelist"), route(Subscriber, "import")]
    pages += [route(Partner, "import_job", SheetJob.objects.get().key)]
    pages += [reverse("admin:news_pressrelease_life", args=[release.pk]), route(ReadingLink, "add")]
    pages += [reverse("admin:news_pressrelease_bring_in"), reverse("admin:news_pressrelease_check_text")]
    pages += [route(model, "changelist") for model in (Subscriber, Mailing, Delivery, Correction, StateChange)]
    pages += [route(model, "changelist") for model in (ContactMessage, ContactDelivery, ContactSubject)]
    pages += [change_url(ContactMessage.objects.get()), change_url(Mailbox.objects.get())]
    pages += [route(model, "changelist") for model in (NewsletterIssue, NewsletterReader, NewsletterDelivery)]
    pages += [reverse(f"admin:mailing_newsletterissue_{name}", args=[newsletter.pk]) for name in ("new", "look", "send")]
    pages += [change_url(newsletter)]
    pages += [route(OutboxMessage, "changelist"), reverse("admin:mailing_mailing_test")]
    pages += [f"{route(OutgoingLink, 'changelist')}?state=all"]
    pages += [
        f"{reverse('admin:calendar')}?month={PAST:%Y-%m}",
        reverse("admin:my_notifications"),
        reverse("admin:translations"),
        reverse("admin:doubles"),
        reverse("admin:merge", args=("cluster.institution", *sorted(Institution.objects.values_list("pk", flat=True))[:2])),
        reverse("admin:signed_in_again"),
        reverse("admin:typed_preview_opening"),
        reverse("admin:guide"),
        reverse("admin:guide", args=["check"]),
        reverse("admin:guide", args=["pages"]),
    ]
    pages += [reverse("admin:news_readinglink_list", args=[release.pk]), route(SignOffLink, "changelist")]
    pages += [f"{route(SignOffLink, 'add')}?quote={Quote.objects.get().pk}", change_url(SignOffLink.objects.get())]
    pages += [route(model, "changelist") for model in (RecordCare, RecordComment)]
    pages += [f"{route(Assignment, 'changelist')}?whose=mine", route(Assignment, "add"), change_url(Assignment.objects.get())]
    pages += [reverse("admin:working_together", args=["caps.cap", one.pk]), f"{reverse('admin:edit_page')}?path=/fr/"]
    library = LibraryPicture.objects.get()
    pages += [route(LibraryPicture, name) for name in ("changelist", "add", "upload")] + [change_url(library)]
    pages += [
        route(Article, "add"),
        route(Opportunity, "add"),
        route(Opportunity, "changelist"),
        route(Publication, "changelist"),
        route(Publication, "add"),
        route(HalQuery, "changelist"),
    ]
    pages += [route(HalQuery, "add")]
    pages += [f"{route(Registration, 'changelist')}?event__id__exact={Registration.objects.get().event_id}"]
    pages += [route(Registration, "add"), change_url(Registration.objects.get())]
    pages += [reverse("admin:cluster_person_erase", args=[Quote.objects.get().person_id])]
    return pages


def sign_in_address(site: str) -> str:
    return f"{site}{reverse('account_login')}?next={reverse('admin:index')}"


@pytest.mark.parametrize("language", languages.codes())
def test_the_page_to_sign_in_keeps_the_policy_and_is_accessible(live_server, arrive, language):
    faults: list[str] = []
    page = arrive(faults, language)
    page.goto(sign_in_address(live_server.url))
    for scheme, width in (("light", 1440), ("dark", 1440), ("dark", 360)):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 1000})
        look(page, faults)
    assert faults == [], "\n".join(faults)


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize(("language", "scheme", "width"), [("fr", "light", 1440), ("en", "dark", 390)])
def test_every_kind_of_page_keeps_the_policy_and_is_accessible(world, live_server, arrive, language, scheme, width, part):
    faults: list[str] = []
    page = arrive(faults, language, scheme, width)
    cache.clear()  # sign-ins are limited per network, and every test comes from the same one
    page.goto(sign_in_address(live_server.url))
    if part == 0:
        look(page, faults)
    page.fill("#id_login", "claire")
    page.fill("#id_password", "claire-pass")
    page.click("main [type=submit]")
    page.wait_for_url("**" + reverse("admin:index"))
    for path in addresses(world)[part::PARTS]:
        page.goto(live_server.url + path)
        assert page.locator("html").get_attribute("lang") == language
        look(page, faults)
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            faults.append(f"{path} is wider than {width} px")
    assert faults == [], "\n".join(faults)


SMALL_TEXT = """() => [...new Set([...document.querySelectorAll("#content *")].filter(one => one.checkVisibility()
  && [...one.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim())
  && !one.closest("sub, sup, svg, code, pre, .visually-hidden") && parseFloat(getComputedStyle(one).fontSize) < 13)
  .map(one => `${one.tagName}.${one.className} in ${one.parentElement.tagName}.${one.parentElement.className}`))]"""


def test_nothing_of_the_back_office_is_too_small_to_be_read(world, live_server, sign_in):
    """Django has letters of 11 pixels for what helps, which is read by whoever needs it most. Those of code look larger."""
    page = sign_in([])
    small = {}
    for address in addresses(world):
        page.goto(f"{live_server.url}{address}")
        if found := page.evaluate(SMALL_TEXT):
            small[address] = found
    assert small == {}


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
    browsers.send(page, "[name=_continue]")
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


MOMENTS = {
    "en": [
        ("2026-12-05 14:00", "Saturday 5 December 2026, 2026-12-05 at 14:00 in Paris (2026-12-05 13:00 UTC)"),
        ("2026-03-29 02:30", "This time does not exist"),
        ("2026-10-25 02:30", "This time comes twice"),
        ("05/12/2026", "Add the time, such as 14:00."),
        ("2026-12-05 14:00", "Saturday 5 December 2026"),
        ("05/12/2026 14:00", "Saturday 5 December 2026, 2026-12-05 at 14:00 in Paris (2026-12-05 13:00 UTC)"),
        ("2026-02-30 10:00", "This day does not exist."),
    ],
    "fr": [("2026-08-01 00:30", "samedi 1er août 2026")],
}
"""Typed one after the other: none is answered by the words of the one before."""


@pytest.mark.parametrize("language", MOMENTS)
def test_a_typed_moment_is_said_again_in_words_at_once(world, live_server, sign_in, language):
    page = sign_in([], language)
    page.goto(live_server.url + change_url(world["cap"]))
    for typed, words in MOMENTS[language]:
        page.fill("#id_public_from_fr", typed)
        expect(page.locator("output[for=id_public_from_fr]")).to_contain_text(words)


def test_the_words_of_the_script_are_those_of_the_server(world, live_server, sign_in):
    """A moment stored and a moment typed read the same, in each language, in summer and in winter."""
    for code in languages.codes():
        page = sign_in([], code)
        for moments in (past(), {name: moment.replace(month=12) for name, moment in past().items()}):
            CAP.objects.update(**moments)
            answer = page.goto(live_server.url + change_url(world["cap"]))
            served = re.search(r'<output[^>]*for="id_public_from_fr"[^>]*>([^<]+)</output>', answer.text())[1]
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
    page.locator(".fieldBox.field-research_en [contenteditable]").fill("Typed research")
    browsers.send(page, "[name=_save]")
    expect(page.locator("#id_title_en")).to_have_value("Typed meanwhile")
    expect(page.locator(".field-title_en .stored").first).to_have_text("Stored meanwhile")
    expect(page.locator(".field-research_en .stored strong").first).to_have_text("research")
    look(page, faults)
    assert faults == [], "\n".join(faults)


@pytest.mark.parametrize(("language", "scheme"), [("fr", "light"), ("en", "dark")])
def test_what_was_sent_without_a_session_is_shown_again_in_good_order(world, live_server, sign_in, language, scheme):
    """The page that comes where no script runs; and, for another account, the one from which the words are copied."""
    faults: list[str] = []
    page = sign_in(faults, language, scheme)
    page.goto(live_server.url + change_url(world["cap"]))
    page.fill("#id_title_fr", "Un titre tapé avant")
    page.context.clear_cookies(name="sessionid")
    with page.expect_navigation():
        page.evaluate("document.querySelector('form.record-form').submit()")
    expect(page.locator("#again [name=title_fr]")).to_have_value("Un titre tapé avant")
    look(page, faults)
    page.evaluate("document.querySelector('#again [name=_account]').value = 'x'")
    page.evaluate("document.querySelector('#again [name=csrfmiddlewaretoken]').value = 'x'")
    browsers.send(page, "#again [type=submit]")
    look(page, faults)
    told = "the server responded with a status of 403"  # the answer to what could not be taken
    assert [fault for fault in faults if told not in fault] == [], "\n".join(faults)


def test_the_import_preview_keeps_the_policy(world, live_server, sign_in):
    faults: list[str] = []
    page = sign_in(faults, "fr")
    for siren, heading in (("552100554", "Elan"), ("123456789", "Elan")):
        page.goto(live_server.url + route(Partner, "import"))
        content = f"name;kind;sector;country;siren\n{heading};sme;digital;FR;{siren}\n".encode()
        page.set_input_files("#id_file", {"name": "partners.csv", "mimeType": "text/csv", "buffer": content})
        browsers.send(page, "#sheet-form [type=submit]")
        expect(page.locator("table.import-preview")).to_contain_text(heading)
        look(page, faults)
    assert faults == [], "\n".join(faults)


def test_an_address_follows_its_titles_until_somebody_types_one(world, live_server, sign_in):
    faults: list[str] = []
    page = sign_in(faults, "fr")
    page.goto(live_server.url + route(Article, "add"))
    french, english = page.locator("#id_slug_fr"), page.locator("#id_slug_en")
    page.locator("#id_title_fr").press_sequentially("Mise en œuvre")
    expect(french).to_have_value("mise-en-oeuvre")
    page.locator("#id_title_fr").press_sequentially(" de l’IA")
    expect(french).to_have_value("mise-en-oeuvre-de-l-ia")
    expect(english).to_have_value("")
    english.fill("my-own")
    page.locator("#id_title_en").press_sequentially("AI at work")
    french.fill("")
    page.locator("#id_title_fr").press_sequentially(" 2")
    page.wait_for_timeout(600)
    expect(english).to_have_value("my-own")
    expect(french).to_have_value("")
    page.goto(live_server.url + route(Person, "add"))
    page.locator("#id_given_name").fill("Hương")
    page.locator("#id_family_name").fill("Đặng")
    for address in (page.locator("#id_slug_fr"), page.locator("#id_slug_en")):
        expect(address).to_have_value("huong-dang")
    assert faults == [], "\n".join(faults)


def test_a_choice_is_found_by_its_letters(world, live_server, sign_in):
    faults: list[str] = []
    page = sign_in(faults, "fr")
    make(Institution, name_fr="École d’été", aliases="Ircam", **draft())
    page.goto(live_server.url + route(Person, "add"))
    page.locator("#roles-group .add-row a").click()
    page.locator("#roles-0 .select2-selection").first.click()
    for typed in ("d'ete", "ecol", "IRCAM"):
        page.locator(".select2-search__field").last.fill(typed)
        expect(page.locator(".select2-results__option")).to_have_text(["École d’été"])
    assert faults == [], "\n".join(faults)
