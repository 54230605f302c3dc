"""Registering for an event: places, the waiting list, what people are written, and what is forgotten."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mailing import bounces, person_export, registrations, retention, worker
from mailing.enums import RegistrationState
from mailing.event_desk import HELD_FOR, MESSAGE
from mailing.models import EventPlaces, Registration
from mailing.outbox_queue import OUTBOX
from mailing.registrations import PAUSE, RegistrationAnswer
from mailing.tests.registered import ONLINE, ask, confirmed, entry, event, later, row_of, states
from mailing.tests.test_bounces import report
from news import calendars
from publishing import languages
from publishing.enums import MailState
from publishing.limits import HOUR
from publishing.outbox import OutboxMessage
from tests.backoffice import change_url, opened, staff

pytestmark = pytest.mark.django_db
MAIN, OTHER = languages.main(), languages.others()[0]
PENDING, CONFIRMED, WAITING, CANCELLED = (state.value for state in RegistrationState)


def deliver() -> list[str]:
    """Send what is to be sent; the subjects of it, each with its recipient."""
    before = len(mail.outbox)
    call_command("deliver", once=True)
    return [f"{message.to[0]}: {message.subject.partition(':')[0].strip()}" for message in mail.outbox[before:]]


def taken(one) -> int:
    """The places that the desk counts, which are those that registrations hold."""
    counted = EventPlaces.objects.get(pk=one.pk).taken
    assert counted == Registration.objects.filter(event=one, holds_place=True).count()
    return counted


# Places


def test_a_place_is_held_then_confirmed_then_given_to_the_first_who_waits():
    one = event(capacity=1)
    confirmed(one, "a@example.org")
    confirmed(one, "b@example.org")
    confirmed(one, "c@example.org")
    assert states() == {"a@example.org": CONFIRMED, "b@example.org": WAITING, "c@example.org": WAITING}
    assert registrations.cancel(row_of("a@example.org").pk)
    assert states() == {"a@example.org": CANCELLED, "b@example.org": CONFIRMED, "c@example.org": WAITING}
    assert not registrations.cancel(row_of("a@example.org").pk)
    assert taken(one) == 1
    assert deliver()[-1] == "b@example.org: Une place pour vous"


def test_no_newcomer_overtakes_who_waits():
    one = event(capacity=1)
    confirmed(one, "a@example.org")
    confirmed(one, "b@example.org")
    registrations.cancel(row_of("a@example.org").pk)
    confirmed(one, "c@example.org")
    assert states() == {"a@example.org": CANCELLED, "b@example.org": CONFIRMED, "c@example.org": WAITING}


def test_a_place_held_too_long_goes_to_the_first_who_waits_though_nobody_looks():
    one, now = event(capacity=1), timezone.now()
    ask(one, "slow@example.org", now)
    confirmed(one, "b@example.org", now)
    registrations.let_lapse(now + HELD_FOR - timedelta(minutes=1))
    assert states()["b@example.org"] == WAITING
    registrations.let_lapse(now + HELD_FOR)
    assert states() == {"slow@example.org": PENDING, "b@example.org": CONFIRMED}
    assert taken(one) == 1


def test_one_network_holds_no_more_places_than_it_may_ask_for_within_an_hour():
    """However long it goes on: it asks for ten an hour here, and confirms none."""
    one, now = event(capacity=50), timezone.now()
    for hour in range(4):
        for number in range(10):
            ask(one, f"{hour}-{number}@example.org", now + timedelta(seconds=hour * HOUR))
    assert taken(one) == 10


def test_who_confirms_too_late_gets_a_free_place_or_joins_the_list():
    one, now = event(capacity=1), timezone.now()
    ask(one, "a@example.org", now)
    ask(one, "b@example.org", now + HELD_FOR)
    assert confirmed(one, "a@example.org", now + HELD_FOR + timedelta(minutes=1)).state == WAITING
    registrations.cancel(row_of("b@example.org").pk)
    assert states()["a@example.org"] == CONFIRMED
    assert taken(one) == 1


def test_the_database_refuses_more_than_there_are():
    one = event(capacity=1)
    confirmed(one, "a@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        EventPlaces.objects.filter(pk=one.pk).update(taken=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.filter(event=one).update(holds_place=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.create(event=one, email="A@example.org", address_key="a@example.org", asked_at=timezone.now())


def test_without_a_waiting_list_everybody_is_told_that_it_is_full():
    one = event(capacity=1, waiting_list=False)
    assert ask(one, "a@example.org") is RegistrationAnswer.ASKED
    assert [ask(one, email) for email in ("b@example.org", "a@example.org")] == [RegistrationAnswer.FULL] * 2
    assert states() == {"a@example.org": PENDING}


def test_more_places_move_the_waiting_list_up_and_fewer_put_nobody_out():
    one = event(capacity=1)
    for name in "abc":
        confirmed(one, f"{name}@example.org")
    one.capacity = 3
    one.save()
    assert set(states().values()) == {CONFIRMED}
    one.capacity = 2
    with pytest.raises(ValidationError) as refused:
        one.clean()
    assert set(refused.value.message_dict) == {"capacity"}
    one.save()
    registrations.cancel(row_of("a@example.org").pk)
    assert confirmed(one, "d@example.org").state == WAITING
    assert taken(one) == 2


def test_any_number_of_places():
    one = event(capacity=None)
    assert {confirmed(one, f"p{n}@example.org").state for n in range(4)} == {CONFIRMED}


# One registration an address


def test_the_same_address_twice_is_the_same_registration():
    one = event()
    assert [ask(one, email) for email in ("Jane@example.org", "jane@EXAMPLE.org")] == [RegistrationAnswer.ASKED] * 2
    assert (states(), taken(one)) == ({"jane@example.org": PENDING}, 1)
    assert len(deliver()) == 1
    ask(one, "jane@example.org", timezone.now() + PAUSE)
    assert len(deliver()) == 1


def test_who_has_a_place_keeps_it_whatever_is_asked_in_their_name():
    one = event()
    confirmed(one, "jane@example.org", name="Jane")
    ask(one, "jane@example.org", timezone.now() + PAUSE, name="Somebody else")
    row = row_of("jane@example.org")
    assert (row.name, row.state) == ("Jane", CONFIRMED)
    assert deliver()[-1] == "jane@example.org: Vous avez une place"


def test_who_cancelled_registers_anew_with_new_links():
    one = event()
    before = confirmed(one, "jane@example.org", needs="A ramp")
    registrations.cancel(before.pk)
    assert row_of("jane@example.org").needs == ""
    after = confirmed(one, "jane@example.org")
    assert (after.pk, after.state) == (before.pk, CONFIRMED)
    assert after.key != before.key


@pytest.mark.parametrize(
    "given",
    [
        {"registration_opens": later(days=1)},
        {"registration_closes": later(days=-1)},
        {"is_cancelled": True},
        {"starts_at": later(days=-2), "ends_at": later(days=-1)},
        {"takes_registrations": False},
    ],
)
def test_nobody_registers_out_of_time(given):
    assert ask(event(**given), "a@example.org") is RegistrationAnswer.CLOSED
    assert not Registration.objects.exists()


# Ten thousand for forty places


def _waiting(one, number: int) -> None:
    now = timezone.now()
    Registration.objects.bulk_create(
        Registration(
            event=one,
            email=f"w{n}@example.org",
            address_key=f"w{n}@example.org",
            name="W",
            language=MAIN,
            state=WAITING,
            asked_at=now,
            queued_at=now,
        )
        for n in range(number)
    )


def test_the_number_who_ask_changes_no_number_of_queries():
    """Asking, giving back and looking cost the same with ten who wait and with ten thousand."""
    counted = []
    for number in (10, 10_000):
        one = event(capacity=1)
        confirmed(one, "first@example.org")
        first = Registration.objects.get(event=one)
        _waiting(one, number)
        with CaptureQueriesContext(connection) as asking:
            ask(one, "new@example.org")
        with CaptureQueriesContext(connection) as giving_back:
            registrations.cancel(first.pk)
        with CaptureQueriesContext(connection) as looking:
            one.refresh_from_db()
            assert one.is_full
        counted.append((len(asking), len(giving_back), len(looking)))
        Registration.objects.all().delete()
    assert counted[0] == counted[1], counted


def test_of_many_who_ask_nothing_is_lost_and_nobody_has_two_messages():
    one = event(capacity=40)
    for n in range(120):
        ask(one, f"p{n}@example.org")
        ask(one, f"p{n}@example.org")
    assert Registration.objects.count() == 120
    assert taken(one) == 40
    assert OutboxMessage.objects.filter(template=MESSAGE).count() == 120


# Messages


def test_the_address_online_is_in_the_confirmation_alone():
    one = event()
    confirmed(one, "jane@example.org", language=OTHER)
    ask(one, "late@example.org")
    deliver()
    bodies = {message.to[0]: message.body for message in mail.outbox}
    assert ONLINE in bodies["jane@example.org"] and ONLINE not in bodies["late@example.org"]
    assert "Your place is confirmed." in bodies["jane@example.org"]
    assert all(message.alternatives for message in mail.outbox)


def test_what_is_over_is_not_sent_any_more():
    """The question to who has confirmed meanwhile, and the place of who has cancelled meanwhile."""
    one = event()
    confirmed(one, "a@example.org")
    registrations.cancel(confirmed(one, "b@example.org").pk)
    assert deliver() == ["a@example.org: Vous avez une place"]
    assert OutboxMessage.objects.filter(state=MailState.DROPPED).count() == 3


def test_of_a_cancelled_event_everybody_registered_is_told_once():
    one = event(capacity=1)
    confirmed(one, "a@example.org")
    confirmed(one, "b@example.org")
    ask(one, "never@example.org")
    deliver()
    one.is_cancelled = True
    one.save()
    one.save()
    assert deliver() == ["a@example.org: Annulé", "b@example.org: Annulé"]
    one.save()
    assert deliver() == []
    registrations.cancel(row_of("a@example.org").pk)
    assert states()["b@example.org"] == WAITING


def test_an_event_that_is_not_cancelled_after_all_tells_nobody():
    one = event()
    confirmed(one, "a@example.org")
    deliver()
    for is_cancelled in (True, False, True):
        one.is_cancelled = is_cancelled
        one.save()
    assert deliver() == ["a@example.org: Annulé"]


def change(one, tells: bool = True, **given) -> None:
    one.refresh_from_db()
    for name, value in given.items():
        setattr(one, name, value)
    one.tells_registered = tells
    one.save()


def test_whoever_is_registered_is_told_once_what_has_changed_and_gets_a_newer_calendar_file():
    one = event(capacity=1, place_fr="Ici", place_en="Here")
    confirmed(one, "a@example.org", language=OTHER)
    confirmed(one, "b@example.org")
    deliver()
    mail.outbox.clear()
    before = calendars.of_event(one, "fr")
    later_on = {"starts_at": one.starts_at + timedelta(days=1), "ends_at": one.ends_at + timedelta(days=1)}
    change(one, **later_on)
    change(one, online_url="https://visio.example.org/autre")
    change(one, title_fr="Atelier renommé")
    assert deliver() == ["a@example.org: Changed", "b@example.org: Changement"]
    placed, waiting = mail.outbox
    assert "The day or the hours" in placed.body and "The address at which" in placed.body
    assert "https://visio.example.org/autre" in placed.body and "https://visio.example.org" not in waiting.body
    assert waiting.attachments == []
    [attached] = placed.attachments
    assert attached.mimetype == "text/calendar"
    lines = [next(line for line in text.splitlines() if line.startswith("UID:")) for text in (attached.content, before)]
    assert lines[0] == lines[1]
    assert "SEQUENCE:2" in attached.content and "SEQUENCE:0" in before
    change(one, online_url=ONLINE)
    assert deliver() == ["a@example.org: Changed"], "the address online is for those with a place"
    change(one, tells=False, place_fr="Ailleurs")
    change(one, title_fr="Encore")
    assert deliver() == []


def test_who_was_told_of_a_cancellation_is_told_that_it_takes_place_after_all():
    one = event()
    confirmed(one, "a@example.org")
    deliver()
    change(one, is_cancelled=True)
    change(one, is_cancelled=False)
    assert deliver() == [], "nobody had been told yet"
    change(one, is_cancelled=True)
    assert deliver() == ["a@example.org: Annulé"]
    assert "STATUS:CANCELLED" in mail.outbox[-1].attachments[0].content
    change(one, is_cancelled=False)
    assert deliver() == ["a@example.org: Changement"]
    change(one, is_cancelled=True)
    assert deliver() == ["a@example.org: Annulé"]


def test_the_form_asks_whether_to_tell_only_where_somebody_is_registered():
    one, client = event(), staff()
    assert "tell_registered" not in opened(client, one)
    confirmed(one, "a@example.org")
    deliver()
    form = opened(client, one)
    assert form["tell_registered"] == "on"
    place = {f"place_{languages.main()}": "Ailleurs"}
    assert client.post(change_url(one), form | place).status_code == 302
    assert deliver() == ["a@example.org: Changement"]
    form = {name: value for name, value in opened(client, one).items() if name != "tell_registered"}
    assert client.post(change_url(one), form | {f"place_{languages.main()}": "Ici"}).status_code == 302
    assert deliver() == []


def test_an_address_that_is_none_takes_nobodys_place():
    one = event(capacity=1)
    ask(one, "nobody@example.org")
    confirmed(one, "b@example.org")
    deliver()
    row = OutboxMessage.objects.get(recipient="nobody@example.org")
    assert bounces.take(report(OUTBOX.message_id(row))) == 1
    assert states() == {"b@example.org": CONFIRMED}
    assert taken(one) == 1


def test_the_worker_frees_places_that_were_held_too_long(monkeypatch):
    one = event(capacity=1)
    ask(one, "slow@example.org")
    confirmed(one, "b@example.org")
    Registration.objects.filter(state=PENDING).update(held_until=timezone.now())
    worker.Worker().round()
    assert states()["b@example.org"] == CONFIRMED


# By staff


def test_staff_register_by_hand_and_put_first():
    one = event(capacity=1)
    assert registrations.add(one.pk, entry("a@example.org")).state == CONFIRMED
    for name in "bc":
        registrations.add(one.pk, entry(f"{name}@example.org"))
    assert registrations.to_front(row_of("c@example.org").pk)
    assert not registrations.to_front(row_of("a@example.org").pk)
    registrations.cancel(row_of("a@example.org").pk, by_staff=True)
    assert states() == {"a@example.org": CANCELLED, "b@example.org": WAITING, "c@example.org": CONFIRMED}
    assert sorted(deliver()) == [
        "a@example.org: Votre inscription est annulée",
        "b@example.org: Vous êtes sur la liste d’attente",
        "c@example.org: Une place pour vous",
    ]


def test_staff_are_told_where_there_is_no_place():
    one = event(capacity=1, waiting_list=False)
    ask(one, "held@example.org")
    assert registrations.add(one.pk, entry("b@example.org")) is None
    assert registrations.add(one.pk, entry("held@example.org")).state == CONFIRMED
    assert taken(one) == 1


# Forgetting


def test_what_was_told_is_forgotten_in_time():
    one = event(capacity=None, starts_at=later(days=1), ends_at=later(days=1, hours=2))
    confirmed(one, "kept@example.org", needs="A ramp")
    ask(one, "never@example.org")
    registrations.cancel(confirmed(one, "gone@example.org").pk)
    end = one.ends_at
    retention.forget(end + timedelta(days=1))
    assert row_of("kept@example.org").needs == "A ramp"
    retention.forget(end + timedelta(days=2))
    assert (row_of("kept@example.org").needs, Registration.objects.count()) == ("", 3)
    retention.forget(end + timedelta(days=7))
    assert states() == {"kept@example.org": CONFIRMED}
    assert retention.forget(end + timedelta(days=29)).registrations == 0
    assert retention.forget(end + timedelta(days=30)).registrations == 1
    left = (Registration.objects.count(), EventPlaces.objects.count(), OutboxMessage.objects.filter(template=MESSAGE).count())
    assert left == (0, 0, 0)


def test_one_address_is_exported_and_erased_and_its_place_is_free():
    one = event(capacity=1)
    confirmed(one, "jane@example.org", name="Jane", needs="A ramp")
    confirmed(one, "b@example.org")
    [told] = person_export.about("jane@example.org")["registrations"]
    assert (told["name"], told["needs"], told["state"]) == ("Jane", "A ramp", CONFIRMED)
    retention.erase_address("Jane@example.org")
    assert states() == {"b@example.org": CONFIRMED}
    assert not OutboxMessage.objects.filter(recipient__iexact="jane@example.org").exists()


def test_no_secret_waits_in_the_outbox():
    one = event()
    confirmed(one, "jane@example.org")
    contexts = list(OutboxMessage.objects.values_list("context", flat=True))
    deliver()
    tokens = [token for message in mail.outbox for token in re.findall(r"/([0-9a-f]{32}:[\w-]+)/", message.body)]
    assert tokens and {key for context in contexts for key in context} == {"registration", "event", "says"}


IN_WORDS = {timedelta(hours=1): ("une heure", "an hour")}


@pytest.mark.parametrize(
    ("document", "sentences"),
    [
        ("portal/demo/pages.yaml", ("Une place est gardée {0} pour une adresse", "A place is held for {1} for an address")),
        ("docs/editors/index.md", ("Une place lui est gardée {0}",)),
    ],
)
def test_the_privacy_page_and_the_guide_say_how_long_a_place_is_held(document, sentences):
    said = (settings.BASE_DIR / document).read_text(encoding="utf-8")
    assert [one for one in sentences if one.format(*IN_WORDS[HELD_FOR]) not in said] == []
