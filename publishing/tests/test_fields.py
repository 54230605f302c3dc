"""Moments and formatted text: what is taken, what is refused and why."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from cluster.models import Institution
from publishing.fields import DayFormField, MomentFormField, sanitize
from publishing.typography import french, typeset_html
from publishing.validators import validate_iso_date, validate_orcid, validate_ror, validate_siren, validate_slug
from tests.make import make


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("2026-12-05 14:00", datetime(2026, 12, 5, 13, 0, tzinfo=UTC)),
        ("2026-06-02T14:00", datetime(2026, 6, 2, 12, 0, tzinfo=UTC)),
        (" 2026-06-02 14:00:30 ", datetime(2026, 6, 2, 12, 0, 30, tzinfo=UTC)),
        ("2026-03-29 01:59", datetime(2026, 3, 29, 0, 59, tzinfo=UTC)),
        ("2026-03-29 03:00", datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
        ("2026-10-25 03:00", datetime(2026, 10, 25, 2, 0, tzinfo=UTC)),
    ],
)
def test_moment_means_the_same_in_every_admin_language(typed, moment):
    for code in ("fr", "en"):
        with override(code):
            assert MomentFormField().clean(typed) == moment


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("05/12/2026 14:00", "invalid"),
        ("5 décembre 2026", "invalid"),
        ("2026-12-05", "invalid"),
        ("2026-12-05 2:00 PM", "invalid"),
        ("2026-02-30 14:00", "invalid"),
        ("2026-03-29 02:30", "skipped"),
        ("2026-10-25 02:30", "repeated"),
    ],
)
def test_moment_that_could_mean_two_or_none_is_refused(typed, code):
    for language in ("fr", "en"):
        with override(language), pytest.raises(ValidationError) as refused:
            MomentFormField().clean(typed)
        assert refused.value.code == code


@pytest.mark.parametrize("typed", ["05/12/2026", "12/05/2026", "5 Dec 2026", "2026-13-01"])
def test_day_is_typed_in_one_form_only(typed):
    for language in ("fr", "en"):
        with override(language), pytest.raises(ValidationError):
            DayFormField().clean(typed)


VECTORS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<iframe src='https://example.org'></iframe>",
    "<p onclick=alert(1)>x</p>",
    "<math><mi xlink:href='javascript:alert(1)'>",
    "<form action='https://example.org'><input></form>",
    "<style>*{}</style>",
    "<h1>trop grand</h1>",
    "<object data=x></object>",
    "<base href='https://example.org/'>",
    "<p><!--[if IE]><script>alert(1)</script><![endif]-->x</p>",
]


@pytest.mark.parametrize("vector", VECTORS)
@pytest.mark.django_db
def test_formatted_text_is_cleaned_however_it_is_written(client, vector):
    one = make(Institution, description_fr=f"<p>avant</p>{vector}")
    Institution.objects.filter(pk=one.pk).update(description_en=f"<p>before</p>{vector}")
    one.refresh_from_db()
    for stored in (one.description_fr, one.description_en, sanitize(vector)):
        for trace in (
            "script",
            "onerror",
            "onload",
            "onclick",
            "javascript",
            "style",
            "iframe",
            "<form",
            "<h1",
            "<base",
            "data:",
        ):
            assert trace not in stored.lower()
    assert "<p>avant</p>" in client.get(one.get_absolute_url("fr")).content.decode()


PUT_RIGHT_AT_THE_SECOND_PASS = (
    "<h2>Dehors<span><h2>Dedans</h2></span></h2>",
    "<h3>Un<table><h3>Deux</h3></table></h3>",
    "<span>\ufeff\ufeff</span>Une marque d’ordre",
    "<b>\ufeff<i></i></b>",
)


@pytest.mark.parametrize("vector", [*VECTORS, *PUT_RIGHT_AT_THE_SECOND_PASS])
@pytest.mark.django_db
def test_cleaning_what_is_stored_changes_no_letter_of_it(vector):
    """A page cleans once more, and the check counts places in what it is shown: both must read what is stored."""
    one = make(Institution, description_fr=vector)
    one.refresh_from_db()
    assert sanitize(one.description_fr) == one.description_fr


def test_path_in_a_name_stays_a_name():
    from publishing.fields import private_path

    for name in ("../../etc/passwd.png", "..\\..\\x.png", "/etc/x.png", "é à/ü.png"):
        label, token, kept = private_path(Institution(), name).split("/")
        assert (label, kept.rpartition(".")[2]) == ("cluster.institution", "png")
        assert len(token) == 24
        assert ".." not in kept


@pytest.mark.parametrize(
    ("validate", "right", "wrong"),
    [
        (validate_ror, "https://ror.org/02en5vm52", ["https://ror.org/02en5vm53", "02en5vm52", "https://ror.org/02en5vl52"]),
        (validate_siren, "732829320", ["732829321", "73282932", "73282932a", "٧٣٢٨٢٩٣٢٠"]),
        (validate_orcid, "0000-0002-1825-0097", ["0000-0002-1825-0098", "0000000218250097", "0000-0002-1825-009X"]),
        (validate_iso_date, "2024-05", ["2024-13", "24", "2024-5", "2024-02-30", "05/2024", ""]),
        (validate_slug, "open-science-2026", ["Open", "a b", "été", "-a", "a-", "a--b", "a_b"]),
    ],
)
def test_validators(validate, right, wrong):
    validate(right)
    for value in wrong:
        with pytest.raises(ValidationError):
            validate(value)


def test_every_ror_of_the_facts_holds():
    for known in ("04y5kwa70", "03wkt5x30", "00ghzk478", "02feahw73", "02kvxyf05", "02vjkv261", "05q3vnk25", "00pg5jh14"):
        validate_ror(f"https://ror.org/{known}")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Quoi ?", "Quoi\u202f?"),
        ("a : b ; c !", "a\u00a0: b\u202f; c\u202f!"),
        ("« mot »", "«\u00a0mot\u00a0»"),
        ("«mot»", "«\u00a0mot\u00a0»"),
        ("55 000 m²", "55\u202f000\u00a0m²"),
        ("35 M€ et 20 %", "35\u00a0M€ et 20\u00a0%"),
        ("l'IA d'aujourd'hui", "l’IA d’aujourd’hui"),
        ("https://example.org/?a=1", "https://example.org/?a=1"),
        ("14:00", "14:00"),
        ("32 M€ ; 10 €!", "32\u00a0M€\u202f; 10\u00a0€!"),
    ],
)
def test_french_typography(typed, shown):
    assert french(typed) == shown
    assert french(shown) == shown


def test_typography_never_touches_a_tag():
    assert typeset_html('<a href="/?q=a : b">l\'IA !</a>', "fr") == '<a href="/?q=a : b">l’IA\u202f!</a>'


def test_typography_reaches_over_a_tag():
    assert typeset_html("<b>mot</b> ; suite", "fr") == "<b>mot</b>\u202f; suite"
