"""Where a language of a release stands: the query and the instance agree on every combination, and the list filters by it."""

from datetime import timedelta
from itertools import product

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from news.enums import ReleaseStage, ReviewState
from news.models import PressRelease
from news.release_stages import stage_words
from news.tests.newsroom import MAIN, NOON, OTHER, ready
from publishing import languages
from publishing.languages import column
from tests.backoffice import route, staff
from tests.make import draft, make, seal_anew

pytestmark = pytest.mark.django_db
MOMENTS = {"none": None, "past": NOON - timedelta(days=1), "now": NOON, "coming": NOON + timedelta(days=1)}


def _every_combination() -> list[PressRelease]:
    """Each language sealed or not, in review or not, with each moment that an edition allows, and each withdrawal."""
    made = []
    for sealed, review, moment, withdrawn in product((False, True), ReviewState.values, MOMENTS, MOMENTS):
        if moment != "none" and not sealed:
            continue
        release = make(PressRelease, **draft())
        if sealed:
            seal_anew(release, *languages.codes())
        for code in languages.codes():
            setattr(release, column("review", code), review)
            setattr(release, column("public_from", code), MOMENTS[moment])
        release.withdrawn_at = MOMENTS[withdrawn]
        release.save()
        made.append(release)
    return made


def test_the_query_of_each_stage_finds_what_the_instance_says():
    releases = _every_combination()
    seen = set()
    for code, stage, at in product(languages.codes(), ReleaseStage, (NOON, NOON + timedelta(days=2))):
        found = set(PressRelease.objects.in_stage(stage, code, at).values_list("pk", flat=True))
        said = {release.pk for release in releases if stage in release.stages_in(code, at)}
        assert found == said, (code, stage, at)
        seen |= {(stage, bool(said), len(said) < len(releases))}
    assert seen >= {(stage, True, True) for stage in ReleaseStage}
    assert all(release.stages_in(code, NOON) for release in releases for code in languages.codes())


@pytest.mark.parametrize("code", languages.codes())
def test_the_twins_of_stages_are_the_old_answers(code):
    for release in _every_combination():
        stages, is_withdrawn = release.stages_in(code, NOON), release.is_withdrawn(NOON)
        assert (ReleaseStage.PUBLIC in stages) == release.is_public(code, NOON)
        assert (ReleaseStage.SCHEDULED in stages) == release.is_scheduled(code, NOON)
        assert (ReleaseStage.WITHDRAWN in stages) == is_withdrawn
        assert (ReleaseStage.IN_REVIEW in stages) == (release.state_in(code) == "in_review" and not is_withdrawn)
        assert (ReleaseStage.DRAFT in stages) == (release.state_in(code) == "draft" and not is_withdrawn)


@time_machine.travel(NOON, tick=False)
def test_the_list_filters_by_each_stage_of_each_language_and_says_it():
    named = {
        state: ready(state, state.title().replace(" ", ""))
        for state in ("draft", "in review", "scheduled", "public", "withdrawn")
    }
    waiting = ready("draft", "Patiente")
    seal_anew(waiting, *languages.codes())
    named["approved"] = waiting
    client = staff()
    for code in languages.codes():
        for stage in ReleaseStage:
            page = client.get(route(PressRelease, "changelist"), {column("state", code): stage.value})
            found = {release.pk for release in page.context["cl"].result_list}
            assert found == {named[stage.value.replace("_", " ")].pk}, (code, stage)
    page = client.get(route(PressRelease, "changelist")).content.decode()
    for code, release in product(languages.codes(), named.values()):
        assert stage_words(release, code) in page
    for odd in ("xx", "", "public'"):
        assert len(client.get(route(PressRelease, "changelist"), {column("state", MAIN): odd}).context["cl"].result_list) == 6


@time_machine.travel(NOON, tick=False)
def test_changed_text_in_review_is_said_beside_what_is_public():
    release = ready("public")
    setattr(release, column("review", OTHER), ReviewState.IN_REVIEW)
    assert release.stages_in(OTHER) == {ReleaseStage.PUBLIC, ReleaseStage.IN_REVIEW}
    assert stage_words(release, OTHER).count(", ") == 1


def test_the_list_asks_as_many_queries_for_many_as_for_few():
    client, counted = staff(), []
    for number in (1, 4):
        for _n in range(number):
            ready("scheduled")
        client.get(route(PressRelease, "changelist"))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(route(PressRelease, "changelist"), {"waits": "language"})
        counted.append(len(queries))
    assert counted[0] == counted[1]
