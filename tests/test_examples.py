"""Examples beside what is real: taken away, no number of the public changes; shown, they say what they are."""

import re
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils.translation import override

from caps.models import CAP
from cluster.models import Institution, KeyFigure, Theme
from news.models import PressRelease
from partners.models import Partner
from portal.lists import LISTS
from publishing import languages, opendata
from tests.responses import let_go

pytestmark = pytest.mark.django_db
MAIN = languages.main()
MOMENTS = languages.columns("public_from")
WORDS = ("paris", "exemple", "santé")


def at(name: str, **query: str) -> str:
    with override(MAIN):
        return reverse(name, query=query)


def of_filters(filterset) -> dict[str, object]:
    found: dict[str, object] = {}
    for group in filterset.groups:
        found |= {group.name: group.count}
        found |= {f"{group.name}={choice.option.value}": choice.count for choice in group.choices if choice.count}
    return found


def of_matrix(table: str) -> dict[str, object]:
    """The sums of a written matrix: of an institution and of a programme, by the address of its page."""
    found: dict[str, object] = {}
    for row in re.findall(r'<tr>\s*<th scope="row">\s*<a\s+href=.*?</tr>', table, re.S):
        sums = re.findall(r'class="said">.*?</span>\s*(\d+|–)', row, re.S)
        found["row " + re.search(r'href="([^"]+)"', row)[1]] = [0 if one == "–" else int(one) for one in sums]
    heads = re.findall(r'class="([^"]*)"\s+href="([^"]+)"\s+data-name', table)
    totals = re.findall(r"<td[^>]*>\s*(\d+|–)\s*</td>", table.partition("<tfoot>")[2])
    named = zip(heads, totals, strict=True)
    return found | {f"column {address}": int(total) for (mark, address), total in named if mark != "made-up"}


READERS = {
    "filter": of_filters,
    "table": of_matrix,
    "written_spread": lambda html: {"spread": str(html)},
    "funding": lambda funding: {"means": funding.total, "others": funding.other_count},
    "results": lambda results: {f"hits {group.slug}": group.total for group in results.groups if group.total},
    "sets": lambda html: dict(re.findall(r'<h2 id="([^"]+)">.*?<p>\s*([^<]+?)\s*<', html, re.S)),
}
NUMBERS = ("shown", "total", "sum", "shown_sum", "institution_count", "national_sum")


def counted(context) -> dict[str, object]:
    """Every number that a page was given to show."""
    found: dict[str, object] = {name: context[name] for name in NUMBERS if name in context}
    for name, reader in READERS.items():
        found |= reader(context[name]) if name in context else {}
    return found


def every_number(client) -> dict[tuple[str, str], object]:
    addresses = [at(name) for name in LISTS] + [at("search", q=words) for words in WORDS]
    found = {}
    for address in addresses:
        response = client.get(address)
        found |= {
            (address, name): number
            for name, number in counted(getattr(response, "context_data", None) or response.context).items()
        }
        let_go(response)
    for dataset in opendata.published():
        found["data", dataset.name] = [row["id"] for row in dataset.rows()]
    found["press", "claims"] = [(figure.key, figure.counted) for figure in KeyFigure.objects.order_by("pk")]
    return found


def test_no_number_of_the_public_holds_an_example(client, demo):
    with_examples = every_number(client)
    assert Partner.objects.examples().exists()
    shown_again = {cap.pk: {name: getattr(cap, name) for name in MOMENTS} for cap in CAP.objects.real()}
    call_command("remove_examples", verbosity=0)
    for pk, moments in shown_again.items():  # it goes back to draft when its example people go
        CAP.objects.filter(pk=pk).update(**moments)
    assert not Partner.objects.examples().exists()
    without = every_number(client)
    assert {key: number for key, number in with_examples.items() if without.get(key, number) != number} == {}


def test_a_list_of_examples_alone_has_no_number_and_loses_none_of_them(client, demo):
    Partner.objects.real().delete()
    response = client.get(at("partner-list"))
    said = re.search(r'<p class="result".*?</p>', response.content.decode(), re.S)[0]
    numbers = re.findall(r"\d+", re.sub("<[^>]+>", " ", said))
    assert numbers == [str(Partner.objects.examples().count())]
    assert len(response.context["object_list"]) == Partner.objects.examples().count()


def counted_above(heading: str) -> int:
    """What the numbers of a heading add up to: those of real things and of examples."""
    return sum(map(int, re.findall(r"\d+", re.sub("<[^>]+>", " ", heading))))


def test_the_numbers_above_a_list_add_up_to_what_stands_below_it(client, demo):
    """“1 programme” over eight of them would be taken for a fault of the page."""
    for theme in Theme.objects.all():
        page = client.get(theme.get_absolute_url(MAIN)).content.decode()
        heading, below = re.search(r'<h2 id="programmes">(.*?)</h2>(.*?)</ol>', page, re.S).groups()
        assert counted_above(heading) == len(re.findall(r'<li class="entry', below)) > 0, theme
    listed = client.get(at("cap-list")).content.decode()
    groups = re.findall(r'<h2 class="group[^"]*">(.*?)</h2>\s*<ol class="entries">(.*?)</ol>', listed, re.S)
    assert len(groups) == Theme.objects.count()
    assert [counted_above(heading) for heading, _below in groups] == [
        len(re.findall(r'<li class="entry', below)) for _heading, below in groups
    ]
    shelves = re.findall(
        r'<ol class="shelf">(.*?)</ol>.*?<h2 class="shelf-name".*?>(.*?)</h2>', client.get(at("home")).content.decode(), re.S
    )
    assert [counted_above(heading) for _spines, heading in shelves] == [spines.count("<li") for spines, _heading in shelves]
    member = Institution.objects.get(is_lead=True)
    page = client.get(member.get_absolute_url(MAIN)).content.decode()
    for heading, below in re.findall(r'<h2 id="(?:leads|joins)">(.*?)</h2>(.*?)</ol>', page, re.S):
        assert counted_above(heading) == len(re.findall(r'<li class="entry', below)) > 0, heading


@pytest.mark.parametrize("language", languages.codes())
def test_a_page_that_shows_examples_says_so_once(client, demo, language):
    for name in LISTS:
        with override(language):
            html = client.get(reverse(name)).content.decode()
        shown = 'class="ex"><span class="vh">' in html or "made-up" in html
        assert html.count('class="examples-said') == int(shown), name


def test_the_page_of_an_example_says_so_where_it_is_shared_and_asks_not_to_be_found(client, demo):
    for thing in (CAP.objects.examples().first(), Partner.objects.examples().first(), PressRelease.objects.examples().first()):
        html = client.get(thing.get_absolute_url(MAIN)).content.decode()
        assert '<meta name="robots" content="noindex">' in html
        for said in (r"<title>([^<]*)", r'property="og:title" content="([^"]*)'):
            assert unescape(re.search(said, html)[1]).startswith("[exemple] ")
        assert re.search(r'name="description" content="([^"]*)', html)[1].startswith("Inventé pour la démonstration")
        assert html.count('class="examples-said') == 1
    real = client.get(CAP.objects.real().first().get_absolute_url(MAIN)).content.decode()
    assert "noindex" not in real
    assert "[exemple]" not in re.search(r"<title>[^<]*", real)[0]


def test_the_files_of_an_example_are_not_to_be_found_either(client, demo):
    release = PressRelease.objects.examples().first()
    for name in ("pressrelease-text", "pressrelease-pdf"):
        with override(MAIN):
            response = client.get(reverse(name, kwargs={"slug": release.slug(MAIN)}))
        assert response["X-Robots-Tag"] == "noindex"
        let_go(response)


def test_no_example_is_in_the_map_for_engines(client, demo):
    parts = re.findall(r"<loc>([^<]+)</loc>", client.get(reverse("sitemap")).content.decode())
    listed = "".join(client.get(urlsplit(part).path).content.decode() for part in parts)
    for thing in (CAP.objects.examples().first(), Partner.objects.examples().first(), PressRelease.objects.examples().first()):
        assert thing.get_absolute_url(MAIN) not in listed
    assert CAP.objects.real().first().get_absolute_url(MAIN) in listed


def test_the_releases_of_the_demonstration_name_what_their_texts_name(demo):
    assert not PressRelease.objects.real().exists()
    assert not any(release.caps.exists() for release in PressRelease.objects.all())


def test_the_feed_says_of_an_example_that_it_is_one(client, demo):
    feed = client.get(at("press-feed")).content.decode()
    titles = re.findall(r"<entry.*?<title[^>]*>([^<]*)</title>", feed, re.S)
    assert titles
    assert all(unescape(title).startswith("[exemple] ") for title in titles)
