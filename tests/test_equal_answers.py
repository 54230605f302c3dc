"""An embargoed address and an unknown one: the same answer, for the same work, so that no time tells them apart.

The work is what the database is asked, statement by statement: times would tell of the machine's other work too. What an
embargoed address costs more within a statement is a row found in an index.
"""

import difflib
import itertools
import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from caps.models import CAP
from cluster.models import Person, Theme
from mailing import registrations
from mailing.enums import RegistrationState, SubscriberState
from mailing.models import EventPlaces, Registration
from mailing.newsletter_readers import READERS
from mailing.subscribers import PRESS
from mailing.tests.registered import event
from news.enums import Attendance
from portal import invitations
from portal.models import Invitation
from publishing import languages
from publishing.models import SlugRecord
from publishing.outbox import OutboxNotice
from publishing.views import PublicDetailView
from tests.make import cap, draft, future, make, past, person

pytestmark = pytest.mark.django_db
BESIDE = ("pressrelease-pdf", "pressrelease-text", "pressrelease-kit", "pressrelease-picture", "event-calendar")
UNKNOWN = "adresse-inconnue"
MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.?\d*(\+00:00)?")


def hidden(model, moments):
    """A thing that was public nowhere yet."""
    made = {CAP: cap, Person: person}.get(model)
    thing = made() if made else make(model)
    type(thing).objects.filter(pk=thing.pk).update(**moments)
    thing.refresh_from_db()
    return thing


def addresses(thing) -> list[tuple[str, str]]:
    """Each address of a thing, and the slug in it: of its pages, and of the files beside them."""
    beside = [name for name in BESIDE if name.startswith(type(thing).__name__.lower())]
    found = []
    for code in languages.codes():
        with override(code):
            slug = thing.slug(code)
            paths = [thing.get_absolute_url(code), *(reverse(name, kwargs={"slug": slug}) for name in beside)]
            found += [(path, slug) for path in paths]
    return found


def asked(client, path: str, slug: str) -> tuple[int, dict[str, str], list[str]]:
    """What the answer to a path says, and what the database was asked for it, whatever the slug and the moment."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path)
    headers = {name: value for name, value in answer.headers.items() if name != "Content-Security-Policy"}
    statements = [MOMENT.sub("now", query["sql"].replace(slug, "slug")) for query in queries.captured_queries]
    return answer.status_code, headers, statements


@pytest.mark.cases(4)
@pytest.mark.parametrize("moments", [future, draft], ids=["embargo", "draft"])
@pytest.mark.parametrize("model", list(PublicDetailView.by_model), ids=lambda model: model.__name__)
def test_a_hidden_address_costs_what_an_unknown_one_does(client, model, moments):
    thing = hidden(model, moments())
    assert SlugRecord.objects.filter(object_id=thing.pk, model_label=model._meta.label_lower).exists()
    for path, slug in addresses(thing):
        unknown = path.replace(slug, UNKNOWN)
        client.get(unknown)
        found, sought = asked(client, path, slug), asked(client, unknown, UNKNOWN)
        assert found == sought, path
        assert found[0] == 404


# Forms and keys: who is known, and what a key may have been


def work_of(client, method: str, path: str, data: dict | None = None) -> tuple[int, list[str]]:
    """The status of an answer, and the kind of each statement: a write is a write, whether what it wrote stays or not.

    To take something back is one word more to the database, which is asked for nothing by it.
    """
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        answer = getattr(client, method)(path, data or {})
    said = [re.sub(r"^(SAVEPOINT|RELEASE|ROLLBACK).*", r"\1", query["sql"]) for query in queries.captured_queries]
    said = [MOMENT.sub("now", one) for one in said]
    kinds = [re.sub(r"^(INSERT INTO|UPDATE) (\S+).*", r"write \2", one, flags=re.DOTALL) for one in said]
    kinds = [re.sub(r"^SELECT.*? FROM (\S+).*", r"read \1", one, flags=re.DOTALL) for one in kinds]
    return answer.status_code, [one.replace("RELEASE", "end") for one in kinds if one != "ROLLBACK"]


def same(found: dict) -> None:
    """Fails where an answer took other work than the first one, and says which."""
    (first, expected), *others = found.items()
    for why, (status, work) in others:
        assert status == expected[0], why
        differing = difflib.unified_diff(expected[1], work, str(first), str(why), n=1)
        assert not (lines := "\n".join(differing)), lines


KEY = "k" * 43


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.cases(2)
def test_an_invitation_that_holds_no_longer_costs_what_an_unknown_one_does(client, method):
    account = User.objects.create_user("claire", "claire@example.org", is_staff=True)
    keys = {why: invitations.invite(account).rpartition("invitation/")[2].strip("/") for why in ("revoked", "used", "late")}
    now = timezone.now()
    for why, column in (("used", "used_at"), ("late", "expires_at")):
        Invitation.objects.filter(token_hash=invitations.digest(keys[why])).update(revoked_at=None, **{column: now})
    keys |= {"unknown": KEY, "short": "k", "long": "k" * 400, "signs": "é%20.~"}
    paths = {why: reverse("invitation-link", kwargs={"token": key}) for why, key in keys.items()}
    work_of(client, method, paths["unknown"])
    assert len({str(work_of(client, method, path)) for path in paths.values()}) == 1


# Who is on a list, who registered, who has an account


EMAIL = "jane@example.org"


def left_alone(addresses, state):
    """Nothing is known, or an address in a state in the first language."""
    if state:
        hashed = addresses.hash_for(EMAIL, languages.main())
        row = addresses.entries.create(email=EMAIL, language=languages.main(), state=state, origin="test", leave_token=hashed)
        addresses.entries.filter(pk=row.pk).update(confirm_hash="x" * 64)


@pytest.mark.parametrize("page", ["press-subscribe", "newsletter-subscribe"])
@pytest.mark.cases(2)
def test_asking_for_a_list_costs_the_same_whoever_is_on_it(client, page):
    addresses = {"press-subscribe": PRESS, "newsletter-subscribe": READERS}[page]
    theme = make(Theme, **past())
    posted = {"email": EMAIL, "language": languages.codes()} | ({"themes": [theme.pk]} if addresses is READERS else {})
    work_of(client, "post", reverse(page), posted)
    found = {}
    for state in (None, *SubscriberState):
        addresses.entries.all().delete()
        OutboxNotice.objects.all().delete()
        left_alone(addresses, state)
        found[state] = work_of(client, "post", reverse(page), posted)
        assert OutboxNotice.objects.count() == 1
    assert found[None][0] == 200
    same(found)


def registered(one, state, **columns):
    """Somebody's registration in a state, or none; written to a while ago unless told."""
    Registration.objects.all().delete()
    EventPlaces.objects.update_or_create(event=one, defaults={"taken": 0, "online_taken": 0})
    if not state:
        return
    entry = registrations.RegistrationEntry(EMAIL, "Jane", languages.main())
    registrations.ask(one.pk, entry)
    row = Registration.objects.get()
    if state != RegistrationState.PENDING:
        held = {"holds_place": state == RegistrationState.CONFIRMED, "state": state}
        Registration.objects.filter(pk=row.pk).update(**held, queued_at=timezone.now() if state == "waiting" else None)
    Registration.objects.filter(pk=row.pk).update(**columns)


EVENTS = {
    "places": {"capacity": 5},
    "no limit": {"capacity": None},
    "full": {"capacity": 5, "waiting_list": False},
    "waiting list": {"capacity": 5},
    "two ways": {"capacity": 5, "asks_attendance": True, "online_capacity": 5},
}


@pytest.mark.parametrize("kind", EVENTS)
@pytest.mark.cases(5)
def test_registering_costs_the_same_whoever_is_registered(client, kind):
    one = event(**EVENTS[kind])
    path = reverse("event-register", kwargs={"slug": one.slug(languages.main())})
    posted = {"name": "Jane", "email": EMAIL, "attendance": Attendance.ONLINE}
    work_of(client, "post", path, posted)
    long_ago = timezone.now() - timedelta(days=1)
    found = {}
    states = [None, *(state for state in RegistrationState if state != "waiting" or kind == "waiting list")]
    for state, written_at in itertools.product(states, (timezone.now(), long_ago)):
        registered(one, state, written_at=written_at)
        if kind in ("full", "waiting list"):
            EventPlaces.objects.update_or_create(event=one, defaults={"taken": 5, "capacity": 5})
        found[state, written_at] = work_of(client, "post", path, posted)
    same(found)


@pytest.mark.cases(1)
def test_a_forgotten_password_costs_the_same_whose_ever_it_is(client):
    User.objects.create_user("known", "known@example.org", "p" * 20)
    User.objects.create_user("without", "without@example.org")
    User.objects.create_user("gone", "gone@example.org", "p" * 20, is_active=False)
    path = reverse("account_reset_password")
    names = {"unknown": "unknown", "known": "known", "known and written to": "known", "without": "without", "gone": "gone"}
    work_of(client, "post", path, {"email": "other@example.org"})
    found = {why: work_of(client, "post", path, {"email": f"{name}@example.org"}) for why, name in names.items()}
    assert found["unknown"][0] == 302
    same(found)
