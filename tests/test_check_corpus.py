"""How well the check of communiqués does on made-up releases, and on those of the demo data."""

from pathlib import Path

import pytest
from django.conf import settings

from news.models import PressRelease
from news.release_checks.examination import examine
from news.release_checks.knowledge import load
from proofreading import engine
from proofreading.findings import ERROR, WARNING
from proofreading.scoring import score

pytestmark = pytest.mark.django_db
CORPUS = Path(settings.BASE_DIR) / "tests" / "checker_corpus"


@pytest.mark.in_full
def test_faults_are_found_and_few_alarms_are_false(demo):
    """On the half of the releases that the rules were not developed on; ``script/score-checker`` prints the table."""
    with engine.strict():
        result = score(CORPUS / "held_out", load())
    assert result.recall(ERROR) >= 0.9
    assert result.recall(WARNING) >= 0.8
    assert result.false_warnings_per_thousand_words <= 1
    assert result.false_errors_per_five_releases <= 1
    assert result.lookalikes_marked == 0


@pytest.mark.parametrize("slug", ["postgenai-paris-laureat-de-l-appel-ia-cluster", "inauguration-de-postgenai-paris"])
def test_the_releases_of_the_demo_are_sound(demo, slug):
    assert [one.message.render("en") for one in examine(PressRelease.objects.get(slug_fr=slug)).report.findings] == []
