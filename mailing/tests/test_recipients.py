"""How many journalists a release is written to is told before anybody decides on its moment."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mailing import mailings
from mailing.enums import SubscriberState
from mailing.models import Mailing, Subscriber
from mailing.recipients import journalists_of
from news import recipients
from news.tests.newsroom import MAIN, OTHER, ready
from publishing import languages
from tests.backoffice import route, staff

pytestmark = pytest.mark.django_db


def subscribe(language: str, number: int, state: str = SubscriberState.CONFIRMED) -> None:
    names = [f"{state}{one}-{language}" for one in range(number)]
    Subscriber.objects.bulk_create(
        Subscriber(email=f"{name}@example.org", language=language, state=state, leave_token=name) for name in names
    )


@pytest.fixture
def listed():
    """A press list: three confirmed in the main language, one in the other, some who are not."""
    subscribe(MAIN, 3)
    subscribe(OTHER, 1)
    subscribe(OTHER, 2, SubscriberState.PENDING)


def told(client, release) -> dict[str, list[str]]:
    """By step, what its form says of whom it writes to."""
    page = client.get(route(type(release), "life", release.pk)).content.decode()
    forms = re.findall(r'<form method="post" id="step-(\w+)".*?</form>', page, re.S)
    bodies = re.findall(r'<form method="post" id="step-\w+".*?</form>', page, re.S)
    found = {}
    for step, body in zip(forms, bodies, strict=True):
        lines = re.search(r'class="form-row recipients".*?<ul>(.*?)</ul>', body, re.S)
        found[step] = [" ".join(line.split()) for line in re.findall(r"<li>(.*?)</li>", lines[1], re.S)] if lines else []
    return found


LINES = ["French: 3 journalists are written to", "English: 1 journalist is written to"]


def test_each_step_that_sets_moments_tells_whom_it_writes_to(listed):
    olga = staff("olga", group="Press officers")
    assert told(olga, ready("in review")) == {"approve": LINES, "publish": LINES, "back": []}
    assert told(olga, ready("scheduled")) == {
        "publish": LINES,
        "reschedule": LINES,
        "withdraw": [],
        "draft": [],
        "strike": [],
    }
    half = ready("public", **{languages.column("public_from", OTHER): None})
    assert told(olga, half) == {
        "publish": LINES[1:],
        "reschedule": LINES[1:],
        "correct": [],
        "withdraw": [],
        "draft": [],
        "strike": [],
    }


def test_nobody_is_written_to_of_an_example_or_twice(listed):
    assert journalists_of(ready("in review", is_example=True)) == {MAIN: 0, OTHER: 0}
    release = ready("scheduled")
    Mailing.objects.create(release=release, language=MAIN)
    assert journalists_of(release) == {MAIN: 0, OTHER: 1}


def test_what_is_told_is_what_a_mailing_would_reach(listed):
    release = ready("public")
    before = journalists_of(release)
    type(release).objects.update(**dict.fromkeys(languages.columns("public_from"), timezone.now()))
    mailings.prepare()
    assert {mailing.language: mailing.deliveries.count() for mailing in Mailing.objects.all()} == before == {MAIN: 3, OTHER: 1}


def test_it_is_counted_in_as_many_queries_however_long_the_list_is(listed):
    release = ready("in review")
    with CaptureQueriesContext(connection) as few:
        journalists_of(release)
    subscribe(MAIN, 30, SubscriberState.LEFT)
    with CaptureQueriesContext(connection) as many:
        journalists_of(release)
    assert len(few) == len(many) == 3


def test_where_nobody_is_written_to_nothing_is_said(monkeypatch):
    monkeypatch.setattr(recipients, "_counters", {})
    assert told(staff("olga", group="Press officers"), ready("in review")) == {"approve": [], "publish": [], "back": []}


def test_counters_add_up_and_no_two_have_one_key(monkeypatch):
    monkeypatch.setattr(recipients, "_counters", {})
    recipients.register("one", lambda release: {MAIN: 2})
    recipients.register("other", lambda release: {MAIN: 3, OTHER: 1})
    assert recipients.recipients_of(ready()) == {MAIN: 5, OTHER: 1}
    with pytest.raises(ValueError, match="one"):
        recipients.register("one", lambda release: {})
