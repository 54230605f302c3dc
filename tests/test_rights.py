"""Who may do what to a record in which state, from one table, each cell asked through HTTP.

A cell says whether the action was done, not whether a page appeared: a refusal leaves the database as it was. The steps of a
release's life have their own table in ``news/tests/test_rights.py``.
"""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from news.tests.newsroom import ready
from partners.enums import PledgeKind
from partners.models import Partner
from publishing import languages
from tests.backoffice import change_url, opened, route, taken_back
from tests.make import draft, future, make, past

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
GROUPS = ("Editors", "Translators", "Press officers", "Administrators", "no group")
E, T, P, A = GROUPS[:4]
PARTNER_STATES = {"draft": draft, "embargoed": future, "public": past, "withdrawn": past}
RELEASE_STATES = ("draft", "in review", "scheduled", "public", "withdrawn")
UNDECIDED, DECIDED = RELEASE_STATES[:2], RELEASE_STATES[2:]
MAIN = languages.main()
MOMENT = languages.column("public_from", MAIN)


def partner_in(state: str) -> Partner:
    withdrawn = timezone.now() if state == "withdrawn" else None
    return make(Partner, withdrawn_at=withdrawn, contact_email="secret@example.org", **PARTNER_STATES[state]())


def lists(client, thing) -> bool:
    response = client.get(route(type(thing), "changelist"))
    return response.status_code == 200 and str(thing) in response.content.decode()


def reads(client, thing) -> bool:
    return client.get(change_url(thing)).status_code == 200


def reads_history(client, thing) -> bool:
    return client.get(route(type(thing), "history", thing.pk)).status_code == 200


def previews(client, thing) -> bool:
    with override(MAIN):
        path = reverse("preview", kwargs={"label": thing._meta.label_lower, "pk": thing.pk})
    return client.get(path).status_code == 200


OPENED: dict[str, dict[str, object]] = {}
"""The form of each thing that is tried, as who may change everything opens it."""


def saves(client, thing, **changes) -> None:
    """Post the form whole, as one would who may change everything."""
    client.post(change_url(thing), OPENED[change_url(thing)] | changes)
    thing.refresh_from_db()


def edits(client, thing) -> bool:
    field = "name" if isinstance(thing, Partner) else languages.column("title", MAIN)
    before = getattr(thing, field)
    saves(client, thing, **{field: f"{before} changed"})
    return getattr(thing, field) != before


def translates(client, thing) -> bool:
    field = languages.column("description" if isinstance(thing, Partner) else "title", languages.others()[0])
    before = getattr(thing, field)
    saves(client, thing, **{field: "<p>Translated</p>"})
    return getattr(thing, field) != before


def moves_the_moment(client, thing) -> bool:
    before = thing.public_from(MAIN)
    saves(client, thing, **dict.fromkeys(languages.columns("public_from"), "2026-12-05 14:00"))
    return thing.public_from(MAIN) != before


def adds_a_row(client, thing) -> bool:
    prefix, rows = ("pledges", thing.pledges) if isinstance(thing, Partner) else ("quotes", thing.quotes)
    before = rows.count()
    row = (
        {"amount": "10", "kind": PledgeKind.CASH, "start_year": "2025", "end_year": "2026"}
        if isinstance(thing, Partner)
        else {"speaker": "Ada", "rank": "1", **dict.fromkeys(languages.columns("text"), "Words")}
    )
    new = {f"{prefix}-{before}-{name}": value for name, value in row.items()}
    saves(client, thing, **{f"{prefix}-TOTAL_FORMS": str(before + 1), **new})
    return rows.count() > before


def acts(client, thing, action: str) -> None:
    data = {"action": action, "_selected_action": [thing.pk], "post": "yes"}
    client.post(route(type(thing), "changelist"), data)


def publishes_from_the_list(client, thing) -> bool:
    before = thing.public_from(MAIN)
    acts(client, thing, f"publish_{MAIN}")
    thing.refresh_from_db()
    return thing.public_from(MAIN) != before


def deletes(client, thing) -> bool:
    client.post(route(type(thing), "delete", thing.pk), {"post": "yes"})
    return not type(thing).objects.filter(pk=thing.pk).exists()


def deletes_from_the_list(client, thing) -> bool:
    acts(client, thing, "delete_selected")
    return not type(thing).objects.filter(pk=thing.pk).exists()


def imports(client, thing) -> bool:
    sheet = SimpleUploadedFile("partners.csv", b"name;kind;sector;country;siren\nImported;sme;digital;FR;\n")
    response = client.post(route(Partner, "import"), {"file": sheet})
    if response.status_code != 200:
        return False
    client.post(route(Partner, "import"), {"rows": response.context["kept"]})
    return Partner.objects.filter(name="Imported").exists()


def exports(client, thing) -> bool:
    response = client.post(route(Partner, "export"), {"format": "csv"})
    return response.status_code == 200 and thing.name in response.content.decode()


def exports_the_contact(client, thing) -> bool:
    response = client.post(route(Partner, "export"), {"format": "csv"})
    return response.status_code == 200 and "secret@example.org" in response.content.decode()


ALL = (E, T, P, A)
# For each action on a partner: the groups that may, and the states in which it then changes something.
PARTNER = {
    lists: (ALL, PARTNER_STATES),
    reads: (ALL, PARTNER_STATES),
    reads_history: (ALL, PARTNER_STATES),
    previews: ((E, T, A), PARTNER_STATES),
    edits: ((E, A), PARTNER_STATES),
    translates: ((E, T, A), PARTNER_STATES),
    moves_the_moment: ((E, A), PARTNER_STATES),
    adds_a_row: ((E, A), PARTNER_STATES),
    publishes_from_the_list: ((E, A), ("draft", "embargoed")),
    deletes: ((A,), PARTNER_STATES),
    deletes_from_the_list: ((A,), PARTNER_STATES),
    imports: ((E, A), PARTNER_STATES),
    exports: (ALL, PARTNER_STATES),
    exports_the_contact: ((E, A), PARTNER_STATES),
}
# For each action on a release: who may in which state; nobody moves a moment or publishes but by a step of its life.
RELEASE = {
    lists: dict.fromkeys(RELEASE_STATES, ALL),
    reads: dict.fromkeys(RELEASE_STATES, ALL),
    reads_history: dict.fromkeys(RELEASE_STATES, ALL),
    previews: dict.fromkeys(RELEASE_STATES, ALL),
    edits: dict.fromkeys(UNDECIDED, (E, P, A)) | dict.fromkeys(DECIDED, (P, A)),
    translates: dict.fromkeys(UNDECIDED, ALL) | dict.fromkeys(DECIDED, (P, A)),
    adds_a_row: dict.fromkeys(UNDECIDED, (E, P, A)) | dict.fromkeys(DECIDED, (P, A)),
    moves_the_moment: {},
    publishes_from_the_list: {},
    deletes: dict.fromkeys((*UNDECIDED, "scheduled"), (P, A)),
    deletes_from_the_list: dict.fromkeys((*UNDECIDED, "scheduled"), (P, A)),
}


def _signed_in(name: str) -> Client:
    """Staff of a group; with every right (“root”), or whom nobody has put into a group yet (“no group”)."""
    user, _created = get_user_model().objects.get_or_create(
        username=name, defaults={"is_staff": True, "is_superuser": name == "root"}
    )
    user.groups.set(Group.objects.filter(name=name))
    client = Client()
    client.force_login(user)
    return client


def tried(actions, thing) -> set[tuple[str, str]]:
    """The actions that each group takes on a thing, every time as it was."""
    done = set()
    OPENED[change_url(thing)] = opened(_signed_in("root"), thing)
    for group in GROUPS:
        client = _signed_in(group)
        for action in actions:
            with taken_back():
                if action(client, type(thing).objects.get(pk=thing.pk)):
                    done.add((action.__name__, group))
    return done


@pytest.mark.parametrize("state", PARTNER_STATES)
def test_each_cell_of_a_partner(state):
    wanted = {(action.__name__, group) for action, (groups, states) in PARTNER.items() if state in states for group in groups}
    assert tried(PARTNER, partner_in(state)) == wanted


@pytest.mark.parametrize("state", RELEASE_STATES)
def test_each_cell_of_a_release(state):
    wanted = {(action.__name__, group) for action, groups in RELEASE.items() for group in groups.get(state, ())}
    assert tried(RELEASE, ready(state)) == wanted
