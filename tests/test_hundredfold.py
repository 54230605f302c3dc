"""No anonymous request costs without bound: every address of the URL configuration, on a portal of a hundred times the content.

What a page holds is bounded in bytes and in CPU, whatever the portal holds and whatever stands in the address. The bounds are
generous, so that a busy machine keeps them: a page that grows with the portal passes them many times over. All the content
counts as real here, so that sums, choices, sitemaps and data files hold it too; and one institution, one partner and one person
take part in everything.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import islice

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils.translation import override

from caps.models import CAP, Involvement, Membership, Opportunity, PartnerInvolvement, PersonPublication, Publication
from cluster.models import Institution, Page, Person, Theme
from news.models import Article, Event
from partners.models import Partner
from portal.demo.synthetic import multiply
from portal.lists import LISTS
from publishing import languages
from tests.growth import count_as_real
from tests.responses import let_go
from tests.test_walk import ROUTES, World, routes

pytestmark = [pytest.mark.slow, pytest.mark.in_full]

TIMES = 100
KILOBYTES = 400
SECONDS = 2.0
FILES = {
    "sitemap-part": (2_000, 4.0),
    "dataset-csv": (6_000, 12.0),
    "dataset-json": (12_000, 12.0),
    "publication-list-bibtex": (2_000, 4.0),
    "publication-list-ris": (2_000, 4.0),
    "press-feed": (1_000, 4.0),
    "opportunity-feed": (1_000, 4.0),
    "deadline-calendar": (1_000, 4.0),
    "agenda-calendar": (1_000, 4.0),
    "pressrelease-kit": (20_000, 4.0),
    "pressrelease-pdf": (4_000, 4.0),
    "social-picture": (400, 4.0),
    "thing-picture": (400, 4.0),
    "pressrelease-picture": (400, 4.0),
}
"""The kilobytes and seconds of what is no page. A part of a sitemap holds a thousand things; a data file all of one kind, since
it is there to be taken away whole; a list for reference managers two thousand publications."""
LISTED = {*LISTS, "search", "search-suggestions", "publication-list-bibtex"}
"""Routes that read parameters of their address."""
EACH = 2
"""Things of a kind whose pages are asked for: the first one is tied to everything."""


@pytest.fixture(scope="module")
def hundredfold(django_db_setup, django_db_blocker, demo_content) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        with override(languages.main()):
            multiply(TIMES)
        count_as_real()
        _tie_everything()
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def demo_content(django_db_setup, django_db_blocker) -> None:
    from conftest import own_database
    from tests import databases

    with django_db_blocker.unblock():
        own_database().hold(databases.DEMO)


def _tie_everything() -> None:
    """One of each kind that everything leads to."""
    institution = Institution.objects.public(languages.main()).order_by("pk")[0]
    partner = Partner.objects.public(languages.main()).order_by("pk")[0]
    person = Person.objects.public(languages.main()).order_by("pk")[0]
    caps = list(CAP.objects.all())
    already = {"ignore_conflicts": True}
    Involvement.objects.bulk_create((Involvement(cap=cap, institution=institution) for cap in caps), **already)
    PartnerInvolvement.objects.bulk_create((PartnerInvolvement(cap=cap, partner=partner) for cap in caps), **already)
    Membership.objects.bulk_create((Membership(cap=cap, person=person, institution=institution) for cap in caps), **already)
    ties = (PersonPublication(person=person, publication=one) for one in Publication.objects.all())
    PersonPublication.objects.bulk_create(ties, **already)
    Opportunity.objects.update(institution=institution, cap=caps[0])
    for model in (Article, Event):
        model.institutions.through.objects.bulk_create(
            (
                model.institutions.through(**{f"{model._meta.model_name}_id": one.pk, "institution": institution})
                for one in model.objects.all()
            ),
            **already,
        )


def hostile() -> list[str]:
    """What a visitor who means ill adds to the address of a list."""
    theme = Theme.objects.public(languages.main())[0].slug(languages.main())
    repeated = "&".join(f"theme=x{n}&institution=y{n}&keyword={n}&programme=z{n}" for n in range(100))
    return [
        "?page=999999",
        f"?page=2&theme={theme}&sort=count&q=exemple",
        f"?{repeated}",
        "?institution_words=exemple&partner_words=e&programme_words=ex&q=" + "exemple " * 30,
    ]


def addresses() -> Iterator[tuple[str, str]]:
    """Each route with the addresses that are asked for."""
    world, asked = World("draft", [], []), hostile()
    with override(languages.main()):
        for name in dict.fromkeys(routes()):
            tried = ROUTES[name]
            found = islice(tried(world, languages.main()), None if name.startswith(("sitemap", "dataset")) else EACH)
            for kwargs in found:
                try:
                    path = reverse(name, kwargs=kwargs)
                except NoReverseMatch:
                    continue
                yield from ((name, path + query) for query in ("", *(asked if name in LISTED else ())))
        yield from (("page-detail", page.get_absolute_url()) for page in Page.objects.public(languages.main()))


def cost_of(client: Client, address: str) -> tuple[float, float]:
    """The kilobytes of an answer, and its seconds of CPU, with nothing kept from one asked before."""
    cache.clear()
    began = time.process_time()
    response = client.get(address)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    seconds = time.process_time() - began
    let_go(response)
    assert response.status_code < 500, address
    return len(content) / 1000, seconds


def test_no_address_costs_without_bound(hundredfold):
    client, dear = Client(raise_request_exception=True), []
    cost_of(client, "/fr/")  # what a process fills once
    for name, address in addresses():
        most, longest = FILES.get(name, (KILOBYTES, SECONDS))
        try:
            kilobytes, seconds = cost_of(client, address)
        except Exception as error:
            dear.append(f"{address[:90]}: {error!r:.200}")
            continue
        if seconds > longest:
            seconds = min(seconds, cost_of(client, address)[1])
        if kilobytes > most or seconds > longest:
            dear.append(f"{address[:90]}: {kilobytes:.0f} kB, {seconds:.1f} s")
    assert dear == []
