"""Who may see what, when: the queryset's rule and the instance's twin, proved equal."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from cluster.models import Institution, Theme
from news.models import PressRelease
from publishing import languages
from publishing.models import Published
from tests.make import PAST, cap, draft, make

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 6, 2, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MAIN, OTHER = languages.codes()[:2]


@pytest.mark.parametrize(
    ("main", "other", "withdrawn", "at", "public"),
    [
        (None, None, None, NOON, []),
        (NOON, None, None, NOON - SECOND, []),
        (NOON, None, None, NOON, [MAIN]),
        (NOON, NOON, None, NOON - SECOND, []),
        (NOON, NOON, None, NOON, [MAIN, OTHER]),
        (NOON, NOON + SECOND, None, NOON, [MAIN]),
        (NOON, NOON + SECOND, None, NOON + SECOND, [MAIN, OTHER]),
        (NOON, NOON, NOON + SECOND, NOON, [MAIN, OTHER]),
        (NOON, NOON, NOON + SECOND, NOON + SECOND, []),
        (NOON, None, NOON - SECOND, NOON + SECOND, []),
        (None, None, NOON, NOON + SECOND, []),
    ],
)
def test_queryset_and_instance_agree(main, other, withdrawn, at, public):
    moments = draft() | {languages.column("public_from", MAIN): main, languages.column("public_from", OTHER): other}
    thing = make(Institution, withdrawn_at=withdrawn, **moments)
    make(Institution, **draft())
    assert thing.public_languages(at) == public
    for code in languages.codes():
        assert list(Institution.objects.public(code, at)) == ([thing] if code in public else [])
        assert thing.is_public(code, at) is (code in public)
    assert list(Institution.objects.public_anywhere(at)) == ([thing] if public else [])


@given(
    now=st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC)),
    delta=st.timedeltas(timedelta(days=-400), timedelta(days=400)),
    wait=st.timedeltas(timedelta(0), timedelta(days=9)),
    gone=st.none() | st.timedeltas(timedelta(days=-9), timedelta(days=9)),
)
def test_queryset_and_instance_agree_at_any_moment(now, delta, wait, gone):
    thing = Institution.objects.first() or make(Institution)
    first = now + delta
    moments = dict(zip(languages.columns("public_from"), [first, *[first + wait] * (len(languages.codes()) - 1)], strict=True))
    withdrawn = None if gone is None else now + gone
    Institution.objects.filter(pk=thing.pk).update(withdrawn_at=withdrawn, **moments)
    thing.refresh_from_db()
    for code in languages.codes():
        assert Institution.objects.public(code, now).filter(pk=thing.pk).exists() is thing.is_public(code, now)
        expected = moments[languages.column("public_from", code)] <= now and not (withdrawn and withdrawn <= now)
        assert thing.is_public(code, now) is bool(expected)


def test_programme_is_public_only_with_its_theme():
    one = cap()
    assert list(type(one).objects.public(MAIN)) == [one]
    Theme.objects.filter(pk=one.theme_id).update(withdrawn_at=PAST)
    one = type(one).objects.get()
    assert list(type(one).objects.public(MAIN)) == []
    assert not one.is_public(MAIN)


def _published() -> list[type[Published]]:
    from django.apps import apps

    return [model for model in apps.get_models() if issubclass(model, Published)]


@pytest.mark.parametrize("model", _published(), ids=lambda model: model.__name__)
def test_database_refuses_a_later_language_first(model):
    thing = make(model)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.filter(pk=thing.pk).update(**{languages.column("public_from", OTHER): PAST - SECOND})
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.filter(pk=thing.pk).update(**{languages.column("public_from", MAIN): None})


@pytest.mark.parametrize(
    ("model", "field"),
    # A release owes its texts to its edition: tests/test_edition_rules.py.
    [(model, name) for model in _published() for name in model.required_texts if model is not PressRelease],
    ids=str,
)
def test_database_refuses_a_public_language_without_its_texts(model, field):
    thing = make(model)
    for code in languages.codes():
        for nothing in ("", None):
            with pytest.raises(IntegrityError), transaction.atomic():
                model.objects.filter(pk=thing.pk).update(**{languages.column(field, code): nothing})


def test_editor_reads_what_is_missing_beside_the_field():
    from django.core.exceptions import ValidationError

    theme = make(Theme)
    setattr(theme, languages.column("name", OTHER), "")
    setattr(theme, languages.column("public_from", OTHER), PAST - SECOND)
    with pytest.raises(ValidationError) as refused:
        theme.full_clean()
    assert set(refused.value.message_dict) == {languages.column("name", OTHER), languages.column("public_from", OTHER)}
