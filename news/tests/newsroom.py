"""A press room for tests: releases that lack nothing, and the people who lead them through their life."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from news import services
from news.models import PressContact, PressRelease, ReleaseContact
from news.release_checks.completeness import name_of
from news.release_checks.examination import examine
from news.release_checks.quotation_pairs import mark_read, pairs_to_read
from publishing import languages
from tests.make import PAST, draft, make, seal_anew

NOON = datetime(2026, 12, 1, 11, 0, tzinfo=UTC)
TUESDAY = datetime(2026, 12, 8, 13, 0, tzinfo=UTC)
MAIN, OTHER = languages.codes()[:2]
# Each state of a release, with whom it is public for.
STATES = ("draft", "in review", "scheduled", "public", "withdrawn")


def user(name: str, group: str | None = None):
    """Somebody with a group's rights, or with none."""
    one, _created = get_user_model().objects.get_or_create(username=name, defaults={"is_staff": True})
    if group:
        one.groups.set([Group.objects.get(name=group)])
    return one


def officer(name: str = "olga"):
    return user(name, "Press officers")


def ready(state: str = "draft", word: str = "Texte", **given) -> PressRelease:
    """A release in a state, with its texts and a contact for every language."""
    moments = {"scheduled": TUESDAY, "public": PAST, "withdrawn": PAST}
    values = draft() | dict.fromkeys(languages.columns("review"), "in_review" if state == "in review" else "draft")
    values["dated"] = date(2026, 12, 1)
    wanted = dict.fromkeys(languages.columns("public_from"), moments.get(state))
    wanted |= {name: given.pop(name) for name in wanted if name in given}
    release = make(PressRelease, word, **(values | given))
    ReleaseContact.objects.create(release=release, contact=make(PressContact))
    if state in moments:
        seal_anew(release, *languages.codes(), **wanted)
    if state == "withdrawn" and "withdrawn_at" not in given:
        release.withdrawn_at = NOON - timedelta(days=1)
        release.save()
    return release


def tells_of(text: str, code: str) -> bool:
    """Whether a text names a rule, as readers of some language know it."""
    return any(name_of(code, reader) in text for reader in languages.codes())


def read_quotations(release: PressRelease) -> None:
    """Tick each quotation of a release as somebody does who may approve."""
    checked = examine(release)
    for pair in pairs_to_read(checked):
        mark_read(checked, officer("quentin"), pair.key)


def read_own_quotations(release: PressRelease) -> None:
    """The same where it has quotations of its own: those within its texts are read by the tests that are about them."""
    if release.quotes.exists():
        read_quotations(release)


def approve(release: PressRelease, by, moments, confirmed: bool = False) -> PressRelease:
    """Approve a release whose texts were read as they stand."""
    read_own_quotations(release)
    return services.approve(release, by, moments, confirmed, seen=services.digests_of(release))


def reschedule(release: PressRelease, by, moments, confirmed: bool = False) -> PressRelease:
    return services.reschedule(release, by, moments, confirmed)


def publish_now(release: PressRelease, by, chosen, confirmed: bool = True) -> PressRelease:
    """Publish a release whose texts were read as they stand, and confirm it."""
    read_own_quotations(release)
    return services.publish_now(release, by, chosen, confirmed, seen=services.digests_of(release))


def correct(release: PressRelease, by, said, says) -> PressRelease:
    """Publish the texts as they stand, with a note."""
    read_own_quotations(release)
    return services.correct(release, by, said, says, seen=services.digests_of(release))


def together(moment) -> dict[str, datetime]:
    return dict.fromkeys(languages.codes(), moment)


def words(text: str) -> dict[str, str]:
    return {code: f"{text} {code}" for code in languages.codes()}
