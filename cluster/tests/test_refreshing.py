"""What of the consortium is to be refreshed: figures that are old or contradicted, milestones whose day has passed."""

from datetime import date

import pytest

from cluster.enums import CountedFigure, FigureQualifier
from cluster.models import KeyFigure, Milestone
from tests.make import PAST, make

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("as_of", "is_old"),
    [("2024", True), ("2025", False), ("2025-10", True), ("2025-11", False), ("2025-11-29", True), ("2025-11-30", False)],
)
def test_a_figure_is_old_a_year_after_the_end_of_its_day_month_or_year(as_of, is_old):
    make(KeyFigure, as_of=as_of)
    assert KeyFigure.objects.over_a_year_old(DAY).exists() is is_old
    KeyFigure.objects.update(withdrawn_at=PAST)
    assert not KeyFigure.objects.over_a_year_old(DAY).exists()


@pytest.mark.parametrize(
    ("begins", "ends", "is_past"),
    [
        ("2025", "", True),
        ("2026", "", False),
        ("2026-10", "", True),
        ("2026-11", "", False),
        ("2026-11-29", "", True),
        ("2026-11-30", "", False),
        ("2025", "2026", False),
        ("2025", "2026-10", True),
    ],
)
def test_a_planned_milestone_is_past_once_its_last_day_is_over(begins, ends, is_past):
    make(Milestone, date=begins, date_end=ends, is_planned=True), make(Milestone, date=begins, date_end=ends)
    assert Milestone.objects.planned_and_past(DAY).count() == int(is_past)


def test_figures_disagree_with_a_count_that_is_known_alone():
    claims = {
        "equal": ("", 3),
        "wrong": ("", 4),
        "borne out": (FigureQualifier.MORE_THAN, 2),
        "too few": (FigureQualifier.MORE_THAN, 3),
    }
    for key, (qualifier, value) in claims.items():
        make(KeyFigure, key=key, counted_by=CountedFigure.THEMES, qualifier=qualifier, value=value)
    make(KeyFigure, key="not counted", counted_by="", value=9)
    make(KeyFigure, key="not seen", counted_by=CountedFigure.INDUSTRIAL_PLEDGES, value=9)
    found = KeyFigure.objects.disagreeing({CountedFigure.THEMES: 3}).order_by("pk")
    assert [figure.key for figure in found] == ["wrong", "too few"]
