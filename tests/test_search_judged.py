"""How well the search answers: judged queries in every language the demo data is written in, and their score."""

from pathlib import Path

import pytest
import yaml
from django.utils.translation import override

from search import spelling

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

JUDGED = yaml.safe_load((Path(__file__).parent / "judged_searches.yaml").read_text(encoding="utf-8"))
WANTED = 0.9


def place(query: str, language: str, hoped: set[str]) -> int:
    """Where the first page that was hoped for stands among the results, from 1 on; 0 where it does not."""
    with override(language):
        hits = spelling.answer(query, language).results.hits
    return next((number for number, hit in enumerate(hits, start=1) if hit.path in hoped), 0)


def test_mean_reciprocal_rank(demo):
    """Each answer counts for one over its place among the results as the page shows them (Voorhees, TREC-8, 1999)."""
    scores, late = [], []
    for language, queries in JUDGED.items():
        for query, hoped in queries.items():
            found = place(query, language, set([hoped] if isinstance(hoped, str) else hoped))
            scores.append(1 / found if found else 0)
            if found != 1:
                late.append(f"{language} “{query}”: {found or 'not found'}")
    score = sum(scores) / len(scores)
    print(f"\nSearch: mean reciprocal rank {score:.3f} over {len(scores)} judged queries.", *late, sep="\n  ")
    assert len(scores) >= 160
    assert score >= WANTED, late
