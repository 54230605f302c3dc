"""An embargoed address and an unknown one: the same answer, for the same work, so that no time tells them apart.

The work is what the database is asked, statement by statement: times would tell of the machine's other work too. What an
embargoed address costs more within a statement is a row found in an index.
"""

import re

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from caps.models import CAP
from cluster.models import Person
from portal import invitations
from portal.models import Invitation
from publishing import languages
from publishing.models import SlugRecord
from publishing.views import PublicDetailView
from tests.make import cap, draft, future, make, person

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
    """The status of an answer, and the kind of each statement: a write is a write, whether what it wrote stays or not."""
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        answer = getattr(client, method)(path, data or {})
    said = [re.sub(r"^(SAVEPOINT|RELEASE|ROLLBACK).*", r"\1", query["sql"]) for query in queries.captured_queries]
    kinds = [re.sub(r"^(INSERT INTO|UPDATE) (\S+).*", r"write \2", one, flags=re.DOTALL) for one in said]
    kinds = [re.sub(r"^SELECT.*? FROM (\S+).*", r"read \1", one, flags=re.DOTALL) for one in kinds]
    return answer.status_code, [one.replace("RELEASE", "end").replace("ROLLBACK", "end") for one in kinds]


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
