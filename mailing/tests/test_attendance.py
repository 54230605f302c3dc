"""Events with places of their own on site and online: each way has its count, its waiting list and its messages."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import override

from mailing import registration_links, registration_sheets, registrations
from mailing.enums import RegistrationState
from mailing.event_desk import HELD_FOR
from mailing.models import EventPlaces
from mailing.registration_links import OWN
from mailing.registration_staff import counts, summary
from mailing.registrations import RegistrationAnswer, RegistrationEntry
from mailing.tests.registered import ONLINE, event, row_of, states
from mailing.tests.test_registration_pages import TYPED, body, form_of, link
from news import calendars
from news.enums import Attendance
from news.models import Event
from publishing import languages
from tests import pages

pytestmark = pytest.mark.django_db
MAIN = languages.main()
ROOM, FAR = Attendance.ON_SITE, Attendance.ONLINE
PENDING, CONFIRMED, WAITING = RegistrationState.PENDING, RegistrationState.CONFIRMED, RegistrationState.WAITING


def apart(room: int | None = 1, far: int | None = 1, **given) -> Event:
    return event(capacity=room, asks_attendance=True, online_capacity=far, **given)


def ask(one: Event, name: str, attendance: str, at=None) -> RegistrationAnswer:
    entry = RegistrationEntry(f"{name}@example.org", name, MAIN, attendance=attendance)
    return registrations.ask(one.pk, entry, at)


def confirmed(one: Event, name: str, attendance: str, at=None):
    ask(one, name, attendance, at)
    return registrations.confirm(registration_links.token(row_of(f"{name}@example.org"), registration_links.CONFIRM), at)


def taken(one: Event) -> tuple[int, int]:
    places = EventPlaces.objects.get(pk=one.pk)
    held = tuple(one.registrations.filter(holds_place=True, attendance=way).count() for way in (ROOM, FAR))
    assert held == (places.taken, places.online_taken)
    return held


def test_each_way_has_its_places_and_its_line():
    one = apart()
    for name in "ab":
        confirmed(one, f"room-{name}", ROOM)
        confirmed(one, f"far-{name}", FAR)
    assert taken(one) == (1, 1)
    registrations.cancel(row_of("far-a@example.org").pk)
    found = states()
    assert (found["room-b@example.org"], found["far-b@example.org"]) == (WAITING, CONFIRMED)
    registrations.cancel(row_of("room-a@example.org").pk)
    assert states()["room-b@example.org"] == CONFIRMED
    assert taken(one) == (1, 1)


def test_the_database_refuses_more_than_there_are_online():
    one = apart(room=None)
    confirmed(one, "a", FAR)
    with pytest.raises(IntegrityError), transaction.atomic():
        EventPlaces.objects.filter(pk=one.pk).update(online_taken=2)


def test_a_place_held_too_long_goes_to_who_waits_for_the_same_way():
    one, now = apart(), timezone.now()
    ask(one, "slow", FAR, now)
    confirmed(one, "far", FAR, now)
    confirmed(one, "room", ROOM, now)
    confirmed(one, "room-b", ROOM, now)
    registrations.let_lapse(now + HELD_FOR)
    found = {name.partition("@")[0]: state for name, state in states().items()}
    assert found == {"slow": PENDING, "far": CONFIRMED, "room": CONFIRMED, "room-b": WAITING}


def test_one_way_may_be_full_while_the_other_takes_people():
    one = apart(waiting_list=False)
    answers = [ask(one, name, way) for name, way in (("a", ROOM), ("b", ROOM), ("c", FAR), ("d", FAR))]
    assert answers == [RegistrationAnswer.ASKED, RegistrationAnswer.FULL] * 2
    assert Event.objects.get(pk=one.pk).is_full


def test_who_has_not_confirmed_yet_may_choose_anew_unless_that_is_full():
    one = apart(waiting_list=False)
    ask(one, "a", ROOM)
    ask(one, "b", FAR)
    assert ask(one, "a", FAR) is RegistrationAnswer.FULL
    assert (row_of("a@example.org").attendance, taken(one)) == (ROOM, (1, 1))
    registrations.cancel(row_of("b@example.org").pk)
    assert ask(one, "a", FAR) is RegistrationAnswer.ASKED
    assert (row_of("a@example.org").attendance, taken(one)) == (FAR, (0, 1))


def test_who_waits_for_the_room_takes_a_free_place_online(client):
    one = apart(far=2)
    confirmed(one, "a", ROOM)
    waits = confirmed(one, "b", ROOM)
    page = body(client.get(link(waits, OWN)))
    assert f'name="attendance" value="{FAR.value}"' in page
    for _twice in range(2):
        client.post(link(waits, OWN), {"attendance": FAR.value})
    assert (states()["b@example.org"], taken(one)) == (CONFIRMED, (1, 1))
    assert not registrations.switch(waits.pk, "elsewhere")
    confirmed(one, "c", ROOM)
    assert registrations.switch(row_of("a@example.org").pk, FAR)
    assert (states()["c@example.org"], taken(one)) == (CONFIRMED, (1, 2))
    assert not registrations.switch(row_of("c@example.org").pk, FAR), "there is no place left"


def test_a_message_says_how_and_only_those_online_learn_the_address(client):
    one = apart(address="4, place Jussieu")
    confirmed(one, "room", ROOM)
    confirmed(one, "far", FAR)
    call_command("deliver", once=True)
    texts = {message.to[0]: message.body for message in mail.outbox if message.subject.startswith("Vous avez une place")}
    assert [ONLINE in text for text in (texts["room@example.org"], texts["far@example.org"])] == [False, True]
    assert ["place Jussieu" in text for text in (texts["room@example.org"], texts["far@example.org"])] == [True, False]
    own = [calendars.of_registered(one, MAIN, way) for way in (ROOM, FAR)]
    assert [(ONLINE in text, "Jussieu" in text) for text in own] == [(False, True), (True, False)]
    assert ONLINE not in body(client.get(link(row_of("room@example.org"), OWN)))
    assert ONLINE in body(client.get(link(row_of("far@example.org"), OWN)))


@pytest.mark.parametrize(("changed", "told"), [("online_url", "far"), ("address", "room")])
def test_a_change_is_told_to_those_whom_it_concerns(changed, told):
    one = apart(address="4, place Jussieu")
    confirmed(one, "room", ROOM)
    confirmed(one, "far", FAR)
    call_command("deliver", once=True)
    mail.outbox.clear()
    setattr(one, changed, "https://elsewhere.example.org/" if changed == "online_url" else "5, place Jussieu")
    one.tells_registered = True
    one.save()
    call_command("deliver", once=True)
    assert [message.to[0] for message in mail.outbox] == [f"{told}@example.org"]


def test_the_form_asks_how_and_offers_what_there_is(client):
    one = apart(waiting_list=False)
    assert client.post(form_of(one), TYPED).status_code == 200
    assert states() == {}, "nobody is registered who has not said how"
    confirmed(one, "a", ROOM)
    page = body(client.get(form_of(one)))
    assert [f'value="{way.value}"' in page for way in (ROOM, FAR)] == [False, True]
    client.post(form_of(one), TYPED | {"attendance": ROOM.value})
    assert "jane@example.org" not in states()
    client.post(form_of(one), TYPED | {"attendance": FAR.value})
    assert row_of("jane@example.org").attendance == FAR
    plain = event()
    assert 'name="attendance"' not in body(client.get(form_of(plain)))
    said = pages.node(client.get(one.get_absolute_url(MAIN)).content.decode())
    assert (said["maximumPhysicalAttendeeCapacity"], said["maximumVirtualAttendeeCapacity"]) == (1, 1)


def test_staff_see_and_take_out_each_way_apart():
    one = apart(room=1, far=None)
    for name, way in (("a", ROOM), ("b", ROOM), ("c", FAR)):
        confirmed(one, name, way)
    with override("en"):
        assert summary(one, counts(one.pk)) == (
            "On site: With a place: 1 of 1. On the waiting list: 1. To be confirmed: 0. Cancelled: 0. "
            "Online: With a place: 1. On the waiting list: 0. To be confirmed: 0. Cancelled: 0."
        )
        head, *rows = registration_sheets.table(one, with_needs=False)
        assert head[5] == "Takes part"
        assert [(row[1].partition("@")[0], row[5], row[6]) for row in rows] == [
            ("a", "On site", ""),
            ("b", "On site", "1"),
            ("c", "Online", ""),
        ]
        added = registrations.add(one.pk, RegistrationEntry("d@example.org", "d", "en", attendance=FAR))
    assert (added.attendance, added.state) == (FAR, CONFIRMED)


def test_who_confirms_after_the_event_stopped_asking_is_one_of_all():
    one, now = apart(), timezone.now()
    ask(one, "late", FAR, now)
    confirmed(one, "gone", FAR, now)
    registrations.cancel(row_of("gone@example.org").pk)
    registrations.let_lapse(now + HELD_FOR)
    one.asks_attendance = False
    one.full_clean()
    one.save()
    token = registration_links.token(row_of("late@example.org"), registration_links.CONFIRM)
    row = registrations.confirm(token, now + HELD_FOR)
    assert row is not None
    assert (row.attendance, row.state, taken(one)) == (ROOM, CONFIRMED, (1, 0))
    assert len(list(registration_sheets.table(one, with_needs=False))) == 3


def test_an_event_does_not_lose_those_online():
    one = apart(far=3)
    confirmed(one, "a", FAR)
    confirmed(one, "b", FAR)
    for wrong in ({"asks_attendance": False}, {"online_capacity": 1}):
        changed = Event.objects.get(pk=one.pk)
        for name, value in wrong.items():
            setattr(changed, name, value)
        with pytest.raises(ValidationError) as refused:
            changed.clean()
        assert list(refused.value.message_dict) == list(wrong)
