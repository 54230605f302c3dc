"""What is told of pledges: what the cluster declares, and those that may be shown; of the confidential ones, nothing."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse
from django.utils.translation import override

from caps.models import CAP
from cluster.enums import FigureQualifier, FigureUnit
from cluster.models import Institution, KeyFigure, Theme
from news.models import PressRelease
from partners.models import Partner, Pledge
from portal.lists import LISTS
from publishing import languages, opendata
from tests import pages
from tests.growth import grow
from tests.make import draft, make

pytestmark = pytest.mark.django_db
MOMENT = datetime(2026, 12, 1, 13, 0, tzinfo=UTC)
STEPS = 12


def pledged(amount: int, shown: bool, **given) -> Pledge:
    return make(Pledge, partner=make(Partner, **{"kind": "sme"} | given), amount=amount, is_public=shown)


def declared(**given) -> KeyFigure:
    figure = {"key": "industrial_pledge", "value": 32, "unit": FigureUnit.MEUR, "qualifier": FigureQualifier.MORE_THAN}
    return make(KeyFigure, **figure, as_of="2024-09", counted_by="industrial_pledges", **given)


def test_the_sum_told_is_of_pledges_that_are_public_each_by_itself():
    assert Pledge.objects.told_total() == 0
    pledged(5_000_000, shown=True)
    pledged(700_000, shown=True, kind="association")
    for hidden in ({"shown": False}, {"shown": True, "is_example": True}, {"shown": True, **draft()}):
        for _several in range(4):
            pledged(9_000_000, **hidden)
    french_only = dict.fromkeys([languages.column("public_from", code) for code in languages.others()])
    pledged(20, shown=True, **french_only | {languages.column("public_from", languages.main()): MOMENT.replace(year=2025)})
    assert Pledge.objects.told_total() == Decimal(5_700_020)
    assert Pledge.objects.total() > 100_000_000


@pytest.mark.parametrize(
    ("code", "words", "added"),
    [
        ("fr", ["Plus de", "32 M€", "septembre 2024"], "font ensemble 1 500 000 €"),
        ("en", ["More than", "€32 million", "September 2024"], "add up to €1,500,000"),
    ],
)
def test_the_partners_page_tells_the_declared_figure_and_what_may_be_shown(client, code, words, added):
    figure = declared()
    pledged(1_500_000, shown=True)
    pledged(8_765_432, shown=False)
    with override(code):
        said = " ".join(re.sub("<[^>]+>", " ", pages.flat(client.get(reverse("partner-list")).content.decode())).split())
        source = getattr(figure, languages.column("source", code))
    assert [one for one in (*words, added, source) if one not in said] == []
    figure.delete()
    Pledge.objects.update(is_public=False)
    with override(code):
        said = client.get(reverse("partner-list")).content.decode()
    assert [one for one in (words[1], added) if one in said] == []


def addresses() -> Iterator[str]:
    for code in languages.codes():
        with override(code):
            yield from (reverse(name) for name in (*LISTS, "search", "press-feed", "agenda-calendar"))
            yield from (f"{reverse(name)}?q=Texte" for name in ("search", "search-suggestions", "partner-list"))
            yield from (f"{reverse('partner-list')}?{query}" for query in ("kind=sme", "sector=health&country=FR", "page=2"))
            for model in (Partner, CAP, Institution, Theme, PressRelease):
                yield from (thing.get_absolute_url(code) for thing in model.objects.public(code).order_by("pk"))
    for one in opendata.published():
        yield from (reverse(f"dataset-{kind}", kwargs={"name": one.name}) for kind in ("csv", "json", "schema"))


def answers(client) -> dict[str, str]:
    """Every public answer, headers included, but for numbers that are made up for each."""
    found = {}
    for path in addresses():
        answer = client.get(path)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        headers = "\n".join(f"{name}: {value}" for name, value in sorted(answer.items()))
        text = f"{answer.status_code}\n{headers}\n{content.decode()}"
        found[path] = re.sub(r'nonce-[\w+/=]+|nonce="[^"]*"|name="csrfmiddlewaretoken" value="\w+"', "", text)
    return found | {"sitemap": pages.sitemap(client)}


def stir(chance: random.Random, partners: list[Partner]) -> None:
    """One change of confidential pledges, as any day brings it."""
    kept = list(Pledge.objects.filter(is_public=False))
    step = chance.choice(("add", "add", "change", "remove", "move")) if kept else "add"
    years = {"start_year": chance.randint(2018, 2024), "end_year": chance.randint(2025, 2040)}
    if step == "add":
        amount = chance.choice((1, 999_999, 7_000_000, 950_000_000))
        Pledge.objects.create(partner=chance.choice(partners), amount=amount, kind=chance.choice(("cash", "in_kind")), **years)
    else:
        pledge = chance.choice(kept)
        if step == "remove":
            pledge.delete()
        else:
            pledge.amount, pledge.partner = min(pledge.amount * 3 + 1, 999_999_999), chance.choice(partners)
            pledge.save()


@pytest.mark.in_full
@pytest.mark.parametrize("seed", range(2))
def test_no_public_answer_moves_with_a_confidential_pledge(client, seed):
    """Not a byte, whatever is kept, changed or removed: so nothing can be computed, from one answer or from two."""
    chance = random.Random(seed)
    with time_machine.travel(MOMENT, tick=False):
        grow()
        declared()
        pledged(1_500_000, shown=True)
        partners = [*Partner.objects.all(), make(Partner, is_example=True), make(Partner, **draft())]
        before = answers(client)
        assert len(before) > 60
        for _step in range(STEPS):
            stir(chance, partners)
        assert Pledge.objects.filter(is_public=False).exists()
        after = answers(client)
    assert [path for path in before if before[path] != after[path]] == []
    assert before.keys() == after.keys()
