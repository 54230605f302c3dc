"""Lists and their filters: exact counts of public things alone, no dead end, and a page that helps whatever is asked."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlencode

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from caps.enums import InvolvementRole, MembershipRole, OpportunityKind, ProgrammePhase
from caps.models import CAP, Course, Involvement, Keyword, Membership, Opportunity, PartnerInvolvement, Publication
from cluster.models import Institution, NationalCluster, Person, Role, Theme
from news.models import Article, Coverage, Event, PressRelease
from partners.models import Partner
from publishing import languages
from publishing.sorting import sort_key
from tests.growth import grow
from tests.make import cap, draft, future, make, past, person, seal_anew
from tests.pages import flat

pytestmark = pytest.mark.django_db

FILTERED = (
    "institution-list",
    "person-list",
    "nationalcluster-list",
    "cap-list",
    "opportunity-list",
    "course-list",
    "partner-list",
    "article-list",
    "event-list",
    "pressrelease-list",
    "coverage-list",
    "publication-list",
)
Counts = dict[str, dict[str, int]]


def counts(client, name: str, query: str = "") -> Counts:
    """Each facet of a list with its choices' words and counts, as the page has them."""
    groups = client.get(reverse(name) + query).context["filter"].groups
    return {group.name: {choice.option.label: choice.count for choice in group.choices} for group in groups}


def every_count(client) -> dict[str, tuple[int, Counts]]:
    found = {}
    for code in languages.codes():
        with translation.override(code):
            for name in FILTERED:
                found[f"{code} {name}"] = (client.get(reverse(name)).context["total"], counts(client, name))
    return found


@pytest.fixture
def programmes() -> dict[str, CAP]:
    """Three public programmes: two themes, one institution in two of them, a partner and a keyword in one."""
    health, law = make(Theme, "Health", rank=1), make(Theme, "Law", rank=2)
    one, two, three = cap("One", theme=health), cap("Two", theme=health), cap("Three", theme=law)
    shared = make(Institution, "Shared")
    for programme in (one, three):
        Involvement.objects.create(cap=programme, institution=shared)
    PartnerInvolvement.objects.create(cap=one, partner=make(Partner, "Partner"))
    one.keywords.add(make(Keyword, "Word"))
    CAP.objects.filter(pk=three.pk).update(phase=ProgrammePhase.TRANSFER)
    return {"one": one, "two": two, "three": three}


def slug(thing) -> str:
    return thing.slug(languages.current())


def test_each_choice_counts_what_it_would_give(client, programmes):
    found = counts(client, "cap-list")
    assert list(found["theme"].values()) == [2, 1]
    assert sorted(found["institution"].values()) == [1, 1, 1, 1, 1, 1, 2]
    assert list(found["partner"].values()) == [1]
    assert list(found["keyword"].values()) == [1]
    assert list(found["phase"].values()) == [2, 1]


def test_counts_take_the_other_filters_into_account_but_not_their_own(client, programmes):
    health = slug(programmes["one"].theme)
    found = counts(client, "cap-list", f"?theme={health}")
    assert list(found["theme"].values()) == [2, 1]
    assert list(found["phase"].values()) == [2, 0]
    assert found["institution"][Institution.objects.get(**{"slug_fr__startswith": "shared"}).name] == 1


def test_several_choices_of_one_facet_widen_each_other_and_facets_narrow(client, programmes):
    health, law = slug(programmes["one"].theme), slug(programmes["three"].theme)
    path = reverse("cap-list")
    assert client.get(path, {"theme": [health, law]}).context["shown"] == 3
    assert client.get(path, {"theme": [health, law], "phase": "transfer"}).context["shown"] == 1
    response = client.get(path, {"theme": health, "phase": "transfer"})
    assert (response.context["shown"], response.context["total"]) == (0, 3)


def _public_things() -> None:
    grow()
    grow()
    event = Event.objects.first()
    event.online_url = ""
    event.save()
    make(Event, starts_at=datetime(2024, 3, 1, 9, tzinfo=timezone.get_current_timezone()), ends_at=event.starts_at)


def _someone() -> Person:
    """A public person without subjects, who would have those of a programme."""
    return person("Someone", **dict.fromkeys(languages.columns("subjects"), ""))


def _hide_beside(moments: dict, withdrawn) -> None:
    """Hidden things that hang on public ones wherever they can, each in a choice of its own if it showed."""
    hidden = {"withdrawn_at": withdrawn, **moments}
    theme, other = Theme.objects.first(), make(Theme, "Other")  # public, without a public programme
    institution, partner, someone = Institution.objects.first(), Partner.objects.first(), _someone()
    secret = make(CAP, "Secret", theme=other, **hidden)
    under_hidden = make(CAP, "Under", theme=make(Theme, "Hidden", **hidden))
    house, firm = make(Institution, "Hidden", **hidden), make(Partner, "Hidden", sector="law_finance", country="JP", **hidden)
    public = CAP.objects.public(languages.main()).first()
    for programme in (secret, under_hidden):
        programme.keywords.add(make(Keyword, "Hidden"))
        Involvement.objects.create(cap=programme, institution=institution, role=InvolvementRole.LEAD)
        Membership.objects.create(cap=programme, person=someone, institution=institution)
        PartnerInvolvement.objects.create(cap=programme, partner=partner)
    Involvement.objects.create(cap=public, institution=house)
    PartnerInvolvement.objects.create(cap=public, partner=firm)
    stranger = make(Person, "Hidden", **hidden)
    Membership.objects.create(cap=public, person=stranger, institution=institution, role=MembershipRole.MEMBER)
    make(Role, "Hidden", person=stranger, institution=institution)
    make(Course, "Hidden", level="doctorate", place="Nowhere", **hidden).institutions.add(institution)
    Course.objects.public(languages.main()).first().institutions.add(house)
    make(NationalCluster, "Hidden", region="Nowhere", was_3ia=True, **hidden)
    make(Coverage, "Hidden", date="1999-01-01", language="de", **hidden)
    make(Publication, "Hidden", year=1999, **hidden)
    release = make(PressRelease, "Hidden", dated=datetime(1999, 1, 1).date(), **hidden)
    release.caps.add(public)
    seal_anew(release)
    make(Article, "Hidden", **hidden).caps.add(public)
    given = {"kind": OpportunityKind.FELLOWSHIP, "closes": datetime(1999, 1, 1).date(), "institution": house}
    make(Opportunity, "Hidden", cap=secret, **given, **hidden)
    Opportunity.objects.public(languages.main()).first().themes.add(make(Theme, "Hidden", **hidden))
    start = timezone.now() + timedelta(days=4000)
    make(Event, "Hidden", starts_at=start, ends_at=start, **hidden).caps.add(public)
    for model in (PressRelease, Article, Event):
        model.objects.public(languages.main()).first().caps.add(secret, under_hidden)
    seal_anew(PressRelease.objects.public(languages.main()).first())
    assert theme != other


@pytest.mark.parametrize("state", ["embargoed", "draft", "withdrawn"])
def test_what_is_hidden_changes_no_count_and_offers_no_choice(client, state):
    moments = {"embargoed": future(), "draft": draft(), "withdrawn": past()}[state]
    _public_things()
    _someone()
    with_one_more = every_count(client)
    Person.objects.filter(slug_fr__startswith="someone").delete()
    _hide_beside(moments, timezone.now() if state == "withdrawn" else None)
    assert every_count(client) == with_one_more


def test_the_same_things_count_once_they_are_public(client):
    """The test above would see them."""
    _public_things()
    before = every_count(client)
    _hide_beside(past(), None)
    after = every_count(client)
    assert all(after[key] != before[key] for key in before), [key for key in before if after[key] == before[key]]


def test_an_empty_list_names_its_filters_and_offers_what_gives_something(client, programmes):
    health, law = slug(programmes["one"].theme), slug(programmes["three"].theme)
    response = client.get(reverse("cap-list"), {"theme": health, "phase": "transfer"})
    offered = {chip.label: (chip.count, parse_qs(chip.without[1:])) for chip in response.context["filter"].ways_out}
    assert offered == {
        programmes["one"].theme.name: (1, {"phase": ["transfer"]}),
        "Transfert": (2, {"theme": [health]}),
    }
    for count, without in offered.values():
        assert client.get(reverse("cap-list"), without).context["shown"] == count
    body = flat(client.get(reverse("cap-list"), {"theme": law, "phase": "preparation", "q": "zzzz"}).content.decode())
    assert (
        "Rien ne correspond à tous ces choix à la fois\u00a0: «\u00a0zzzz\u00a0», "
        f"{programmes['three'].theme.name}, En préparation." in body
    )
    assert "Revoir toute la liste (3)" in body


def test_a_choice_that_gives_nothing_cannot_be_made_and_what_is_chosen_can_be_taken_back(client, programmes):
    health = slug(programmes["one"].theme)
    body = flat(client.get(reverse("cap-list"), {"theme": health}).content.decode())
    boxes = {
        match["value"]: match["rest"]
        for match in re.finditer(r'<input type="checkbox"[^>]*?value="(?P<value>[^"]+)"(?P<rest>[^>]*)>', body)
    }
    assert "disabled" in boxes["transfer"]
    assert "checked" in boxes[health] and "disabled" not in boxes[health]


def test_one_unknown_choice_leaves_the_others_in_force(client, programmes):
    health = slug(programmes["one"].theme)
    response = client.get(reverse("cap-list"), {"theme": [health, "zzz", health], "phase": "zzz"})
    assert response.context["shown"] == 2
    assert [chip.label for chip in response.context["filter"].chips] == [programmes["one"].theme.name]


def test_the_last_of_several_values_counts_where_one_is_taken(client, programmes):
    shared, lead = Institution.objects.get(slug_fr__startswith="shared"), programmes["two"].involvements.first().institution
    response = client.get(reverse("cap-list"), {"institution": [slug(lead), slug(shared)]})
    assert response.context["shown"] == 2


@pytest.mark.parametrize(
    ("page", "number", "said"), [("", 1, False), ("1", 1, False), ("-1", 1, True), ("1000000000", 2, True)]
)
def test_a_page_number_out_of_range_is_helped_and_pages_keep_the_filters(client, page, number, said):
    for _item in range(21):
        make(Article)
    response = client.get(reverse("article-list"), {"page": page, "q": "texte", "year": "2024"})
    body = response.content.decode()
    assert response.context["page_obj"].number == number
    assert ("voici la plus proche" in body) == said
    assert urlencode({"q": "texte", "year": "2024", "page": 3 - number}).replace("&", "&amp;") in body


def test_a_page_of_many_that_match_holds_what_a_page_of_few_would(client, programmes, monkeypatch):
    """Of many, the keys of a page are found by the order of the whole list; of few, the database looks for all of them."""
    monkeypatch.setattr("caps.views.CAPList.paginate_by", 2)
    for word in ("Four", "Five"):
        cap(word, theme=programmes["one"].theme)
    seen = []
    for most in (0, 1000):
        monkeypatch.setattr("publishing.views.MOST_KEYS", most)
        answers = [client.get(reverse("cap-list"), {"theme": slug(programmes["one"].theme), "page": page}) for page in (1, 2)]
        seen.append([[one.pk for one in answer.context["object_list"]] for answer in answers])
    first, second = seen[0]
    assert seen[0] == seen[1] and len({*first, *second}) == 4


def test_chips_take_one_filter_away_and_forget_the_page(client, programmes):
    health, law = slug(programmes["one"].theme), slug(programmes["three"].theme)
    filters = client.get(reverse("cap-list"), {"theme": [health, law], "page": "2", "zzz": "1"}).context["filter"]
    assert [(parse_qs(chip.without[1:]), chip.count) for chip in filters.chips] == [
        ({"theme": [law]}, 1),
        ({"theme": [health]}, 2),
    ]


def test_an_accent_sorts_with_its_letter():
    names = ["Zèbre", "École", "Edison", "eclair", "Œuvre", "Odéon", "Île", "Ivry", "A-B", "AB", "A 2", "a2", "Ça"]
    wanted = ["A 2", "A-B", "a2", "AB", "Ça", "eclair", "École", "Edison", "Île", "Ivry", "Odéon", "Œuvre", "Zèbre"]
    assert sorted(names, key=sort_key) == wanted


def test_lists_of_names_are_in_the_readers_order_on_every_database():
    names = ["Zèbre", "École", "Edison", "eclair", "Île", "Ivry", "de la Tour", "Delacroix", "Łuk", "Lund", "Đặng", "Þór"]
    wanted = ["Đặng", "de la Tour", "Delacroix", "eclair", "École", "Edison", "Île", "Ivry", "Łuk", "Lund", "Þór", "Zèbre"]
    for name in names:
        make(Partner, name=name)
        one = person(family_name=name, given_name="Ève", filing_name="")
        make(Institution, **{column: name for column in languages.columns("name")})
    assert [one.name for one in Partner.objects.for_list()] == wanted
    filed = [name for name in wanted if name != "de la Tour"]
    filed.insert(filed.index("Łuk"), "de la Tour")  # “de” does not file, “la” does
    assert [one.family_name for one in Person.objects.in_language("fr").for_list()] == filed
    for code in languages.codes():
        with translation.override(code):
            assert [one.name for one in Institution.objects.in_language(code).filter(name__in=names).for_list()] == wanted
    one.family_name = "Abel"
    one.save(update_fields=["family_name"])
    assert Person.objects.in_language("fr").for_list().first() == one


def test_events_to_come_stand_first_the_next_before_the_others_then_the_latest_past():
    now = timezone.now()
    made = {
        days: make(Event, starts_at=now + timedelta(days=days), ends_at=now + timedelta(days=days)) for days in (5, -5, 1, -1)
    }
    assert list(Event.objects.for_list()) == [made[1], made[5], made[-1], made[-5]]


def test_an_event_is_held_on_a_spot_online_or_both(client):
    web, spot = "https://event.example.org", "4 place Jussieu, Paris"
    make(Event, online_url="", address=spot)
    make(Event, online_url="", address="")
    make(Event, online_url=web, address=spot)
    make(Event, online_url=web, address="")
    assert counts(client, "event-list")["where"] == {"Sur place": 2, "Sur place et en ligne": 1, "En ligne": 1}
