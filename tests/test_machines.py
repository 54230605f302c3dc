"""What pages say to machines: where they stand, in which languages, how they are shared, and what they are about."""

import io
import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils.translation import override
from PIL import Image

from caps.models import CAP, Course, Opportunity, Publication
from cluster.models import Institution, KeyFigure, NationalCluster, Page, Person, Pillar, Theme
from mailing.models import NewsletterIssue
from news.models import Article, Correction, Event, PressRelease
from partners.models import Partner
from portal.lists import LISTS
from publishing import head, languages, structured
from publishing.own_pages import OwnPage
from tests import pages
from tests.make import cap, future, make, person, seal_anew
from tests.responses import let_go
from tests.schema_org import slips

pytestmark = pytest.mark.django_db
MAIN, OTHER = languages.codes()[:2]
HOST = "http://127.0.0.1:8000"
MOMENT = datetime(2026, 12, 1, 13, 0, tzinfo=UTC)
HOSTILE = (
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "]]><!--",
    '"};alert(1);//',
    "\\u003c/script\\u003e",
    "</ScRiPt ><img src=x onerror=alert(1)>",
    "a\u2028b\u2029c",
    "&lt;/script&gt;&amp;",
    "{{ 7*7 }}{% now %}",
    "javascript:alert(1)",
)


def body(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


@pytest.mark.in_full
def test_demo_pages_say_only_what_schema_org_knows(client, demo):
    """Each kind of page in each language: types and properties, social tags, and alternates that answer each other."""
    faults, kinds = [], set()
    for language in languages.codes():
        with override(language):
            paths = [reverse(name) for name in (*LISTS, "search")]
        for model in structured.described():
            paths += [one.get_absolute_url(language) for one in model.objects.public(language).order_by("pk")[:4]]
        for path in paths:
            html = body(client, path)
            for node in pages.data(html):
                faults += [f"{path} {slip}" for slip in slips(node)]
                kinds |= set(_kinds(node))
                assert node["@context"] == structured.CONTEXT
            tags = pages.meta(html)
            missing = {"og:title", "og:description", "og:url", "og:type", "og:image", "og:locale", "twitter:card"} - set(tags)
            faults += [f"{path} lacks {name}" for name in missing]
            assert tags["og:url"] == [pages.canonical(html)] == [HOST + path], path
            for code, address in pages.versions(html).items():
                if code not in ("x-default", language):
                    assert pages.versions(body(client, pages.path(address))) == pages.versions(html), path
    assert faults == []
    assert {"CollegeOrUniversity", "ResearchProject", "NewsArticle", "Event", "Person", "BreadcrumbList", "Dataset"} <= kinds
    assert {"WebSite", "SearchAction", "ItemList", "DataDownload", "OrganizationRole", "ProfilePage"} <= kinds


def _kinds(node):
    if isinstance(node, dict):
        yield node.get("@type")
        for value in node.values():
            yield from _kinds(value)
    elif isinstance(node, list):
        for one in node:
            yield from _kinds(one)


def test_the_check_of_the_vocabulary_sees_slips():
    good = {"@type": "Event", "name": "x", "startDate": "2026-01-01", "eventStatus": "https://schema.org/EventScheduled"}
    assert list(slips(good)) == []
    for bad in (
        {"@type": "Evenement"},
        good | {"headline": "x"},
        good | {"startDate": "1 mai"},
        good | {"eventStatus": "https://schema.org/Soon"},
        good | {"organizer": {"@type": "Place"}},
        good | {"name": ""},
        {"@type": "Organization", "inLanguage": "fr"},
        {"@type": "Person", "sameAs": "/fr/"},
    ):
        assert list(slips(bad)), bad


@pytest.mark.parametrize("words", HOSTILE)
def test_no_text_leaves_its_script_element(client, words):
    fields = dict.fromkeys([*languages.columns("title"), *languages.columns("lead")], words)
    release = make(PressRelease, **fields)
    one = cap("X", **dict.fromkeys([*languages.columns("title"), *languages.columns("summary")], words))
    for thing in (release, one):
        html = body(client, thing.get_absolute_url(MAIN))
        scripts = pages.data(html)
        assert len(scripts) == 2
        written = html.split('<script type="application/ld+json">', 1)[1].split("</script>", 1)[0]
        assert not set(written) & set("<>&\u2028\u2029")
        assert html.count("<script") == html.count("</script>")
    said = pages.node(body(client, release.get_absolute_url(OTHER)))["headline"]
    assert said.split() == words.split()


@pytest.mark.parametrize("model", structured.described(), ids=lambda model: model.__name__)
def test_every_kind_of_page_has_its_data_and_its_crumb(client, model):
    gone = datetime(2026, 5, 22, 7, 0, tzinfo=UTC)
    sent = {"send_from": gone, "filled_at": gone, "stopped_at": None, "going": languages.codes()}
    given = sent if model is NewsletterIssue else {}
    thing = cap() if model is CAP else person() if model is Person else make(model, **given)
    for code in languages.codes():
        html = body(client, thing.get_absolute_url(code))
        about = next(one for one in pages.data(html) if one["@type"] != "BreadcrumbList")
        assert about["url"] == HOST + thing.get_absolute_url(code)
        assert about["inLanguage"] == code
        assert [slip for one in pages.data(html) for slip in slips(one)] == []
        steps = pages.crumb(html)["itemListElement"]
        assert [one["position"] for one in steps] == list(range(1, len(steps) + 1))
        with override(code):
            assert steps[0]["item"] == {"@id": HOST + reverse("home")}


def test_every_addressed_kind_is_described():
    assert set(structured.described()) == {
        Institution,
        Person,
        Theme,
        Pillar,
        KeyFigure,
        NationalCluster,
        Page,
        CAP,
        Opportunity,
        Partner,
    } | {
        PressRelease,
        Article,
        Event,
        Course,
        Publication,
        NewsletterIssue,
    }
    assert all(issubclass(model, OwnPage) for model in structured.described())


def test_release_says_when_it_was_published_and_corrected(client):
    public = datetime(2026, 5, 22, 7, 0, tzinfo=UTC)
    release = make(PressRelease, **dict.fromkeys(languages.columns("public_from"), public))
    note = Correction.objects.create(release=release, at=public + timedelta(days=2), said_fr="20", says_fr="21")
    seal_anew(release)
    said = pages.node(body(client, release.get_absolute_url(MAIN)))
    assert said["datePublished"] == "2026-05-22T09:00:00+02:00"
    assert said["dateModified"] == "2026-05-24T09:00:00+02:00"
    assert said["correction"] == [{"@type": "CorrectionComment", "text": "21", "datePublished": "2026-05-24T09:00:00+02:00"}]
    other = pages.node(body(client, release.get_absolute_url(OTHER)))
    assert "correction" not in other, note
    assert other["dateModified"] == other["datePublished"]
    assert other["translationOfWork"] == [
        {"@type": "NewsArticle", "url": HOST + release.get_absolute_url(MAIN), "inLanguage": MAIN}
    ]


def test_event_has_its_offset_and_its_places(client):
    start = datetime(2026, 12, 5, 13, 0, tzinfo=UTC)
    times = {"starts_at": start, "ends_at": start + timedelta(hours=2)}
    event = make(Event, **times, online_url="https://direct.example.org/", place_fr="Jussieu", address="4, place Jussieu")
    said = pages.node(body(client, event.get_absolute_url(MAIN)))
    assert (said["startDate"], said["endDate"]) == ("2026-12-05T14:00:00+01:00", "2026-12-05T16:00:00+01:00")
    assert [one["@type"] for one in said["location"]] == ["Place", "VirtualLocation"]
    assert said["eventAttendanceMode"].endswith("MixedEventAttendanceMode")
    days = make(Event, **times, all_day=True, online_url="", address="", place_fr="", place_en="")
    said = pages.node(body(client, days.get_absolute_url(MAIN)))
    assert (said["startDate"], said["endDate"]) == ("2026-12-05", "2026-12-05")
    assert "location" not in said


def test_an_example_is_said_to_be_one(client):
    with override(MAIN):
        words = structured.said_to_be_an_example(Partner(is_example=True), {})["disambiguatingDescription"]
    for example in (True, False):
        said = pages.node(body(client, make(Partner, is_example=example).get_absolute_url(MAIN)))
        assert said.get("disambiguatingDescription") == (words if example else None)


def test_a_text_that_falls_back_says_its_language(client):
    one = make(Institution, description_fr="<p>Un musée.</p><p>À Paris &amp; ailleurs.</p>", description_en="")
    said = pages.node(body(client, one.get_absolute_url(OTHER)))
    assert said["description"] == {"@value": "Un musée. À Paris & ailleurs.", "@language": MAIN}
    assert pages.node(body(client, one.get_absolute_url(MAIN)))["description"] == "Un musée. À Paris & ailleurs."


def test_head_where_the_other_language_is_not_public(client):
    release = make(PressRelease)
    PressRelease.objects.update(**{languages.column("public_from", OTHER): future()[languages.column("public_from", OTHER)]})
    html = body(client, release.get_absolute_url(MAIN))
    here = HOST + release.get_absolute_url(MAIN)
    assert pages.versions(html) == {MAIN: here, "x-default": here}
    assert "og:locale:alternate" not in pages.meta(html)
    assert not {"workTranslation", "translationOfWork"} & set(pages.node(html))
    assert release.slug(OTHER) not in html


def test_home_leads_those_who_read_neither_language_to_the_address_that_asks(client):
    with override(OTHER):
        html = body(client, reverse("home"))
    assert pages.versions(html) == {MAIN: f"{HOST}/{MAIN}/", OTHER: f"{HOST}/{OTHER}/", "x-default": f"{HOST}/"}
    assert pages.meta(html)["og:locale"] == ["en_GB"]
    assert pages.meta(html)["og:locale:alternate"] == ["fr_FR"]


def test_filters_are_not_indexed_and_further_pages_stand_for_themselves(client):
    for _number in range(25):
        make(PressRelease)
    path = reverse("pressrelease-list")
    second = body(client, f"{path}?page=2")
    assert pages.canonical(second) == f"{HOST}{path}?page=2"
    assert pages.versions(second) == {}
    assert "robots" not in pages.meta(second)
    list_of = pages.data(second)[0]["mainEntity"]
    assert [one["position"] for one in list_of["itemListElement"]] == list(range(21, 26))
    for query in ("?q=texte", "?year=2024", "?year=absurde", "?q=texte&page=1"):
        narrowed = body(client, path + query)
        assert pages.meta(narrowed)["robots"] == ["noindex"], query
        assert pages.canonical(narrowed) == HOST + path, query
        assert pages.versions(narrowed) == {}
        assert "og:title" not in pages.meta(narrowed)
    for query in ("", "?page=1", "?utm_source=lettre"):
        whole = body(client, path + query)
        assert pages.canonical(whole) == HOST + path
        assert set(pages.versions(whole)) == {*languages.codes(), "x-default"}
        assert "robots" not in pages.meta(whole)


def test_search_results_are_not_indexed(client):
    for query in ("", "?q=robot"):
        assert pages.meta(body(client, reverse("search") + query))["robots"] == ["noindex"]


def test_what_is_not_anyones_page_names_no_address(client):
    with override(MAIN):
        missing = f"{reverse('home')}nulle-part/"
        token = reverse("press-confirm", kwargs={"token": "0" * 64})
    for path in (missing, token):
        html = client.get(path).content.decode()
        assert pages.canonical(html) is None
        assert pages.versions(html) == {}
        assert pages.data(html) == []
        assert not [name for name in pages.meta(html) if name.startswith("og:")]
        assert "noindex" in pages.meta(html)["robots"][0]


def test_every_page_leads_to_the_feed_and_the_manifest_of_its_language(client):
    for code in languages.codes():
        with override(code):
            html = body(client, reverse("cap-list"))
            assert f'<link rel="manifest" href="{reverse("manifest")}">' in html
            assert f'href="{reverse("press-feed")}"' in html
            said = client.get(reverse("manifest")).json()
        assert (said["lang"], said["start_url"]) == (code, f"/{code}/")
        assert {one["purpose"] for one in said["icons"]} == {"any", "maskable"}


def test_icons_have_the_size_that_they_are_said_to_have(client, settings):
    for one in client.get(reverse("manifest")).json()["icons"]:
        with Image.open(settings.BASE_DIR / one["src"].lstrip("/")) as picture:
            assert f"{picture.width}x{picture.height}" == one["sizes"]
    with Image.open(settings.BASE_DIR / "static" / "favicon.ico") as picture:
        assert picture.info["sizes"] == {(16, 16), (32, 32), (48, 48)}
    assert client.get("/favicon.ico").headers["Location"] == "/static/favicon.ico"


def picture_of(client, path: str) -> Image.Image:
    response = client.get(path)
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    picture = Image.open(io.BytesIO(b"".join(response.streaming_content)))
    let_go(response)
    return picture


def test_release_has_a_picture_from_its_moment_until_it_is_withdrawn(client):
    release = make(PressRelease, **dict.fromkeys(languages.columns("public_from"), MOMENT))
    paths = {}
    for code in languages.codes():
        with override(code):
            paths[code] = reverse("pressrelease-picture", kwargs={"slug": release.slug(code)})
    with time_machine.travel(MOMENT - timedelta(seconds=1), tick=False):
        assert {client.get(path).status_code for path in paths.values()} == {404}
    with time_machine.travel(MOMENT, tick=False):
        for code, path in paths.items():
            assert picture_of(client, path).size == head.PICTURE_SIZE
            assert pages.meta(body(client, release.get_absolute_url(code)))["og:image"] == [HOST + path]
        first = client.get(paths[MAIN])
        let_go(first)
        assert first["Cache-Control"] == "public, no-cache"
        assert client.get(paths[MAIN], headers={"if-none-match": first["ETag"]}).status_code == 304
    PressRelease.objects.update(withdrawn_at=MOMENT + timedelta(days=1))
    with time_machine.travel(MOMENT + timedelta(days=2), tick=False):
        assert {client.get(path).status_code for path in paths.values()} == {410}


@pytest.mark.parametrize("title", ["Court", "Très long " * 25, "M" * 250, '#panic("typst") $x$ \\ "'])
def test_every_title_has_room_in_its_picture(client, title):
    """The foot of the picture keeps its paper: between the title and the line nothing is drawn."""
    release = make(PressRelease, title_fr=title[:250].strip())
    with override(MAIN):
        path = reverse("pressrelease-picture", kwargs={"slug": release.slug(MAIN)})
    picture = picture_of(client, path).convert("L")
    band = picture.crop((64, 534, 1136, 539))
    assert band.getextrema()[0] > 240
    assert picture.crop((64, 200, 1136, 530)).getextrema()[0] < 80


@pytest.mark.in_full
def test_each_kind_has_a_picture(client):
    for code in languages.codes():
        with override(code):
            for kind in head.picture_kinds():
                assert picture_of(client, reverse("social-picture", kwargs={"kind": kind})).size == head.PICTURE_SIZE
            assert client.get(reverse("social-picture", kwargs={"kind": "rien"})).status_code == 404


def test_sitemap_is_an_index_of_reciprocal_parts(client):
    for model in structured.described():
        if model is not Person:
            make(model)
    person()
    Institution.objects.update(**{languages.column("public_from", OTHER): None})
    entries = pages.sitemap_entries(client)
    for name in LISTS:
        for code in languages.codes():
            with override(code):
                assert HOST + reverse(name) in entries
    for address, links in entries.items():
        assert links.pop("x-default")
        assert address in links.values()
        for other in links.values():
            assert {code: url for code, url in entries[other].items() if code != "x-default"} == links
    alone = Institution.objects.first()
    assert entries[HOST + alone.get_absolute_url(MAIN)] == {MAIN: HOST + alone.get_absolute_url(MAIN)}
    assert HOST + alone.get_absolute_url(OTHER) not in entries
    assert f"Sitemap: {HOST}/sitemap.xml" in client.get(reverse("robots")).content.decode()


def test_sitemap_has_a_part_for_so_many_things_and_none_for_nothing(client, monkeypatch):
    monkeypatch.setattr("portal.machines.THINGS_A_PART", 2)
    for _number in range(3):
        make(Theme)
    parts = pages.sitemap_parts(client)
    assert [part for part in parts if "theme" in part] == ["/sitemap-theme-1.xml", "/sitemap-theme-2.xml"]
    assert [part for part in parts if "pillar" in part] == []
    for part in ("/sitemap-pillar-1.xml", "/sitemap-theme-3.xml", "/sitemap-rien-1.xml", "/sitemap-sections-2.xml"):
        assert client.get(part).status_code == 404


def test_sitemap_tells_no_moment_that_is_still_to_come(client):
    release = make(PressRelease)
    later = future()[languages.column("public_from", OTHER)]
    PressRelease.objects.update(**{languages.column("public_from", OTHER): later})
    whole = pages.sitemap(client)
    assert release.slug(MAIN) in whole
    assert later.strftime("%Y-%m-%d") not in whole
    response = client.get(reverse("sitemap"))
    assert response["Cache-Control"] == "public, no-cache"
    assert client.get(reverse("sitemap"), headers={"if-none-match": response["ETag"]}).status_code == 304


def test_data_block_is_json_in_the_bytes_of_the_page(client):
    """No sign is escaped twice: what a machine reads is what staff wrote."""
    words = "L’IA & la « donnée » <ouverte>"
    release = make(PressRelease, title_fr=words)
    said = pages.node(body(client, release.get_absolute_url(MAIN)))
    assert said["headline"].replace("\u00a0", " ") == words
    assert json.loads(structured.script({"name": "</script>\u2028"}))["name"] == "</script>\u2028"
