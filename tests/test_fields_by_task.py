"""Role × field: whatever is posted to a form of the back office, each person changes the fields of their tasks and no other.

The forms are those of the site's registry, the fields those of its models. Every one is posted raw, shown on the form or not,
and the rows of the database are compared before and after. What each group may change is written here once more, by hand.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models, transaction
from django.test import Client
from django_countries.fields import CountryField
from PIL import Image

from caps.models import CAP, Publication
from mailing.models import NewsletterItem
from news.models import Article, Edition, PressRelease
from publishing import languages
from publishing.fields import DayField, IsoDateField, MomentField, PictureField, RichTextField
from publishing.models import Published, Record
from publishing.phone_fields import PhoneField
from tests import make as made
from tests.backoffice import change_url, opened

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

MODELS = [model for model in admin.site._registry if issubclass(model, Record)]
ALL = frozenset({"translations", "rest", "moments", "private"})
PRESS_ROOM = {"news.boilerplate", "news.presscontact", "news.logo"}
"""What releases share: the press office's in every language."""
WITHOUT_TEXTS = {"caps.publication", "caps.halquery"}
"""Kinds of which nothing is translated."""
THEIRS_TOO = {"publishing.librarypicture", "mailing.newsletterissue"}
PRIVATE = {
    "partners.partner": {"contact_name", "contact_email", "contact_phone"},
    "partners.pledge": {"amount", "kind", "start_year", "end_year", "is_public"},
}


def _of_translators(model: type[models.Model]) -> frozenset[str]:
    return frozenset() if model._meta.label_lower in PRESS_ROOM | WITHOUT_TEXTS else frozenset({"translations"})


def _of_editors(model: type[models.Model]) -> frozenset[str]:
    return frozenset() if model._meta.label_lower in PRESS_ROOM else ALL


def _of_the_press_office(model: type[models.Model]) -> frozenset[str]:
    is_theirs = model._meta.app_label == "news" or model._meta.label_lower in THEIRS_TOO
    return ALL if is_theirs else frozenset()


# What each group changes in a draft of a kind, with its rows; “root” has every right.
GROUPS = {
    "Editors": _of_editors,
    "Translators": _of_translators,
    "Press officers": _of_the_press_office,
    "Administrators": lambda model: ALL,
    "root": lambda model: ALL,
    "no group": lambda model: frozenset(),
    "anonymous": lambda model: frozenset(),
}


def kind_of(model: type[models.Model], name: str) -> str:
    names = {field.name for field in model._meta.concrete_fields}
    if name in PRIVATE.get(model._meta.label_lower, ()):
        return "private"
    if name == "withdrawn_at" or name in languages.columns("public_from"):
        return "moments"
    stems = [stem for stem in names for code in languages.others() if languages.column(stem, code) == name]
    return "translations" if stems else "rest"


def client_of(group: str) -> Client:
    client = Client()
    if group != "anonymous":
        user, _made = User.objects.get_or_create(username=group, is_staff=True, is_superuser=group == "root")
        user.groups.set(Group.objects.filter(name=group))
        client.force_login(user)
    return client


# A record with all its rows, and other values for all that they hold


def rows_of(model: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    """The kinds of rows on a record's form, each with the key that leads to the record."""
    for inline in admin.site._registry[model].inlines:
        keys = [field.name for field in inline.model._meta.concrete_fields if field.related_model is model]
        yield inline.model, keys[0]


MORNING = datetime(2026, 12, 5, 9, 0, tzinfo=UTC)
"""A moment as forms give it back: without fractions of a second."""


def related(field: models.ForeignKey) -> models.Model:
    if field.related_model is Edition:
        return made.make(PressRelease, "Autre").edition_in(languages.main())
    return made.make(field.related_model, "Autre")


def filled(model: type[models.Model], **given) -> models.Model:
    """A record whose files are there, too, and that leads to others where it must."""
    fields = [field for field in model._meta.concrete_fields if field.name not in given]
    files = {field.name: other_value(field) for field in fields if isinstance(field, models.FileField) and not field.blank}
    keys = {field.name: related(field) for field in fields if isinstance(field, models.ForeignKey) and not field.null}
    begins = {name: MORNING for name in ("starts_at", "ends_at") if name in {field.name for field in fields}}
    valid = {"doi": "10.1/one", "hidden_because": "A reason"} if model is Publication else {}
    if model is NewsletterItem:
        valid = {"article": made.make(Article)}
    return made.make(model, **{**files, **keys, **begins, **valid, **given})


def whole(model: type[models.Model], **given) -> models.Model:
    """A record with a row of each kind: a draft that keeps the rules of publication."""
    if issubclass(model, Published):
        given = {**made.draft(), **given}
    thing = made.cap(**given) if model is CAP else filled(model, **given)
    for rows, key in rows_of(model):
        if not rows._base_manager.filter(**{key: thing}).exists():
            filled(rows, **{key: thing})
    return thing


def _png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "PNG")
    return out.getvalue()


NAMED = {
    "orcid": "0000-0002-1825-0097",
    "idhal": "autre-personne",
    "ror": "https://ror.org/02en5vm52",
    "siren": "552100554",
    "phone": "+33 1 99 00 12 35",
    "out_of_hours": "+33 1 99 00 12 36",
    "doi": "10.1234/abc",
    "hal_id": "hal-01234567",
    "other_hal_ids": "hal-07654321",
    "identifier": "other-identifier",
    "backup": "backup@example.org",
    **dict.fromkeys(languages.columns("sentence"), "{figure} autrement"),
    "is_open": "true",
    "author": "1",
    "approved_by": "1",
    **dict.fromkeys(("spoken", "work_languages", "taught_in"), [languages.main()]),
    "language": languages.others()[0],
    "ends_at": "2027-03-06 14:00",
    "registration_closes": "2027-03-06 10:00",
    "end": "2027-01-02",
    "valid_until": "2027-01-02",
    "date_end": "2026-03",
    "is_lead": "on",
    **dict.fromkeys(("rank", "answer_days"), "11"),
    **dict.fromkeys(("focal_x", "focal_y"), "30"),
}
KINDS = [
    (PictureField, lambda field: SimpleUploadedFile("other.png", _png())),
    (models.FileField, lambda field: SimpleUploadedFile("other.txt", b"Changed words")),
    (models.BooleanField, lambda field: "on"),
    (CountryField, lambda field: "FR"),
    (models.ForeignKey, lambda field: str(related(field).pk)),
    (models.ManyToManyField, lambda field: [str(related(field).pk)]),
    (MomentField, lambda field: "2027-03-05 14:00"),
    (DayField, lambda field: "2026-01-02"),
    (IsoDateField, lambda field: "2025-03"),
    (models.DateTimeField, lambda field: "2027-03-05 14:00"),
    (PhoneField, lambda field: "+33 1 99 00 12 35"),
    (models.EmailField, lambda field: "other@example.org"),
    (models.URLField, lambda field: "https://other.example.org/page"),
    (models.SlugField, lambda field: f"autre-{field.name.replace('_', '-')}"),
    (models.DecimalField | models.IntegerField, lambda field: {"latitude": "49", "longitude": "3"}.get(field.name, "2026")),
    (models.UUIDField, lambda field: "00000000-0000-4000-8000-000000000000"),
    (models.JSONField, lambda field: "[]"),
    (RichTextField, lambda field: f"<p>Changed {field.name}</p>"),
    (models.TextField | models.CharField, lambda field: f"Changed {field.name}"),
]
"""Another valid value of a kind of field, as it is posted; the first kind that a field is of counts."""


def other_value(field: models.Field) -> object:
    if field.name in NAMED:
        return NAMED[field.name]
    if field.choices and not isinstance(field, CountryField):
        values = [value for value, _words in field.flatchoices if value]
        return values[-1]
    return next(fill(field) for kind, fill in KINDS if isinstance(field, kind))


def fields_of(model: type[models.Model]) -> list[models.Field]:
    """The columns and plain relations of a model, but for its key and for base columns, which nobody reads."""
    names = {field.name for field in model._meta.concrete_fields}
    stems = {name for name in names if languages.column(name, languages.main()) in names}
    plain = [field for field in model._meta.local_many_to_many if field.remote_field.through._meta.auto_created]
    return [field for field in (*model._meta.concrete_fields, *plain) if not field.primary_key and field.name not in stems]


Posted = dict[str, object]


def raw(thing: models.Model, form: Posted) -> dict[tuple[str, str], Posted]:
    """What is posted for each field of a record and of its first row of each kind: shown on its form or not."""
    posted = {}
    for model, prefix, key in [(type(thing), "", ""), *_prefixes(thing, form)]:
        for field in fields_of(model):
            if field.name != key:
                posted[model._meta.label_lower, field.name] = {f"{prefix}{field.name}": other_value(field)}
    return posted


def _prefixes(thing: models.Model, form: Posted) -> Iterator[tuple[type[models.Model], str, str]]:
    for rows, key in rows_of(type(thing)):
        name = rows._meta.get_field(key).remote_field.get_accessor_name()
        assert form[f"{name}-INITIAL_FORMS"] != "0", rows
        yield rows, f"{name}-0-", key


def stored(thing: models.Model) -> dict[tuple[str, str], object]:
    """Every column of a record and its rows as the database has it, by kind of record."""
    found: dict[tuple[str, str], object] = {}
    for model, records in [
        (type(thing), type(thing)._base_manager.filter(pk=thing.pk)),
        *((rows, rows._base_manager.filter(**{key: thing.pk})) for rows, key in rows_of(type(thing))),
    ]:
        label = model._meta.label_lower
        found[label, "pk"] = list(records.order_by("pk").values_list("pk", flat=True))
        for field in fields_of(model):
            if field.many_to_many:
                relations = [getattr(record, field.name) for record in records]
                found[label, field.name] = [list(relation.values_list("pk", flat=True)) for relation in relations]
            elif field.name not in {"stamp", "modified_at", "created_at", "sequence"} and "sort_name" not in field.name:
                found[label, field.name] = [str(field.value_from_object(record)) for record in records.order_by("pk")]
    return found


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def changed_by(client: Client, thing: models.Model, form: Posted, values: Iterable[Posted]) -> tuple[int, set[tuple[str, str]]]:
    """Post a form with other values; what it answered, and which columns are not what they were. Then all is taken back."""
    before, data = stored(thing), dict(form)
    for value in values:
        data |= value
    with taken_back():
        for file in (value for value in data.values() if isinstance(value, SimpleUploadedFile)):
            file.seek(0)
        answer = client.post(change_url(thing), data)
        after = stored(thing)
    return answer.status_code, {name for name in before if after[name] != before[name] and name[1] != "sha256"}


OTHER_THINGS = {("mailing.newsletteritem", "event"), ("mailing.newsletteritem", "opportunity")}


def bundles(posted: dict[tuple[str, str], Posted]) -> list[dict[tuple[str, str], Posted]]:
    """Values that a form takes together: no moment with what may break a rule of publication, and an item is of one thing."""
    posted = {name: value for name, value in posted.items() if name not in OTHER_THINGS}
    moments = {name: value for name, value in posted.items() if kind_of_label(name) == "moments"}
    return [{name: value for name, value in posted.items() if name not in moments}, moments] if moments else [posted]


def kind_of_label(name: tuple[str, str]) -> str:
    label, field = name
    model = next(model for model in _all_models() if model._meta.label_lower == label)
    return kind_of(model, field)


def _all_models() -> set[type[models.Model]]:
    return {*MODELS, *(rows for model in MODELS for rows, _key in rows_of(model))}


WRITTEN_BY_HAL = {
    *("hal_version", "hal_state", "hal_state_since", "hal_record", "acknowledges", "from_hal"),
    *("is_own", "asked_at", "outcome", "detail", "answered_at", "found", "not_before", "etag", "last_modified"),
}
# Written by nobody's hand, or on a page of its own.
NOT_IN_FORMS = {
    "send_from",
    "going",
    "confirmed_digest",
    "filled_at",
    "stopped_at",
    "refused_email",
    "refused_at",
    "sequence",
    "stamp",
    "created_at",
    "modified_at",
    "width",
    "height",
    "sha256",
    "author",
    *WRITTEN_BY_HAL,
    *languages.columns("review"),
    *(f"{name}_id" for name in languages.columns("edition")),
    *languages.columns("edition"),
    *languages.columns("withdrawal_notice"),
    *languages.columns("sort_name"),
    "sort_name",
}


def is_in_a_form(name: tuple[str, str]) -> bool:
    label, field = name
    return field not in NOT_IN_FORMS and not (label == "news.pressrelease" and kind_of_label(name) == "moments")


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label_lower)
def test_each_group_changes_the_fields_of_its_tasks_and_no_other(model):
    thing = whole(model)
    form = opened(client_of("root"), thing)
    posted = raw(thing, form)
    for group, may in GROUPS.items():
        client, kinds = client_of(group), may(model)
        for bundle in bundles(posted):
            status, changed = changed_by(client, thing, form, bundle.values())
            wanted = {name for name in bundle if is_in_a_form(name) and kind_of_label(name) in kinds}
            assert changed == wanted, (group, status, sorted(changed ^ wanted))
            assert status == (302 if kinds or group == "anonymous" else 403), group
