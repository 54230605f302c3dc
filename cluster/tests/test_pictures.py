"""What the pictures show: right sums, nothing hidden, and no overlap for any number of things."""

import re
from datetime import date
from decimal import Decimal
from itertools import combinations

import pytest
from django.urls import reverse
from django.utils.translation import override

from cluster import atlas, funding, timescale
from cluster.models import KeyFigure, Milestone, NationalCluster
from publishing import languages
from tests.make import draft, future, make
from tests.pages import flat

pytestmark = pytest.mark.django_db
COUNTS = (0, 1, 3, 9, 40)
TODAY = date(2026, 7, 1)


def milestone(day: str, number: int = 0, lane: str = "national", **given) -> Milestone:
    return Milestone(pk=number, date=day, lane=lane, title=f"Étape {number}", **given)


def cluster(number: int, latitude: float, longitude: float, amount: int = 20) -> NationalCluster:
    return NationalCluster(
        pk=number, name=f"Pôle {number}", latitude=latitude, longitude=longitude, amount_meur=Decimal(amount)
    )


# The timeline


@pytest.mark.parametrize(
    ("iso", "first", "last"),
    [("2024", 2024, 2024 + 365 / 366), ("2024-02", 2024 + 31 / 366, 2024 + 59 / 366), ("2025-01-01", 2025, 2025)],
)
def test_a_date_is_as_long_as_it_is_vague(iso, first, last):
    assert (timescale.moment(iso), timescale.moment(iso, last=True)) == (pytest.approx(first), pytest.approx(last))


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("crowded", [True, False])
def test_marks_never_meet(count, crowded):
    """At 280 px, of which a mark takes 9."""
    days = [f"2025-05-{turn % 28 + 1:02d}" if crowded else f"{2018 + turn % 13}-{turn % 12 + 1:02d}" for turn in range(count)]
    drawn = timescale.draw([milestone(day, turn) for turn, day in enumerate(days)], TODAY)
    assert len(drawn.marks) == count
    for one, other in combinations(drawn.marks, 2):
        gap = max(float(one.start[:-1]) - float(other.end[:-1]), float(other.start[:-1]) - float(one.end[:-1]))
        assert one.y != other.y or gap / 100 * 280 >= 9
    assert all(drawn.axis + 20 < mark.y < drawn.foot_y - 12 for mark in drawn.marks)


def test_lanes_stand_on_either_side_of_the_axis():
    drawn = timescale.draw([milestone("2024", 1, "cluster"), milestone("2024", 2)], TODAY)
    above, below = drawn.marks
    assert 18 < above.y < drawn.axis < below.y < drawn.height


def test_years_reach_from_2018_to_2030_and_further_where_needed():
    assert (timescale.draw([], TODAY).first, timescale.draw([], TODAY).last) == (2018, 2030)
    wide = timescale.draw([milestone("1998"), milestone("2041-12-31", 1)], TODAY)
    assert (wide.first, wide.last) == (1998, 2041)
    assert sum(year.named for year in wide.years) <= 14 and sum(year.often for year in wide.years) <= 5


def test_what_is_planned_or_to_come_is_ahead():
    days = [("2026-06-30", False, False), ("2026-07-02", False, True), ("2025-09", True, True)]
    for day, planned, ahead in days:
        assert timescale.draw([milestone(day, is_planned=planned)], TODAY).marks[0].ahead == ahead


@pytest.mark.parametrize("name", ["milestone-list", "keyfigure-list"])
def test_hidden_milestones_are_in_no_timeline(client, name):
    make(Milestone, "Visible")
    make(Milestone, "Masque", **future())
    page = client.get(reverse(name)).content.decode()
    assert len(re.findall(r"<g class=", page)) == 1
    assert "Visible" in page and "Masque" not in page


# Funding


def figure(key: str, value: int, **given) -> KeyFigure:
    return make(KeyFigure, key=key, value=value, **{"unit": "MEUR", "qualifier": ""} | given)


def test_sum_and_share_are_computed():
    figures = [figure("grant", 35), figure("industrial_pledge", 32, qualifier="more_than"), figure("france_2030", 54000)]
    clusters = [
        make(NationalCluster, amount_meur=amount, is_ours=amount == 35) for amount in (75, 70, 70, 35, 30, 20, 20, 20, 20)
    ]
    told = funding.of(figures, clusters)
    assert (told.total, told.at_least) == (67, True)
    assert (told.ours.amount, told.ours.of, told.ours.per_cent) == (35, 360, Decimal("9.7"))
    assert told.ours.per_cent + told.others.per_cent == 100
    assert [part.width for part in told.means] == ["52.239%", "47.761%"]
    assert sum(part.ours for part in told.nation) == 1


def test_funding_holds_with_anything_missing():
    assert funding.of([], []) == funding.Funding()
    alone = funding.of([figure("grant", 35)], [make(NationalCluster, amount_meur=20)])
    assert (alone.total, alone.at_least, alone.ours, alone.nation) == (35, False, None, [])
    assert funding.of([], [make(NationalCluster, amount_meur=20, is_ours=True)]).other_count == 0


@pytest.mark.parametrize("code", languages.codes())
def test_hidden_figures_and_clusters_count_for_nothing(client, code):
    figure("grant", 35)
    figure("industrial_pledge", 777, **draft())
    make(NationalCluster, amount_meur=40, is_ours=True)
    make(NationalCluster, amount_meur=60)
    make(NationalCluster, amount_meur=900, **future())
    with override(code):
        context = client.get(reverse("keyfigure-list")).context
    assert (context["funding"].total, context["funding"].ours.of, context["funding"].ours.per_cent) == (35, 100, 40)


# The map


def boxes(drawn: atlas.Atlas) -> list[tuple[int, atlas.Box]]:
    labels = [(disc.number, disc.label_box()) for disc in drawn.discs if disc.numbered]
    return [*((disc.number, disc.box) for disc in drawn.discs), *labels]


def spread_over_france(count: int) -> list[NationalCluster]:
    return [cluster(turn, 43.3 + turn * 0.37 % 6.4, -1 + turn * 0.83 % 7.5, (20, 35, 75)[turn % 3]) for turn in range(count)]


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("place", ["over France", "in one city"])
def test_nothing_on_the_map_meets(count, place):
    clusters = spread_over_france(count)
    if place == "in one city":
        clusters = [cluster(turn, 48.85, 2.35, (20, 35, 75)[turn % 3]) for turn in range(count)]
    drawn = atlas.draw(clusters)
    for (one, box), (other, beside) in combinations(boxes(drawn), 2):
        assert not (box.meets(beside) and (one != other or box == beside)), (one, other)
    assert all(box.within(drawn.view) for _number, box in boxes(drawn))


def test_two_crowds_far_apart_are_not_one():
    drawn = atlas.draw([cluster(1, 48.85, 2.35), cluster(2, 48.86, 2.3), cluster(3, 43.6, 1.44), cluster(4, 43.61, 1.45)])
    assert drawn.lens == tuple(
        round(sum(axis) / 2) for axis in zip(atlas.pixels(2.35, 48.85), atlas.pixels(2.3, 48.86), strict=True)
    )
    assert all(disc.y > 400 for disc in drawn.discs[2:])


def test_area_is_in_proportion_to_the_amount():
    small, large = atlas.draw([cluster(1, 48.1, -1.7, 20), cluster(2, 45.2, 5.7, 80)]).discs
    assert large.r**2 == pytest.approx(4 * small.r**2)


def test_paris_in_lambert_93():
    assert [round(one) for one in atlas.lambert93(2.3522, 48.8566)] == [652469, 6862035]


def test_a_filter_hollows_what_it_leaves_out_and_the_sums_follow(client):
    make(NationalCluster, amount_meur=70, region="Bretagne", latitude=48, longitude=-2)
    make(NationalCluster, amount_meur=20, region="Corse", latitude=42, longitude=9)
    response = client.get(reverse("nationalcluster-list"), {"region": "Corse"})
    assert len(re.findall(r'<circle class="[^"]*off"', flat(response.content.decode()))) == 1
    assert (response.context["sum"], response.context["shown_sum"]) == (90, 20)
