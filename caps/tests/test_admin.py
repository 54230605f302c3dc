"""A programme in the back office: no language is made public while a rule of the call is broken, inlines as posted included."""

import pytest
from django.utils.translation import override
from reversion.models import Revision, Version

from caps.enums import InvolvementRole
from caps.models import CAP, Involvement, Membership
from cluster.models import Institution, Person
from tests.backoffice import change_url, form_of, opened, route, staff
from tests.make import cap, draft, future, make

pytestmark = pytest.mark.django_db
MOMENT = {"public_from_fr": "2026-12-05 14:00", "public_from_en": "2026-12-05 14:00"}


@pytest.fixture
def claire():
    return staff("claire")


def errors_of(response) -> dict:
    return response.context["adminform"].form.errors


def test_two_principal_investigators_from_one_institution_are_refused_by_name(claire):
    one = cap(**draft())
    first, second = one.memberships.order_by("pk")
    typed = opened(claire, one) | MOMENT | {"memberships-1-institution": str(first.institution_id), "title_en": "Typed"}
    response = claire.post(change_url(one), typed)
    assert errors_of(response) == {
        "public_from_fr": [
            f"{first.person} and {second.person} are both from {first.institution}: the two principal investigators must "
            "come from two different institutions."
        ]
    }
    kept = form_of(response, CAP)
    assert (kept["title_en"], kept["public_from_en"]) == ("Typed", "2026-12-05 14:00")
    assert kept["memberships-1-institution"] == str(first.institution_id)
    one.refresh_from_db()
    assert one.public_from_fr is None
    assert one.memberships.get(pk=second.pk).institution_id == second.institution_id
    assert not Revision.objects.exists()


def test_the_sentence_is_in_the_editors_language():
    one = cap(**draft())
    one.memberships.first().delete()
    client = staff("paul", language="fr")
    with override("fr"):
        sentences = one.rule_breaks()
    assert errors_of(client.post(change_url(one), opened(client, one) | MOMENT)) == {"public_from_fr": sentences}


def test_rules_are_read_with_the_inlines_as_posted(claire):
    """What the form itself mends is no reason to refuse it."""
    one = cap(**draft())
    one.memberships.first().delete()
    missing = one.involvements.exclude(institution__in=one.memberships.values("institution")).get().institution
    added = {
        "memberships-TOTAL_FORMS": "2",
        "memberships-1-id": "",
        "memberships-1-cap": str(one.pk),
        "memberships-1-person": str(make(Person).pk),
        "memberships-1-institution": str(missing.pk),
        "memberships-1-role": "pi",
        "memberships-1-rank": "5",
    }
    assert claire.post(change_url(one), opened(claire, one) | MOMENT | added).status_code == 302
    one.refresh_from_db()
    assert one.public_from_fr is not None
    assert one.memberships.count() == 2


@pytest.mark.parametrize("given", [{}, future()], ids=["public", "scheduled"])
def test_a_public_programme_cannot_be_brought_to_break_a_rule(claire, given):
    one = cap(**given)
    lead = one.involvements.get(role="lead")
    form = opened(claire, one)
    row = next(i for i in range(2) if form[f"involvements-{i}-id"] == str(lead.pk))
    response = claire.post(change_url(one), form | {f"involvements-{row}-role": "participant"})
    assert errors_of(response)["public_from_fr"] == ["A programme has exactly one lead institution; this one has 0."]
    assert Involvement.objects.get(pk=lead.pk).role == "lead"


def test_a_new_programme_that_breaks_a_rule_is_not_kept(claire):
    pattern = cap(**draft())
    form = opened(claire, pattern)
    blank = form_of(claire.get(route(CAP, "add")), CAP)
    typed = {name: value if "-" in name else form.get(name, value) for name, value in blank.items()} | MOMENT
    typed |= {"theme": form["theme"], "number": "77", "acronym": "NEUF", "slug_fr": "neuf", "slug_en": "new"}
    response = claire.post(route(CAP, "add"), typed)
    assert errors_of(response)["public_from_fr"] == [
        "A programme has exactly one lead institution; this one has 0.",
        "A programme has two principal investigators; this one has 0.",
    ]
    assert form_of(response, CAP)["acronym"] == "NEUF"
    assert not CAP.objects.filter(acronym="NEUF").exists()


def test_a_draft_is_saved_and_told_what_stands_against_its_publication(claire):
    one = cap(**draft())
    Membership.objects.filter(pk=one.memberships.first().pk).update(institution=make(Institution, name_en="Elsewhere"))
    page = claire.get(change_url(one)).content.decode()
    assert "What prevents publication" in page
    assert "Elsewhere, does not take part in the programme: add it below." in page
    assert claire.post(change_url(one), opened(claire, one) | {"title_en": "Saved as a draft"}).status_code == 302
    one.refresh_from_db()
    assert one.title_en == "Saved as a draft"


def test_nothing_stands_against_a_programme_that_holds_every_rule(claire):
    one = cap(**draft())
    assert "What prevents publication" not in claire.get(change_url(one)).content.decode()
    assert claire.post(change_url(one), opened(claire, one) | MOMENT).status_code == 302


def test_the_same_institution_twice_is_refused_beside_its_row(claire):
    one = cap(**draft())
    form = opened(claire, one)
    response = claire.post(change_url(one), form | {"involvements-1-institution": form["involvements-0-institution"]})
    assert response.status_code == 200
    assert one.involvements.values("institution").distinct().count() == 2


def test_two_leads_are_refused_without_a_crash(claire):
    one = cap(**draft())
    response = claire.post(
        change_url(one), opened(claire, one) | {"involvements-0-role": "lead", "involvements-1-role": "lead"}
    )
    forms = response.context["inline_admin_formsets"][0].formset.forms
    assert [form.errors for form in forms] == [{}, {"__all__": ["Another institution already leads this programme."]}]
    assert one.involvements.filter(role=InvolvementRole.LEAD).count() == 1


@pytest.mark.parametrize("given", [draft(), {}], ids=["draft", "public"])
def test_the_lead_passes_from_one_institution_to_the_other_in_one_save(claire, given):
    one = cap(**given)
    for _turn in range(2):
        form = opened(claire, one)
        swapped = {"lead": "participant", "participant": "lead"}
        roles = {f"involvements-{i}-role": swapped[form[f"involvements-{i}-role"]] for i in range(2)}
        response = claire.post(change_url(one), form | roles)
        assert response.status_code == 302
    typed = opened(claire, one) | {"public_from_fr": "", "public_from_en": ""}
    lead = next(i for i in range(2) if typed[f"involvements-{i}-role"] == "lead")
    typed |= {f"involvements-{lead}-DELETE": "on", f"involvements-{1 - lead}-role": "lead"}
    assert claire.post(change_url(one), typed).status_code == 302
    assert (one.involvements.count(), one.involvements.filter(role=InvolvementRole.LEAD).count()) == (1, 1)


def test_a_revision_that_breaks_a_rule_is_not_brought_back(claire):
    programme = cap(**draft())
    alone, joining = programme.memberships.order_by("pk")
    people = {"memberships-1-DELETE": "on"}
    assert claire.post(change_url(programme), opened(claire, programme) | people | {"title_en": "One alone"}).status_code == 302
    Membership.objects.create(cap=programme, person=joining.person, institution=joining.institution)
    assert claire.post(change_url(programme), opened(claire, programme) | MOMENT | {"title_en": "Two"}).status_code == 302
    stored = CAP.objects.filter(pk=programme.pk).values().get()
    revisions = list(Revision.objects.values_list("pk", flat=True))
    url = route(CAP, "revision", programme.pk, Version.objects.get_for_object(programme).order_by("pk").first().pk)
    response = claire.post(url, form_of(claire.get(url), CAP) | MOMENT)
    assert errors_of(response) == {
        "public_from_fr": ["A programme has two principal investigators; this one has 1."],
    }
    assert form_of(response, CAP)["title_en"] == "One alone"
    assert CAP.objects.filter(pk=programme.pk).values().get() == stored
    assert programme.memberships.count() == 2
    assert list(Revision.objects.values_list("pk", flat=True)) == revisions
