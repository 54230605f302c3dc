"""Likely doubles: found by names and addresses, told apart, asked about before one is made, and merged on a page."""

from __future__ import annotations

from itertools import chain

import pytest
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from reversion.models import Version

from caps.models import CAP, Involvement
from cluster.models import Institution, Person, Role, Theme
from partners.models import Partner, Pledge
from publishing import languages, name_likeness
from publishing.double_decisions import DoubleDecision
from publishing.doubles import found_in, kind_of
from publishing.name_likeness import Likeness, NamedRecord, distance, likely_pairs, likeness, site_of
from publishing.site_state import state_for
from tests.backoffice import change_url, form_of, route, staff
from tests.make import draft, make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_kept():
    cache.clear()


# Names


def body(pk: int, *names: str, **given) -> NamedRecord:
    return NamedRecord("body", pk, names, **given)


def human(pk: int, given: str, family: str, **more) -> NamedRecord:
    return NamedRecord("human", pk, (f"{given} {family}".strip(),), given=given, family=family, **more)


ALIKE = [
    (body(1, "Université de Lille"), body(2, "UNIVERSITE DE LILLE"), Likeness.NAME),
    (body(1, "Œuvre"), body(2, "OEUVRE"), Likeness.NAME),
    (body(1, "Université de Lille"), body(2, "Université Lille"), Likeness.PARTICLE),
    (body(1, "Machines du Nord SAS"), body(2, "Machines du Nord"), Likeness.PARTICLE),
    (body(1, "Lille Université"), body(2, "Université de Lille"), Likeness.SWAPPED),
    (body(1, "Inria"), body(2, "Institut national", aliases=("INRIA",)), Likeness.ALIAS),
    (body(1, "Institut de chimie verte"), body(2, "ICV"), Likeness.ACRONYM),
    (body(1, "Institut Curie"), body(2, "Institut Curie, centre de recherche"), Likeness.CONTAINED),
    (body(1, "Sorbone"), body(2, "Sorbonne"), Likeness.SPELLING),
    (body(1, "Centre de rechreche appliqée"), body(2, "Centre de recherche appliquée"), Likeness.SPELLING),
    (
        body(1, "A", identifiers=frozenset({"732829320"})),
        body(2, "B", identifiers=frozenset({"732829320"})),
        Likeness.IDENTIFIER,
    ),
    (body(1, "A", sites=frozenset({"a.org"})), body(2, "B", sites=frozenset({"a.org"})), Likeness.SITE),
    (body(1, "A", mails=frozenset({"a@a.org"})), body(2, "B", mails=frozenset({"a@a.org"})), Likeness.MAIL),
    (human(1, "Zoé", "Lê"), human(2, "ZOE", "LE"), Likeness.NAME),
    (human(1, "Martin", "Paul"), human(2, "Paul", "Martin"), Likeness.SWAPPED),
    (human(1, "Jean", "de Thoisy"), human(2, "Jean", "Thoisy"), Likeness.PARTICLE),
    (human(1, "J.", "van der Berg"), human(2, "Johanna", "Van den Berg"), Likeness.INITIALS),
    (human(1, "Marie C.", "Dupont"), human(2, "Marie Claire", "Dupont"), Likeness.INITIALS),
    (human(1, "Jean", "Dupont"), human(2, "Jean-Pierre", "Dupont"), Likeness.CONTAINED),
    (human(1, "Anne", "Martin"), human(2, "Anne", "Martin-Leroy"), Likeness.CONTAINED),
    (human(1, "Anne", "Martin"), human(2, "Anne", "Marttin"), Likeness.SPELLING),
    (human(1, "Anne", "Née", aliases=("Anne Martin",)), human(2, "Anne", "Martin"), Likeness.ALIAS),
    (human(1, "", "Plume"), human(2, "", "PLUME"), Likeness.NAME),
]
APART = [
    (body(1, "Université Paris 1"), body(2, "Université Paris 8")),
    (body(1, "Institut de chimie"), body(2, "Institut de physique")),
    (body(1, "CEA"), body(2, "CNA")),
    (human(1, "Paul", "Martin"), human(2, "Pauline", "Martin")),
    (human(1, "P.", "Martin"), human(2, "Jean", "Martin")),
    (human(1, "Jean", "Martin"), human(2, "Luc", "Martin")),
    (body(1, "A", sites=frozenset()), body(2, "B", sites=frozenset())),
]


def test_what_may_be_one_is_said_with_its_reason_and_found_by_its_keys():
    found = {(one.names, other.names): likeness(one, other) for one, other, _reason in ALIKE}
    assert {pair: reasons for pair, reasons in found.items() if not reasons} == {}
    assert [reason for one, other, reason in ALIKE if reason not in likeness(one, other)] == []
    lost = [(one.names, other.names) for one, other, _reason in ALIKE if not list(likely_pairs([one, other]))]
    assert lost == []


def test_what_is_two_is_not_told():
    assert [(one.names, other.names) for one, other in APART if likeness(one, other)] == []


def test_a_thing_is_no_double_of_itself_and_an_example_none_of_what_is_real():
    assert list(likely_pairs([body(1, "Sorbonne", "Sorbonne", "SORBONNE")])) == []
    assert list(likely_pairs([body(1, "Sorbonne"), body(2, "Sorbonne", is_example=True)])) == []


@pytest.mark.parametrize(
    ("one", "other", "most", "letters"),
    [("abcd", "abdc", 2, 1), ("abc", "abc", 1, 0), ("kitten", "sitting", 2, 3), ("a", "", 2, 1)],
)
def test_a_slip_is_a_letter_more_less_other_or_swapped(one, other, most, letters):
    assert distance(one, other, most) == letters


def test_a_site_of_many_tells_nothing():
    assert [site_of(address) for address in ("https://www.example.org/a", "https://github.com/x", "https://[", "")] == [
        "example.org",
        "",
        "",
        "",
    ]


def test_the_work_grows_with_the_names_and_not_with_their_square(monkeypatch):
    """Of names that share what most share, as many are compared for each one whatever their number."""
    compared = []
    monkeypatch.setattr(name_likeness, "likeness", lambda one, other: compared.append(1) or [])
    numbers = []
    for size in (400, 800):
        compared.clear()
        things = [human(pk, f"Jean{chr(97 + pk % 26)}", f"Martin{pk:05x}") for pk in range(size)]
        bodies = [body(pk, f"Institut national de recherche {pk:05x}") for pk in range(size)]
        assert list(chain(likely_pairs(things), likely_pairs(bodies))) == []
        numbers.append(len(compared))
    assert numbers[1] < 3 * numbers[0] + 100
    assert numbers[1] < 60 * 800


# The list


def institutions() -> tuple[Institution, Institution]:
    first = make(Institution, "Un", name_fr="École de la mer", name_en="School of the Sea", acronym="EMER")
    second = make(Institution, "Deux", name_fr="ECOLE DE LA MER", name_en="Sea School", acronym="")
    return first, second


def test_a_pair_is_listed_told_apart_and_comes_back_when_a_name_changes():
    client = staff()
    first, second = institutions()
    page = client.get(reverse("admin:doubles"))
    [pair] = page.context["pairs"]
    assert pair.key == f"cluster.institution:{first.pk}:cluster.institution:{second.pk}"
    client.post(reverse("admin:doubles") + "?kind=cluster.institution", {"pair": pair.key, "apart": ""})
    page = client.get(reverse("admin:doubles"))
    assert page.context["pairs"] == []
    assert [shown.decision.by.username for shown in page.context["apart"]] == ["claire"]
    second.city = "Brest"
    second.save()
    assert client.get(reverse("admin:doubles")).context["pairs"] == []
    second.aliases = "L’École"
    second.save()
    assert [shown.key for shown in client.get(reverse("admin:doubles")).context["pairs"]] == [pair.key]
    second.delete()
    assert not DoubleDecision.objects.exists()


@pytest.mark.parametrize("pair", ["", "x", "cluster.institution:1:cluster.institution:2", "\x00", "1" * 5000])
def test_a_pair_that_is_not_listed_is_told_apart_by_nobody(pair):
    make(Institution)
    answer = staff().post(reverse("admin:doubles"), {"pair": pair, "apart": ""}, follow=True)
    assert answer.status_code == 200
    assert not DoubleDecision.objects.exists()


def test_the_same_body_of_two_kinds_is_told_and_not_merged():
    first, _second = institutions()
    make(Partner, name=first.name_fr)
    page = staff().get(reverse("admin:doubles") + "?kind=cluster.institution%2Bpartners.partner")
    assert {shown.merge_url for shown in page.context["pairs"]} == {""}
    assert "is no double" in page.content.decode()


def test_addresses_that_somebody_may_not_see_tell_them_nothing(django_user_model):
    make(Partner, name="Machines", contact_email="a@machines.example", website="")
    make(Partner, name="Outils", contact_email="a@machines.example", website="")
    some = django_user_model.objects.create_user("g", is_staff=True)
    some.user_permissions.set(Permission.objects.filter(codename__in=["change_partner", "delete_partner"]))
    every = django_user_model.objects.create_superuser("s")
    kind = kind_of(Partner)
    assert [len(found_in(kind, user).pairs) for user in (some, every, some)] == [0, 1, 0]


def test_the_first_page_counts_what_the_list_shows(django_user_model):
    institutions()
    user = django_user_model.objects.create_superuser("s")
    with override("en"):
        lines = [line for group in state_for(user) for line in group.lines if "double" in line.words]
    assert [(line.count, line.url) for line in lines] == [(1, reverse("admin:doubles") + "?kind=cluster.institution")]
    assert not [line for group in state_for(django_user_model.objects.create_user("n")) for line in group.lines]


def test_no_query_grows_with_the_pairs():
    client, numbers = staff(), []
    for size in (2, 6):
        for number in range(size):
            make(Theme, name_fr=f"Thème{chr(97 + number // 2)}mmmmm", **draft())
        client.get(reverse("admin:doubles"))
        Theme.objects.first().save()
        with CaptureQueriesContext(connection) as queries:
            assert len(client.get(reverse("admin:doubles") + "?kind=cluster.theme").context["pairs"]) > 0
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]


# The question before one is made


def test_a_new_record_that_is_like_one_is_asked_about_once():
    first, _second = institutions()
    client = staff()
    typed = form_of(client.get(route(Institution, "add")), Institution)
    typed |= {"name_fr": "Ecole de la Mer", "kind": first.kind, "circle": first.circle, "city": "Brest"}
    asked = client.post(route(Institution, "add"), typed)
    question = asked.context["double_question"]
    assert {double.url for double in question.asked} == {change_url(record) for record in Institution.objects.all()}
    assert Institution.objects.count() == 2
    client.post(route(Institution, "add"), typed | {"name_fr": "Sea School", "_is_another": question.token})
    assert Institution.objects.count() == 2
    client.post(route(Institution, "add"), typed | {"_is_another": question.token})
    assert Institution.objects.count() == 3
    client.post(route(Institution, "add"), typed | {"name_fr": "Tout autre nom"})
    assert Institution.objects.count() == 4


# The page on which two are merged


def merge_url(kept, gone) -> str:
    return reverse("admin:merge", args=(kept._meta.label_lower, kept.pk, gone.pk))


def merge_form(page) -> dict[str, object]:
    class Merge:
        class _meta:
            model_name = "merge"

    return form_of(page, Merge)


def test_two_are_merged_as_the_page_shows():
    client = staff()
    first, second = institutions()
    both, theirs = make(CAP), make(CAP)
    for programme, institution in ((both, first), (both, second), (theirs, second)):
        Involvement.objects.create(cap=programme, institution=institution)
    page = client.get(merge_url(first, second))
    preview = page.context["preview"]
    assert [(group.count, [name for name, _url in group.names]) for group in preview.groups] == [(1, [str(theirs)])]
    assert [row.owner for row in preview.collisions] == [str(both)]
    assert {path for path in preview.addresses} == {second.get_absolute_url(code) for code in languages.codes()}
    answer = client.post(merge_url(first, second), merge_form(page) | {"take-city": "gone"})
    assert answer["Location"] == change_url(first)
    first.refresh_from_db()
    assert first.city == second.city
    assert "Sea School" in first.aliases.splitlines()
    history = client.get(route(Institution, "history", first.pk)).content.decode()
    assert "was merged into" in history
    assert "institutions in a programme" in history
    recovered = client.get(route(Institution, "recoverlist")).content.decode()
    assert "Sea School" in recovered


def test_the_one_that_went_is_recovered_with_its_own_rows():
    client = staff()
    kept, gone = make(Person, "Garde"), make(Person, "Parti")
    make(Role, person=kept, institution=make(Institution))
    role = make(Role, person=gone, institution=make(Institution))
    client.post(merge_url(kept, gone), merge_form(client.get(merge_url(kept, gone))))
    assert Role.objects.get(pk=role.pk).person_id == kept.pk
    version = Version.objects.get_deleted(Person).get()
    url = route(Person, "recover", version.pk)
    typed = form_of(client.get(url), Person)
    refused = client.post(url, typed)
    assert "belongs, or has belonged" in refused.content.decode()
    typed |= {languages.column("slug", code): f"de-retour-{code}" for code in languages.codes()}
    assert client.post(url, typed).status_code == 302
    assert Role.objects.get(pk=role.pk).person_id == gone.pk


def test_what_is_refused_is_said_and_all_that_was_chosen_stays():
    client = staff()
    kept, gone = make(Partner, "Garde", **draft()), make(Partner, "Parti")
    page = client.get(merge_url(kept, gone))
    refused = client.post(merge_url(kept, gone), merge_form(page) | {"take-name": "gone"})
    assert "Nothing was merged" in refused.content.decode()
    assert merge_form(refused)["take-name"] == "gone"
    gone.save()
    stale = client.post(merge_url(kept, gone), merge_form(page) | {"may_lose": "on"})
    assert "look at both once more" in stale.content.decode()
    assert Partner.objects.count() == 2
    done = client.post(merge_url(kept, gone), merge_form(stale) | {"may_lose": "on"})
    assert done.status_code == 302
    again = client.post(merge_url(kept, gone), merge_form(stale), follow=True)
    assert "is gone" in again.content.decode()


def test_pledges_and_contacts_are_not_shown_to_who_may_not_see_them(django_user_model):
    kept, gone = make(Partner, "Garde", **draft()), make(Partner, "Parti", contact_name="Secret Nom", **draft())
    Partner.objects.filter(pk=kept.pk).update(**dict.fromkeys(Partner.private_fields, ""))
    make(Pledge, partner=gone, amount=777777)
    user = django_user_model.objects.create_user("g", is_staff=True)
    rights = ["change_partner", "delete_partner", "view_partner"]
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client = staff("h")
    client.force_login(user)
    page = client.get(merge_url(kept, gone))
    text = page.content.decode()
    assert "Secret Nom" not in text
    assert "2025–2025" not in text
    assert page.context["preview"].unseen == 1
    client.post(merge_url(kept, gone), merge_form(page))
    kept.refresh_from_db()
    assert kept.contact_name == "Secret Nom"
    assert kept.pledges.count() == 1


@pytest.mark.parametrize("label", ["cluster.page", "auth.user", "x", "cluster.institution"])
@pytest.mark.parametrize("keys", [(1, 1), (1, 2), (2**80, 1)])
def test_an_address_of_nothing_is_unknown(label, keys):
    client = staff()
    url = reverse("admin:merge", args=(label, *keys))
    assert client.get(url).status_code == 404
    assert client.post(url, {"kept_stamp": "x"}).status_code in {302, 404}


@pytest.mark.parametrize("group", ["Translators", "Press officers"])
def test_who_may_not_merge_sees_neither_page(group):
    client = staff("t", group)
    first, second = institutions()
    assert client.get(merge_url(first, second)).status_code == 403
    assert client.get(reverse("admin:doubles")).status_code == 403
    assert client.post(merge_url(first, second), {}).status_code == 403


def test_the_action_leads_to_the_page_with_two_records_and_with_no_other_number():
    client = staff()
    first, second = institutions()
    listed = route(Institution, "changelist")
    chosen = {"action": "merge_two", "_selected_action": [first.pk, second.pk]}
    assert client.post(listed, chosen)["Location"] == merge_url(first, second)
    alone = client.post(listed, chosen | {"_selected_action": [first.pk]}, follow=True)
    assert "Choose two records" in alone.content.decode()
