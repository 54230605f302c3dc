"""Opportunities: open by their days alone, kept in an archive, answered by somebody, and said to machines only as they are."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import override
from icalendar import Calendar

from caps.enums import OpportunityKind, OpportunityState
from caps.models import CAP, Keyword, Opportunity
from cluster.models import Institution, Theme
from publishing import clock, erasing, languages
from search import find
from tests import pages
from tests.backoffice import route, staff
from tests.make import draft, future, make

pytestmark = pytest.mark.django_db
MAIN, OTHER = languages.codes()[:2]
DAY = timedelta(days=1)
TODAY = date(2026, 11, 30)
NOON = datetime(2026, 11, 30, 11, tzinfo=UTC)
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False):
        clock.forget()
        yield
    clock.forget()


def closing(days: int | None, **given) -> Opportunity:
    return make(Opportunity, closes=None if days is None else TODAY + days * DAY, **given)


def page(client, thing: Opportunity, code: str = MAIN) -> str:
    answer = client.get(thing.get_absolute_url(code))
    assert answer.status_code == 200
    return answer.content.decode()


# Days


CASES = [
    (None, None, OpportunityState.OPEN),
    (None, 0, OpportunityState.OPEN),
    (0, 0, OpportunityState.OPEN),
    (-5, 1, OpportunityState.OPEN),
    (None, -1, OpportunityState.CLOSED),
    (-9, -1, OpportunityState.CLOSED),
    (1, 2, OpportunityState.COMING),
    (1, None, OpportunityState.COMING),
]


@pytest.mark.parametrize(("opens", "closes", "state"), CASES)
def test_the_rule_is_the_same_for_one_and_for_a_list(opens, closes, state):
    days = {name: None if gap is None else TODAY + gap * DAY for name, gap in (("opens", opens), ("closes", closes))}
    one = make(Opportunity, **days)
    assert one.state is state
    assert [each for each in OpportunityState if Opportunity.objects.in_state(each).exists()] == [state]
    assert Opportunity.objects.not_closed().exists() is (state is not OpportunityState.CLOSED)


def test_it_closes_by_itself_when_its_day_ends_in_paris(client):
    one = closing(0, contact_email="theses@example.org")
    for moment, state in (
        (datetime(2026, 11, 30, 22, 59, 59, tzinfo=UTC), OpportunityState.OPEN),
        (datetime(2026, 11, 30, 23, 0, tzinfo=UTC), OpportunityState.CLOSED),
    ):
        with time_machine.travel(moment, tick=False):
            clock.forget()
            assert one.state is state
            is_open = state is OpportunityState.OPEN
            assert Opportunity.objects.any_open() is is_open
            assert ("theses@example.org" in page(client, one)) is is_open
            assert (one.title_fr in client.get(reverse("opportunity-feed")).content.decode()) is is_open


def test_the_list_has_the_next_deadline_first_and_the_latest_closed_first_in_its_archive():
    never, late, soon = closing(None), closing(9), closing(1)
    old, gone = closing(-9), closing(-1)
    far, near = (make(Opportunity, opens=TODAY + days * DAY, closes=None) for days in (8, 2))
    assert list(Opportunity.objects.public(MAIN).for_list()) == [soon, late, never, near, far, gone, old]


def test_days_stand_in_order():
    with pytest.raises(ValidationError) as caught:
        make(Opportunity, opens=TODAY, closes=TODAY).full_clean()
        Opportunity(title="x", opens=TODAY, closes=TODAY - DAY).validate_constraints()
    assert "closes after it opens" in str(caught.value) or "se clôt après" in str(caught.value)


# How it is answered


NOBODY = {"apply_url": "", "contact_email": "", languages.column("apply", MAIN): ""}


def test_what_nobody_could_answer_is_not_made_public():
    one = make(Opportunity, **draft() | NOBODY)
    one.public_from_fr = clock.now()
    with pytest.raises(ValidationError):
        one.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        one.save()
    for way in ({"apply_url": "https://x.example.org/"}, {"contact_email": "x@example.org"}, {"apply_fr": "<p>Venez</p>"}):
        make(Opportunity, **NOBODY | way)


def test_a_contact_who_is_erased_takes_an_opportunity_without_another_way_back(client, django_user_model):
    lone = closing(9, **NOBODY | {"contact_name": "Zoé Zyx", "contact_email": "zoe@example.org"})
    other = closing(9, contact_name="Zoé Zyx", contact_email="zoe@example.org", apply_url="https://x.example.org/")
    office = django_user_model.objects.create_superuser("root")
    report = erasing.erase(erasing.Subject(names=("Zoé Zyx",), emails=("zoe@example.org",)), office, "asked")
    for one in (lone, other):
        one.refresh_from_db()
        assert {getattr(one, name) for name in ("contact_name", "contact_email", "contact_phone")} == {""}
    assert (lone.is_withdrawn(), other.is_withdrawn()) == (True, False)
    assert any(lone.title_fr in sentence for sentence in report.told)
    assert client.get(other.get_absolute_url(MAIN)).status_code == 200


# Pages


def test_a_closed_one_stays_in_the_archive_without_its_contact_and_says_what_came_of_it(client):
    one = closing(-1, contact_name="Zoé Zyx", contact_email="zoe@example.org", outcome_fr="Retenue")
    html = page(client, one)
    assert "Zyx" not in html and "zoe@example.org" not in html and one.apply_url not in html and 'id="apply"' not in html
    assert "Retenue" in html and "Clos le" in html
    assert one.title_fr in client.get(reverse("opportunity-list")).content.decode()
    # A description kept by a search engine would still name them.
    assert "zoe@example.org" not in json.dumps(pages.data(html))


@pytest.mark.parametrize("real", [0, 1, 500])
def test_the_list_is_right_whatever_there_is_and_examples_enter_no_number(client, real):
    Opportunity.objects.bulk_create(
        Opportunity(
            kind=OpportunityKind.JOB,
            title_fr=f"Réel {place}",
            summary_fr="x",
            slug_fr=f"reel-{place}",
            apply_url="https://x.example.org/",
            public_from_fr=NOON - DAY,
        )
        for place in range(real)
    )
    answer = client.get(reverse("opportunity-list"))
    assert (answer.context["shown"], answer.context["total"], answer.context["open_count"]) == (real, real, real)
    assert len(answer.context["object_list"]) == min(real, 20)
    closing(9, is_example=True), closing(-9, is_example=True)
    answer = client.get(reverse("opportunity-list"))
    assert (answer.context["shown"], answer.context["total"], answer.context["open_count"]) == (real, real, real)
    assert answer.context["examples"] == 2


def test_without_any_the_list_says_so_and_nothing_leads_to_it(client):
    assert not Opportunity.objects.public(MAIN).any_open()
    assert "Rien n’est ouvert pour le moment" in client.get(reverse("opportunity-list")).content.decode()
    assert 'id="deadlines"' not in client.get(reverse("home")).content.decode()
    closing(-1)
    assert not Opportunity.objects.public(MAIN).any_open()
    assert 'id="deadlines"' not in client.get(reverse("home")).content.decode()


def test_home_programme_and_institution_show_what_is_open(client):
    cap, institution = make(CAP), make(Institution)
    hosts = [cap.get_absolute_url(MAIN), institution.get_absolute_url(MAIN)]
    closed = closing(-1, cap=cap, institution=institution)
    hidden = closing(2, cap=cap, institution=institution, **future())
    for path in hosts:
        assert 'id="opportunities"' not in client.get(path).content.decode()
    shown = closing(1, cap=cap, institution=institution)
    for path in (*hosts, reverse("home")):
        html = client.get(path).content.decode()
        assert shown.get_absolute_url(MAIN) in html
        assert closed.get_absolute_url(MAIN) not in html and hidden.get_absolute_url(MAIN) not in html


def test_a_host_that_is_not_public_is_not_named(client):
    cap, institution = make(CAP, "Zyxcap", **draft()), make(Institution, "Zyxinst", **draft())
    theme = make(Theme, "Zyxtheme", **draft())
    one = closing(9, cap=cap, institution=institution, employer="")
    one.themes.add(theme)
    paths = [one.get_absolute_url(MAIN), reverse("opportunity-list"), reverse("deadline-calendar"), reverse("opportunity-feed")]
    for path in [*paths, reverse("dataset-json", kwargs={"name": "opportunities"})]:
        answer = client.get(path)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert b"zyx" not in body.lower(), path


def test_filters_find_by_kind_state_theme_subject_programme_and_language(client):
    health = make(Theme)
    cap, word = make(CAP, theme=health), make(Keyword)
    one = closing(9, cap=cap, kind=OpportunityKind.THESIS, work_languages=[OTHER])
    one.keywords.add(word)
    two = closing(-9, kind=OpportunityKind.JOB, work_languages=[MAIN, OTHER])
    two.themes.add(health)

    def found(**query):
        return list(client.get(reverse("opportunity-list"), query).context["object_list"])

    assert found(kind="thesis") == [one] and found(kind="job") == [two]
    assert found(state="open") == [one] and found(state="closed") == [two]
    assert found(theme=health.slug(MAIN)) == [one, two]
    assert found(keyword=word.pk) == [one] and found(cap=cap.slug(MAIN)) == [one]
    assert found(language=MAIN) == [two] and found(language=OTHER) == [one, two]


# Machines


def _post(**given) -> Opportunity:
    values = {
        "kind": OpportunityKind.THESIS,
        "institution": make(Institution),
        "employer": "",
        "city": "Paris",
        "country": "FR",
    }
    return closing(9, **values | {"begins": "2027-09-01"} | given)


def test_an_open_post_is_a_job_posting_with_all_that_is_required_of_one(client):
    one = _post(body_fr='<p>Voir <a href="https://x.example.org/">ceci</a> &lt; cela</p>')
    said = pages.node(page(client, one))
    assert said["@type"] == "JobPosting"
    assert said["title"] == one.title_fr
    assert said["datePosted"] == "2024-05-22"
    assert said["validThrough"] == "2026-12-09T23:59:59+01:00"
    assert said["hiringOrganization"]["name"] == one.institution.name_fr
    assert said["jobLocation"]["address"] == {
        "@type": "PostalAddress",
        "addressLocality": "Paris",
        "addressCountry": "FR",
    }
    assert said["description"] == f"<p>{one.summary_fr}</p><p>Voir ceci &lt; cela</p>"
    assert said["jobStartDate"] == "2027-09-01"


@pytest.mark.parametrize(
    "given",
    [
        {"kind": OpportunityKind.FELLOWSHIP},
        {"kind": OpportunityKind.CALL_FOR_PROJECTS},
        {"closes": TODAY - DAY},
        {"opens": TODAY + DAY},
        {"is_example": True},
        {"institution": None},
        {"city": ""},
    ],
    ids=lambda given: next(iter(given)),
)
def test_nothing_else_is_a_job_posting(client, given):
    values = {"kind": OpportunityKind.THESIS, "institution": make(Institution), "employer": "", "city": "Paris"}
    one = make(Opportunity, **values | {"closes": TODAY + DAY} | given)
    assert pages.node(page(client, one))["@type"] == "CreativeWork"


def test_deadlines_are_whole_days_of_a_calendar(client):
    with override(OTHER):
        one, _open, old = closing(3), closing(None), closing(-400)
        made = Calendar.from_ical(client.get(reverse("deadline-calendar")).content)
        [entry] = made.walk("VEVENT")
        assert (entry["dtstart"].dt, entry["dtend"].dt) == (TODAY + 3 * DAY, TODAY + 4 * DAY)
        assert str(entry["summary"]) == f"Deadline: {one.title_en}"
        alone = client.get(reverse("opportunity-calendar", kwargs={"slug": one.slug(OTHER)}))
        [same] = Calendar.from_ical(alone.content).walk("VEVENT")
        assert same["uid"] == entry["uid"]
        assert client.get(reverse("opportunity-calendar", kwargs={"slug": _open.slug(OTHER)})).status_code == 404
        assert client.get(reverse("opportunity-calendar", kwargs={"slug": old.slug(OTHER)})).status_code == 200


def test_the_feed_holds_what_is_open_and_is_not_sent_twice(client):
    closing(-1)
    one, made_up = closing(3, title_fr="Droit & <b>IA</b>"), closing(4, is_example=True)
    answer = client.get(reverse("opportunity-feed"))
    entries = ElementTree.fromstring(answer.content).findall("a:entry", ATOM)
    titles = [entry.findtext("a:title", namespaces=ATOM) for entry in entries]
    assert titles == [f"[exemple] {made_up.title_fr}", "Droit & <b>IA</b>"]
    assert len({entry.findtext("a:id", namespaces=ATOM) for entry in entries}) == 2
    assert client.get(reverse("opportunity-feed"), headers={"If-None-Match": answer["ETag"]}).status_code == 304
    Opportunity.objects.filter(pk=one.pk).update(withdrawn_at=clock.now())
    assert client.get(reverse("opportunity-feed"), headers={"If-None-Match": answer["ETag"]}).status_code == 200


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (OpportunityKind.THESIS, ["thèse", "PhD", "thésard", "recrutement", "vacancies"]),
        (OpportunityKind.POSTDOC, ["postdoc", "post-doc", "emploi", "jobs"]),
        (OpportunityKind.INTERNSHIP, ["stage", "internship"]),
        (OpportunityKind.FELLOWSHIP, ["bourse", "fellowship"]),
        (OpportunityKind.JOB, ["emploi", "jobs", "recrutement"]),
    ],
)
def test_what_visitors_type_finds_it_in_both_languages(kind, words):
    one = make(Opportunity, "Zyx", kind=kind)
    for code in languages.codes():
        with override(code):
            for typed in words:
                found = [hit.pk for hit in find.search(typed, code).hits if hit.label == Opportunity._meta.label_lower]
                assert found == [one.pk], typed


# Staff


def test_staff_see_what_closes_what_is_silent_and_what_has_no_end():
    soon, silent, endless = closing(7), closing(-3, outcome_fr="", outcome_en=""), closing(None)
    closing(8), closing(-3), closing(-3, outcome_fr=""), closing(7, **draft()), closing(-400, outcome_fr="", outcome_en="")
    assert list(Opportunity.objects.closing_soon()) == [soon]
    assert list(Opportunity.objects.without_outcome()) == [silent]
    assert list(Opportunity.objects.open_without_end()) == [endless]


def test_the_list_of_the_back_office_is_narrowed_by_the_same_rule():
    shown, _other = closing(3), closing(-3)
    listed = staff().get(route(Opportunity, "changelist"), {"state": "open"}).context["cl"].result_list
    assert list(listed) == [shown]
