"""Journalists by subject, medium and named list, chosen release by release."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from cluster.models import Theme
from mailing import audiences
from mailing.enums import Medium
from mailing.models import Journalist, PressList, ReleaseAudience, Subscriber
from mailing.tests.test_mailings import confirmed, deliver, released
from news.models import PressRelease
from publishing import languages
from tests.backoffice import change_url, opened, route, staff
from tests.make import make

pytestmark = pytest.mark.django_db
MAIN, OTHER = languages.main(), languages.others()[0]
AUDIENCE = "/admin/mailing/mailing/audience/{}/"


def journalist(name: str, language: str = MAIN, lists=(), themes=(), **known) -> Journalist:
    one = confirmed(f"{name}@example.org", language).journalist
    Journalist.objects.filter(pk=one.pk).update(**known)
    one.lists.set(lists)
    one.themes.set(themes)
    return one


def chosen(release, lists=(), themes=(), media=(), everybody=False) -> ReleaseAudience:
    audience = ReleaseAudience.objects.create(release=release, everybody=everybody, media_kinds=list(media))
    audience.lists.set(lists)
    audience.themes.set(themes)
    return audience


def reached(release) -> list[str]:
    return sorted(audiences.recipients(release.pk).values_list("email", flat=True))


@pytest.fixture
def world():
    """Journalists of a list, of a subject, of a medium, of all of them and of none."""
    desk, theme = PressList.objects.create(name="Science"), make(Theme)
    journalist("list", lists=[desk])
    journalist("theme", themes=[theme])
    journalist("medium", medium=Medium.AGENCY)
    journalist("all", lists=[desk], themes=[theme], medium=Medium.AGENCY)
    journalist("none", medium=Medium.DAILY)
    return desk, theme


def test_without_a_choice_everybody_gets_it(world):
    release = released()
    assert len(reached(release)) == 5
    chosen(release, lists=[world[0]], everybody=True)
    assert len(reached(release)) == 5


@pytest.mark.parametrize(
    ("choice", "names"),
    [
        (("lists",), ["all", "list"]),
        (("themes",), ["all", "theme"]),
        (("media",), ["all", "medium"]),
        (("lists", "themes", "media"), ["all", "list", "medium", "theme"]),
        ((), []),
    ],
)
def test_who_is_of_any_of_what_was_chosen_gets_it_once(world, choice, names):
    desk, theme = world
    release = released()
    known = {"lists": [desk], "themes": [theme], "media": [Medium.AGENCY]}
    chosen(release, **{name: known[name] for name in choice})
    assert reached(release) == [f"{name}@example.org" for name in names]
    deliver()
    assert sorted(message.to[0] for message in mail.outbox) == [f"{name}@example.org" for name in names]


def test_the_choice_holds_for_each_language_of_an_address(world):
    desk, _theme = world
    confirmed("list@example.org", OTHER)
    release = released()
    chosen(release, lists=[desk])
    assert audiences.how_many(release.pk) == {MAIN: 2, OTHER: 1}


def test_a_list_that_goes_makes_no_release_go_to_everybody(world):
    desk, _theme = world
    release = released()
    chosen(release, lists=[desk])
    desk.delete()
    assert reached(release) == []


# The back office


def test_the_press_office_chooses_on_the_page_and_is_written_down(world):
    desk, theme = world
    release = released(timezone.now() + timedelta(days=1))
    officer = staff("olga", group="Press officers", language="en")
    life = officer.get(route(PressRelease, "life", release.pk)).content.decode()
    assert AUDIENCE.format(release.pk) in life and "French 5" in life
    path = AUDIENCE.format(release.pk)
    assert "French 5, English 0" in officer.get(path).content.decode()
    refused = officer.post(path, {"everybody": "False"})
    assert "Tick at least one" in refused.content.decode()
    data = {"everybody": "False", "lists": [desk.pk], "themes": [theme.pk], "media_kinds": ["agency"]}
    assert officer.post(path, data).status_code == 302
    assert len(reached(release)) == 4
    assert "French 4" in officer.get(route(PressRelease, "life", release.pk)).content.decode()
    (line,) = LogEntry.objects.all()
    assert (line.object_repr, line.change_message) == (f"#{release.pk}", "Chosen who gets it.")


def test_once_addressed_nothing_is_chosen_any_more(world):
    release = released()
    deliver()
    officer = staff("olga", group="Press officers", language="en")
    path = AUDIENCE.format(release.pk)
    assert "addressed already" in officer.get(path).content.decode()
    officer.post(path, {"everybody": "False", "media_kinds": ["agency"]})
    assert not ReleaseAudience.objects.exists()


@pytest.mark.parametrize("group", ["Editors", "Translators"])
def test_who_may_not_decide_chooses_nothing(world, group):
    release = released(timezone.now() + timedelta(days=1))
    client = staff("emma", group=group)
    path = AUDIENCE.format(release.pk)
    assert client.get(path).status_code == client.post(path, {"everybody": "True"}).status_code == 403
    for model in (Journalist, PressList):
        assert client.get(route(model, "changelist")).status_code == 403


def test_what_is_known_of_a_journalist_is_kept_without_the_address_in_the_log(world):
    desk, _theme = world
    one = Journalist.objects.get(email="none@example.org")
    officer = staff("olga", group="Press officers")
    assert "none@example.org" in officer.get(route(Journalist, "changelist"), {"q": "none"}).content.decode()
    form = opened(officer, one) | {"outlet": "Le Journal", "lists": [desk.pk]}
    assert officer.post(change_url(one), form).status_code == 302
    one.refresh_from_db()
    assert (one.outlet, list(one.lists.all()), one.email) == ("Le Journal", [desk], "none@example.org")
    (line,) = LogEntry.objects.all()
    assert "none" not in f"{line.object_repr} {line.change_message}"
    assert officer.get(route(Journalist, "add")).status_code == 403


def test_a_list_that_a_release_goes_to_is_not_deleted(world):
    desk, _theme = world
    officer = staff("olga", group="Press officers")
    assert officer.get(route(PressList, "delete", desk.pk)).status_code == 200
    chosen(released(), lists=[desk])
    assert officer.get(route(PressList, "delete", desk.pk)).status_code == 403


def test_what_is_known_of_an_owner_goes_with_the_last_address():
    one, _other = confirmed("jane@example.org"), confirmed("Jane@example.org", OTHER)
    assert Journalist.objects.count() == 1
    staff().post(route(Subscriber, "delete", one.pk), {"post": "yes"})
    assert Journalist.objects.count() == 1
    call_command("forget", email="jane@example.org")
    assert not Journalist.objects.exists()
