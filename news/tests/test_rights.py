"""Who may take which step in which state: one table, cell by cell, through the services and through the page."""

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from news import services
from news.models import PressRelease, ReadingLink, StateChange
from publishing import languages
from tests.backoffice import change_url, form_of, opened, route, staff, taken_back

from .newsroom import NOON, STATES, TUESDAY, approve, correct, publish_now, ready, reschedule, together, user, words
from .test_life import carried, life_url

pytestmark = pytest.mark.django_db
GROUPS = ("Editors", "Translators", "Press officers", "Administrators")
OFFICE = ("Press officers", "Administrators")
WRITERS = ("Editors", *OFFICE)
MOMENTS = dict.fromkeys(languages.columns("public_from"), "2026-12-09 14:00")
TEXTS = {name: "Words" for stem in ("said", "says", "withdrawal_notice") for name in languages.columns(stem)}
# For each step: who may take it, and in which states.
TABLE = {
    "submit": (WRITERS, ("draft",)),
    "back": (OFFICE, ("in review",)),
    "approve": (OFFICE, ("in review",)),
    "reschedule": (OFFICE, ("scheduled",)),
    "publish": (OFFICE, ("in review", "scheduled")),
    "correct": (OFFICE, ("public",)),
    "withdraw": (OFFICE, ("scheduled", "public")),
}
SERVICES = {
    "submit": services.submit,
    "back": lambda release, by: services.send_back(release, by, "Mend it"),
    "approve": lambda release, by: approve(release, by, together(TUESDAY)),
    "reschedule": lambda release, by: reschedule(release, by, together(TUESDAY.replace(day=9))),
    "publish": lambda release, by: publish_now(release, by, languages.codes(), confirmed=True),
    "correct": lambda release, by: correct(release, by, words("said"), words("says")),
    "withdraw": lambda release, by: services.withdraw(release, by, words("notice")),
}
POSTED = {
    "back": {"note": "Mend it"},
    "approve": MOMENTS,
    "reschedule": MOMENTS,
    "publish": {"languages": "all", "confirmed": "on"},
    "correct": TEXTS,
    "withdraw": TEXTS,
}


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


def expected(step: str, group: str | None, state: str) -> str:
    groups, states = TABLE[step]
    return "forbidden" if group not in groups else "done" if state in states else "refused"


def outcome(step: str, release: PressRelease, by) -> str:
    try:
        SERVICES[step](release, by)
    except PermissionDenied:
        return "forbidden"
    except ValidationError:
        return "refused"
    return "done"


@pytest.mark.parametrize("state", STATES)
def test_each_cell_through_the_services(state):
    key, found, wanted = ready(state).pk, {}, {}
    for group in (*GROUPS, None):
        by = user(f"{group} member", group)
        for step in TABLE:
            with taken_back():
                release = PressRelease.objects.get(pk=key)
                found[group, step], wanted[group, step] = outcome(step, release, by), expected(step, group, state)
                assert release.state_changes.exists() is (found[group, step] == "done")
    assert found == wanted


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("group", GROUPS)
def test_each_cell_through_the_page(group, state):
    client, release = staff(f"{group} member", group=group), ready(state)
    url, found, wanted = life_url(release), {}, {}
    page = client.get(url)
    for step in TABLE:
        with taken_back():
            response = client.post(url, {"step": step, **carried(page), **POSTED.get(step, {})})
            found[step] = {302: "done", 200: "refused", 403: "forbidden"}[response.status_code]
            wanted[step] = expected(step, group, state)
            assert release.state_changes.exists() is (found[step] == "done")
    assert found == wanted
    offered = {step.key for step in page.context["steps"]} & {*TABLE}
    assert offered == {step for step, answer in wanted.items() if answer == "done"}


@pytest.mark.in_full
def test_reading_the_page_takes_no_step():
    client = staff("olga", group="Press officers")
    for state in STATES:
        release = ready(state)
        url = route(type(release), "life", release.pk)
        for step in TABLE:
            assert client.get(url, {"step": step, **POSTED.get(step, {})}).status_code == 200
        assert client.post(url, {"step": "nonsense"}).status_code == 403
    assert not StateChange.objects.exists()


def test_without_sign_in_there_is_no_page(client):
    release = ready()
    url = route(type(release), "life", release.pk)
    assert (client.get(url).status_code, client.post(url, {"step": "submit"}).status_code) == (302, 302)
    assert not StateChange.objects.exists()


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("state", STATES)
def test_who_changes_the_texts_in_which_state(group, state):
    release = ready(state)
    form = opened(staff("root"), release) | {"title_fr": "Changé", "title_en": "Changed"}
    client = staff("somebody", group=group)
    may = state in ("draft", "in review") or group in OFFICE
    assert client.get(change_url(release)).status_code == 200
    assert client.post(change_url(release), form).status_code == (302 if may else 403)
    release.refresh_from_db()
    assert (release.title_en == "Changed") is may
    assert (release.title_fr == "Changé") is (may and group != "Translators")


@pytest.mark.parametrize("group", GROUPS)
def test_who_reads_the_log_and_gives_keys(group):
    client, release = staff("somebody", group=group), ready("scheduled")
    services.created(release, user("somebody"))
    line = release.state_changes.get()
    assert client.get(route(StateChange, "changelist")).status_code == 200
    for name, args in (("change", (line.pk,)), ("delete", (line.pk,)), ("add", ())):
        assert client.post(route(StateChange, name, *args), {"post": "yes", "kind": "approved"}).status_code == 403
    status = 200 if group in OFFICE else 403
    assert client.get(route(ReadingLink, "add")).status_code == status
    assert client.get(route(ReadingLink, "changelist")).status_code == status


def test_editors_write_releases_of_their_own():
    client = staff("emma", group="Editors")
    assert form_of(client.get(route(type(ready()), "add")), type(ready()))
    assert staff("theo", group="Translators").get(route(type(ready()), "add")).status_code == 403
