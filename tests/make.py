"""Records for tests, with every field filled, so that nothing is missing where a test does not care."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection
from datetime import UTC, date, datetime, timedelta
from types import UnionType

from django.db import models
from django.utils import timezone

from caps.enums import InvolvementRole
from caps.models import CAP, Involvement, Membership
from cluster.models import Institution, Page, Person, Role, Theme
from news.enums import EditionKind
from news.models import PressRelease
from news.sealing import put_in_force, seal, working_words
from publishing import languages
from publishing.fields import IsoDateField, MomentField, PictureField, RichTextField
from publishing.models import Published
from publishing.phone_fields import PhoneField
from publishing.signals import one_change
from publishing.slugs import slug_of

_numbers = itertools.count(1)
PAST = datetime(2024, 5, 22, 7, 0, tzinfo=UTC)


def past() -> dict[str, datetime]:
    """Public in every language since May 2024."""
    return {languages.column("public_from", code): PAST for code in languages.codes()}


def future() -> dict[str, datetime]:
    """Under embargo in every language."""
    moment = timezone.now() + timedelta(days=30)
    return {languages.column("public_from", code): moment for code in languages.codes()}


def draft() -> dict[str, None]:
    return {languages.column("public_from", code): None for code in languages.codes()}


def fields_of(model: type[models.Model]) -> list[models.Field]:
    """The fields to fill: not keys, not base columns of translated fields."""
    names = {field.name for field in model._meta.get_fields() if hasattr(field, "attname")}
    base = {name for name in names if languages.column(name, languages.main()) in names}
    return [
        field
        for field in model._meta.get_fields()
        if hasattr(field, "attname") and field.name not in base and not field.auto_created and field.editable
    ]


NAMED = {
    **dict.fromkeys(("siren", "orcid", "ror", "foreign_number", "idhal", "hal_id", "other_hal_ids", "doi", "backup"), ""),
    "country": "FR",
    "phone": "+33 1 99 00 12 34",
    "out_of_hours": "",
    "language": languages.main(),
    **dict.fromkeys(("start_year", "end_year", "year"), 2025),
}
"""What fields of one name hold everywhere."""

KINDS: list[tuple[type | UnionType, Callable[[models.Field, int, str], object]]] = [
    (PictureField | models.FileField, lambda field, number, word: ""),
    (IsoDateField, lambda field, number, word: "" if field.name == "date_end" else "2024-05-21"),
    (PhoneField, lambda field, number, word: "+33 1 99 00 12 34"),
    (models.EmailField, lambda field, number, word: f"{word.lower()}{number}@example.org"),
    (models.URLField, lambda field, number, word: f"https://{word.lower()}{number}.example.org/"),
    (RichTextField, lambda field, number, word: f"<p>{word} {field.name} {number}</p>"),
    (models.TextField, lambda field, number, word: f"{word} {field.name} {number}"),
    (models.CharField, lambda field, number, word: f"{word} {field.name} {number}"[: field.max_length]),
    (models.JSONField, lambda field, number, word: languages.codes()),
    (models.BooleanField, lambda field, number, word: False),
    (models.DecimalField, lambda field, number, word: {"latitude": 48, "longitude": 2}.get(field.name, 20)),
    (models.PositiveSmallIntegerField, lambda field, number, word: number if field.unique else 10),
    (
        MomentField | models.DateTimeField,
        lambda field, number, word: (
            timezone.now() + timedelta(days=40, hours=number % 3) if field.name in {"starts_at", "ends_at"} else None
        ),
    ),
    (models.DateField, lambda field, number, word: None if field.null else date(2024, 5, 22)),
]
"""What fields of a kind hold; the first kind that a field is of counts."""


def value_for(field: models.Field, number: int, word: str) -> object:
    """A valid value for a field, holding ``word`` wherever a text can."""
    if field.name == "topic":
        return None
    if field.name in languages.columns("sentence"):
        return f"{word} {{figure}} {field.name} {number}"
    if field.choices:
        return field.choices[0][0] or field.choices[1][0]
    if field.name.startswith("place_") and field.model is PressRelease:
        return f"{word} place"
    if field.name in NAMED:
        return NAMED[field.name]
    if field.name in ("key", "identifier"):
        return f"{word.lower()}-{number}"
    if field.name.startswith("slug_"):
        return f"{slug_of(word)}-{field.model._meta.model_name}-{number}-{field.name.removeprefix('slug_')}"
    return next((fill(field, number, word) for kind, fill in KINDS if isinstance(field, kind)), None)


def _filled(model: type[models.Model], word: str, given: Collection[str]) -> dict[str, object]:
    """A value for every field that is not given; what another record is for, and a withdrawal, stay out."""
    number = next(_numbers)
    fields = [field for field in fields_of(model) if not isinstance(field, models.ForeignKey) and field.name != "withdrawn_at"]
    values = {field.name: value_for(field, number, word) for field in fields if field.name not in given}
    return {name: value for name, value in values.items() if value is not None}


def make(model: type[models.Model], word: str = "Texte", **given):
    """A saved record with every field filled; public since long ago unless moments are given."""
    values = _filled(model, word, given)
    if issubclass(model, Published) and not any(name.startswith("public_from") for name in given):
        values |= past()
    if model is CAP and "theme" not in given:
        values["theme"] = Theme.objects.first() or make(Theme)
    if "starts_at" in values and "ends_at" in values:
        values["ends_at"] = values["starts_at"] + timedelta(hours=2)
    if model is Page:
        values["key"] = None
    if model is PressRelease:
        return _release(values | given)
    thing = model(**(values | given))
    thing.save()
    return thing


@one_change()
def _release(values: dict[str, object]) -> PressRelease:
    """A release whose words are sealed in each language that has a moment: nothing else can be public."""
    moments = {name: moment for name, moment in values.items() if name.startswith("public_from_") and moment is not None}
    release = PressRelease(**{name: value for name, value in values.items() if name not in moments})
    release.save()
    return seal_anew(release, **moments)


def seal_anew(release: PressRelease, *chosen: str, **moments: object) -> PressRelease:
    """Seal the working text as it stands, in the languages chosen or those that have a moment, whatever is missing in it."""
    for name, moment in moments.items():
        setattr(release, name, moment)
    words = working_words(release)
    for code in languages.codes():
        if code in chosen or release.public_from(code) is not None:
            put_in_force(release, seal(release, words[code], EditionKind.LOADED))
    release.save()
    return release


@one_change()
def person(word: str = "Personne", **given) -> Person:
    """A person whom a current role at a member institution makes public."""
    one = make(Person, word, **given)
    make(Role, word, person=one, institution=Institution.objects.order_by("pk").first() or make(Institution))
    return one


@one_change()
def cap(word: str = "Programme", **given) -> CAP:
    """A programme that holds every rule: two institutions, a principal investigator from each."""
    one = make(CAP, word, **given)
    for role in (InvolvementRole.LEAD, InvolvementRole.PARTICIPANT):
        institution = make(Institution, word)
        Involvement.objects.create(cap=one, institution=institution, role=role)
        Membership.objects.create(cap=one, person=make(Person, word), institution=institution)
    return one
