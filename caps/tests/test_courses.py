"""What the members teach: listed while it is public and not over, right with nothing, with examples alone and with many."""

import json
import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from caps.enums import CourseKind, CourseLevel
from caps.models import Course
from cluster.enums import PageKey
from cluster.models import Institution, Page
from publishing import clock
from tests.make import cap, draft, future, make
from tests.responses import let_go

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def titles(client, query: str = "") -> list[str]:
    return [course.title_fr for course in client.get(f"/fr/formation/{query}").context["object_list"]]


def node(client, course: Course) -> dict:
    page = client.get(course.get_absolute_url("fr")).content.decode()
    found = [json.loads(text) for text in re.findall(r'ld\+json">(.*?)</script>', page, re.S)]
    return next(one["mainEntity"] for one in found if one.get("mainEntity"))


def test_the_addresses_are_those_that_never_change():
    with override("fr"):
        assert reverse("course-list") == "/fr/formation/"
    with override("en"):
        assert reverse("course-list") == "/en/training/"


@pytest.mark.parametrize(("end", "is_over"), [(None, False), (0, False), (1, False), (-1, True)])
def test_a_course_leaves_the_list_the_day_after_its_last(client, end, is_over):
    course = make(Course, end=None if end is None else clock.today() + end * DAY)
    assert course.is_over() is is_over
    assert Course.objects.not_over().exists() is not is_over
    assert titles(client) == ([] if is_over else [course.title_fr])
    assert client.get(course.get_absolute_url("fr")).status_code == 200


def test_an_empty_list_says_so_and_leaves_the_menu(client):
    make(Course, **future())
    assert not Course.objects.offered("fr").exists()
    assert "Aucune formation" in client.get("/fr/formation/").content.decode()


def test_examples_alone_are_shown_and_counted_by_nothing(client):
    make(Course, is_example=True)
    page = client.get("/fr/formation/")
    assert (page.context["shown"], page.context["total"], page.context["examples"]) == (0, 0, 1)
    assert len(page.context["object_list"]) == 1


def test_courses_are_found_by_level_language_and_place(client):
    one = make(Course, "Une", level=CourseLevel.MASTER, taught_in=["fr"], place="Paris")
    two = make(Course, "Deux", level=CourseLevel.DOCTORATE, taught_in=["fr", "en"], place="PARIS")
    make(Course, "Trois", level=CourseLevel.DOCTORATE, taught_in=[], place="Compiègne")
    assert titles(client, "?language=en") == [two.title_fr]
    assert titles(client, "?place=paris") == [one.title_fr, two.title_fr]
    assert titles(client, "?level=doctorate&place=paris") == [two.title_fr]
    assert len(titles(client, "?level=nonsense&place=nowhere&language=xx")) == 3


def test_a_long_list_has_pages_and_costs_the_same(client):
    def queries() -> int:
        let_go(client.get("/fr/formation/"))
        with CaptureQueriesContext(connection) as counted:
            let_go(client.get("/fr/formation/"))
        return len(counted)

    members = [make(Institution) for _number in range(3)]
    make(Course).institutions.set(members)
    before = queries()
    for _number in range(70):
        make(Course).institutions.set(members)
    assert queries() == before
    assert (len(titles(client)), len(titles(client, "?page=2"))) == (60, 11)


def test_an_institution_and_a_programme_show_what_they_teach_now(client):
    member, programme = make(Institution), cap()
    kept, over = make(Course, "Actuelle"), make(Course, "Finie", end=clock.today() - DAY)
    for course in (kept, over, make(Course, "Cachée", **draft())):
        course.institutions.add(member)
        course.caps.add(programme)
    for thing in (member, programme):
        page = client.get(thing.get_absolute_url("fr")).content.decode()
        assert [word in page for word in ("Actuelle", "Finie", "Cachée")] == [True, False, False]


def test_the_page_on_training_introduces_the_list(client):
    page = make(Page, slug_fr="former", parent=make(Page, slug_fr="cluster"))
    Page.objects.filter(pk=page.pk).update(key=PageKey.TRAINING)
    page = Page.objects.get(pk=page.pk)
    assert page.get_absolute_url("fr") == "/fr/formation/"
    response = client.get("/fr/cluster/former/")
    assert (response.status_code, response["Location"]) == (301, "/fr/formation/")
    assert page.lead_fr in client.get("/fr/formation/").content.decode()
    Page.objects.filter(pk=page.pk).update(**draft())
    assert page.lead_fr not in client.get("/fr/formation/").content.decode()
    assert client.get("/fr/cluster/former/").status_code == 404


def test_a_course_and_a_degree_are_each_said_to_machines_as_what_they_are(client):
    member = make(Institution)
    module = make(Course, kind=CourseKind.MODULE, place="Paris", start=clock.today())
    degree = make(Course, kind=CourseKind.MASTER, apply_until=clock.today())
    for course in (module, degree):
        course.institutions.add(member, make(Institution, **draft()))
    said = node(client, module)
    assert (said["@type"], said["hasCourseInstance"]["startDate"]) == ("Course", str(clock.today()))
    assert [one["name"] for one in said["provider"]] == [member.name_fr]
    said = node(client, degree)
    assert (said["@type"], said["applicationDeadline"]) == ("EducationalOccupationalProgram", str(clock.today()))


def test_what_is_closed_offers_no_way_to_apply(client):
    course = make(Course, apply_until=clock.today() - DAY, apply_url="https://apply.example.org/")
    assert "apply.example.org" not in client.get(course.get_absolute_url("fr")).content.decode()
    Course.objects.update(apply_until=clock.today())
    assert "apply.example.org" in client.get(course.get_absolute_url("fr")).content.decode()


def test_a_public_course_says_where_it_is_taught():
    course = make(Course, place="")
    with pytest.raises(ValidationError) as refused:
        course.full_clean()
    assert set(refused.value.message_dict) == {"place"}
