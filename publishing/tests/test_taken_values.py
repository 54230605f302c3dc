"""What is read once says the same as the database, and the short way of addresses the same as the routes."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from cluster.models import Page
from news.models import Article, Event, PressRelease
from partners.models import Partner
from publishing import languages
from publishing.models import SlugRecord, _leads_to
from publishing.slug_routes import _parts, is_ordinary
from publishing.taken_values import read_once
from tests.make import draft, make


@pytest.mark.parametrize("language", languages.codes())
def test_every_word_of_a_route_is_asked_about_and_all_others_lead_where_one_does(language):
    with override(language):
        fixed, _taking = _parts()
        words = sorted(filter(None, fixed))
        assert words and not any(map(is_ordinary, words))
        ordinary = ("robotique", "a", "une-annonce-2", "x9", "q-12-b")
        assert [slug for slug in ordinary if not is_ordinary(slug)] == []
        for model in (PressRelease, Article, Event, Partner):
            assert len({_leads_to(model, {**model().url_kwargs(language), "slug": slug}) for slug in ordinary}) == 1


@pytest.mark.django_db
def test_a_word_of_a_route_is_no_address_however_it_is_asked():
    for language in languages.codes():
        with override(language):
            taken = next(word for word in sorted(_parts()[0]) if word.isalpha() and not _leads_to(PressRelease, {"slug": word}))
        assert not PressRelease()._leads_here(language, taken)
        assert PressRelease()._leads_here(language, "un-colloque")
    assert Page()._leads_here(languages.main(), "une-page")


@pytest.mark.django_db
def test_what_is_free_is_what_no_record_has_and_rows_to_come_count():
    one = make(Partner, name="Élan", siren="552100554", **draft())
    with read_once(Partner, SlugRecord.objects.ledger_of(Partner)) as taken:
        assert not taken.is_free("name", "Élan") and taken.is_free("name", "Elan")
        assert not taken.is_free("siren", "552100554") and not taken.is_free("kind", "sme")
        assert taken.are_free(one.addresses(), one.pk) and not taken.are_free(one.addresses(), None)
        assert {code for code, slug in one.addresses()} == SlugRecord.objects.taken(Partner(**_slugs(one)))
        coming = Partner(name="Essor", kind="sme", sector="digital", siren="")
        coming.clean()
        taken.note(coming)
        assert not taken.is_free("name", "Essor") and not taken.is_free("sort_name", "essor")
        assert Partner().propose_slug(languages.main(), "Essor") == f"{coming.slug(languages.main())}", "asked of the database"
    with read_once(Partner, {}) as taken:
        assert taken.is_free("name", "Essor"), "nothing of it was stored"


def _slugs(one: Partner) -> dict[str, str]:
    return {languages.column("slug", code): slug for code, slug in one.addresses()}
