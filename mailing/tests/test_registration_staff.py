"""Who is registered for events, in the back office: counts, adding, cancelling, taking out, and who may."""

import csv
import io
import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.db import connection
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mailing.enums import RegistrationState
from mailing.models import Registration
from mailing.tests.registered import confirmed, event, later, row_of, states
from news.models import Event
from tests.backoffice import change_url, opened, route, staff

pytestmark = pytest.mark.django_db
CONFIRMED, WAITING, CANCELLED = (state.value for state in list(RegistrationState)[1:])
NEEDS = "A ramp to the stage"


def listed(one) -> str:
    return f"{route(Registration, 'changelist')}?event__id__exact={one.pk}"


def export(client, one, kind="csv"):
    return client.post(reverse("admin:mailing_registration_export", args=[one.pk]), {"format": kind})


def words(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def test_the_form_of_an_event_and_its_list_say_how_many():
    one, client = event(capacity=1), staff("olga", group="Press officers")
    client.cookies["django_language"] = "en"
    confirmed(one, "a@example.org")
    confirmed(one, "b@example.org")
    sentence = "With a place: 1 of 1. On the waiting list: 1. To be confirmed: 0. Cancelled: 0."
    assert sentence in words(client.get(change_url(one), headers={"accept-language": "en"}))
    page = words(client.get(listed(one), headers={"accept-language": "en"}))
    assert sentence in page.partition('id="changelist-form"')[0], "a form within another is none"
    assert sentence not in words(client.get(route(Registration, "changelist"), headers={"accept-language": "en"}))


@pytest.mark.parametrize(
    ("group", "may"), [("Editors", True), ("Translators", False), ("Press officers", True), ("Administrators", True)]
)
def test_who_may_see_and_take_out_registrations(group, may):
    one = event()
    row = confirmed(one, "a@example.org", needs=NEEDS)
    client = staff("eve", group=group)
    assert (client.get(listed(one)).status_code == 200) is may
    assert (NEEDS in client.get(change_url(row)).content.decode()) is may
    assert export(client, one).status_code == (200 if may else 403)


def test_needs_are_for_who_has_their_right():
    one = event()
    row = confirmed(one, "a@example.org", needs=NEEDS)
    client = staff("eve", group="Editors")
    right = Permission.objects.get(codename="needs_registration")
    right.group_set.clear()
    answers = [client.get(change_url(row)), client.get(listed(one)), export(client, one), client.get(f"{listed(one)}&q=ramp")]
    assert [answer.status_code for answer in answers] == [200] * 4
    assert not any(NEEDS in answer.content.decode() for answer in answers)


def test_what_is_taken_out_runs_nothing_and_is_written_down():
    one = event(capacity=1)
    confirmed(one, "a@example.org", name="=HYPERLINK(1)", organisation="@cmd", needs="+1")
    confirmed(one, "b@example.org", name="Last")
    client = staff("olga", group="Press officers")
    _head, first, second = list(csv.reader(io.StringIO(export(client, one).content.decode())))
    assert (first[0], first[2], first[-1]) == ("'=HYPERLINK(1)", "'@cmd", "'+1")
    assert (second[0], second[5]) == ("Last", "1")
    assert LogEntry.objects.get(object_id=str(one.pk)).change_message == "Took out who is registered as a spreadsheet."
    assert client.get(reverse("admin:mailing_registration_export", args=[one.pk])).status_code == 405
    assert (export(client, one, "x").status_code, LogEntry.objects.count()) == (302, 1)


def test_staff_add_cancel_and_put_first():
    one, client = event(capacity=1), staff("olga", group="Press officers")
    typed = {"event": one.pk, "name": "Jane", "email": "Jane@example.org", "organisation": "", "language": "en"}
    assert client.post(route(Registration, "add"), typed).status_code == 302
    for name in "bc":
        confirmed(one, f"{name}@example.org")
    keys = {email: row_of(email).pk for email in states()}

    def act(action: str, email: str) -> None:
        client.post(listed(one), {"action": action, "_selected_action": [keys[email]]})

    act("put_first", "c@example.org")
    act("cancel_them", "jane@example.org")
    assert states() == {"jane@example.org": CANCELLED, "b@example.org": WAITING, "c@example.org": CONFIRMED}
    said = list(LogEntry.objects.order_by("pk").values_list("change_message", flat=True))
    assert said == ["Registered somebody by hand.", "Put at the head of the waiting list.", "Cancelled."]
    assert not any("jane" in repr(line).casefold() for line in LogEntry.objects.values_list())


def test_where_there_is_no_place_the_form_says_so_and_keeps_what_was_typed():
    one, client = event(capacity=1, waiting_list=False), staff("olga", group="Press officers")
    confirmed(one, "a@example.org")
    typed = {"event": one.pk, "name": "Jane", "email": "jane@example.org", "organisation": "", "language": "en"}
    page = client.post(route(Registration, "add"), typed)
    assert (page.status_code, 'value="Jane"' in page.content.decode()) == (200, True)
    assert states() == {"a@example.org": CONFIRMED}


def test_erasing_one_gives_the_place_to_who_waits_and_names_nobody():
    one, client = event(capacity=1), staff("olga", group="Press officers")
    row = confirmed(one, "a@example.org")
    confirmed(one, "b@example.org")
    assert staff("eve", group="Editors").get(route(Registration, "delete", row.pk)).status_code == 403
    client.post(route(Registration, "delete", row.pk), {"post": "yes"})
    assert states() == {"b@example.org": CONFIRMED}
    assert LogEntry.objects.get(change_message="Erased.").object_repr == f"#{row.pk}"


def test_an_event_with_registrations_stays_and_goes_on_taking_them():
    one, root = event(), staff("root")
    confirmed(one, "a@example.org")
    with pytest.raises(ProtectedError):
        one.delete()
    form = opened(root, one)
    form.pop("takes_registrations")
    assert root.post(change_url(one), form).status_code == 200
    assert Event.objects.get(pk=one.pk).takes_registrations


def test_cancelling_an_event_in_its_form_writes_to_those_registered():
    one, root = event(), staff("root")
    row = confirmed(one, "a@example.org")
    assert root.post(change_url(one), opened(root, one) | {"is_cancelled": "on"}).status_code == 302
    row.refresh_from_db()
    assert row.told_at is not None


def test_registration_keeps_its_order_in_the_form():
    root, one = staff("root"), event(registration_opens=later(days=1))
    for closes in ("2020-01-01 10:00", "2099-01-01 10:00"):
        assert root.post(change_url(one), opened(root, one) | {"registration_closes": closes}).status_code == 200


def test_the_list_takes_as_many_queries_with_three_as_with_thirty():
    one, client, counted = event(capacity=1), staff("root"), []
    client.get(listed(one))
    for numbers in (range(3), range(3, 30)):
        for number in numbers:
            confirmed(one, f"p{number}@example.org")
        with CaptureQueriesContext(connection) as queries:
            page = client.get(listed(one))
        assert page.status_code == 200
        counted.append(len(queries))
    assert counted[0] == counted[1]
