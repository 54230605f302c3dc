"""People are public while a current role or a public programme names them, and for no other reason."""

from datetime import timedelta

import pytest
from django.utils import timezone

from caps.models import Membership
from cluster.models import Institution, Person, Role, Theme
from cluster.querysets import MakesPersonPublic
from news.models import PressRelease, Quote
from publishing import languages
from tests.make import cap, draft, future, make, past

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def shown(person: Person) -> list[str]:
    """The languages in which a person is public, asked in the three ways there are, which must agree."""
    codes = [code for code in languages.codes() if Person.objects.public(code).filter(pk=person.pk).exists()]
    assert Person.objects.get(pk=person.pk).public_languages() == codes
    assert Person.objects.with_reasons().get(pk=person.pk).public_languages() == codes
    return codes


def member_of(programme, **given) -> Person:
    person = make(Person, **given)
    Membership.objects.create(cap=programme, person=person, institution=make(Institution))
    return person


def test_these_models_make_people_public_and_no_other():
    related = {relation.related_model for relation in Person._meta.related_objects}
    assert {model for model in related if isinstance(model.objects.all(), MakesPersonPublic)} == {Role, Membership}
    assert Quote in related


def test_nothing_makes_a_person_public_by_itself():
    person = make(Person)
    make(Quote, release=make(PressRelease), person=person)
    assert shown(person) == []


@pytest.mark.parametrize(
    ("start", "end", "codes"),
    [
        (None, None, languages.codes()),
        (0, 0, languages.codes()),
        (1, None, []),
        (None, -1, []),
        (-3, 3, languages.codes()),
    ],
)
def test_a_role_makes_public_while_it_is_held(start, end, codes):
    today, person = timezone.localdate(), make(Person)
    days = {name: None if days is None else today + days * DAY for name, days in {"start": start, "end": end}.items()}
    make(Role, person=person, institution=make(Institution), **days)
    assert shown(person) == codes


def test_a_role_elsewhere_makes_nobody_public():
    minister = make(Person)
    make(Role, person=minister)
    assert shown(minister) == []


def test_a_programme_makes_public_in_the_languages_it_is_public_in():
    main = languages.main()
    moments = {name: None for name in draft()} | {languages.column("public_from", main): past()[f"public_from_{main}"]}
    assert shown(member_of(cap())) == languages.codes()
    assert shown(member_of(cap(**moments))) == [main]
    assert shown(member_of(cap(**future()))) == []
    assert shown(member_of(cap(theme=make(Theme, **draft())))) == []


def test_a_persons_own_moment_holds_whatever_names_them():
    assert shown(member_of(cap(), **draft())) == []
    assert shown(member_of(cap(), withdrawn_at=timezone.now())) == []
