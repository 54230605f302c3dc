"""The class of a form is made once for all who may type the same, and what one request is told stays with it."""

from __future__ import annotations

import gc
import re
from datetime import date
from weakref import ref

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from caps.models import CAP, Involvement
from cluster.models import Institution, Person, Role
from partners.models import Partner
from publishing.editing import session_of
from publishing.kept_form_classes import kept_class
from publishing.library_pictures import LibraryPicture
from tests.backoffice import change_url, opened, route
from tests.make import cap, draft, make, person

pytestmark = pytest.mark.django_db


def request_of(user) -> object:
    request = RequestFactory().get("/admin/")
    request.user = user
    return request


def form_class(user, record, *, language: str = "fr"):
    request = request_of(user)
    session_of(request).is_form = True
    with override(language):
        return admin.site.get_model_admin(type(record)).get_form(request, record, change=True)


def test_two_requests_share_the_class_and_neither_tells_the_other_anything(admin_user):
    record = make(Institution)
    first, second = (form_class(admin_user, record) for _request in range(2))
    assert kept_class(first) is kept_class(second)
    assert first.editing is not second.editing
    one, other = first(instance=record), second(instance=record)
    assert one.fields["city"] is not other.fields["city"]
    assert one.fields["city"].widget is not other.fields["city"].widget


def test_each_language_has_its_labels(admin_user):
    record = make(Institution)
    labels = [str(form_class(admin_user, record, language=code).base_fields["name_en"].label) for code in ("fr", "en", "fr")]
    assert labels == ["Nom – anglais", "Name – English", "Nom – anglais"]


def test_a_kept_class_does_not_hold_the_request_that_it_was_made_for(admin_user):
    record, request = cap(), request_of(admin_user)
    session_of(request).is_form = True
    model_admin, seen = admin.site.get_model_admin(CAP), ref(request)
    kept = [model_admin.get_form(request, record, change=True)]
    kept += [formset for formset, _inline in model_admin.get_formsets_with_inlines(request, record)]
    assert len(kept) == 4
    del request
    gc.collect()
    assert seen() is None


def test_who_may_less_is_not_given_the_links_of_who_may_more(admin_client, django_user_model):
    record = cap(**draft())
    add = f'href="{reverse("admin:caps_keyword_add")}'
    assert add in admin_client.get(change_url(record)).content.decode()
    account = django_user_model.objects.create_user("may-less", is_staff=True)
    account.user_permissions.add(Permission.objects.get(codename="change_cap"))
    less = Client()
    less.force_login(account)
    page = less.get(change_url(record))
    assert page.status_code == 200
    assert add not in page.content.decode()
    assert add in admin_client.get(change_url(record)).content.decode()


def test_a_picture_that_came_since_is_offered(admin_client):
    record = cap()
    admin_client.get(change_url(record))
    made = make(LibraryPicture)
    offered = re.findall(r'<option value="(\d+)"', admin_client.get(change_url(record)).content.decode())
    assert str(made.pk) in offered


def test_a_rule_whose_columns_change_is_asked_and_one_whose_columns_stay_is_not(admin_client):
    make(Partner, siren="732829320", country="FR", **draft())
    record = make(Partner, siren="552100554", country="FR", **draft())
    typed = opened(admin_client, record)
    with CaptureQueriesContext(connection) as asked:
        response = admin_client.post(change_url(record), typed)
    assert response.status_code == 302, response.context["adminform"].form.errors
    assert not [one["sql"] for one in asked if '"siren" =' in one["sql"] and one["sql"].startswith("SELECT")]
    typed = opened(admin_client, record) | {"siren": "732829320"}
    response = admin_client.post(change_url(record), typed)
    assert response.context["adminform"].form.errors == {"__all__": ["Un autre partenaire a déjà ce SIREN."]}
    typed = opened(admin_client, record) | {"siren": "", "name": Partner.objects.exclude(pk=record.pk)[0].name}
    assert "name" in admin_client.post(change_url(record), typed).context["adminform"].form.errors


def test_days_that_change_are_held_against_each_other(admin_client):
    record = cap(start=date(2026, 1, 1), end=date(2027, 1, 1), **draft())
    typed = opened(admin_client, record) | {"end": "2025-01-01"}
    assert admin_client.post(change_url(record), typed).context["adminform"].form.errors


def test_a_form_shows_its_rows_in_their_order_and_what_they_lead_to(admin_client, django_assert_max_num_queries):
    record = cap(**draft())
    for number in range(3):
        Involvement.objects.create(cap=record, institution=make(Institution, f"Maison {number}"))
    admin_client.get(change_url(record))
    with django_assert_max_num_queries(25):
        page = admin_client.get(change_url(record))
    [rows] = [shown for shown in page.context["inline_admin_formsets"] if shown.formset.model is Involvement]
    assert [row.original.pk for row in rows if row.original] == list(record.involvements.values_list("pk", flat=True))
    for involvement in record.involvements.select_related("institution"):
        assert str(involvement.institution) in page.content.decode()


@pytest.mark.parametrize("address", ["0", "x", "99999999999999999999", "2147483648", "-1", "1x"])
def test_an_address_of_no_record_leads_home(admin_client, address):
    response = admin_client.get(reverse("admin:caps_cap_change", args=[address]))
    assert response.status_code in (302, 400)


def test_a_filter_shows_what_most_records_lead_to_and_the_chosen_one(admin_client, monkeypatch):
    monkeypatch.setattr("publishing.admin_filters.MOST", 2)
    houses = [make(Institution, f"Maison {number}") for number in range(4)]
    for house, times in zip(houses, (3, 2, 1, 0), strict=True):
        for _turn in range(times):
            Role.objects.create(person=person(), institution=house, title_fr="Chercheuse", title_en="Researcher")
    listed = route(Person, "changelist")

    def offered(**query) -> tuple[list[str], bool]:
        specs = admin_client.get(listed, query).context["cl"].filter_specs
        [spec] = [spec for spec in specs if spec.title == Role._meta.get_field("institution").verbose_name]
        return sorted(words for _key, words in spec.lookup_choices), spec.has_more

    assert offered() == ([str(houses[0]), str(houses[1])], True)
    chosen = {"roles__institution__id__exact": houses[2].pk}
    assert offered(**chosen) == ([str(house) for house in houses[:3]], True)
    assert admin_client.get(listed, {"roles__institution__id__exact": "zz"}).status_code in (200, 302)
