"""People who register at the same moment, on a server that does several things at once."""

import threading

import pytest
from django.core.cache import cache
from django.db import connection, connections

from mailing import registration_links, registrations
from mailing.enums import RegistrationState
from mailing.models import EventPlaces, Registration
from mailing.registration_links import CONFIRM
from mailing.tests.registered import ask, confirmed, event
from publishing.outbox import OutboxMessage

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 8


@pytest.fixture(autouse=True)
def _several_at_once():
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one connection write at a time; its test database has but one")
    cache.clear()


def together(*tasks) -> list[BaseException]:
    """Do things in threads that begin together; what they raised."""
    start, raised = threading.Barrier(len(tasks)), []

    def do(task):
        try:
            start.wait(10)
            task()
        except BaseException as error:
            raised.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=do, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return raised


def count(state: RegistrationState) -> int:
    return Registration.objects.filter(state=state).count()


def test_never_more_than_there_are_places():
    """Twice as many as there are places ask for one at once, and each sends the form twice; then all confirm at once."""
    one = event(capacity=AT_ONCE // 2)
    emails = [f"p{number}@example.org" for number in range(AT_ONCE)]
    assert together(*(lambda email=email: ask(one, email) for email in emails * 2)) == []
    assert Registration.objects.count() == OutboxMessage.objects.count() == AT_ONCE
    assert Registration.objects.filter(holds_place=True).count() == AT_ONCE // 2
    tokens = [registration_links.token(row, CONFIRM) for row in Registration.objects.all()]
    assert together(*(lambda token=token: registrations.confirm(token) for token in tokens)) == []
    assert (count(RegistrationState.CONFIRMED), count(RegistrationState.WAITING)) == (AT_ONCE // 2, AT_ONCE // 2)
    assert EventPlaces.objects.get().taken == AT_ONCE // 2


def test_places_given_back_while_others_ask_go_to_who_waited():
    one = event(capacity=2)
    placed = [confirmed(one, f"a{number}@example.org") for number in range(2)]
    waiting = [confirmed(one, f"b{number}@example.org") for number in range(2)]
    leaving = [lambda row=row: registrations.cancel(row.pk) for row in placed]
    coming = [lambda number=number: ask(one, f"c{number}@example.org") for number in range(4)]
    assert together(*leaving, *coming) == []
    assert set(Registration.objects.filter(holds_place=True)) == set(waiting)
    assert EventPlaces.objects.get().taken == 2
