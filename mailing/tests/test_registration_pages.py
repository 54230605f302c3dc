"""The pages by which people register for events, and those of their links."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from icalendar import Calendar

from mailing import registration_links
from mailing.enums import RegistrationState
from mailing.models import Registration
from mailing.registration_forms import PER_ADDRESS, PER_NETWORK
from mailing.registration_links import CONFIRM, OWN
from mailing.tests.registered import ONLINE, ask, confirmed, event, later, row_of, states
from mailing.tests.test_subscribers import link_in, stable
from news import calendars
from publishing import languages
from tests import pages

pytestmark = pytest.mark.django_db
MAIN, OTHER = languages.main(), languages.others()[0]
TYPED = {"name": "Jane", "email": "jane@example.org", "organisation": "", "needs": "", "reference": ""}


@pytest.fixture(autouse=True)
def _no_counts():
    cache.clear()


def form_of(one, language: str = MAIN) -> str:
    with override(language):
        return reverse("event-register", kwargs={"slug": one.slug(language)})


def link(row, purpose: str, name: str = "") -> str:
    name = name or {CONFIRM: "registration-confirm", OWN: "registration-own"}[purpose]
    with override(row.language):
        return reverse(name, kwargs={"token": registration_links.token(row, purpose)})


def body(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.mark.parametrize("language", languages.codes())
def test_from_the_page_of_an_event_to_a_place(client, language):
    one = event()
    assert form_of(one, language) in body(client.get(one.get_absolute_url(language)))
    assert client.post(form_of(one, language), TYPED).status_code == 200
    call_command("deliver", once=True)
    path = link_in(mail.outbox[-1])
    for method in (client.get, client.head, client.options):
        method(path)
    assert states() == {"jane@example.org": RegistrationState.PENDING}
    response = client.post(path)
    assert response["Cache-Control"] == "private, no-store" and ONLINE in body(response)
    assert states() == {"jane@example.org": RegistrationState.CONFIRMED}
    call_command("deliver", once=True)
    own = [path for path in re.findall(r"http://127.0.0.1:8000(/\S+)", mail.outbox[-1].body) if path.endswith("/")][-1]
    assert client.get(own).status_code == 200
    assert states() == {"jane@example.org": RegistrationState.CONFIRMED}
    client.post(own)
    client.post(own)
    assert states() == {"jane@example.org": RegistrationState.CANCELLED}


def test_the_form_wants_its_token_and_links_want_no_cookie():
    one, strict = event(), Client(enforce_csrf_checks=True)
    assert strict.post(form_of(one), TYPED).status_code == 403
    page = strict.get(form_of(one))
    assert "Referrer-Policy" not in page or page["Referrer-Policy"] != "no-referrer"
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())[1]
    assert strict.post(form_of(one), TYPED | {"csrfmiddlewaretoken": token}).status_code == 200
    bare = Client(enforce_csrf_checks=True)
    assert bare.post(link(row_of("jane@example.org"), CONFIRM)).status_code == 200
    assert not bare.cookies


def test_known_and_unknown_addresses_are_answered_alike(client):
    one = event(capacity=9)
    confirmed(one, "known@example.org")
    answers = [client.post(form_of(one), TYPED | {"email": email}) for email in ("known@example.org", "new@example.org")]
    assert stable(answers[0]) == stable(answers[1])


def test_known_and_unknown_addresses_are_answered_alike_where_all_is_taken(client):
    one = event(capacity=1, waiting_list=False)
    confirmed(one, "known@example.org")
    answers = [client.post(form_of(one), TYPED | {"email": email}) for email in ("known@example.org", "new@example.org")]
    assert [answer.status_code for answer in answers] == [409, 409]
    assert stable(answers[0]) == stable(answers[1])


def test_nothing_typed_is_lost_over_an_error(client):
    page = body(client.post(form_of(event()), TYPED | {"email": "jane", "needs": "A ramp"}))
    assert 'value="Jane"' in page and "A ramp</textarea>" in page and 'role="alert"' in page
    assert not Registration.objects.exists()


def test_what_a_robot_sends_goes_nowhere_and_is_answered_like_the_rest(client):
    one = event(capacity=9)
    robot, person = client.post(form_of(one), TYPED | {"reference": "x"}), client.post(form_of(one), TYPED)
    assert stable(robot) == stable(person)
    assert Registration.objects.count() == 1


@pytest.mark.parametrize(("most", "field"), [(PER_ADDRESS, "name"), (PER_NETWORK, "email")])
def test_who_sends_too_often_is_asked_to_wait(client, most, field):
    one = event(capacity=None)
    given = {"name": "n%d", "email": "p%d@example.org"}
    for number in range(most):
        client.post(form_of(one), TYPED | {field: given[field] % number})
    before = states()
    response = client.post(form_of(one), TYPED | {field: given[field] % most})
    assert (response.status_code, response["Retry-After"]) == (429, "3600")
    assert states() == before


@pytest.mark.parametrize(
    ("given", "sentence", "has_form"),
    [
        ({}, "Registration is open until", True),
        ({"registration_opens": later(days=2)}, "Registration opens on", False),
        ({"registration_closes": later(days=-1)}, "Registration is closed.", False),
        ({"is_cancelled": True}, "This event is cancelled.", False),
        ({"capacity": 1}, "You may join the waiting list", True),
        ({"capacity": 1, "waiting_list": False}, "and there is no waiting list.", False),
    ],
)
def test_the_pages_say_whether_one_may_register(client, given, sentence, has_form):
    one = event(**given)
    if "capacity" in given:
        confirmed(one, "first@example.org")
    page, form = body(client.get(one.get_absolute_url("en"))), body(client.get(form_of(one, "en")))
    assert sentence in page and sentence in form
    assert (form_of(one, "en") in page.partition("<article")[2], 'name="email"' in form) == (has_form, has_form)


def test_an_event_that_is_over_takes_nobody_and_has_no_calendar_file(client):
    one = event(capacity=None)
    row = confirmed(one, "a@example.org")
    calendar = link(row, OWN, "registration-calendar")
    with override(MAIN):
        public = reverse("event-calendar", kwargs={"slug": one.slug(MAIN)})
    assert [client.get(path).status_code for path in (calendar, public)] == [200, 200]
    one.starts_at, one.ends_at = later(days=-2), later(days=-1)
    one.save()
    assert [client.get(path).status_code for path in (calendar, public, link(row, CONFIRM))] == [404] * 3
    client.post(link(row, OWN))
    assert states() == {"a@example.org": RegistrationState.CONFIRMED}
    assert "registration" not in body(client.get(one.get_absolute_url("en"))).partition("<article")[2]
    assert 'name="email"' not in body(client.get(form_of(one)))


def test_links_that_nobody_here_has_signed_open_nothing(client):
    one = event()
    row = confirmed(one, "a@example.org")
    confirming, own = (registration_links.token(row, purpose) for purpose in (CONFIRM, OWN))
    forged = [f"{row.key.hex}:x", row.key.hex, confirming[:-1], "x:y", "é"]
    with override(MAIN):
        for token in [*forged, confirming]:
            assert client.post(reverse("registration-own", kwargs={"token": token})).status_code == 404
        for token in [*forged, own]:
            assert client.post(reverse("registration-confirm", kwargs={"token": token})).status_code == 404
    assert states() == {"a@example.org": RegistrationState.CONFIRMED}


def test_pages_of_links_name_nobody(client):
    row = confirmed(event(), "jane@example.org", name="Jane Roe", needs="A ramp")
    page = body(client.get(link(row, OWN)))
    assert not any(word in page for word in ("jane@example.org", "Jane Roe", "A ramp"))


def test_who_only_waits_is_not_told_the_address_online(client):
    one = event(capacity=1)
    confirmed(one, "a@example.org")
    row = confirmed(one, "b@example.org")
    assert ONLINE not in body(client.get(link(row, OWN)))
    assert client.get(link(row, OWN, "registration-calendar")).status_code == 404


def test_the_language_switch_leads_to_the_form(client):
    one = event()
    assert form_of(one, OTHER) in body(client.get(form_of(one, MAIN)))


def test_no_form_for_what_is_hidden_or_takes_nobody(client):
    hidden, without = event(withdrawn_at=later(days=-1)), event(takes_registrations=False)
    assert [client.get(form_of(one)).status_code for one in (hidden, without)] == [404, 404]


# What machines read


def _entry(text: str):
    [found] = Calendar.from_ical(text).walk("VEVENT")
    return found


@pytest.mark.parametrize("is_public", [False, True])
def test_the_address_online_is_public_where_the_event_says_so(client, is_public):
    one = event(online_url_public=is_public)
    with override(MAIN):
        data = b"".join(client.get(reverse("dataset-json", kwargs={"name": "events"}))).decode()
    surfaces = [calendars.of_event(one, MAIN), calendars.of_agenda(MAIN), data]
    surfaces += [client.get(one.get_absolute_url(code)).content.decode() for code in languages.codes()]
    assert [ONLINE in surface for surface in surfaces] == [is_public] * len(surfaces)
    own = _entry(calendars.of_registered(one, MAIN))
    assert (own["conference"], ONLINE in own["description"]) == (ONLINE, True)


def test_an_event_without_registration_tells_its_address_as_before():
    one = event(takes_registrations=False)
    assert one.public_online_url == ONLINE


def test_a_cancelled_event_says_so_to_machines(client):
    one = event(is_cancelled=True)
    said = pages.node(client.get(one.get_absolute_url(MAIN)).content.decode())
    assert said["eventStatus"] == "https://schema.org/EventCancelled" and "offers" not in said
    assert _entry(calendars.of_event(one, MAIN))["status"] == "CANCELLED"


def test_an_offer_is_made_while_one_may_register(client):
    one = event(capacity=1, place_fr="Jussieu")

    def offer(language: str = MAIN):
        said = pages.node(client.get(one.get_absolute_url(language)).content.decode())
        assert said["eventAttendanceMode"].endswith("MixedEventAttendanceMode")
        assert said["organizer"]["name"] == one.organiser
        return said.get("offers", {}).get("availability")

    assert offer() == "https://schema.org/InStock"
    ask(one, "a@example.org")
    assert offer() == "https://schema.org/SoldOut"
    one.registration_closes = later(days=-1)
    one.save()
    assert offer() is None
