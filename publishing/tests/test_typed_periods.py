"""A year, a month or a day, as people type them: with one meaning, kept in ISO 8601."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import override

from cluster.models import Milestone
from news.models import Coverage
from publishing.fields import IsoDateField, IsoDateFormField
from publishing.typed_days import read_period
from tests.backoffice import change_url, opened, staff
from tests.make import draft, make

TYPED = [
    *((day, "2026-12-05") for day in ("05/12/2026", "5.12.2026", "5 décembre 2026", "5 Dec 2026", "December 5, 2026")),
    *((month, "2026-12") for month in ("12/2026", "12.2026", "décembre 2026", "Dec. 2026", "DECEMBER 2026", "2026-12")),
    ("1er mai 2026", "2026-05-01"),
    ("2026", "2026"),
    ("2026-12-05", "2026-12-05"),
]


@pytest.mark.parametrize(("typed", "kept"), TYPED)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_is_typed_means_the_same_in_each_language(typed, kept, language):
    with override(language):
        assert read_period(typed) == kept
        assert IsoDateFormField().clean(f" {typed} ") == kept


@pytest.mark.parametrize(
    "typed", ["13/2026", "0000", "2026-13", "31/02/2026", "05/12/26", "jui 2026", "2026-12-05-01", "bientôt", "12/05"]
)
def test_what_is_no_day_is_refused_in_words(typed):
    with pytest.raises(ValidationError):
        IsoDateFormField().clean(typed)


@pytest.mark.django_db
def test_forms_keep_it_and_show_it_again():
    client = staff(language="en")
    coverage, milestone = make(Coverage, **draft()), make(Milestone, **draft())
    form = opened(client, coverage) | {"date": "5 décembre 2026", "language": "de"}
    assert client.post(change_url(coverage), form).status_code == 302
    coverage.refresh_from_db()
    assert (coverage.date, coverage.language) == ("2026-12-05", "de")
    assert client.post(change_url(milestone), opened(client, milestone) | {"date": "12/2026"}).status_code == 302
    milestone.refresh_from_db()
    assert milestone.date == "2026-12"
    page = client.get(change_url(milestone)).content.decode()
    assert "December 2026</output>" in page
    refused = client.post(change_url(milestone), opened(client, milestone) | {"date": "05/12/26"})
    assert "Write the year in full" in refused.content.decode() and 'value="05/12/26"' in refused.content.decode()
    with pytest.raises(ValidationError):
        IsoDateField().clean("05/12/2026", None)  # the column itself keeps ISO 8601 alone


@pytest.mark.django_db
def test_the_language_of_an_article_is_chosen_by_its_name():
    client = staff(language="en")
    coverage = make(Coverage, language="tlh", **draft())
    page = client.get(change_url(coverage)).content.decode()
    assert '<option value="de">German</option>' in page and '<option value="tlh" selected>' in page
    assert page.index('value="fr"') < page.index('value="af"'), "the portal’s own come first"
    assert client.post(change_url(coverage), opened(client, coverage)).status_code == 302, "what is stored stays a choice"
    assert client.post(change_url(coverage), opened(client, coverage) | {"language": "x y"}).status_code == 200
    listed = client.get(reverse("admin:news_coverage_changelist")).content.decode()
    Coverage.objects.update(language="de")
    listed = client.get(reverse("admin:news_coverage_changelist")).content.decode()
    assert "German" in listed
