"""Moments and formatted text: what is taken, what is refused and why."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from cluster.models import Institution
from publishing.fields import DayFormField, MomentFormField, sanitize
from publishing.typography import typeset, typeset_html
from publishing.validators import validate_iso_date, validate_orcid, validate_ror, validate_siren, validate_slug
from tests.make import make


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("2026-12-05 14:00", datetime(2026, 12, 5, 13, 0, tzinfo=UTC)),
        ("05/12/2026 14:00", datetime(2026, 12, 5, 13, 0, tzinfo=UTC)),
        ("5 décembre 2026 à 14h", datetime(2026, 12, 5, 13, 0, tzinfo=UTC)),
        ("5 December 2026 at 14:00", datetime(2026, 12, 5, 13, 0, tzinfo=UTC)),
        ("samedi 5 décembre 2026 à 14 h 00", datetime(2026, 12, 5, 13, 0, tzinfo=UTC)),
        ("Saturday, 5 December 2026 - 14:00", datetime(2026, 12, 5, 13, 0, tzinfo=UTC)),
        ("le 5 décembre 2026 – 14 heures", datetime(2026, 12, 5, 13, 0, tzinfo=UTC)),
        ("5 août 2026, 9 heures 30", datetime(2026, 8, 5, 7, 30, tzinfo=UTC)),
        ("5.12.2026 9 h 30", datetime(2026, 12, 5, 8, 30, tzinfo=UTC)),
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
        ("05/12/26 14:00", "short_year"),
        ("5 décembre 2026", "no_time"),
        ("05/12/2026", "no_time"),
        ("2026-12-05", "no_time"),
        ("5/12 14:00", "no_year"),
        ("5 décembre à 14 h", "no_year"),
        ("5 décembre", "no_year"),
        ("vendredi 5 décembre 2026 à 14 h", "other_weekday"),
        ("2026-12-05 2:00 PM", "invalid"),
        ("2026-12-05 25:00", "invalid"),
        ("2026-02-30 14:00", "no_such_day"),
        ("2026-03-29 02:30", "skipped"),
        ("2026-10-25 02:30", "repeated"),
    ],
)
def test_moment_that_could_mean_two_or_none_is_refused(typed, code):
    for language in ("fr", "en"):
        with override(language), pytest.raises(ValidationError) as refused:
            MomentFormField().clean(typed)
        assert refused.value.code == code


@pytest.mark.parametrize(
    "typed",
    [
        "2026-12-05",
        "05/12/2026",
        "5/12/2026",
        "5.12.2026",
        "05-12-2026",
        "5 décembre 2026",
        "5 Decembre 2026",
        " 5\u00a0DÉC. 2026 ",
        "5 December 2026",
        "5th Dec 2026",
        "December 5, 2026",
        "05 / 12 / 2026",
        "samedi 5 décembre 2026",
        "Sam. 5 déc. 2026",
        "le samedi\u00a05 décembre 2026",
        "le 5 décembre 2026",
        "Saturday 5 December 2026",
        "Saturday, December 5, 2026",
    ],
)
def test_day_means_the_same_however_it_is_typed(typed):
    for language in ("fr", "en"):
        with override(language):
            assert DayFormField().clean(typed) == date(2026, 12, 5)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("05/12/26", "short_year"),
        ("5/12", "no_year"),
        ("1ᵉʳ décembre", "no_year"),
        ("samedi 5 décembre", "no_year"),
        ("29 février", "no_year"),
        ("30 février", "invalid"),
        ("5/13", "invalid"),
        ("vendredi 5 décembre 2026", "other_weekday"),
        ("Friday 5 December 2026", "other_weekday"),
        ("bientôt 5 décembre 2026", "invalid"),
        ("5 jui 2026", "invalid"),  # juin and juillet
        ("5 ma 2026", "invalid"),
        ("12/2026", "invalid"),
        ("demain", "invalid"),
        ("31/02/2026", "no_such_day"),
        ("12/25/2026", "no_such_day"),
        ("2026-13-01", "no_such_day"),
    ],
)
def test_day_that_is_not_surely_one_is_refused_with_its_reason(typed, code):
    for language in ("fr", "en"):
        with override(language), pytest.raises(ValidationError) as refused:
            DayFormField().clean(typed)
        assert refused.value.code == code


def test_the_first_of_a_month_may_have_raised_letters():
    assert DayFormField().clean("1ᵉʳ décembre 2026") == DayFormField().clean("1er décembre 2026") == date(2026, 12, 1)


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
        ("en 2026 300 personnes", "en 2026 300 personnes"),
        ("2026 300 000 personnes", "2026 300\u202f000 personnes"),
        ("1 234 567", "1\u202f234\u202f567"),
    ],
)
def test_french_typography(typed, shown):
    assert typeset(typed, "fr") == shown
    assert typeset(shown, "fr") == shown


def test_typography_never_touches_a_tag():
    assert typeset_html('<a href="/?q=a : b">l\'IA !</a>', "fr") == '<a href="/?q=a : b">l’IA\u202f!</a>'


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("<b>mot</b> ; suite", "<b>mot</b>\u202f; suite"),
        ("<p>« <em>mot</em> »</p>", "<p>«\u00a0<em>mot</em>\u00a0»</p>"),
        ('«<a href="/fr/">mot</a>»', '«\u00a0<a href="/fr/">mot</a>\u00a0»'),
        ("«<em> mot </em>»", "«\u00a0<em>mot</em>\u00a0»"),
        ("«&nbsp;mot&nbsp;»&nbsp;;", "«\u00a0mot\u00a0»\u202f;"),
        ("d'<em>IA</em>, <b>l</b>'IA", "d’<em>IA</em>, <b>l</b>’IA"),
        ("10 <b>000</b> <i>€</i>", "10\u202f<b>000</b>\u00a0<i>€</i>"),
        ("<b>2026</b> 300", "<b>2026</b> 300"),
        ("<p>2</p><p> 300</p>un<br> ; deux", "<p>2</p><p> 300</p>un<br>\u202f; deux"),
        ('« <span lang="en-GB">what ? it\'s</span> »', '«\u00a0<span lang="en-GB">what ? it’s</span>\u00a0»'),
        ('<span lang="de">was <em>« so »</em> ?</span> ?', '<span lang="de">was <em>« so »</em> ?</span>\u202f?'),
        ("<b>a &amp; b</b> ;", "<b>a &amp; b</b>\u202f;"),
    ],
)
def test_typography_reads_a_line_over_its_tags_and_each_passage_in_its_language(typed, shown):
    assert typeset_html(typed, "fr") == shown
    assert typeset_html(shown, "fr") == shown
