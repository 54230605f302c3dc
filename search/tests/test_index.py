"""When the rows of the index are written: at every save, or once at the end of a change that is made of several."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from cluster.models import Role
from news.models import PressRelease, Quote
from publishing.signals import edited, one_change
from search.index import shown_together
from search.models import Entry
from search.text import words_of_html
from tests.make import draft, make, person, seal_anew

pytestmark = pytest.mark.django_db


def indexed(release: PressRelease) -> str:
    """What is kept of a release's French text."""
    return Entry.objects.get(model_label="news.pressrelease", object_id=release.pk, language="fr").text


def test_a_change_of_several_saves_is_indexed_once_at_its_end():
    release = make(PressRelease, body_fr="<p>Premier</p>")
    with CaptureQueriesContext(connection) as queries, transaction.atomic(), one_change():
        for text in ("Deuxième", "Troisième"):
            release.body_fr = f"<p>{text}</p>"
            release.save()
            make(Quote, release=release, text_fr=f"Dit {text}")
            seal_anew(release)
        assert "Premier" in indexed(release)
    texts = indexed(release)
    assert "Troisième" in texts and "Dit Deuxième" in texts and "Dit Troisième" in texts
    assert [query["sql"].split()[0] for query in queries if '"search_entry"' in query["sql"]].count("INSERT") == 1


@pytest.mark.parametrize(
    ("texts", "shown"),
    [
        (["robotique, chirurgie", "Les robots au bloc."], "robotique, chirurgie · Les robots au bloc."),
        (["Un résumé.", "La suite."], "Un résumé. La suite."),
        (["Qui répond ?", "", " Nous "], "Qui répond ? Nous"),
        ([], ""),
    ],
)
def test_what_is_no_sentence_does_not_run_on_into_the_next(texts, shown):
    assert shown_together(texts) == shown


def test_a_heading_does_not_run_on_into_what_it_heads():
    assert words_of_html("<p>Avant.</p><h2>Des <b>moyens</b></h2><p>L’État</p>") == "Avant. Des moyens · L’État"


def test_a_change_within_a_change_is_indexed_at_the_end_of_the_outer_one():
    release = make(PressRelease, body_fr="<p>Premier</p>")
    with transaction.atomic(), one_change():
        with one_change():
            release.body_fr = "<p>Deuxième</p>"
            release.save()
            seal_anew(release)
        assert "Premier" in indexed(release)
    assert "Deuxième" in indexed(release)


def test_a_change_that_is_taken_back_leaves_the_index_as_it_was():
    release = make(PressRelease, body_fr="<p>Premier</p>")
    before = indexed(release)
    with pytest.raises(ZeroDivisionError), transaction.atomic(), one_change():
        release.body_fr = "<p>Deuxième</p>"
        release.save()
        seal_anew(release)
        edited.send(sender=PressRelease, instance=release)
        raise ZeroDivisionError
    assert indexed(release) == before
    release.refresh_from_db()
    release.save()
    assert indexed(release) == before


def test_what_changes_after_a_record_was_said_to_be_whole_is_indexed_too():
    release = make(PressRelease)
    with transaction.atomic(), one_change():
        whole = PressRelease.objects.prefetch_related("quotes").get(pk=release.pk)
        edited.send(sender=PressRelease, instance=whole)
        make(Quote, release=PressRelease.objects.get(pk=release.pk), text_fr="Dit après")
        seal_anew(PressRelease.objects.get(pk=release.pk))
    assert "Dit après" in indexed(release)


def test_what_is_deleted_within_a_change_is_gone_from_the_index():
    release, somebody = make(PressRelease, **draft()), person()
    role = Role.objects.get(person=somebody)
    with transaction.atomic(), one_change():
        release.save()
        role.save()
        keys = release.pk, somebody.pk
        release.delete()
        somebody.delete()
    assert not Entry.objects.filter(object_id__in=keys, model_label__in=["news.pressrelease", "cluster.person"]).exists()
