"""What a programme needs before it is public, and how its list and matrix show it."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from caps import matrix
from caps.enums import InvolvementRole, MembershipRole
from caps.models import CAP, Involvement, Keyword, Membership
from cluster.models import Institution, Person, Theme
from tests.make import PAST, cap, draft, make

pytestmark = pytest.mark.django_db


def test_programme_that_holds_every_rule():
    assert cap().rule_breaks() == []


def test_two_investigators_from_one_institution_are_named():
    one = cap()
    first, second = one.memberships.in_order()
    Membership.objects.filter(pk=second.pk).update(institution=first.institution)
    assert one.rule_breaks() == [
        f"{first.person} et {second.person} viennent de {first.institution}\u00a0: les deux responsables scientifiques "
        "doivent venir de deux établissements différents."
    ]


def test_investigators_institution_takes_part():
    one = cap()
    second = one.memberships.in_order()[1]
    one.involvements.filter(institution=second.institution).delete()
    [sentence] = one.rule_breaks()
    assert str(second.person) in sentence
    assert str(second.institution) in sentence


@pytest.mark.parametrize(("kept", "count"), [(0, 0), (1, 1)])
def test_missing_investigators_are_counted(kept, count):
    one = cap()
    for membership in one.memberships.in_order()[kept:]:
        membership.delete()
    assert any(str(count) in sentence for sentence in one.rule_breaks())


def test_lead_is_missing():
    one = cap()
    one.involvements.filter(role=InvolvementRole.LEAD).delete()
    assert any("porteur" in sentence for sentence in one.rule_breaks())


def test_the_list_of_those_that_break_a_rule_is_what_each_says_of_itself():
    """``CAPQuerySet.breaking_rules`` and its twin, whatever stands beside the investigators."""
    makers = {
        "whole": lambda one: None,
        "no lead": lambda one: one.involvements.filter(role=InvolvementRole.LEAD).update(role=InvolvementRole.PARTICIPANT),
        "nobody": lambda one: one.memberships.all().delete(),
        "one": lambda one: one.memberships.first().delete(),
        "one who leads": lambda one: one.memberships.filter(pk=one.memberships.first().pk).update(role=MembershipRole.MEMBER),
        "same": lambda one: one.memberships.update(institution=one.involvements.first().institution),
        "elsewhere": lambda one: one.memberships.filter(pk=one.memberships.first().pk).update(institution=make(Institution)),
        "member elsewhere": lambda one: Membership.objects.create(
            cap=one, person=make(Person), institution=make(Institution), role=MembershipRole.MEMBER
        ),
    }
    for number, (acronym, change) in enumerate(makers.items()):
        change(cap(acronym=acronym, number=500 + number))
    said = [one.acronym for one in CAP.objects.order_by("number") if one.rule_breaks()]
    assert said == ["no lead", "nobody", "one", "one who leads", "same", "elsewhere"]
    assert [one.acronym for one in CAP.objects.breaking_rules().order_by("number")] == said
    CAP.objects.filter(acronym="nobody").update(withdrawn_at=PAST)
    assert [one.acronym for one in CAP.objects.breaking_rules().order_by("number")] == [said[0], *said[2:]]


def test_database_refuses_a_second_lead():
    one = cap()
    with pytest.raises(IntegrityError), transaction.atomic():
        Involvement.objects.create(cap=one, institution=make(Institution), role=InvolvementRole.LEAD)


def test_person_is_public_through_a_public_programme_alone():
    someone = make(Person)
    assert list(Person.objects.public("fr")) == []
    assert not someone.is_public("fr")
    one = cap()
    Membership.objects.create(cap=one, person=someone, institution=make(Institution), role=MembershipRole.MEMBER)
    assert someone in Person.objects.public("fr")
    assert someone.is_public("fr")
    CAP.objects.update(**draft())
    assert list(Person.objects.public("fr")) == []
    assert not Person.objects.get(pk=someone.pk).is_public("fr")


@pytest.fixture
def two():
    health, society = make(Theme, slug_fr="sante"), make(Theme, slug_fr="societe")
    one = cap(theme=health, acronym="UN", title_fr="Robots chirurgicaux", phase="running")
    other = cap(theme=society, acronym="DEUX", title_fr="Démocratie", phase="transfer")
    one.keywords.add(make(Keyword))
    return one, other


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["UN", "DEUX"]),
        ({"theme": "sante"}, ["UN"]),
        ({"theme": ["sante", "societe"]}, ["UN", "DEUX"]),
        ({"theme": "sante", "phase": "transfer"}, []),
        ({"phase": "transfer"}, ["DEUX"]),
        ({"q": "robot chirurgical"}, ["UN"]),
        ({"q": "DEMOCRATIES"}, ["DEUX"]),
        ({"q": "rien"}, []),
        ({"theme": "inconnu"}, ["UN", "DEUX"]),
        ({"institution": "inconnu"}, ["UN", "DEUX"]),
    ],
)
def test_filters(client, two, query, found):
    response = client.get(reverse("cap-list"), query)
    assert [one.acronym for one in response.context["object_list"]] == found
    assert response.context["total"] == 2


def test_filters_by_what_takes_part(client, two):
    one, _other = two
    for name, value in (
        ("institution", one.involvements.first().institution.slug_fr),
        ("keyword", one.keywords.get().pk),
    ):
        assert list(client.get(reverse("cap-list"), {name: value}).context["object_list"]) == [one]


def test_matrix_tells_each_part(client, two):
    one, other = two
    caps = client.get(reverse("matrix")).context["object_list"]
    groups = matrix.draw(list(caps), list(Institution.objects.public("fr").for_list()), "fr").groups
    rows = {row.institution: [cell.part for cell in row.cells] for group in groups for row in group.rows}
    lead, second = (row.institution for row in one.involvements.in_language("fr").in_order())
    assert rows[lead] == ["lead", ""]
    assert rows[second] == ["co-lead", ""]
    only = client.get(reverse("matrix"), {"theme": "societe"})
    assert list(only.context["object_list"]) == [other]
