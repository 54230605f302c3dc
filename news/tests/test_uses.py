"""Nothing is deleted while it is used without the page that asks saying where, by name; nor is it on its form."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.test import RequestFactory
from django.urls import reverse

from caps.models import CAP, PartnerInvolvement
from cluster.models import Person
from news.models import Article, Boilerplate, PressContact, PressRelease, Quote, ReleaseBoilerplate, ReleaseContact
from partners.models import Partner
from publishing import languages, uses
from publishing.uses import uses_of
from tests.make import make, seal_anew

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(admin_user):
    request = RequestFactory().get("/")
    request.user = admin_user
    return request


@pytest.fixture
def release():
    return make(PressRelease, title_fr="Le grand accord", title_en="The large agreement")


def told(record, request) -> set[tuple[str, str]]:
    return {(use.name, str(use.becomes)) for use in uses_of([record], request, admin.site).named}


def test_every_kind_of_relation_is_told_with_what_becomes_of_it(asked, release):
    partner, person = make(Partner), make(Person)
    contact, boilerplate, cap = make(PressContact), make(Boilerplate), make(CAP)
    article = make(Article)
    release.partners.add(partner)
    article.partners.add(partner)
    make(PartnerInvolvement, cap=cap, partner=partner)
    make(Quote, release=release, person=person)
    make(ReleaseContact, release=release, contact=contact)
    make(ReleaseBoilerplate, release=release, boilerplate=boilerplate)
    seal_anew(release)
    stays, stands = str(uses.LOSES_IT), str(uses.STANDS_AGAINST)
    sealed = (str(release), str(uses.KEEPS_WORDS))
    assert told(partner, asked) == {(str(release), stays), (str(article), stays), (str(cap), stays), sealed}
    for record in (person, contact, boilerplate):
        assert told(record, asked) == {(str(release), stands), sealed}, record
    assert told(make(Partner), asked) == set()
    notes = {use.note for use in uses_of([contact], asked, admin.site).named}
    assert any("vigueur" in note and str(languages.name(languages.main())) in note for note in notes)
    assert uses_of([release], asked, admin.site).named == [], "its own parts are no uses"


def test_many_uses_are_counted_and_cost_no_more_queries(asked, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr(uses, "SHOWN", 3)
    several = [make(Partner), make(Partner)]
    for _number in range(5):
        make(PressRelease).partners.set(several)
    relations = len(list(uses._relations(Partner)))
    with django_assert_num_queries(relations - 1 + 1):  # its pledges are its own; the crowded relation is counted too
        found = uses_of(several, asked, admin.site)
    assert (len(found.named), found.others) == (3, 2)


def test_who_may_not_see_a_release_is_told_of_its_use_but_not_of_its_name(asked, release, django_user_model):
    partner = make(Partner)
    release.partners.add(partner)
    asked.user = django_user_model.objects.create_user("reader", is_staff=True)
    found = uses_of([partner], asked, admin.site)
    assert (found.named, found.others) == ([], 1)


def test_form_and_pages_that_ask_before_deleting_name_it(admin_client, release):
    partner, person = make(Partner), make(Person)
    release.partners.add(partner)
    make(Quote, release=release, person=person)
    page = reverse("admin:news_pressrelease_change", args=[release.pk])
    assert 'accept=".pdf,' in admin_client.get(page).content.decode(), "the dialog offers the documents that are taken"
    for record in (partner, person):
        for step in ("change", "delete"):
            address = reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_{step}", args=[record.pk])
            assert f'<a href="{page}">{release}</a>' in admin_client.get(address).content.decode(), address
    chosen = {"action": "delete_selected", "_selected_action": [partner.pk]}
    shown = admin_client.post(reverse("admin:partners_partner_changelist"), chosen).content.decode()
    assert f'<a href="{page}">{release}</a>' in shown
