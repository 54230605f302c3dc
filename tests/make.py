"""Records for tests, with every field filled, so that nothing is missing where a test does not care."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta

from django.db import models
from django.utils import timezone
from django.utils.text import slugify

from caps.enums import InvolvementRole
from caps.models import CAP, Involvement, Membership
from cluster.models import Institution, Page, Person, Role, Theme
from news.enums import ReleaseState
from news.models import PressRelease
from publishing import languages
from publishing.fields import IsoDateField, MomentField, PictureField
from publishing.models import Published

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


def value_for(field: models.Field, number: int, word: str):
    """A valid value for a field, holding ``word`` wherever a text can."""
    language = next((code for code in languages.codes() if field.name.endswith(f"_{code}")), "")
    words = f"{word} {field.name} {number}"
    if field.choices:
        return field.choices[0][0] or field.choices[1][0]
    if isinstance(field, PictureField | models.FileField) or field.name in {"siren", "orcid", "ror", "foreign_number", "key"}:
        return f"{word.lower()}-{number}" if field.name == "key" and not field.choices else ""
    if isinstance(field, IsoDateField):
        return "" if field.name == "date_end" else "2024-05-21"
    if field.name.startswith("slug_"):
        return f"{slugify(word)}-{field.model._meta.model_name}-{number}-{language}"
    if isinstance(field, models.EmailField):
        return f"{word.lower()}{number}@example.org"
    if isinstance(field, models.URLField):
        return f"https://{word.lower()}{number}.example.org/"
    if field.name == "country":
        return "FR"
    if field.name == "phone":
        return "+33 1 99 00 12 34"
    if field.name == "language":
        return languages.main()
    if isinstance(field, models.TextField):
        return f"<p>{words}</p>" if type(field).__name__ == "RichTextField" or hasattr(field, "sanitize") else words
    if isinstance(field, models.CharField):
        return words[: field.max_length]
    if isinstance(field, models.JSONField):
        return languages.codes()
    if isinstance(field, models.BooleanField):
        return False
    if field.name in {"start_year", "end_year", "year"}:
        return 2025
    if isinstance(field, models.DecimalField):
        return {"latitude": 48, "longitude": 2}.get(field.name, 20)
    if isinstance(field, models.PositiveSmallIntegerField):
        return number if field.unique else 10
    if isinstance(field, MomentField | models.DateTimeField):
        return timezone.now() + timedelta(days=40, hours=number % 3) if field.name in {"starts_at", "ends_at"} else None
    if isinstance(field, models.DateField):
        return date(2024, 5, 22) if not field.null else None
    return None


def make(model: type[models.Model], word: str = "Texte", **given):
    """A saved record with every field filled; public since long ago unless moments are given."""
    number = next(_numbers)
    values = {}
    for field in fields_of(model):
        if isinstance(field, models.ForeignKey) or field.name in given or field.name == "withdrawn_at":
            continue
        value = value_for(field, number, word)
        if value is not None:
            values[field.name] = value
    if issubclass(model, Published) and not any(name.startswith("public_from") for name in given):
        values |= past()
    if model is CAP and "theme" not in given:
        values["theme"] = Theme.objects.first() or make(Theme)
    if "starts_at" in values and "ends_at" in values:
        values["ends_at"] = values["starts_at"] + timedelta(hours=2)
    if model is PressRelease and "state" not in given:
        values["state"] = ReleaseState.APPROVED
    if model is Page:
        values["key"] = None
    thing = model(**(values | given))
    thing.save()
    return thing


def person(word: str = "Personne", **given) -> Person:
    """A person whom a current role makes public."""
    one = make(Person, word, **given)
    make(Role, word, person=one)
    return one


def cap(word: str = "Programme", **given) -> CAP:
    """A programme that holds every rule: two institutions, a principal investigator from each."""
    one = make(CAP, word, **given)
    for role in (InvolvementRole.LEAD, InvolvementRole.PARTICIPANT):
        institution = make(Institution, word)
        Involvement.objects.create(cap=one, institution=institution, role=role)
        Membership.objects.create(cap=one, person=make(Person, word), institution=institution)
    return one
