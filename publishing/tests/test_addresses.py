"""Slugs: one per language, never another's, and an old one leads on in one hop."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import override

from cluster.models import Institution, Page
from news.models import Event, PressRelease
from publishing import languages
from publishing.models import SlugRecord
from tests.make import draft, future, make

pytestmark = pytest.mark.django_db
MAIN, OTHER = languages.codes()[:2]


def address(thing, code, slug):
    with override(code):
        return reverse(f"{thing.url_name}-detail", kwargs={"slug": slug})


def test_old_address_leads_on_in_one_hop(client):
    thing = make(Institution, slug_fr="un", slug_en="one")
    for slug in ("deux", "trois"):
        thing.slug_fr = slug
        thing.save()
    for old in ("un", "deux"):
        response = client.get(address(thing, "fr", old))
        assert (response.status_code, response["Location"]) == (301, address(thing, "fr", "trois"))
    assert client.get(address(thing, "fr", "trois")).status_code == 200
    assert client.get(address(thing, "en", "one")).status_code == 200
    assert client.get(address(thing, "en", "un")).status_code == 404


def test_old_address_of_a_thing_under_embargo_is_unknown(client):
    thing = make(Institution, slug_fr="un")
    thing.slug_fr = "deux"
    thing.save()
    Institution.objects.update(**future())
    assert client.get(address(thing, "fr", "un")).status_code == 404


def test_address_once_public_is_never_anothers():
    thing = make(Institution, slug_fr="un")
    thing.slug_fr = "deux"
    thing.save()
    for slug in ("un", "deux"):
        other = make(Institution, **draft())
        other.slug_fr = slug
        with pytest.raises(ValidationError) as refused:
            other.full_clean()
        assert set(refused.value.message_dict) == {"slug_fr"}
        with pytest.raises(IntegrityError), transaction.atomic():
            other.save()
    thing.slug_fr = "un"
    thing.full_clean()
    thing.save()


def test_address_never_public_is_free_again():
    thing = make(Institution, slug_fr="un", **draft())
    thing.slug_fr = "deux"
    thing.save()
    make(Institution, slug_fr="un").full_clean()


def test_address_of_a_deleted_thing_stays_its_own():
    make(Institution, slug_fr="un").delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        make(Institution, slug_fr="un")
    assert SlugRecord.objects.filter(slug="un").count() == 1


def test_two_things_share_a_slug_across_languages(client):
    one = make(Institution, slug_fr="meme", slug_en="other")
    two = make(Institution, slug_fr="autre", slug_en="meme")
    one.full_clean()
    two.full_clean()
    assert client.get(address(one, "fr", "meme")).context["object"] == one
    assert client.get(address(two, "en", "meme")).context["object"] == two


def test_drafts_without_address_do_not_collide():
    nothing = dict.fromkeys(languages.columns("slug"), "")
    make(Institution, **draft(), **nothing)
    make(Institution, **draft(), **nothing)
    assert list(Institution.objects.values_list("slug_fr", flat=True)) == [None, None]


@pytest.mark.parametrize(
    ("model", "slug"),
    [(PressRelease, "flux"), (Page, "presse"), (Page, "programmes"), (Page, "recherche"), (Event, "calendrier")],
)
def test_the_portals_own_addresses_are_refused(model, slug):
    thing = make(model, **draft())
    thing.slug_fr = slug
    with pytest.raises(ValidationError) as refused:
        thing.full_clean()
    assert set(refused.value.message_dict) == {"slug_fr"}


@pytest.mark.parametrize("slug", ["Été", "a b", "-a", "a--b", "A", "a/b", "<script>"])
def test_malformed_slug_is_refused(slug):
    thing = make(Institution, **draft())
    thing.slug_fr = slug
    with pytest.raises(ValidationError):
        thing.full_clean()
