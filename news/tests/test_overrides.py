"""One person in place of two: who may, what they owe, and who confirms it; through the services and through the page."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import override

from news import contributions, overrides, services
from news.enums import EditionKind, StateChangeKind
from news.models import Approval, PressRelease
from news.sealing import working_words
from publishing import languages
from tests.backoffice import route, staff

from .newsroom import MAIN, NOON, OTHER, TUESDAY, officer, ready, together, user, words
from .test_edition_steps import public_words, write
from .test_life import MAIN_MOMENT, OTHER_MOMENT, act, carried, life_url, refused, said_by

pytestmark = pytest.mark.django_db
REASON = "Nobody else is there on the night of 24 December."
TYPED = {MAIN_MOMENT: "2026-12-08 14:00", OTHER_MOMENT: "2026-12-08 14:00"}
ALONE = {"override": "on", "override_reason": REASON}


@pytest.fixture(autouse=True)
def _noon(settings):
    settings.PRESS_TWO_PERSONS = True
    with time_machine.travel(NOON, tick=False), override("en"):
        yield


def administrator(name: str = "ada"):
    return user(name, "Administrators")


def approve(release: PressRelease, by, reason: str | None = None, moments=None) -> PressRelease:
    moments = moments or together(TUESDAY)
    return services.approve(release, by, moments, seen=services.digests_of(release), override=reason)


def correct(release: PressRelease, by, reason: str | None = None) -> PressRelease:
    given = words("said"), words("says")
    return services.correct(release, by, *given, seen=services.digests_of(release), override=reason)


def confirm(release: PressRelease, by) -> PressRelease:
    return services.confirm(release, by, [edition.pk for edition in overrides.to_confirm(release).values()])


def rewrite(release: PressRelease, by, **texts: str) -> None:
    """Change words as somebody's save does, which is written down."""
    write(release, **texts)
    contributions.note([PressRelease.objects.get(pk=release.pk)], by)


def waits(release: PressRelease) -> bool:
    return PressRelease.objects.awaiting_confirmation().filter(pk=release.pk).exists()


def alone(state: str = "in review") -> tuple[PressRelease, object]:
    """A release that an administrator wrote, and let out alone."""
    ada = administrator()
    return approve(ready(state, author=ada), ada, REASON), ada


# The right, the reason, the mark


def test_an_administrator_approves_alone_and_owes_a_confirmation():
    ada = administrator()
    release = ready("in review", author=ada)
    assert "somebody else" in str(refused(approve, release, ada))
    approve(release, ada, REASON)
    assert release.is_sealed(MAIN) and release.public_from(MAIN) == TUESDAY
    rows = release.approvals.exclude(override=None)
    assert {(row.by, row.reason, row.override.language) for row in rows} == {(ada, REASON, code) for code in languages.codes()}
    log = release.state_changes.get(kind=StateChangeKind.OVERRIDDEN)
    assert (log.by, log.note) == (ada, REASON)
    assert waits(release)


@pytest.mark.parametrize("group", ["Editors", "Translators", "Press officers", None])
def test_nobody_else_may(group):
    by = user("somebody", group)
    release = ready("in review", author=by)
    with pytest.raises(PermissionDenied):
        approve(release, by, REASON)
    assert not release.approvals.exists() and not Approval.objects.unconfirmed().exists()


def test_without_a_reason_nothing_is_approved():
    ada = administrator()
    release = ready("in review", author=ada)
    for reason in ("", " \n"):
        assert list(refused(approve, release, ada, reason)) == ["override_reason"]
    assert not release.approvals.exists() and not release.state_changes.exists()


def test_where_nobody_is_missing_nothing_is_overridden(settings):
    ada = administrator()
    assert "Nobody is missing" in str(refused(approve, ready("in review", author=officer()), ada, REASON))
    settings.PRESS_TWO_PERSONS = False
    assert "Nobody is missing" in str(refused(approve, ready("in review", author=ada), ada, REASON))


def test_only_the_language_that_was_written_alone_is_marked():
    ada, olga = administrator(), officer()
    release = ready("in review")
    rewrite(release, ada, lead_fr="De la main d’Ada")
    contributions_of_other = release.contributions.filter(language=OTHER)
    contributions_of_other.update(by=olga)
    approve(release, ada, REASON)
    assert [row.language for row in Approval.objects.unconfirmed()] == [MAIN]
    assert release.is_sealed(OTHER)


def test_the_database_lets_no_override_go_without_its_reason():
    release, _ada = alone()
    row = Approval.objects.unconfirmed().first()
    for change in ({"reason": ""}, {"override": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Approval.objects.filter(pk=row.pk).update(**change)


# Confirming


def test_somebody_else_confirms_it_once():
    release, ada = alone()
    assert "somebody else" in str(refused(confirm, release, ada))
    with pytest.raises(PermissionDenied):
        confirm(release, user("eve", "Editors"))
    assert list(refused(services.confirm, release, officer(), [])) == ["editions"]
    assert waits(release)
    confirm(release, officer())
    assert not waits(release) and not overrides.to_confirm(release)
    log = release.state_changes.last()
    assert (log.kind, log.by) == (StateChangeKind.CONFIRMED, officer())
    assert "Nothing here waits" in str(refused(services.confirm, release, officer("paul"), [release.edition_in(MAIN).pk]))
    assert release.editions.count() == len(languages.codes())


def test_one_language_is_confirmed_and_the_other_waits():
    release, _ada = alone()
    services.confirm(release, officer(), [release.edition_in(OTHER).pk])
    assert waits(release) and list(overrides.to_confirm(release)) == [MAIN]


def test_whoever_wrote_all_of_it_confirms_nothing(settings):
    """The mark of an account that is gone leaves the words, and whoever wrote them."""
    olga = officer()
    release, ada = alone()
    PressRelease.objects.filter(pk=release.pk).update(author=olga)
    release.contributions.update(by=olga)
    assert "You changed this text" in str(refused(confirm, release, olga))
    confirm(release, officer("paul"))
    assert not waits(release)


def test_a_confirmation_that_goes_leaves_it_waiting_again():
    release, _ada = alone()
    confirm(release, officer())
    release.approvals.filter(by=officer()).delete()
    assert waits(release)


def test_what_is_in_force_is_confirmed_and_nothing_older():
    release, ada = alone()
    old = [edition.pk for edition in overrides.to_confirm(release).values()]
    rewrite(release, ada, lead_fr="Encore d’Ada", lead_en="Ada again")
    approve(release, ada, REASON)
    assert list(refused(services.confirm, release, officer(), old)) == ["editions"]
    confirm(release, officer())
    assert not waits(release) and not Approval.objects.unconfirmed().exists()


# What comes after


def test_a_comma_by_somebody_else_does_not_clear_what_was_approved_alone():
    """The words that one person let out stay theirs: with two authors, each needs the other, or a third."""
    release, ada = alone()
    bob = officer("bob")
    rewrite(release, bob, lead_fr="Une virgule, de Bob", lead_en="A comma, by Bob")
    approve(release, ada)
    assert release.approval_is_kept and release.edition_in(MAIN).number == 1
    assert waits(release)
    approve(release, bob)
    assert release.edition_in(MAIN).number == 2
    assert not waits(release), "two people stand for all of it now"


def test_a_new_edition_that_two_people_stand_for_confirms_the_old():
    release, ada = alone()
    rewrite(release, ada, lead_fr="Encore d’Ada", lead_en="Ada again")
    approve(release, officer())
    assert not waits(release)


def test_what_goes_back_to_draft_or_is_withdrawn_waits_for_nobody():
    release, ada = alone()
    services.back_to_draft(release, ada, languages.codes(), "Too early")
    assert not waits(release)
    services.submit(release, ada)
    approve(release, ada)
    assert not release.is_sealed(MAIN), "it is still Ada's alone"
    approve(release, officer())
    assert not Approval.objects.unconfirmed().exists()
    other, _ada = alone()
    services.withdraw(other, ada, words("notice"))
    assert other.withdrawn_at is not None and not waits(other) and overrides.to_confirm(other) == {}
    assert "withdrawn" in str(refused(services.confirm, other, officer(), [other.edition_in(MAIN).pk]))


@pytest.mark.parametrize("step", ["withdraw", "back"])
def test_taking_back_never_waits_for_a_second_person(step):
    release, ada = alone()
    if step == "withdraw":
        services.withdraw(release, ada, words("notice"))
        assert release.withdrawn_at is not None
    else:
        services.back_to_draft(release, ada, languages.codes(), "Too early")
        assert not release.is_sealed(MAIN)


def test_corrections_and_mends_under_override():
    ada = administrator()
    release = ready("public", author=ada, lead_fr="Le consorsium réunit des équipes", lead_en="Words")
    rewrite(release, ada)
    release.contributions.all().delete()
    rewrite(release, ada, lead_fr="Le consortium réunit des équipes")

    def mend(reason: str | None = None) -> PressRelease:
        return services.mend(release, ada, [MAIN], "Coquille", seen=services.digests_of(release), override=reason)

    assert "somebody else" in str(refused(mend))
    assert list(refused(mend, "")) == ["override_reason"]
    mend(REASON)
    assert (release.edition_in(MAIN).kind, waits(release)) == (EditionKind.MEND, True)
    assert public_words(release).lead.words == "Le consortium réunit des équipes"
    rewrite(release, ada, lead_fr="Autre chose", lead_en="Something else")
    assert "somebody else" in str(refused(correct, release, ada))
    correct(release, ada, REASON)
    assert release.edition_in(MAIN).kind == EditionKind.CORRECTION
    assert Approval.objects.unconfirmed().count() == 3
    confirm(release, officer())
    assert not Approval.objects.unconfirmed().exists()


def test_publishing_now_under_override():
    ada = administrator()
    release = ready("in review", author=ada)
    seen = services.digests_of(release)
    services.publish_now(release, ada, languages.codes(), confirmed=True, seen=seen, override=REASON)
    assert release.is_public(MAIN) and waits(release)
    with time_machine.travel(NOON + timedelta(days=3), tick=False):
        confirm(release, officer())
    assert not waits(release)


# The pages


@pytest.mark.parametrize("group", ["Editors", "Translators", "Press officers", "Administrators"])
def test_raw_fields_override_nothing_for_others(group):
    client = staff("somebody", group=group)
    release = ready("in review", author=user("somebody"))
    page = client.get(life_url(release))
    offered = [step.key for step in page.context["steps"] if "override" in step.fields]
    response = act(client, release, "approve", **TYPED, **ALONE)
    release.refresh_from_db()
    may = group == "Administrators"
    assert release.is_sealed(MAIN) is may
    assert Approval.objects.unconfirmed().exists() is may
    assert offered == (["approve", "publish"] if may else [])
    assert response.status_code == (302 if may else 200 if group == "Press officers" else 403)


def test_it_is_not_offered_where_somebody_else_wrote(settings):
    client = staff("ada", group="Administrators")
    release = ready("in review", author=officer())
    assert not any("override" in step.fields for step in client.get(life_url(release)).context["steps"])
    own = ready("in review", author=user("ada"))
    assert any("override" in step.fields for step in client.get(life_url(own)).context["steps"])
    settings.PRESS_TWO_PERSONS = False
    assert not any("override" in step.fields for step in client.get(life_url(own)).context["steps"])


def test_the_page_asks_for_the_reason_and_loses_nothing():
    client = staff("ada", group="Administrators")
    release = ready("in review", author=user("ada"))
    response = act(client, release, "approve", **TYPED, override="on", override_reason=" ")
    assert list(said_by(response, "approve")) == ["override_reason"]
    response = act(client, release, "approve", **TYPED, override_reason=REASON)
    assert "somebody else" in str(said_by(response, "approve")) and REASON in response.content.decode()
    assert act(client, release, "approve", **TYPED, **ALONE).status_code == 302


def test_it_is_marked_everywhere_until_it_is_confirmed():
    release, _ada = alone()
    olga = staff("olga", group="Press officers")
    listed, home = route(PressRelease, "changelist"), reverse("admin:index")
    due = f"{listed}?confirmation=due"
    ready("in review")

    def marks() -> list[bool]:
        pages = [olga.get(url).content.decode() for url in (life_url(release), listed, home)]
        wanted = ("approved edition 1 alone", "to be confirmed</td>", "Approved alone, to be confirmed")
        marked = [word in page for word, page in zip(wanted, pages, strict=True)]
        return [*marked, len(olga.get(due).context["cl"].result_list) == 1]

    assert marks() == [True] * 4
    response = act(olga, release, "confirm")
    assert list(said_by(response, "confirm")) == ["editions"]
    keys = [release.edition_in(code).pk for code in languages.codes()]
    assert act(olga, release, "confirm", editions=keys).status_code == 302
    assert marks() == [False] * 4
    assert act(olga, release, "confirm", editions=keys).status_code == 200
    assert release.state_changes.filter(kind=StateChangeKind.CONFIRMED).count() == 1


def test_the_page_lets_whoever_overrode_confirm_nothing():
    ada = staff("ada", group="Administrators")
    release, _ada = alone()
    keys = [release.edition_in(code).pk for code in languages.codes()]
    response = act(ada, release, "confirm", editions=keys)
    assert "somebody else has to confirm" in str(said_by(response, "confirm"))
    for group in ("Editors", "Translators"):
        assert act(staff(f"{group} member", group=group), release, "confirm", editions=keys).status_code == 403
    assert waits(release)


def test_a_page_that_is_out_of_date_confirms_nothing():
    release, ada = alone()
    olga = staff("olga", group="Press officers")
    keys = [release.edition_in(code).pk for code in languages.codes()]
    before = carried(olga.get(life_url(release)))
    rewrite(release, ada, lead_fr="Encore", lead_en="Again")
    approve(release, ada, REASON)
    response = olga.post(life_url(release), {"step": "confirm", **before, "editions": keys})
    assert response.status_code == 200 and waits(release)


def test_the_words_that_wait_are_those_in_force():
    release, _ada = alone()
    assert {code: edition.digest for code, edition in overrides.to_confirm(release).items()} == {
        code: said.digest for code, said in working_words(release).items()
    }


def test_nothing_is_confirmed_by_who_may_not(client):
    release, _ada = alone()
    with pytest.raises(PermissionDenied):
        confirm(release, user("nobody"))
    with pytest.raises(ValidationError):
        confirm(release, user("ada"))
